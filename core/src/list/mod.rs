//! The tokens that exist: what is known about them, and how to look through them.

mod attention;
mod audit;
mod collection;
mod column;
mod entry;
mod export;
mod filter;
mod leaked;
mod query;
mod rotation;
mod rules;
mod selection;
mod snapshot;
mod timeline;
mod token;
mod usage;

pub use attention::Attention;
pub use collection::{TokenList, Twin};
pub use column::{Cell, Column, Tone, UNKNOWN, last_use};
pub(crate) use export::csv_file;
pub use export::{csv, json};
pub use filter::{Choice, IssuerFilter, RoleFilter};
pub use leaked::{Leak, Leaks, MAX_SEARCHED};
pub use query::{Query, Status, may_become_token, search_text};
pub use rotation::{Replacements, Successor, last_use_sentence};
pub use rules::Rule;
pub use selection::{Selection, revocable};
pub use snapshot::{Change, Changed, Comparison, Gone, MAX_SNAPSHOT, Snapshot, SnapshotProblem, SnapshotReader};
pub use timeline::{Month, YearMonth, timeline};
pub use token::{LastUse, ListedToken, State};
pub use usage::{Room, Unneeded, Usage};

#[cfg(test)]
pub(crate) mod samples {
    use super::{LastUse, ListedToken};
    use crate::form::expiry::Expiry;
    use crate::time::parse_service_time;
    use crate::{Role, TokenId};

    /// A token of which nothing is remarkable.
    pub(crate) fn token(id: i64, name: &str, created: &str) -> ListedToken {
        ListedToken {
            id: TokenId::new(id),
            name: name.to_owned(),
            description: String::new(),
            role: Role::Users.into(),
            expiry: Some(Expiry::Never),
            expired: false,
            deleted: false,
            outlives_end: false,
            created: parse_service_time(created),
            last_used: LastUse::Never,
            issuer_id: Some(1_023_101),
            issuer: "Ada Lovelace".to_owned(),
            issuer_email: "ada@example.com".to_owned(),
            issuer_deleted: false,
            broken_rules: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
