//! What the service answers: status and body → a result, whatever they are. Pure.

use crate::config::ApiVersion;
use crate::json::{Elements, Json};
use crate::token::expiry::Expiry;
use crate::token::list::{LastUse, ListedToken};
use crate::token::time::parse_service_time;
use crate::token::{
    AccountId, ApiKey, CreatedToken, Field, Holder, NewToken, Role, Secret, Stated,
};

/// An answer as it came.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body's bytes, which may hold a secret.
    pub body: zeroize::Zeroizing<Vec<u8>>,
    /// How many seconds the service wants to be left alone, where the browser may tell.
    pub retry_after: Option<u32>,
}

/// Why a request came to nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// 400, 409, 422 and the like: the request is at fault.
    Refused,
    /// 401: the key is at fault.
    KeyRefused,
    /// 403: the key's holder may not do this.
    NotAllowed,
    /// 404 or 410: the account, the token or the path isn't there.
    NotFound,
    /// 429.
    TooManyRequests,
    /// 5xx.
    ServiceFailed,
    /// A 2xx whose body can't be read.
    Unreadable,
    /// No answer: the network, or CORS. A browser doesn't tell which.
    Unreachable,
    /// No whole answer in time.
    TimedOut,
}

/// A failed request and all that the service said about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// The kind.
    pub cause: Cause,
    /// The HTTP status; `None` when there was no answer.
    pub status: Option<u16>,
    /// The service's words that belong to a field.
    pub at_fields: Vec<(Field, String)>,
    /// The service's other words.
    pub words: Vec<String>,
    /// The service's number for the request.
    pub request_id: Option<String>,
    /// Seconds to wait, with 429.
    pub retry_after: Option<u32>,
}

impl Failure {
    /// A failure without an answer.
    #[must_use]
    pub fn without_answer(cause: Cause) -> Self {
        Self {
            cause,
            status: None,
            at_fields: Vec::new(),
            words: Vec::new(),
            request_id: None,
            retry_after: None,
        }
    }

    /// Whether the request may have had its effect all the same, so that repeating a POST could
    /// make a second token.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        match self.cause {
            Cause::Unreadable | Cause::Unreachable | Cause::TimedOut | Cause::ServiceFailed => true,
            Cause::Refused
            | Cause::KeyRefused
            | Cause::NotAllowed
            | Cause::NotFound
            | Cause::TooManyRequests => false,
        }
    }

    /// Reads an answer that isn't a 2xx.
    fn read(answer: &Answer, key: &ApiKey) -> Self {
        let cause = match answer.status {
            401 => Cause::KeyRefused,
            403 => Cause::NotAllowed,
            404 | 410 => Cause::NotFound,
            429 => Cause::TooManyRequests,
            500.. => Cause::ServiceFailed,
            _ => Cause::Refused,
        };
        let mut failure = Self {
            status: Some(answer.status),
            retry_after: answer.retry_after,
            ..Self::without_answer(cause)
        };
        let key_at_fault = cause == Cause::KeyRefused;
        // Masked before it is cut: a piece that the cut leaves might be too short to be noticed.
        failure.take_words(&answer.body, &|words| {
            shortened(&masked(words, key, key_at_fault))
        });
        failure
    }

    fn unreadable(answer: &Answer) -> Self {
        Self {
            status: Some(answer.status),
            ..Self::without_answer(Cause::Unreadable)
        }
    }

    /// Collects all that the body says, in the order in which the service's shapes are known.
    fn take_words(&mut self, body: &[u8], fit: Fit) {
        let start = body.get(..LONGEST_BODY).unwrap_or(body);
        let Ok(tree) = Json::parse(start) else {
            self.words.extend(plain_words(start, fit));
            return;
        };
        self.request_id = tree.text("request_id").map(fit);
        let mut path = Vec::new();
        for key in ["errors", "invalid_fields"] {
            if let Some(errors) = tree.get(key) {
                self.walk(errors, &mut path, fit);
            }
        }
        for key in ["message", "detail", "error"] {
            match tree.get(key) {
                Some(Json::Text(words)) => self.say(None, "", &fit(words)),
                Some(nested) => self.walk(nested, &mut path, fit),
                None => {}
            }
        }
        let nothing_known = self.words.is_empty() && self.at_fields.is_empty();
        if nothing_known {
            self.walk(&tree, &mut path, fit);
        }
    }

    /// Walks errors through any nesting; the path's names tell the field.
    fn walk<'t>(&mut self, errors: &'t Json, path: &mut Vec<&'t str>, fit: Fit) {
        match errors {
            Json::Text(words) => {
                let field = path.iter().find_map(|name| field_named(name));
                let place: Vec<&str> = path
                    .iter()
                    .copied()
                    .filter(|name| !matches!(*name, "non_field_errors" | "__all__"))
                    .collect();
                self.say(field, &place.join("."), &fit(words));
            }
            Json::Array(items) => {
                for item in items {
                    self.walk(item, path, fit);
                }
            }
            Json::Object(entries) => {
                for (name, item) in entries {
                    if path.is_empty() && matches!(name.as_str(), "request_id" | "exception_class")
                    {
                        continue;
                    }
                    path.push(name);
                    self.walk(item, path, fit);
                    path.pop();
                }
            }
            Json::Null | Json::Bool(_) | Json::Integer(_) | Json::OtherNumber => {}
        }
    }

    fn say(&mut self, field: Option<Field>, place: &str, words: &str) {
        let words = words.to_owned();
        if words.is_empty() {
            return;
        }
        match field {
            Some(field) => {
                let known = self.at_fields.contains(&(field, words.clone()));
                if !known && self.at_fields.len() < MOST_WORDS {
                    self.at_fields.push((field, words));
                }
            }
            None => {
                let words = if place.is_empty() {
                    words
                } else {
                    format!("{place}: {words}")
                };
                if !self.words.contains(&words) && self.words.len() < MOST_WORDS {
                    self.words.push(words);
                }
            }
        }
    }
}

/// Makes the service's words fit to be shown.
type Fit<'f> = &'f dyn Fn(&str) -> String;

/// More than this of a failed answer is not read: nobody reads a megabyte of error.
const LONGEST_BODY: usize = 65_536;

/// The longest text of the service that is shown, in characters.
const LONGEST_WORDS: usize = 500;

/// The most texts of the service that are shown.
const MOST_WORDS: usize = 20;

fn field_named(name: &str) -> Option<Field> {
    match name {
        "name" => Some(Field::Name),
        "description" => Some(Field::Description),
        "exp_date" => Some(Field::Expiration),
        "role" => Some(Field::Role),
        "clientId" | "client_id" | "client" => Some(Field::AccountId),
        _ => None,
    }
}

/// The words of a body that isn't JSON: plain text, or the title of a web page.
fn plain_words(body: &[u8], fit: Fit) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let text = text.trim();
    if !text.starts_with('<') {
        return Some(fit(text)).filter(|words| !words.is_empty());
    }
    let lower = text.to_ascii_lowercase();
    let start = lower.find("<title>")? + "<title>".len();
    let end = start + lower.get(start..)?.find("</title>")?;
    Some(fit(text.get(start..end)?)).filter(|words| !words.is_empty())
}

/// One line, without control characters, of a length that people read.
fn shortened(text: &str) -> String {
    let mut line = String::new();
    for (count, word) in text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .enumerate()
    {
        if count > 0 {
            line.push(' ');
        }
        line.push_str(word);
        if let Some((cut, _)) = line.char_indices().nth(LONGEST_WORDS) {
            line.truncate(cut);
            line.push('…');
            break;
        }
    }
    line
}

/// Takes parts of the key out of the service's words, which quote it.
///
/// Where the key is at fault every piece of four characters or more is masked; elsewhere only a
/// piece too long to be a word the two have in common, or all of a short secret.
fn masked(words: &str, key: &ApiKey, key_at_fault: bool) -> String {
    let secret_length = key.expose().len() - key.id().len() - 1;
    let shortest = if key_at_fault {
        4
    } else {
        secret_length.clamp(4, 16)
    };
    let key = key.expose().as_bytes();
    let bytes = words.as_bytes();
    let mut shown = String::new();
    let mut rest = 0;
    while rest < bytes.len() {
        let length = longest_shared_start(&bytes[rest..], key);
        if length >= shortest {
            shown.push_str("•••");
            rest += length;
        } else {
            let step = words[rest..].chars().next().map_or(1, char::len_utf8);
            shown.push_str(&words[rest..rest + step]);
            rest += step;
        }
    }
    shown
}

fn longest_shared_start(text: &[u8], key: &[u8]) -> usize {
    (0..key.len())
        .map(|from| {
            text.iter()
                .zip(&key[from..])
                .take_while(|(one, other)| one == other)
                .count()
        })
        .max()
        .unwrap_or(0)
}

/// Reads the answer to "who am I". `key` is only needed to mask it.
///
/// # Errors
/// What went wrong, with the service's words.
pub fn read_holder(answer: &Answer, key: &ApiKey) -> Result<Holder, Failure> {
    if !success(answer) {
        return Err(Failure::read(answer, key));
    }
    let holder = Json::parse(&answer.body).ok().and_then(|tree| {
        let id = tree.integer("id").and_then(|id| u64::try_from(id).ok())?;
        let account = AccountId::new(id)?;
        let user_id = tree.integer("currentUser");
        let user = match tree.get("users") {
            Some(Json::Array(users)) => users
                .iter()
                .find(|user| user_id.is_some() && user.integer("id") == user_id),
            _ => None,
        };
        let named = |tree: &Json| {
            tree.text("name")
                .or_else(|| tree.text("email"))
                .map(str::to_owned)
        };
        Some(Holder {
            account,
            account_name: tree.text("companyName").map(str::to_owned),
            person: user.and_then(named).or_else(|| named(&tree)),
            user_id,
            role: user.and_then(highest_role),
            unusual_status: tree
                .text("status")
                .filter(|status| matches!(*status, "paused" | "trialend"))
                .map(str::to_owned),
        })
    });
    holder.ok_or_else(|| Failure::unreadable(answer))
}

fn highest_role(user: &Json) -> Option<Role> {
    let Some(Json::Array(groups)) = user.get("groups") else {
        return None;
    };
    let has = |role: Role| {
        groups.iter().any(|group| {
            group.integer("id") == Some(role.id()) || group.text("name") == Some(role.name())
        })
    };
    Role::ALL.into_iter().find(|role| has(*role))
}

/// Reads the answer to a request for a new token.
///
/// # Errors
/// What went wrong, with the service's words.
pub fn read_created(
    answer: &Answer,
    key: &ApiKey,
    asked: &NewToken,
) -> Result<CreatedToken, Failure> {
    if !success(answer) {
        return Err(Failure::read(answer, key));
    }
    let unreadable = || Failure::unreadable(answer);
    let tree = Json::parse(&answer.body).map_err(|_| unreadable())?;
    // A token goes into a header: anything but printable ASCII can't be one.
    let secret = tree
        .text("token")
        .filter(|token| token.bytes().all(|b| b.is_ascii_graphic()))
        .map(|token| Secret::new(token.to_owned()))
        .ok_or_else(unreadable)?;
    let stated = Stated {
        id: tree.integer("id"),
        name: tree.text("name").map(str::to_owned),
        role: tree
            .get("client_user")
            .and_then(|user| user.get("role"))
            .map(|role| (role.integer("id"), role.text("name").map(str::to_owned))),
        expiry: stated_expiry(&tree),
    };
    Ok(CreatedToken::new(secret, asked, stated))
}

/// What `exp_date` says; `None` when it is missing or can't be read.
fn stated_expiry(tree: &Json) -> Option<Expiry> {
    match tree.get("exp_date")? {
        Json::Null => Some(Expiry::Never),
        Json::Text(text) => parse_service_time(text).map(Expiry::At),
        _ => None,
    }
}

/// The answer to a request for the list, read bit by bit: a long list would stop the page for too
/// long at once.
pub struct ListReader<'a> {
    answer: &'a Answer,
    elements: Elements<'a>,
}

impl<'a> ListReader<'a> {
    /// Starts to read.
    ///
    /// # Errors
    /// What went wrong, with the service's words.
    pub fn new(answer: &'a Answer, key: &ApiKey) -> Result<Self, Failure> {
        if !success(answer) {
            return Err(Failure::read(answer, key));
        }
        Ok(Self {
            answer,
            elements: Json::elements(&answer.body),
        })
    }

    /// The next tokens, `most` at most; nothing when all were read. An entry without an id can't be
    /// dealt with and is left out; anything else may be missing.
    ///
    /// # Errors
    /// That it is no list.
    pub fn next(&mut self, most: usize) -> Result<Option<Vec<ListedToken>>, Failure> {
        let mut tokens = Vec::new();
        for count in 1..=most {
            match self.elements.next() {
                Some(Ok(entry)) => tokens.extend(listed(&entry)),
                Some(Err(_)) => return Err(Failure::unreadable(self.answer)),
                None if count == 1 => return Ok(None),
                None => break,
            }
        }
        Ok(Some(tokens))
    }
}

/// Reads the answer to a request for one token; `None` when there is none of this number.
///
/// # Errors
/// What went wrong, with the service's words.
pub fn read_token(answer: &Answer, key: &ApiKey) -> Result<Option<ListedToken>, Failure> {
    match answer.status {
        404 | 410 => Ok(None),
        200..=299 => Json::parse(&answer.body)
            .ok()
            .and_then(|entry| listed(&entry))
            .map(Some)
            .ok_or_else(|| Failure::unreadable(answer)),
        _ => Err(Failure::read(answer, key)),
    }
}

fn listed(entry: &Json) -> Option<ListedToken> {
    let text = |key: &str| entry.text(key).unwrap_or_default().to_owned();
    let instant = |key: &str| entry.text(key).and_then(parse_service_time);
    let user = entry.get("client_user").unwrap_or(&Json::Null);
    let role = user.get("role").unwrap_or(&Json::Null);
    let (role_id, role_name) = (role.integer("id"), role.text("name"));
    let known_role = role_id
        .and_then(Role::from_id)
        .or_else(|| role_name.and_then(Role::from_name));
    Some(ListedToken {
        id: entry.integer("id")?,
        name: text("name"),
        description: text("description"),
        role: match (role_name, role_id) {
            (Some(name), _) => name.to_owned(),
            (None, Some(id)) => {
                known_role.map_or_else(|| format!("Role {id}"), |role| role.name().to_owned())
            }
            (None, None) => String::new(),
        },
        known_role,
        expiry: stated_expiry(entry),
        expired: entry.flag("expired"),
        deleted: entry.flag("deleted"),
        created: instant("created"),
        last_used: match entry.get("last_usage") {
            None | Some(Json::Null) => LastUse::Never,
            _ => instant("last_usage").map_or(LastUse::Unreadable, LastUse::At),
        },
        issuer: match (user.text("user_name"), user.text("user_email")) {
            (Some(name), _) | (None, Some(name)) => name.to_owned(),
            (None, None) => user
                .integer("user_id")
                .map_or_else(String::new, |id| format!("User {id}")),
        },
        issuer_email: user.text("user_email").unwrap_or_default().to_owned(),
        issuer_deleted: user.flag("deleted"),
    })
}

/// What a deletion found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Deletion {
    /// The token is deleted now.
    Done,
    /// It wasn't there any more: somebody else was faster.
    AlreadyGone,
}

/// Reads the answer to a deletion.
///
/// # Errors
/// What went wrong, with the service's words.
pub fn read_deleted(answer: &Answer, key: &ApiKey) -> Result<Deletion, Failure> {
    match answer.status {
        200..=299 => Ok(Deletion::Done),
        404 | 410 => Ok(Deletion::AlreadyGone),
        _ => Err(Failure::read(answer, key)),
    }
}

fn success(answer: &Answer) -> bool {
    (200..300).contains(&answer.status)
}

/// Whether a path of this generation may be gone for good, so that a 404 says nothing else.
#[must_use]
pub fn path_may_be_gone(version: ApiVersion, failure: &Failure) -> bool {
    version == ApiVersion::V1 && failure.cause == Cause::NotFound
}

#[cfg(test)]
mod tests;
