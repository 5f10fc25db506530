//! Every way to say no, with its status and body.

use serde_json::{Map, Value, json};

/// What is wrong with a request's fields: texts at the leaves of a tree of names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FieldErrors(Map<String, Value>);

impl FieldErrors {
    /// None yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text for the field that `path` leads to, outermost name first. Where there are texts
    /// about the fields inside a field, these are told and not one about it as a whole.
    pub fn add(&mut self, path: &[&str], text: impl Into<String>) {
        let Some((field, parents)) = path.split_last() else {
            return;
        };
        let mut level = &mut self.0;
        for parent in parents {
            let inner = level.entry(*parent).or_insert_with(|| json!({}));
            if !inner.is_object() {
                *inner = json!({});
            }
            let Value::Object(fields) = inner else { return };
            level = fields;
        }
        let texts = level.entry(*field).or_insert_with(|| json!([]));
        if let Value::Array(texts) = texts {
            texts.push(Value::String(text.into()));
        }
    }

    /// `Err` with these if there are any.
    ///
    /// # Errors
    ///
    /// [`Refusal::Fields`] unless empty.
    pub fn into_result(self) -> Result<(), Refusal> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusal::Fields(self)) }
    }
}

/// A no, with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// 400: the body isn't JSON, or isn't a body; the query string can't be read.
    Unreadable(String),
    /// 400: fields that don't fit.
    Fields(FieldErrors),
    /// 401: no `Authorization: APIKey …` at all.
    NotAuthenticated,
    /// 401: a Bearer token, which this service doesn't issue.
    NotABearer,
    /// 401: a key without its secret; holds the part that is quoted back.
    BadToken(String),
    /// 401: a well-formed key that opens nothing (any more).
    InvalidToken,
    /// 403: someone else's token.
    NotAllowed,
    /// 404: another account, or none.
    AccountNotFound,
    /// 404: no such token, or no longer.
    TokenNotFound,
    /// 404: a path that doesn't exist or was removed.
    PathNotFound,
    /// 405: a method that the path doesn't have.
    MethodNotAllowed(String),
    /// 415: a body that isn't announced as JSON; holds what it is announced as.
    NotJson(String),
}

impl Refusal {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Unreadable(_) | Self::Fields(_) => 400,
            Self::NotAuthenticated | Self::NotABearer | Self::BadToken(_) | Self::InvalidToken => 401,
            Self::NotAllowed => 403,
            Self::AccountNotFound | Self::TokenNotFound | Self::PathNotFound => 404,
            Self::MethodNotAllowed(_) => 405,
            Self::NotJson(_) => 415,
        }
    }

    /// The JSON body.
    #[must_use]
    pub fn body(&self) -> Value {
        let message = match self {
            Self::Fields(FieldErrors(fields)) => return json!({ "errors": fields }),
            Self::Unreadable(why) => why.clone(),
            Self::NotAuthenticated => "Authentication credentials were not provided.".to_owned(),
            Self::NotABearer => "Given token not valid for any token type".to_owned(),
            Self::BadToken(quoted) => format!("Bad token: {quoted}"),
            Self::InvalidToken => "Token is invalid or expired".to_owned(),
            Self::NotAllowed => "You do not have permission to perform this action.".to_owned(),
            Self::AccountNotFound => "Account not found.".to_owned(),
            Self::TokenNotFound => "API token not found.".to_owned(),
            Self::PathNotFound => "Not found.".to_owned(),
            Self::MethodNotAllowed(method) => format!("Method \"{method}\" not allowed."),
            Self::NotJson(media) => format!("Unsupported media type \"{media}\" in request."),
        };
        json!({ "message": message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_nest_by_field_and_gather_at_the_same_one() {
        let mut errors = FieldErrors::new();
        errors.add(&["name"], "one");
        errors.add(&["name"], "two");
        errors.add(&["client_user", "role"], "three");
        assert_eq!(
            Refusal::Fields(errors).body(),
            json!({"errors": {"name": ["one", "two"], "client_user": {"role": ["three"]}}})
        );
    }

    #[test]
    fn inner_texts_replace_one_about_the_whole() {
        let mut errors = FieldErrors::new();
        errors.add(&["client_user"], "all wrong");
        errors.add(&["client_user", "role"], "this is wrong");
        assert_eq!(Refusal::Fields(errors).body(), json!({"errors": {"client_user": {"role": ["this is wrong"]}}}));
    }
}
