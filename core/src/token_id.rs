//! What identifies a token.

use std::fmt;

/// A token's id, `tokenId` in the service's paths.
///
/// Any whole number is valid, even zero or below: the service assigns them, and a token that this page
/// ignored for its id could not be revoked here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TokenId(i64);

impl TokenId {
    /// An id as the service sent it.
    #[must_use]
    pub const fn new(number: i64) -> Self {
        Self(number)
    }

    /// Parses decimal digits with an optional minus sign; `None` for anything else, and for a
    /// number that doesn't fit into 64 bits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // Rust would accept a plus sign, too.
        let plain = text.starts_with(|c: char| c == '-' || c.is_ascii_digit());
        plain.then(|| text.parse().ok()).flatten().map(Self)
    }

    /// For JSON.
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
