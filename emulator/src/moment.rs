//! A point in time, and the spelling in which the service answers it.

use chrono::{DateTime, FixedOffset, Utc};

/// How a moment is written. The service's records are old enough to hold all of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Spelling {
    /// `2021-01-01T12:00:00.000000Z`, which the service documents.
    #[default]
    Micros,
    /// `2021-01-01T12:00:00Z`
    Seconds,
    /// `2021-01-01T12:00:00.000Z`
    Millis,
    /// `2021-01-01 12:00:00.000000+00:00`
    Spaced,
    /// `2021-01-01T14:00:00+02:00`
    Offset,
    /// `2021-01-01`
    DateOnly,
}

impl Spelling {
    /// All there are.
    pub const ALL: [Self; 6] = [Self::Micros, Self::Seconds, Self::Millis, Self::Spaced, Self::Offset, Self::DateOnly];
}

/// A point in time with its spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The point in time, in UTC.
    pub at: DateTime<Utc>,
    /// How it is written.
    pub spelling: Spelling,
}

impl Moment {
    /// The moment as the wire has it.
    #[must_use]
    pub fn to_wire(self) -> String {
        let utc = |format| self.at.format(format).to_string();
        match self.spelling {
            Spelling::Micros => utc("%Y-%m-%dT%H:%M:%S%.6fZ"),
            Spelling::Seconds => utc("%Y-%m-%dT%H:%M:%SZ"),
            Spelling::Millis => utc("%Y-%m-%dT%H:%M:%S%.3fZ"),
            Spelling::Spaced => utc("%Y-%m-%d %H:%M:%S%.6f+00:00"),
            Spelling::DateOnly => utc("%Y-%m-%d"),
            Spelling::Offset => FixedOffset::east_opt(2 * 60 * 60).map_or_else(
                || utc("%Y-%m-%dT%H:%M:%S+00:00"),
                |zone| {
                    let local = self.at.with_timezone(&zone);
                    local.format("%Y-%m-%dT%H:%M:%S%:z").to_string()
                },
            ),
        }
    }
}

impl From<DateTime<Utc>> for Moment {
    fn from(at: DateTime<Utc>) -> Self {
        Self { at, spelling: Spelling::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_spelling_looks_as_its_documentation_says() {
        let at = DateTime::from_timestamp(1_609_502_400, 0).unwrap_or_default();
        for (spelling, expected) in [
            (Spelling::Micros, "2021-01-01T12:00:00.000000Z"),
            (Spelling::Seconds, "2021-01-01T12:00:00Z"),
            (Spelling::Millis, "2021-01-01T12:00:00.000Z"),
            (Spelling::Spaced, "2021-01-01 12:00:00.000000+00:00"),
            (Spelling::Offset, "2021-01-01T14:00:00+02:00"),
            (Spelling::DateOnly, "2021-01-01"),
        ] {
            assert_eq!(Moment { at, spelling }.to_wire(), expected);
        }
    }
}
