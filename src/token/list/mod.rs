//! The tokens that exist: what is known of them, and how a list of them is looked through.

mod attention;
mod export;
mod listed;
mod query;
mod rotation;
mod timeline;

pub use attention::Attention;
pub use export::{csv, json};
pub use listed::{LastUse, ListedToken, State, made_by};
pub use query::{Column, Query, Status, TokenList};
pub use rotation::Successor;
pub use timeline::{Month, timeline};

#[cfg(test)]
mod samples {
    use super::{LastUse, ListedToken};
    use crate::token::expiry::Expiry;
    use crate::token::time::parse_service_time;

    /// A token of which nothing is remarkable.
    pub fn token(id: i64, name: &str, created: &str) -> ListedToken {
        ListedToken {
            id,
            name: name.to_owned(),
            description: String::new(),
            role: "Users".to_owned(),
            known_role: None,
            expiry: Some(Expiry::Never),
            expired: false,
            deleted: false,
            created: parse_service_time(created),
            last_used: LastUse::Never,
            issuer: "Ada Lovelace".to_owned(),
            issuer_email: "ada@example.com".to_owned(),
            issuer_deleted: false,
        }
    }
}
