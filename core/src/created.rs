//! The token that the service has created.

use crate::api_key::leading_digits;
use crate::form::NewToken;
use crate::form::expiry::Expiry;
use crate::text::{TextRules, shown};
use crate::{AccountId, Role, Secret, TokenId, TokenRole};

/// A new token with its secret, which the service reveals only once.
pub struct CreatedToken {
    /// The secret itself.
    pub secret: Secret,
    /// Everything about it that may be kept.
    pub receipt: Receipt,
}

/// What may be kept of a token: everything but the secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// `None` if the service sent neither an id nor a token that starts with one.
    pub id: Option<TokenId>,
    /// As the service has it, or else as requested.
    pub name: String,
    /// The role's name, in the service's own words.
    pub role: String,
    /// When it ends.
    pub expiry: Expiry,
    /// The account it belongs to.
    pub account: AccountId,
    /// Where the service's answer differs from the request.
    pub differences: Vec<Difference>,
}

/// Something about a new token that is not as requested.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Difference {
    /// Its role; this one was requested.
    Role(Role),
    /// When it expires.
    Expiration,
    /// Its name; this one was requested.
    Name(String),
}

impl Difference {
    /// A sentence to show beside what the token has instead.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Role(asked) => format!("The role is not the one you asked for ({}).", asked.name()),
            Self::Expiration => "The expiration is not the one you asked for.".to_owned(),
            Self::Name(asked) => format!("The name is not the one you asked for ({}).", shown(asked)),
        }
    }
}

/// What the service said about a new token besides its secret; anything may be missing.
#[derive(Default, Debug)]
pub(crate) struct Stated {
    pub(crate) id: Option<TokenId>,
    pub(crate) name: Option<String>,
    pub(crate) role: TokenRole,
    pub(crate) expiry: Option<Expiry>,
}

impl CreatedToken {
    /// Combines the request with what the service said, which takes precedence.
    pub(crate) fn new(secret: Secret, asked: &NewToken, stated: Stated, rules: &TextRules) -> Self {
        // By another one than its own, another token could be revoked.
        let id = token_id(secret.expose()).or(stated.id);
        let role = match stated.role {
            TokenRole::Unknown => asked.role.into(),
            told => told,
        };
        let name = stated.name.unwrap_or_else(|| asked.name.clone());
        // A stand-in means that it never ends, unless it is the very end that was asked for.
        let meant = |told: Expiry| {
            if same_end(told, asked.expiry) { told } else { told.without_stand_ins(false).unwrap_or(Expiry::Never) }
        };
        let expiry = stated.expiry.map_or(asked.expiry, meant);

        let mut differences = Vec::new();
        if role != asked.role.into() {
            differences.push(Difference::Role(asked.role));
        }
        if !same_end(expiry, asked.expiry) {
            differences.push(Difference::Expiration);
        }
        if !rules.look_alike(&name, &asked.name) {
            differences.push(Difference::Name(asked.name.clone()));
        }
        Self { secret, receipt: Receipt { id, name, role: role.label(), expiry, account: asked.account, differences } }
    }
}

/// The id that a token starts with, behind which it has a `_` or `$`.
fn token_id(token: &str) -> Option<TokenId> {
    let digits = leading_digits(token);
    token[digits.len()..].starts_with(['_', '$']).then(|| TokenId::parse(digits)).flatten()
}

/// A service that rounds to the minute hasn't changed its mind.
pub(crate) fn same_end(one: Expiry, other: Expiry) -> bool {
    match (one, other) {
        (Expiry::At(one), Expiry::At(other)) => (one - other).num_seconds().abs() < 60,
        (one, other) => one == other,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Difference, same_end};
    use crate::Role;
    use crate::form::expiry::Expiry;

    #[test]
    fn what_differs_is_said_with_what_was_asked_for() {
        for (difference, words) in [
            (Difference::Role(Role::Engineers), "The role is not the one you asked for (Engineers)."),
            (Difference::Expiration, "The expiration is not the one you asked for."),
            (Difference::Name("ci\u{202e}2".to_owned()), "The name is not the one you asked for (ci[U+202E]2)."),
        ] {
            assert_eq!(difference.words(), words);
        }
    }

    #[test]
    fn an_end_that_is_rounded_is_the_same() {
        let asked = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000);
        for (told, same) in [
            (Expiry::At(asked), true),
            (Expiry::At(asked + TimeDelta::seconds(59)), true),
            (Expiry::At(asked - TimeDelta::seconds(59)), true),
            (Expiry::At(asked + TimeDelta::seconds(60)), false),
            (Expiry::At(asked - TimeDelta::seconds(60)), false),
            (Expiry::Never, false),
        ] {
            assert_eq!(same_end(told, Expiry::At(asked)), same, "{told:?}");
        }
        assert!(same_end(Expiry::Never, Expiry::Never));
    }
}
