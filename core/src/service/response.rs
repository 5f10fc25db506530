//! Reads the service's answers: any status and body → a result.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::answer::Answer;
use super::failure::Failure;
use super::json::{self, Elements, as_utf8, mended, readable};
use crate::created::Stated;
use crate::form::NewToken;
use crate::form::expiry::Expiry;
use crate::list::{LastUse, ListedToken};
use crate::text::TextRules;
use crate::{AccountId, ApiKey, CreatedToken, Holder, Role, Secret, TokenId, TokenRole};

/// The answer to "who am I".
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct HolderAnswer {
    #[serde(deserialize_with = "json::integer")]
    id: Option<i64>,
    #[serde(deserialize_with = "json::integer")]
    current_user: Option<i64>,
    #[serde(deserialize_with = "json::text")]
    name: Option<String>,
    #[serde(deserialize_with = "json::text")]
    email: Option<String>,
    #[serde(deserialize_with = "json::text")]
    company_name: Option<String>,
    #[serde(deserialize_with = "json::text")]
    status: Option<String>,
    #[serde(deserialize_with = "json::objects")]
    users: Vec<User>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct User {
    #[serde(deserialize_with = "json::integer")]
    id: Option<i64>,
    #[serde(deserialize_with = "json::text")]
    name: Option<String>,
    #[serde(deserialize_with = "json::text")]
    email: Option<String>,
    #[serde(deserialize_with = "json::objects")]
    groups: Vec<RoleAnswer>,
}

/// A role. Users' groups look the same.
#[derive(Default, Deserialize)]
#[serde(default)]
struct RoleAnswer {
    #[serde(deserialize_with = "json::integer")]
    id: Option<i64>,
    #[serde(deserialize_with = "json::text")]
    name: Option<String>,
}

/// Reads the answer to "who am I". `key` is needed to mask it in messages.
///
/// # Errors
/// What went wrong, with the service's messages.
pub fn read_holder(answer: &Answer, key: &ApiKey) -> Result<Holder, Failure> {
    if !answer.is_success() {
        return Err(Failure::read(answer, key));
    }
    json::object(&readable(&answer.body)).and_then(holder).ok_or_else(|| Failure::unreadable(answer))
}

fn holder(answer: HolderAnswer) -> Option<Holder> {
    let account = AccountId::new(u64::try_from(answer.id?).ok()?)?;
    let user_id = answer.current_user;
    let mut users = answer.users.into_iter();
    let user = users.find(|user| user_id.is_some() && user.id == user_id).unwrap_or_default();
    Some(Holder {
        account,
        account_name: answer.company_name,
        person: user.name.or(user.email).or(answer.name).or(answer.email),
        user_id,
        role: highest_role(&user.groups),
        unusual_status: answer.status.filter(|status| matches!(status.as_str(), "paused" | "trialend")),
    })
}

fn highest_role(groups: &[RoleAnswer]) -> Option<Role> {
    let is = |group: &RoleAnswer, role: Role| group.id == Some(role.id()) || group.name.as_deref() == Some(role.name());
    Role::ALL.into_iter().find(|role| groups.iter().any(|group| is(group, *role)))
}

/// The part that only a newly created token has.
#[derive(Default, Deserialize)]
#[serde(default)]
struct CreatedAnswer {
    #[serde(deserialize_with = "json::secret")]
    token: Option<Secret>,
}

/// A token as the service describes it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct TokenAnswer {
    #[serde(deserialize_with = "json::token_id")]
    id: Option<TokenId>,
    #[serde(deserialize_with = "json::text")]
    name: Option<String>,
    #[serde(deserialize_with = "json::text")]
    description: Option<String>,
    #[serde(deserialize_with = "json::expiry")]
    exp_date: Option<Expiry>,
    #[serde(deserialize_with = "json::flag")]
    expired: bool,
    #[serde(deserialize_with = "json::flag")]
    deleted: bool,
    #[serde(deserialize_with = "json::created")]
    created: Option<DateTime<Utc>>,
    #[serde(deserialize_with = "json::last_use")]
    last_usage: LastUse,
    #[serde(deserialize_with = "json::nested")]
    client_user: ClientUser,
}

/// Who created a token, and its role.
#[derive(Default, Deserialize)]
#[serde(default)]
struct ClientUser {
    #[serde(deserialize_with = "json::nested")]
    role: RoleAnswer,
    #[serde(deserialize_with = "json::integer")]
    user_id: Option<i64>,
    #[serde(deserialize_with = "json::text")]
    user_name: Option<String>,
    #[serde(deserialize_with = "json::text")]
    user_email: Option<String>,
    #[serde(deserialize_with = "json::flag")]
    deleted: bool,
}

impl From<RoleAnswer> for TokenRole {
    fn from(role: RoleAnswer) -> Self {
        Self::new(role.id, role.name)
    }
}

/// Reads the answer to a request for a new token. A name that only looks the same as the one that was asked for, such as
/// in another form of Unicode, is not called a difference.
///
/// # Errors
/// What went wrong, with the service's messages.
pub fn read_created(answer: &Answer, key: &ApiKey, asked: &NewToken, rules: &TextRules) -> Result<CreatedToken, Failure> {
    if !answer.is_success() {
        return Err(Failure::read(answer, key));
    }
    let body = readable(&answer.body);
    let secret =
        json::object(&body).and_then(|created: CreatedAnswer| created.token).ok_or_else(|| Failure::unreadable(answer))?;
    let token: TokenAnswer = json::object(&body).unwrap_or_default();
    let stated = Stated { id: token.id, name: token.name, role: token.client_user.role.into(), expiry: token.exp_date };
    Ok(CreatedToken::new(secret, asked, stated, rules))
}

/// Reads a list of tokens in chunks: a long list in one go would block the page for too long.
pub struct ListReader<'a> {
    answer: &'a Answer,
    text: Cow<'a, str>,
    elements: Elements,
    unreadable: usize,
}

impl<'a> ListReader<'a> {
    /// Starts reading an answer.
    ///
    /// # Errors
    /// What went wrong, with the service's messages.
    pub fn new(answer: &'a Answer, key: &ApiKey) -> Result<Self, Failure> {
        if !answer.is_success() {
            return Err(Failure::read(answer, key));
        }
        Ok(Self { answer, text: as_utf8(&answer.body), elements: Elements::default(), unreadable: 0 })
    }

    /// Reads up to `max` entries; `None` after the last one. Entries without an id are counted and skipped, since
    /// nothing could be done with them; anything else may be missing.
    ///
    /// # Errors
    /// The body is not a list.
    pub fn next(&mut self, max: usize) -> Result<Option<Vec<ListedToken>>, Failure> {
        let mut tokens = Vec::new();
        for count in 0..max {
            match self.elements.next(&self.text) {
                Ok(Some(entry)) => match json::object(&mended(entry)).and_then(listed) {
                    Some(token) => tokens.push(token),
                    None => self.unreadable += 1,
                },
                Ok(None) if count == 0 => return Ok(None),
                Ok(None) => break,
                Err(_) => return Err(Failure::unreadable(self.answer)),
            }
        }
        Ok(Some(tokens))
    }

    /// How many entries so far were no tokens, or had no id that can be read.
    #[must_use]
    pub fn unreadable(&self) -> usize {
        self.unreadable
    }
}

/// Reads the answer to a request for one token. An answer about another one says nothing of it.
///
/// # Errors
/// What went wrong, with the service's messages.
pub fn read_token(answer: &Answer, key: &ApiKey, wanted: TokenId) -> Result<ListedToken, Failure> {
    if !answer.is_success() {
        return Err(Failure::read(answer, key));
    }
    let token = json::object(&readable(&answer.body)).and_then(listed).filter(|token| token.id == wanted);
    token.ok_or_else(|| Failure::unreadable(answer))
}

fn listed(token: TokenAnswer) -> Option<ListedToken> {
    let user = token.client_user;
    let issuer_email = user.user_email.unwrap_or_default();
    let issuer = match (user.user_name, user.user_id) {
        (Some(name), _) => name,
        (None, Some(id)) if issuer_email.is_empty() => format!("User {id}"),
        (None, _) => issuer_email.clone(),
    };
    Some(ListedToken {
        id: token.id?,
        name: token.name.unwrap_or_default(),
        description: token.description.unwrap_or_default(),
        role: user.role.into(),
        expiry: token.exp_date.and_then(|expiry| expiry.without_stand_ins(token.expired)),
        expired: token.expired,
        deleted: token.deleted,
        outlives_end: false,
        created: token.created,
        last_used: token.last_usage,
        issuer_id: user.user_id,
        issuer,
        issuer_email,
        issuer_deleted: user.deleted,
        broken_rules: Vec::new(),
    })
}

/// What the answer to a deletion says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deletion {
    /// The token is deleted.
    Done,
    /// The service refused, so it isn't.
    Refused(Failure),
    /// Nothing is certain, for this reason: only the account's list tells whether it is deleted.
    Unconfirmed(Failure),
}

/// Reads the answer to a deletion.
///
/// Only 204 and an empty 2xx confirm it. With a body, a 2xx may be a login page or an error in disguise; 404 and 410
/// may be those of a proxy or a wrong path, as well as of a token that is gone; and a web page isn't the service's.
#[must_use]
pub fn read_deleted(answer: &Answer, key: &ApiKey) -> Deletion {
    match answer.status {
        204 => Deletion::Done,
        200..=299 if answer.body.is_empty() => Deletion::Done,
        200..=299 | 404 | 410 | 500.. => Deletion::Unconfirmed(Failure::read(answer, key)),
        _ if answer.is_web_page() => Deletion::Unconfirmed(Failure::read(answer, key)),
        _ => Deletion::Refused(Failure::read(answer, key)),
    }
}

#[cfg(test)]
mod tests;
