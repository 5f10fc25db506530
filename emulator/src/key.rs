//! API keys: digits, a separator, a secret.

use std::fmt::Write as _;

/// What stands between a key's id and its secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Separator {
    /// `$`, from the old paths.
    Dollar,
    /// `_`, from the current paths.
    Underscore,
}

impl Separator {
    /// The character itself.
    #[must_use]
    pub const fn as_char(self) -> char {
        match self {
            Self::Dollar => '$',
            Self::Underscore => '_',
        }
    }
}

/// A whole key. It implements no `Debug`, `Display` or `Serialize`, so no log or error can carry one.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    id: u64,
    separator: Separator,
    secret: String,
}

/// The part of a malformed key that the service quotes back: all in front of a separator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed(pub String);

impl ApiKey {
    /// A key of known parts. `secret` is printable ASCII.
    #[must_use]
    pub fn new(id: u64, separator: Separator, secret: impl Into<String>) -> Self {
        Self { id, separator, secret: secret.into() }
    }

    /// A key with 256 fresh random bits, in hex.
    #[must_use]
    pub fn random(id: u64, separator: Separator) -> Self {
        let bytes: [u8; 32] = rand::random();
        let secret = bytes.iter().fold(String::new(), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        Self::new(id, separator, secret)
    }

    /// Reads a key.
    ///
    /// # Errors
    ///
    /// [`Malformed`] if the id isn't a positive number, or the separator or the secret is missing,
    /// as in a key that a shell cut off at its `$`.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let head_len = text.find(['_', '$']).unwrap_or(text.len());
        let (head, tail) = text.split_at(head_len);
        let malformed = || Malformed(head.to_owned());

        let mut rest = tail.chars();
        let separator = match rest.next() {
            Some('_') => Separator::Underscore,
            Some('$') => Separator::Dollar,
            _ => return Err(malformed()),
        };
        let secret = rest.as_str();
        let digits_only = head.bytes().all(|byte| byte.is_ascii_digit());
        match head.parse() {
            Ok(id) if digits_only && id > 0 && !secret.is_empty() => Ok(Self::new(id, separator, secret)),
            _ => Err(malformed()),
        }
    }

    /// The id in front, which is also the token's.
    #[must_use]
    pub fn id(&self) -> u64 {
        self.id
    }

    /// The key as its holder writes it. For the one answer that shows it.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{}{}{}", self.id, self.separator.as_char(), self.secret)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::*;

    #[test]
    fn a_key_reads_back_as_written() {
        for text in ["1001_demo-administrator", "1004$demo-legacy", "1_a_b$c"] {
            let key = ApiKey::parse(text).unwrap_or_else(|_| panic!("{text} is a key"));
            assert_eq!(key.reveal(), text);
        }
    }

    #[test]
    fn a_broken_key_is_quoted_up_to_its_separator() {
        for (text, quoted) in [
            ("29841", "29841"),
            ("29841_", "29841"),
            ("abc_def", "abc"),
            ("+7_x", "+7"),
            ("0_x", "0"),
            ("_x", ""),
            ("", ""),
            ("99999999999999999999_x", "99999999999999999999"),
        ] {
            let malformed = ApiKey::parse(text).err();
            assert_eq!(malformed, Some(Malformed(quoted.to_owned())), "{text}");
        }
    }

    #[test]
    fn fresh_secrets_are_hex_and_differ() {
        let [one, other] = [(); 2].map(|()| ApiKey::random(7, Separator::Underscore).reveal());
        assert_ne!(one, other);
        let secret = one.strip_prefix("7_").unwrap();
        assert_eq!(secret.len(), 64);
        assert!(secret.bytes().all(|byte| byte.is_ascii_hexdigit()));
    }
}
