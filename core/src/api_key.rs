//! The API key that the user pastes.

use crate::{Secret, TokenId};

/// An API key in the form the service issues: digits, `_` or `$`, then a secret.
///
/// Always well formed. Source: the service's contract. The secret's length is not published, so
/// any length will do.
pub struct ApiKey(Secret);

impl ApiKey {
    /// Parses what was pasted, dropping what is safe to drop: white space and invisible characters
    /// around it, quotation marks, and a header's `Authorization:` and `APIKey`.
    ///
    /// # Errors
    /// A message for the user, which never quotes the key.
    pub fn parse(pasted: &str) -> Result<Self, &'static str> {
        let key = unwrapped(pasted);
        if key.is_empty() {
            return Err("Enter your API key.");
        }
        if !key.is_ascii() {
            return Err(
                "The API key contains a character that no key has. Copy it again from where you saved it, not from a formatted text.",
            );
        }
        if key.contains(|c: char| c.is_ascii_whitespace()) {
            return Err("The API key has a space in the middle. Copy it again, in one piece.");
        }
        let id_length = leading_digits(key).len();
        if id_length == key.len() {
            return Err(
                "This is only the first part of an API key. A shell cuts a key in double quotes at its “$”: copy the whole key again.",
            );
        }
        let (id, rest) = key.split_at(id_length);
        let well_formed =
            !id.is_empty() && rest.starts_with(['_', '$']) && rest.len() > 1 && rest.bytes().all(|b| b.is_ascii_graphic());
        if !well_formed {
            return Err("An API key starts with digits, then “_” or “$”, then its secret. Copy the whole key again.");
        }
        Ok(Self(Secret::new(key.to_owned())))
    }

    /// A token that the service just created, unchecked, since nobody copied it by hand.
    #[must_use]
    pub fn from_token(token: &Secret) -> Self {
        Self(Secret::new(token.expose().to_owned()))
    }

    /// The whole key, for the `Authorization` header.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The id of the token that this key is; `None` if it doesn't start with a number.
    #[must_use]
    pub fn token_id(&self) -> Option<TokenId> {
        TokenId::parse(leading_digits(self.expose()))
    }
}

/// The digits that a key or token starts with: its id, which is not secret. Empty if there are none.
pub(crate) fn leading_digits(token: &str) -> &str {
    let end = token.find(|c: char| !c.is_ascii_digit()).unwrap_or(token.len());
    &token[..end]
}

/// Strips whatever came along when the key was copied.
fn unwrapped(pasted: &str) -> &str {
    let mut rest = pasted;
    loop {
        let before = rest.len();
        rest = rest.trim_matches(|c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '"' | '\'' | '`')
                // Copied from web pages: zero-width characters and the byte order mark.
                || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
                || matches!(c, '“' | '”' | '‘' | '’')
        });
        for prefix in ["Authorization:", "APIKey ", "APIKey:"] {
            if rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
                rest = &rest[prefix.len()..];
            }
        }
        if rest.len() == before {
            return rest;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ApiKey;
    use crate::{Secret, TokenId};
    use proptest::prelude::*;

    #[test]
    fn wrapping_is_mended_silently() {
        for pasted in [
            "1001_abc",
            "  1001_abc\n",
            "\u{feff}1001_abc\u{200b}",
            "\"1001_abc\"",
            "APIKey 1001_abc",
            "apikey 1001_abc",
            "Authorization: APIKey 1001_abc",
            "'Authorization: APIKey 1001_abc'",
            "“1001_abc”",
        ] {
            let key = ApiKey::parse(pasted).map(|key| key.expose().to_owned());
            assert_eq!(key.as_deref(), Ok("1001_abc"), "{pasted:?}");
        }
    }

    #[test]
    fn an_old_key_keeps_its_dollar_and_tells_its_id() {
        let key = ApiKey::parse("1004$demo-legacy").ok().unwrap();
        assert_eq!(key.expose(), "1004$demo-legacy");
        assert_eq!(key.token_id(), Some(TokenId::new(1004)));
    }

    #[test]
    fn a_token_without_a_number_has_no_id() {
        for token in ["c0ffee", "_c0ffee", "99999999999999999999_c0ffee"] {
            let key = ApiKey::from_token(&Secret::new(token.to_owned()));
            assert_eq!(key.token_id(), None, "{token}");
        }
    }

    #[test]
    fn what_cannot_be_mended_is_explained() {
        for (pasted, words) in [
            ("", "Enter your API key"),
            (" \n ", "Enter your API key"),
            ("1004", "at its “$”"),
            ("1001_ab cd", "a space in the middle"),
            ("1001_ab\ncd", "a space in the middle"),
            ("1001_äb", "a character that no key has"),
            ("1001…", "a character that no key has"),
            ("abc", "starts with digits"),
            ("_abc", "starts with digits"),
            ("1001_", "starts with digits"),
            ("1001-abc", "starts with digits"),
            ("$GCORE_API_KEY", "starts with digits"),
        ] {
            let message = ApiKey::parse(pasted).err().unwrap_or_default();
            assert!(message.contains(words), "{pasted:?}: {message:?}");
        }
    }

    proptest! {
        #[test]
        fn anything_pasted_is_a_key_or_a_message(pasted in any::<String>()) {
            if let Ok(key) = ApiKey::parse(&pasted) {
                prop_assert!(key.expose().bytes().all(|b| b.is_ascii_graphic()));
                prop_assert!(pasted.contains(key.expose()));
            }
        }
    }
}
