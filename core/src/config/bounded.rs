//! Whole numbers within bounds.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use super::Expected;

/// A whole number from `MIN` to `MAX`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub struct Bounded<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> Bounded<MIN, MAX> {
    /// `None` if the number is out of bounds.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        if MIN <= number && number <= MAX { Some(Self(number)) } else { None }
    }

    /// The number, or the nearest bound.
    #[must_use]
    pub fn clamped(number: u32) -> Self {
        Self(number.clamp(MIN, MAX))
    }

    /// The plain number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<const MIN: u32, const MAX: u32> TryFrom<Value> for Bounded<MIN, MAX> {
    type Error = Expected;

    fn try_from(value: Value) -> Result<Self, Expected> {
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        number.and_then(Self::new).ok_or_else(|| format!("a whole number from {MIN} to {MAX}").into())
    }
}

impl<const MIN: u32, const MAX: u32> fmt::Display for Bounded<MIN, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Bounded;

    #[test]
    fn a_number_is_read_and_written_within_its_bounds() {
        type Few = Bounded<2, 4>;
        for (number, read) in [(1, None), (2, Some("2")), (4, Some("4")), (5, None)] {
            assert_eq!(Few::new(number).map(|few| few.to_string()).as_deref(), read);
            assert_eq!(Few::try_from(json!(number)).ok(), Few::new(number));
        }
        assert_eq!([0, 3, 9].map(|number| Few::clamped(number).get()), [2, 3, 4]);
    }
}
