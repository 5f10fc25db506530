//! The record of one token.

use chrono::{DateTime, Utc};

use crate::{account, key::ApiKey, key::Separator, moment::Moment, role::Role, role::RoleTag};

/// A token as the service keeps it.
#[derive(Clone)]
pub struct Token {
    /// Its name.
    pub name: String,
    /// What its issuer wrote about it.
    pub description: Option<String>,
    /// When it ends; `None` for never.
    pub expires: Option<Moment>,
    /// When it was made.
    pub created: Moment,
    /// When it last authenticated; `None` for never.
    pub last_usage: Option<Moment>,
    /// Whether it was revoked.
    pub deleted: bool,
    /// The id of the user who made it.
    pub issuer: u64,
    /// What it may do.
    pub role: RoleTag,
    /// What authenticates as it; `None` where nobody holds the key, as with sample tokens.
    pub key: Option<ApiKey>,
}

impl Token {
    /// Whether its time was over at `now`. It ends at its expiry, not after it.
    #[must_use]
    pub fn expired(&self, now: DateTime<Utc>) -> bool {
        self.expires.is_some_and(|expiry| expiry.at <= now)
    }

    /// Whether it could be used at `now`.
    #[must_use]
    pub fn live(&self, now: DateTime<Utc>) -> bool {
        !self.deleted && !self.expired(now)
    }

    /// The four tokens that every emulator starts with, by id. They never end.
    #[must_use]
    pub fn demo(created: DateTime<Utc>) -> Vec<(u64, Self)> {
        use Separator::{Dollar, Underscore};
        [
            (1001, Underscore, "demo-administrator", account::ADMINISTRATOR_ID, Role::Administrators),
            (1002, Underscore, "demo-engineer", account::ENGINEER_ID, Role::Engineers),
            (1003, Underscore, "demo-user", account::USER_ID, Role::Users),
            (1004, Dollar, "demo-legacy", account::ADMINISTRATOR_ID, Role::Administrators),
        ]
        .into_iter()
        .map(|(id, separator, secret, issuer, role)| {
            let token = Self {
                name: secret.replace('-', " "),
                description: Some("A key to try the emulator with".to_owned()),
                expires: None,
                created: created.into(),
                last_usage: None,
                deleted: false,
                issuer,
                role: role.into(),
                key: Some(ApiKey::new(id, separator, secret)),
            };
            (id, token)
        })
        .collect()
    }
}
