//! The columns of the list. To add one, add a variant and its description here.

use chrono::{DateTime, TimeDelta, Utc};

use super::entry::Places;
use super::{LastUse, ListedToken, State};
use crate::form::expiry::Expiry;
use crate::limits::ENDS_VERY_SOON;
use crate::text::shown;
use crate::time::relative;

/// A column of the list, which can be sorted by any of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Column {
    /// The token's name, with its description.
    Name,
    /// What it may do.
    Role,
    /// What has become of it.
    Status,
    /// When it ends.
    Expiration,
    /// When it was last used.
    LastUsed,
    /// When it was made.
    Created,
    /// Who made it.
    Issuer,
}

/// Everything there is to know about a column.
struct Description {
    label: &'static str,
    value: &'static str,
    width_percent: u32,
    /// `None` if unknown.
    sort_key: fn(&ListedToken, &Places, DateTime<Utc>) -> Option<i64>,
    cell: fn(&ListedToken, DateTime<Utc>) -> Cell,
}

/// Shown for what the service left out or wrote illegibly.
pub const UNKNOWN: &str = "Unknown";

/// What a cell shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// The token's name and description.
    Name {
        /// See [`ListedToken::label`].
        label: String,
        /// Empty if it has none.
        description: String,
    },
    /// Plain text.
    Text(String),
    /// What is not to be overlooked.
    Pill {
        /// In few words.
        text: &'static str,
        /// What it means for whoever looks through the list.
        tone: Tone,
    },
    /// When something happened or will.
    Time {
        /// How far off it is, in words.
        relative: String,
        /// The instant.
        at: DateTime<Utc>,
        /// Set where it is not to be overlooked.
        tone: Option<Tone>,
    },
    /// The person who created the token.
    Issuer {
        /// Not empty.
        name: String,
        /// Whether that person was deleted.
        deleted: bool,
    },
}

/// How much something matters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// Worth knowing.
    Quiet,
    /// Soon something has to be done.
    Caution,
    /// It is over.
    Wrong,
}

impl Column {
    /// All columns, from left to right.
    pub const ALL: [Self; 7] =
        [Self::Name, Self::Role, Self::Status, Self::Expiration, Self::LastUsed, Self::Created, Self::Issuer];

    fn description(self) -> Description {
        match self {
            Self::Name => Description {
                label: "Name",
                value: "name",
                width_percent: 25,
                sort_key: |_, places, _| places.name.map(i64::from),
                cell: |token, _| Cell::Name { label: token.label(), description: shown(&token.description).into_owned() },
            },
            Self::Role => Description {
                label: "Role",
                value: "role",
                width_percent: 15,
                sort_key: |_, places, _| places.role.map(i64::from),
                cell: |token, _| Cell::Text(or_unknown(token.role.label())),
            },
            Self::Status => Description {
                label: "Status",
                value: "status",
                width_percent: 6,
                sort_key: |token, _, now| Some(token.state(now) as i64),
                cell: |token, now| match token.state(now) {
                    State::Active => Cell::Text(State::Active.label().to_owned()),
                    State::Expired => Cell::Pill { text: State::Expired.label(), tone: Tone::Wrong },
                    State::Deleted => Cell::Pill { text: State::Deleted.label(), tone: Tone::Quiet },
                },
            },
            Self::Expiration => Description {
                label: "Expiration",
                value: "expiration",
                width_percent: 9,
                sort_key: |token, _, _| {
                    token.expiry.map(|expiry| match expiry {
                        Expiry::At(at) => at.timestamp(),
                        // After every date.
                        Expiry::Never => i64::MAX,
                    })
                },
                cell: |token, now| match token.expiry {
                    Some(Expiry::At(at)) if token.outlives_end && at <= now => {
                        Cell::Text(format!("{} by this computer’s clock", relative(at, now)))
                    }
                    Some(Expiry::At(at)) => {
                        let tone = match at - now {
                            // Its end has come already.
                            _ if token.deleted => None,
                            left if left <= TimeDelta::zero() => Some(Tone::Wrong),
                            left if left <= ENDS_VERY_SOON => Some(Tone::Caution),
                            _ => None,
                        };
                        Cell::Time { relative: relative(at, now), at, tone }
                    }
                    Some(Expiry::Never) => Cell::Pill { text: "Never expires", tone: Tone::Quiet },
                    None => Cell::Text(UNKNOWN.to_owned()),
                },
            },
            Self::LastUsed => Description {
                label: "Last used",
                value: "last-used",
                width_percent: 9,
                sort_key: |token, _, _| match token.last_used {
                    LastUse::At(at) => Some(at.timestamp()),
                    // Before every date.
                    LastUse::Never => Some(i64::MIN),
                    LastUse::Unreadable => None,
                },
                cell: |token, now| match token.last_used {
                    LastUse::At(at) => Cell::Time { relative: relative(at, now), at, tone: None },
                    unused => Cell::Text(last_use(unused, now)),
                },
            },
            Self::Created => Description {
                label: "Created",
                value: "created",
                width_percent: 9,
                sort_key: |token, _, _| token.created.map(|at| at.timestamp()),
                cell: |token, now| {
                    let time = |at| Cell::Time { relative: relative(at, now), at, tone: None };
                    token.created.map_or_else(|| Cell::Text(UNKNOWN.to_owned()), time)
                },
            },
            Self::Issuer => Description {
                label: "Issuer",
                value: "issuer",
                width_percent: 11,
                sort_key: |_, places, _| places.issuer.map(i64::from),
                cell: |token, _| match (token.issuer.as_str(), token.issuer_deleted) {
                    ("", true) => Cell::Text("Deleted user".to_owned()),
                    ("", false) => Cell::Text(UNKNOWN.to_owned()),
                    (name, deleted) => Cell::Issuer { name: shown(name).into_owned(), deleted },
                },
            },
        }
    }

    /// The column's heading.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.description().label
    }

    /// The column's name in a fragment, and in the style sheet.
    #[must_use]
    pub fn value(self) -> &'static str {
        self.description().value
    }

    /// Looks a column up by that name.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.value() == value)
    }

    /// Its share of the table's width in percent. The rest is for the row's controls.
    #[must_use]
    pub fn width_percent(self) -> u32 {
        self.description().width_percent
    }

    /// What its cell shows for a token.
    #[must_use]
    pub fn cell(self, token: &ListedToken, now: DateTime<Utc>) -> Cell {
        (self.description().cell)(token, now)
    }

    /// What it is sorted by; `None` if unknown.
    pub(super) fn sort_key(self, token: &ListedToken, places: &Places, now: DateTime<Utc>) -> Option<i64> {
        (self.description().sort_key)(token, places, now)
    }
}

/// When a token was last used, in words.
#[must_use]
pub fn last_use(used: LastUse, now: DateTime<Utc>) -> String {
    match used {
        LastUse::Never => "Never used".to_owned(),
        LastUse::At(at) => relative(at, now),
        LastUse::Unreadable => UNKNOWN.to_owned(),
    }
}

fn or_unknown(text: String) -> String {
    if text.is_empty() { UNKNOWN.to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Cell, Column, Tone, UNKNOWN};
    use crate::TokenRole;
    use crate::form::expiry::Expiry;
    use crate::list::LastUse;
    use crate::list::samples::token;
    use crate::time::parse_service_time;

    #[test]
    fn a_column_is_found_by_its_value() {
        for column in Column::ALL {
            assert_eq!(Column::from_value(column.value()), Some(column));
        }
        assert_eq!(Column::from_value("colour"), None);
    }

    #[test]
    fn the_columns_leave_room_for_the_controls_of_a_row() {
        let widths: u32 = Column::ALL.into_iter().map(Column::width_percent).sum();
        assert!((75..=85).contains(&widths), "{widths}");
    }

    #[test]
    fn what_ends_soon_or_is_over_is_not_overlooked() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        for (left, tone) in [
            (TimeDelta::days(8), None),
            (TimeDelta::days(7), Some(Tone::Caution)),
            (TimeDelta::minutes(1), Some(Tone::Caution)),
            (TimeDelta::zero(), Some(Tone::Wrong)),
            (-TimeDelta::days(400), Some(Tone::Wrong)),
        ] {
            let mut ending = token(1, "ci", "2026-11-22T12:00:00Z");
            ending.expiry = Some(Expiry::At(now + left));
            let Cell::Time { tone: shown, .. } = Column::Expiration.cell(&ending, now) else { panic!("{left} is no time") };
            assert_eq!(shown, tone, "{left}");
        }
        let mut over = token(1, "ci", "2026-11-22T12:00:00Z");
        over.deleted = true;
        over.expiry = Some(Expiry::At(now + TimeDelta::days(1)));
        assert!(matches!(Column::Expiration.cell(&over, now), Cell::Time { tone: None, .. }));
        assert_eq!(Column::Status.cell(&over, now), Cell::Pill { text: "Deleted", tone: Tone::Quiet });
    }

    #[test]
    fn each_cell_says_what_is_known() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        let text = |text: &str| Cell::Text(text.to_owned());
        let name = |label: &str, description: &str| Cell::Name { label: label.to_owned(), description: description.to_owned() };

        let mut full = token(1, "ci", "2026-11-22T12:00:00Z");
        full.description = "deploys".to_owned();
        full.expiry = Some(Expiry::At(now + TimeDelta::days(30)));
        full.last_used = LastUse::At(now - TimeDelta::hours(3));
        full.issuer_deleted = true;
        let mut bare = token(2, "", "");
        bare.role = TokenRole::Unknown;
        bare.issuer = String::new();
        let mut odd = bare.clone();
        odd.expiry = None;
        odd.last_used = LastUse::Unreadable;
        odd.issuer_deleted = true;

        let mut living = full.clone();
        living.expiry = Some(Expiry::At(now - TimeDelta::days(3)));
        living.outlives_end = true;
        assert_eq!(Column::Expiration.cell(&living, now), text("3 days ago by this computer’s clock"));
        assert_eq!(Column::Status.cell(&living, now), text("Active"));

        let ada = Cell::Issuer { name: "Ada Lovelace".to_owned(), deleted: true };
        let active = || text("Active");
        let endless = || Cell::Pill { text: "Never expires", tone: Tone::Quiet };
        let time =
            |relative: &str, from_now: TimeDelta| Cell::Time { relative: relative.to_owned(), at: now + from_now, tone: None };
        for (column, of_full, of_bare, of_odd) in [
            (Column::Name, name("ci", "deploys"), name("Token 2", ""), name("Token 2", "")),
            (Column::Role, text("Users"), text(UNKNOWN), text(UNKNOWN)),
            (Column::Status, active(), active(), active()),
            (Column::Expiration, time("in 30 days", TimeDelta::days(30)), endless(), text(UNKNOWN)),
            (Column::LastUsed, time("3 hours ago", -TimeDelta::hours(3)), text("Never used"), text(UNKNOWN)),
            (Column::Created, time("2 days ago", -TimeDelta::days(2)), text(UNKNOWN), text(UNKNOWN)),
            (Column::Issuer, ada, text(UNKNOWN), text("Deleted user")),
        ] {
            let cells = [&full, &bare, &odd].map(|token| column.cell(token, now));
            assert_eq!(cells, [of_full, of_bare, of_odd], "{column:?}");
        }
    }
}
