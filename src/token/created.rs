//! The token that the service has made.

use super::expiry::Expiry;
use super::{AccountId, NewToken, Role, Secret, id_of};

/// A new token with its secret, which the service shows this once and never again.
pub struct CreatedToken {
    /// The secret itself.
    pub secret: Secret,
    /// All about it that may be kept.
    pub receipt: Receipt,
}

/// What may be kept of a token: everything but the secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Its number; `None` when the service gave neither an id nor a token that starts with one.
    pub id: Option<String>,
    /// As the service has it, or as it was asked for.
    pub name: String,
    /// What it may do, in the service's own words.
    pub role: String,
    /// When it ends.
    pub expiry: Expiry,
    /// The account it belongs to.
    pub account: AccountId,
    /// Where the service's answer differs from what was asked for, in words for the person.
    pub differences: Vec<String>,
}

/// What the service said of a new token besides the secret; anything may be missing.
#[derive(Default, Debug)]
pub struct Stated {
    /// The `id`.
    pub id: Option<i64>,
    /// The `name`.
    pub name: Option<String>,
    /// The role's id and name.
    pub role: Option<(Option<i64>, Option<String>)>,
    /// `exp_date`, where it was present and readable.
    pub expiry: Option<Expiry>,
}

impl CreatedToken {
    /// Joins the secret, what was asked for and what the service said; the service's word counts.
    #[must_use]
    pub fn new(secret: Secret, asked: &NewToken, stated: Stated) -> Self {
        let id = match stated.id {
            Some(id) => Some(id.to_string()),
            None => Some(id_of(secret.expose()).to_owned()).filter(|id| !id.is_empty()),
        };
        let role = match stated.role {
            Some((_, Some(name))) => name,
            Some((Some(id), None)) => Role::from_id(id)
                .map_or_else(|| format!("Role {id}"), |role| role.name().to_owned()),
            _ => asked.role.name().to_owned(),
        };
        let name = stated.name.unwrap_or_else(|| asked.name.clone());
        let expiry = stated.expiry.unwrap_or(asked.expiry);

        let mut differences = Vec::new();
        if role != asked.role.name() {
            differences.push(format!("You asked for the Role {}.", asked.role.name()));
        }
        if !same_end(expiry, asked.expiry) {
            differences.push("The Expiration is not the one you asked for.".to_owned());
        }
        if name != asked.name {
            differences.push(format!("You asked for the name {}.", asked.name));
        }
        Self {
            secret,
            receipt: Receipt {
                id,
                name,
                role,
                expiry,
                account: asked.account,
                differences,
            },
        }
    }
}

/// A service that rounds to the minute hasn't changed its mind.
fn same_end(one: Expiry, other: Expiry) -> bool {
    match (one, other) {
        (Expiry::At(one), Expiry::At(other)) => (one - other).num_seconds().abs() < 60,
        (one, other) => one == other,
    }
}
