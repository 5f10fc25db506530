//! Why a request failed, and everything that the service said about it.

use serde_json::{Map, Value};

use super::answer::Answer;
use super::json::{as_utf8, mended};
use super::mask::Mask;
use crate::ApiKey;
use crate::form::Field;
use crate::text::shown;

/// Why a request failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// 400, 409, 422 and the like: the request is at fault.
    Refused,
    /// 401: the key is at fault.
    KeyRefused,
    /// 403: the key's holder may not do this.
    NotAllowed,
    /// 404 or 410: there is no such account, token or path.
    NotFound,
    /// 429.
    TooManyRequests,
    /// 5xx.
    ServiceFailed,
    /// A 2xx whose body makes no sense, or a status that a proxy gives also to a request that it has passed on.
    Unreadable,
    /// A web page as a 2xx or a refusal, or a redirect: a login in front of the service, most likely, that knows this browser no
    /// longer, or a firewall. It says nothing of the key or of what became of the request.
    LoginPage,
    /// No answer, because of the network or CORS. A browser doesn't tell which.
    Unreachable,
    /// No complete answer in time.
    TimedOut,
}

/// A failed request and everything that the service said about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    /// What went wrong.
    pub cause: Cause,
    /// The HTTP status; `None` if there was no answer.
    pub status: Option<u16>,
    /// The service's messages about fields, in the form's order.
    pub at_fields: Vec<(Field, String)>,
    /// The service's other messages.
    pub messages: Vec<String>,
    /// The service's id of the request.
    pub request_id: Option<String>,
    /// Seconds to wait, after a 429.
    pub retry_after: Option<u32>,
}

impl Failure {
    /// Whether the service itself says that it does not accept the key: it gives a reason. A 401 without one may be a proxy's, whose
    /// login has ended.
    #[must_use]
    pub fn says_key_is_refused(&self) -> bool {
        self.cause == Cause::KeyRefused && !self.messages.is_empty()
    }

    /// A failure without an answer.
    #[must_use]
    pub fn without_answer(cause: Cause) -> Self {
        Self { cause, status: None, at_fields: Vec::new(), messages: Vec::new(), request_id: None, retry_after: None }
    }

    /// Whether the request may have taken effect all the same, so that repeating a POST could
    /// create a second token.
    #[must_use]
    pub fn outcome_unknown(&self) -> bool {
        match self.cause {
            Cause::Unreadable | Cause::LoginPage | Cause::Unreachable | Cause::TimedOut | Cause::ServiceFailed => true,
            Cause::Refused | Cause::KeyRefused | Cause::NotAllowed | Cause::NotFound | Cause::TooManyRequests => false,
        }
    }

    /// Reads an answer that isn't the one that was hoped for.
    pub(super) fn read(answer: &Answer, key: &ApiKey) -> Self {
        let cause = match answer.status {
            404 | 410 => Cause::NotFound,
            // These say what they mean whoever says so: the request went no further.
            405 | 413 | 414 => Cause::Refused,
            429 => Cause::TooManyRequests,
            500.. => Cause::ServiceFailed,
            _ if answer.is_web_page() => Cause::LoginPage,
            401 => Cause::KeyRefused,
            403 => Cause::NotAllowed,
            ..=399 | 408 | 425 | 499 => Cause::Unreadable,
            _ => Cause::Refused,
        };
        let mut failure = Self { status: Some(answer.status), retry_after: answer.retry_after, ..Self::without_answer(cause) };
        failure.collect_messages(&answer.body, Mask::new(key, answer.status == 401));
        failure
    }

    /// A success whose body makes no sense.
    pub(super) fn unreadable(answer: &Answer) -> Self {
        let cause = if answer.is_web_page() { Cause::LoginPage } else { Cause::Unreadable };
        Self { status: Some(answer.status), ..Self::without_answer(cause) }
    }

    /// Collects everything that the body says, looking for the service's known shapes in turn.
    fn collect_messages(&mut self, body: &[u8], mut mask: Mask) {
        let start = as_utf8(body.get(..MAX_BODY).unwrap_or(body));
        let tree = serde_json::from_str::<Value>(&mended(&start));
        match &tree {
            Ok(tree) => mask.learn(tree),
            Err(_) => mask.learn_text(&start),
        }
        // Masked before it is shortened: half a key might be too short to be recognized.
        let fit: Fit = &|message| shortened(&mask.masked(message));
        let Ok(tree) = tree else {
            self.messages.extend(plain_message(&start, fit));
            return;
        };
        let request_id = tree["request_id"].as_str().map(fit);
        self.request_id = request_id.filter(|id| !id.is_empty());
        for key in ["errors", "invalid_fields"] {
            self.walk(&tree[key], &mut Vec::new(), true, fit);
        }
        for key in ["message", "detail", "error", "error_description"] {
            self.walk(&tree[key], &mut Vec::new(), false, fit);
        }
        // An object that speaks of nothing but fields speaks of this one.
        let of_fields = tree.as_object().is_some_and(|entries| entries.keys().all(|name| field_named(name).is_some()));
        if let (Some(reason), false) = (tree["description"].as_str(), of_fields) {
            self.add(&[], reason, false, fit);
        }
        if self.messages.is_empty() && self.at_fields.is_empty() {
            self.walk(&tree, &mut Vec::new(), of_fields, fit);
        }
        // In the form's order, since an object has none.
        self.at_fields.sort_by_key(|(field, _)| *field);
    }

    /// Walks nested errors. A name on the path tells the field where errors are `of_fields`, and where it has a list of messages:
    /// in any other object, `name` may be the error's own.
    fn walk<'t>(&mut self, errors: &'t Value, path: &mut Vec<&'t str>, of_fields: bool, fit: Fit) {
        match errors {
            Value::String(message) => self.add(path, message, of_fields, fit),
            Value::Array(items) => {
                for item in items {
                    self.walk(item, path, of_fields || item.is_string(), fit);
                }
            }
            Value::Object(entries) => {
                if let Some((place, message)) = located_message(entries) {
                    return self.add(&place, message, true, fit);
                }
                for (name, item) in entries {
                    let about_request = matches!(name.as_str(), "request_id" | "exception_class");
                    if about_request && path.is_empty() {
                        continue;
                    }
                    let depth = path.len();
                    if steps(name).any(|step| field_named(step).is_some()) {
                        path.extend(steps(name));
                    } else {
                        path.push(name);
                    }
                    self.walk(item, path, of_fields, fit);
                    path.truncate(depth);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    fn add(&mut self, path: &[&str], message: &str, of_fields: bool, fit: Fit) {
        if shortened(message).is_empty() {
            return;
        }
        if let Some(field) = path.iter().find_map(|name| field_named(name)).filter(|_| of_fields) {
            add_once(&mut self.at_fields, (field, fit(message)));
        } else {
            let place: Vec<&str> = path.iter().copied().filter(|name| !matches!(*name, "non_field_errors" | "__all__")).collect();
            // With its place, which may say what it is or be a token itself.
            let placed = if place.is_empty() { message.to_owned() } else { format!("{}: {message}", place.join(".")) };
            add_once(&mut self.messages, fit(&placed));
        }
    }
}

fn add_once<T: PartialEq>(messages: &mut Vec<T>, message: T) {
    if messages.len() < MAX_MESSAGES && !messages.contains(&message) {
        messages.push(message);
    }
}

/// Makes one of the service's messages fit to be shown.
type Fit<'f> = &'f dyn Fn(&str) -> String;

/// How many bytes of a failed answer to read: nobody wants a megabyte of error.
const MAX_BODY: usize = 65_536;

/// How many characters of a message to show.
const MAX_MESSAGE_LEN: usize = 500;

/// How many messages to show, both about fields and about none.
const MAX_MESSAGES: usize = 20;

fn field_named(name: &str) -> Option<Field> {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    match letters.as_str() {
        "name" => Some(Field::Name),
        "description" => Some(Field::Description),
        "expdate" => Some(Field::Expiration),
        "role" => Some(Field::Role),
        "clientid" | "client" => Some(Field::AccountId),
        _ => None,
    }
}

/// The names on a path that is written as one: `client_user.role`, `client_user[role]`, `/client_user/role`.
fn steps(path: &str) -> impl Iterator<Item = &str> {
    path.split(['.', '[', ']', '/']).filter(|step| !step.is_empty())
}

/// A message that names its field beside it, as many frameworks write it; `None` if it names none of the form's.
fn located_message(entries: &Map<String, Value>) -> Option<(Vec<&str>, &str)> {
    let message = ["message", "msg", "detail", "title"].into_iter().find_map(|name| entries.get(name)?.as_str())?;
    let place = ["field", "loc", "path", "param", "source"].into_iter().find_map(|name| entries.get(name))?;
    let place = place.get("pointer").or_else(|| place.get("parameter")).unwrap_or(place);
    let names = place.as_array().map_or(std::slice::from_ref(place), Vec::as_slice);
    let place: Vec<&str> = names.iter().filter_map(Value::as_str).flat_map(steps).collect();
    place.iter().any(|name| field_named(name).is_some()).then_some((place, message))
}

/// The message in a body that isn't JSON: plain text, or the title of a web page.
fn plain_message(body: &str, fit: Fit) -> Option<String> {
    let text = body.trim_start_matches('\u{feff}').trim();
    let message = if text.starts_with('<') {
        let lower = text.to_ascii_lowercase();
        let start = lower.find("<title>")? + "<title>".len();
        let end = start + lower.get(start..)?.find("</title>")?;
        text.get(start..end)?
    } else {
        text
    };
    Some(fit(message)).filter(|message| !message.is_empty())
}

/// One line without control characters, short enough to read.
fn shortened(text: &str) -> String {
    let mut line = String::new();
    for (count, word) in
        shown(text).split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).enumerate()
    {
        if count > 0 {
            line.push(' ');
        }
        line.push_str(word);
        if let Some((cut, _)) = line.char_indices().nth(MAX_MESSAGE_LEN) {
            line.truncate(cut);
            line.push('…');
            break;
        }
    }
    line
}
