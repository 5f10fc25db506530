//! The rules of the service, without HTTP.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, Datelike as _, TimeDelta, Utc};

use crate::{
    account::Account,
    clock::Clock,
    key::{ApiKey, Separator},
    refusal::{FieldErrors, Refusal},
    role::{Role, RoleTag},
    token::Token,
    wire::{AccountBody, CreatedBody, NewToken, TokenBody},
};

/// The id of the first token that is created.
pub const FIRST_CREATED_ID: u64 = 2001;

/// The text for a date that can't be read.
pub const BAD_DATE: &str = "Datetime has wrong format. Use one of these formats instead: \
    YYYY-MM-DDThh:mm:ss[.uuuuuu]Z, YYYY-MM-DDThh:mm:ss[.uuuuuu][+HH:MM|-HH:MM].";

/// The last year that RFC 3339 can write.
const LAST_YEAR: i32 = 9999;

/// The text for an expiry that isn't ahead.
pub const PAST_DATE: &str = "Expiration date must be in the future.";

/// Whoever an authenticated request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Caller {
    /// The user who issued the key.
    pub user_id: u64,
    /// The key's role.
    pub role: Role,
}

/// Which tokens to list. Each `None` lets all through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A role's id or name.
    pub role: Option<String>,
    /// The issuer's id.
    pub issued_by: Option<i64>,
    /// An id that the issuer's isn't.
    pub not_issued_by: Option<i64>,
    /// Whether deleted.
    pub deleted: Option<bool>,
}

/// The account's tokens and all that can be done with them.
pub struct Service {
    account: Account,
    clock: Box<dyn Clock>,
    tokens: Mutex<BTreeMap<u64, Token>>,
}

impl Service {
    /// The service at start, with the demo keys.
    pub fn new(clock: impl Clock + 'static) -> Self {
        // Made before anything that is asked for.
        let tokens = Token::demo(clock.now() - TimeDelta::hours(1));
        Self { account: Account::demo(), clock: Box::new(clock), tokens: Mutex::new(tokens.into_iter().collect()) }
    }

    /// Adds users and tokens of theirs, by id.
    #[must_use]
    pub fn with_samples(mut self, samples: crate::samples::Samples) -> Self {
        self.account.users.extend(samples.users);
        self.tokens().extend(samples.tokens);
        self
    }

    /// The current time as the service has it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Finds out whose key this is, and notes that it was used.
    ///
    /// # Errors
    ///
    /// [`Refusal::InvalidToken`] if it is unknown, expired or deleted.
    pub fn authenticate(&self, key: &ApiKey) -> Result<Caller, Refusal> {
        let now = self.now();
        let mut tokens = self.tokens();
        let token = tokens
            .get_mut(&key.id())
            .filter(|token| token.key.as_ref() == Some(key) && token.live(now))
            .ok_or(Refusal::InvalidToken)?;
        let role = token.role.known().ok_or(Refusal::InvalidToken)?;
        token.last_usage = Some(now.into());
        Ok(Caller { user_id: token.issuer, role })
    }

    /// Makes sure that `client_id` is the account.
    ///
    /// # Errors
    ///
    /// [`Refusal::AccountNotFound`] if not.
    pub fn check_account(&self, client_id: u64) -> Result<(), Refusal> {
        if client_id == self.account.id { Ok(()) } else { Err(Refusal::AccountNotFound) }
    }

    /// The account as the caller sees it.
    #[must_use]
    pub fn who_am_i(&self, caller: Caller) -> AccountBody {
        AccountBody::new(&self.account, caller.user_id, caller.role)
    }

    /// Makes a token whose text has `separator` in it.
    ///
    /// # Errors
    ///
    /// [`Refusal::Fields`] with all that is wrong: a date that can't be read or has passed, a role
    /// that doesn't exist or is above the caller's.
    pub fn create(&self, caller: Caller, request: NewToken, separator: Separator) -> Result<CreatedBody, Refusal> {
        let now = self.now();
        let mut errors = FieldErrors::new();
        let expires = expiry(request.exp_date.as_deref(), now).map_err(|text| errors.add(&["exp_date"], text));
        let role = grant(caller.role, &request.client_user.role).map_err(|text| errors.add(&["client_user", "role"], text));
        let (Ok(expires), Ok(role)) = (expires, role) else {
            return Err(Refusal::Fields(errors));
        };

        let mut tokens = self.tokens();
        let id = tokens.last_key_value().map_or(FIRST_CREATED_ID, |(last, _)| FIRST_CREATED_ID.max(last + 1));
        let key = ApiKey::random(id, separator);
        let token = Token {
            name: request.name.trim().to_owned(),
            description: request.description.map(|text| text.trim().to_owned()),
            expires: expires.map(Into::into),
            created: now.into(),
            last_usage: None,
            deleted: false,
            issuer: caller.user_id,
            role: role.into(),
            key: Some(key.clone()),
        };
        let record = TokenBody::new(id, &token, &self.account, now);
        tokens.insert(id, token);
        Ok(CreatedBody { record, token: key.reveal() })
    }

    /// The tokens that the caller may see and the filter lets through, by rising id.
    #[must_use]
    pub fn list(&self, caller: Caller, filter: &Filter) -> Vec<TokenBody> {
        let now = self.now();
        self.tokens()
            .iter()
            .filter(|(_, token)| may_touch(caller, token) && filter.lets_through(token))
            .map(|(id, token)| TokenBody::new(*id, token, &self.account, now))
            .collect()
    }

    /// One token.
    ///
    /// # Errors
    ///
    /// [`Refusal::TokenNotFound`] also for one that is deleted, or [`Refusal::NotAllowed`] for someone else's.
    pub fn get(&self, caller: Caller, id: u64) -> Result<TokenBody, Refusal> {
        let tokens = self.tokens();
        let token = tokens.get(&id).ok_or(Refusal::TokenNotFound)?;
        if !may_touch(caller, token) {
            return Err(Refusal::NotAllowed);
        }
        if token.deleted {
            return Err(Refusal::TokenNotFound);
        }
        Ok(TokenBody::new(id, token, &self.account, self.now()))
    }

    /// Revokes a token, the caller's own key included.
    ///
    /// # Errors
    ///
    /// [`Refusal::TokenNotFound`] also for one that is deleted already, or [`Refusal::NotAllowed`]
    /// for someone else's.
    pub fn delete(&self, caller: Caller, id: u64) -> Result<(), Refusal> {
        let mut tokens = self.tokens();
        let token = tokens.get_mut(&id).ok_or(Refusal::TokenNotFound)?;
        if !may_touch(caller, token) {
            return Err(Refusal::NotAllowed);
        }
        if token.deleted {
            return Err(Refusal::TokenNotFound);
        }
        token.deleted = true;
        Ok(())
    }

    // Each change is one assignment, so a panic elsewhere can't leave a half-made one behind.
    fn tokens(&self) -> MutexGuard<'_, BTreeMap<u64, Token>> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn may_touch(caller: Caller, token: &Token) -> bool {
    caller.role == Role::Administrators || token.issuer == caller.user_id
}

fn expiry(text: Option<&str>, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, &'static str> {
    let Some(text) = text else { return Ok(None) };
    let at = DateTime::parse_from_rfc3339(text).map_err(|_| BAD_DATE)?.to_utc();
    // Its zone can push a date over the last day that can be written; what can't be answered must not be stored.
    if at.year() > LAST_YEAR {
        return Err(BAD_DATE);
    }
    if at > now { Ok(Some(at)) } else { Err(PAST_DATE) }
}

fn grant(own: Role, wanted: &RoleTag) -> Result<Role, String> {
    let role = wanted.known().ok_or_else(|| format!("Invalid role: {}", wanted.name))?;
    if own.may_grant(role) { Ok(role) } else { Err(format!("Can't create token with role {}", role.name())) }
}

impl Filter {
    fn lets_through(&self, token: &Token) -> bool {
        let issuer = i64::try_from(token.issuer).ok();
        let role = &token.role;
        self.role.as_ref().is_none_or(|wanted| *wanted == role.name || *wanted == role.id.to_string())
            && self.issued_by.is_none_or(|id| issuer == Some(id))
            && self.not_issued_by.is_none_or(|id| issuer != Some(id))
            && self.deleted.is_none_or(|deleted| token.deleted == deleted)
    }
}
