//! The form's fields.

/// A field of the create form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Field {
    /// The user's own key.
    ApiKey,
    /// The account the token will belong to.
    AccountId,
    /// The token's name.
    Name,
    /// What the token is for.
    Description,
    /// What the token may do.
    Role,
    /// How long the token lives.
    Expiration,
    /// The exact end, for a custom expiration.
    ExpirationDateTime,
}

impl Field {
    /// The label on screen, which is also the accessible name.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::ApiKey => "API key",
            Self::AccountId => "Account ID",
            Self::Name => "Token name",
            Self::Description => "Description",
            Self::Role => "Role",
            Self::Expiration => "Expiration",
            Self::ExpirationDateTime => "Expiration date and time",
        }
    }

    /// The id of its element in the document.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::ApiKey => "api-key",
            Self::AccountId => "account-id",
            Self::Name => "token-name",
            Self::Description => "description",
            Self::Role => "role",
            Self::Expiration => "expiration",
            Self::ExpirationDateTime => "expiration-date-time",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Field::{AccountId, ApiKey, Description, Expiration, ExpirationDateTime, Name, Role};

    #[test]
    fn the_id_in_the_document_is_the_label_as_ids_are_written() {
        for field in [ApiKey, AccountId, Name, Description, Role, Expiration, ExpirationDateTime] {
            let expected = field.label().to_lowercase().replace(" and ", " ").replace(' ', "-");
            assert_eq!(field.id(), expected);
        }
    }
}
