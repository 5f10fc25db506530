//! The form's fields, and what is wrong with them.

/// A field of the create form.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Field {
    /// The person's own key.
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
    /// The label on the screen, which is also the accessible name.
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

    /// The id of its control in the document.
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

/// All that stands between the person and a token: shown in one summary, and at the fields.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Problems {
    /// Messages for fields, in the form's order.
    pub fields: Vec<(Field, String)>,
    /// Messages for no field in particular, already in our words.
    pub general: Vec<String>,
    /// What the service said and no field took up, word for word.
    pub service_words: Vec<String>,
    /// The service's number for the failed request, to quote to support.
    pub request_id: Option<String>,
}

impl Problems {
    /// Adds a message to a field, keeping the form's order.
    pub fn add(&mut self, field: Field, message: impl Into<String>) {
        let at = self.fields.partition_point(|(other, _)| *other <= field);
        self.fields.insert(at, (field, message.into()));
    }

    /// Forgets what was said of some fields and of no field in particular; others' messages stay.
    pub fn settle(&mut self, settled: &[Field]) {
        self.fields.retain(|(field, _)| !settled.contains(field));
        self.general.clear();
        self.service_words.clear();
        self.request_id = None;
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.general.is_empty() && self.service_words.is_empty()
    }

    /// The messages of one field, joined to one text; `None` when the field is fine.
    #[must_use]
    pub fn of(&self, field: Field) -> Option<String> {
        let messages: Vec<&str> = self
            .fields
            .iter()
            .filter(|(at, _)| *at == field)
            .map(|(_, message)| message.as_str())
            .collect();
        (!messages.is_empty()).then(|| messages.join(" "))
    }
}
