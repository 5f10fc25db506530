//! The number of a token.

use std::fmt;

/// A token's number, the `tokenId` of the service's paths.
///
/// Any whole number counts, zero and negative ones too: the service hands them out, and a token that the
/// page left out for its number could not be revoked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TokenId(i64);

impl TokenId {
    /// Takes a number as the service gave it.
    #[must_use]
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// Reads decimal digits, with a minus in front of them at most; `None` for anything else, and for a
    /// number that does not fit into 64 bits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // Rust would take a plus as well, which no number of the service has.
        let plain = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten().map(Self)
    }

    /// The number, for JSON.
    #[must_use]
    pub const fn number(self) -> i64 {
        self.0
    }
}

impl fmt::Display for TokenId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::TokenId;
    use proptest::prelude::*;

    #[test]
    fn only_a_whole_number_is_an_id() {
        for (text, number) in [
            ("29841", Some(29_841)),
            ("007", Some(7)),
            ("0", Some(0)),
            ("-5", Some(-5)),
            ("", None),
            ("-", None),
            ("+5", None),
            (" 5", None),
            ("5 ", None),
            ("1.0", None),
            ("1e3", None),
            ("٣", None),
            ("9223372036854775808", None),
        ] {
            assert_eq!(TokenId::parse(text), number.map(TokenId::new), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn an_id_comes_back_from_its_text(number in any::<i64>()) {
            let id = TokenId::new(number);
            prop_assert_eq!(TokenId::parse(&id.to_string()), Some(id));
            prop_assert_eq!(id.number(), number);
        }
    }
}
