//! JSON bodies, in and out, field by field as the contract has them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::{
    account::{Account, User},
    role::{Role, RoleTag},
    token::Token,
};

/// A request to create a token.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NewToken {
    /// What the token is for.
    pub name: String,
    /// More about it.
    #[serde(default)]
    pub description: Option<String>,
    /// When it ends, RFC 3339 with a zone; `None` for never.
    pub exp_date: Option<String>,
    /// Holds the role.
    pub client_user: NewTokenUser,
}

/// The part of [`NewToken`] around the role.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NewTokenUser {
    /// What the token may do.
    pub role: RoleTag,
}

/// A token's record in an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TokenBody {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// What its issuer wrote about it, or nothing.
    pub description: String,
    /// When it ends, as the wire spells it; `None` for never.
    pub exp_date: Option<String>,
    /// Whether its time is over.
    pub expired: bool,
    /// Whether it was revoked.
    pub deleted: bool,
    /// When it was made, as the wire spells it.
    pub created: String,
    /// When it was last used, as the wire spells it; `None` for never.
    pub last_usage: Option<String>,
    /// Its issuer and its role.
    pub client_user: ClientUser,
}

/// The part of [`TokenBody`] about the issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClientUser {
    /// What the token may do.
    pub role: RoleTag,
    /// The issuer's id.
    pub user_id: u64,
    /// The account's id.
    pub client_id: u64,
    /// The issuer's name.
    pub user_name: Option<String>,
    /// The issuer's mail address.
    pub user_email: Option<String>,
    /// Whether the issuer has left.
    pub deleted: bool,
}

impl TokenBody {
    /// The answer about `token`, as things stood at `now`.
    #[must_use]
    pub fn new(id: u64, token: &Token, account: &Account, now: DateTime<Utc>) -> Self {
        let issuer = account.user(token.issuer);
        Self {
            id,
            name: token.name.clone(),
            description: token.description.clone().unwrap_or_default(),
            exp_date: token.expires.map(|moment| moment.to_wire()),
            expired: token.expired(now),
            deleted: token.deleted,
            created: token.created.to_wire(),
            last_usage: token.last_usage.map(|moment| moment.to_wire()),
            client_user: ClientUser {
                role: token.role.clone(),
                user_id: token.issuer,
                client_id: account.id,
                user_name: issuer.and_then(|user| user.name.clone()),
                user_email: issuer.and_then(|user| user.email.clone()),
                deleted: issuer.is_none_or(|user| user.deleted),
            },
        }
    }
}

/// The answer to a creation: the record and, this once, the token. No `Debug`, so that it stays once.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct CreatedBody {
    /// The record.
    #[serde(flatten)]
    pub record: TokenBody,
    /// The token in full.
    pub token: String,
}

/// The answer to "who am I".
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AccountBody {
    /// The account's id.
    pub id: u64,
    /// The id of the user who issued the key.
    pub current_user: u64,
    /// The account's mail address.
    pub email: String,
    /// Who registered the account, which it doesn't say here.
    pub name: Option<String>,
    /// The company's name.
    pub company_name: String,
    /// Whether the account is in use.
    pub status: &'static str,
    /// All users.
    pub users: Vec<UserBody>,
    /// What clients generated from Gcore's document insist on, with values that mean nothing.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// One user in [`AccountBody`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UserBody {
    /// The user's id.
    pub id: u64,
    /// Their mail address.
    pub email: Option<String>,
    /// Their name.
    pub name: Option<String>,
    /// Whether they have left.
    pub deleted: bool,
    /// Their role.
    pub groups: Vec<RoleTag>,
}

impl AccountBody {
    /// The account as seen by a key of the user `current` that acts with `role`.
    #[must_use]
    pub fn new(account: &Account, current: u64, role: Role) -> Self {
        let user_body = |user: &User| UserBody {
            id: user.id,
            email: user.email.clone(),
            name: user.name.clone(),
            deleted: user.deleted,
            // A client shows this as the role that is held, so it has to be the key's.
            groups: vec![RoleTag::from(if user.id == current { role } else { user.role })],
        };
        let mut rest = Map::new();
        for (key, value) in [
            ("bill_type", json!("common")),
            ("capabilities", json!(["CDN", "STREAMING", "DNS"])),
            ("deleted", json!(false)),
            ("freeFeatures", json!({})),
            ("paidFeatures", json!({})),
            ("serviceStatuses", json!({})),
            ("has_active_admin", json!(true)),
            ("is_test", json!(true)),
        ] {
            rest.insert(key.to_owned(), value);
        }
        Self {
            id: account.id,
            current_user: current,
            email: account.email.clone(),
            name: None,
            company_name: account.company.clone(),
            status: "active",
            users: account.users.iter().map(user_body).collect(),
            rest,
        }
    }
}
