//! `openapi.yaml`, read at start and held against every request and every answer.

mod document;
mod rules;
mod words;

use std::{collections::BTreeMap, fmt};

use axum::http::Method;
use serde_json::Value;

pub use document::DocumentError;
use rules::Rules;

use crate::{key::Separator, refusal::FieldErrors};

/// Which generation of the token paths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// The old paths.
    V1,
    /// The current ones.
    V2,
}

impl Version {
    /// What a new token of this generation has between its id and its secret.
    #[must_use]
    pub const fn separator(self) -> Separator {
        match self {
            Self::V1 => Separator::Dollar,
            Self::V2 => Separator::Underscore,
        }
    }
}

/// Something that can be asked of the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Operation {
    /// The account and the user behind the key.
    WhoAmI,
    /// Make a token.
    Create(Version),
    /// List tokens.
    List(Version),
    /// Get one token.
    Get(Version),
    /// Revoke a token.
    Delete(Version),
}

impl Operation {
    /// All there are.
    pub const ALL: [Self; 9] = [
        Self::WhoAmI,
        Self::Create(Version::V2),
        Self::List(Version::V2),
        Self::Get(Version::V2),
        Self::Delete(Version::V2),
        Self::Create(Version::V1),
        Self::List(Version::V1),
        Self::Get(Version::V1),
        Self::Delete(Version::V1),
    ];

    /// The document's `operationId`.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::WhoAmI => "whoAmI",
            Self::Create(Version::V2) => "createToken",
            Self::List(Version::V2) => "listTokens",
            Self::Get(Version::V2) => "getToken",
            Self::Delete(Version::V2) => "deleteToken",
            Self::Create(Version::V1) => "createTokenV1",
            Self::List(Version::V1) => "listTokensV1",
            Self::Get(Version::V1) => "getTokenV1",
            Self::Delete(Version::V1) => "deleteTokenV1",
        }
    }

    /// The generation of its path, if it has generations.
    #[must_use]
    pub const fn version(self) -> Option<Version> {
        match self {
            Self::WhoAmI => None,
            Self::Create(version) | Self::List(version) | Self::Get(version) | Self::Delete(version) => Some(version),
        }
    }
}

/// What the document says, ready to be held against traffic.
pub struct Contract {
    text: String,
    rules: BTreeMap<Operation, Rules>,
}

/// How an answer differs from the document, without quoting the answer, which may hold a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation(pub String);

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "The emulator's answer breaks openapi.yaml: {}", self.0)
    }
}

impl std::error::Error for Violation {}

/// The names in a path that hold values, and the keys of a query string.
pub type Pairs = [(String, String)];

impl Contract {
    /// The document that the crate comes with.
    ///
    /// # Errors
    ///
    /// As [`Contract::parse`]; the tests see to it that there are none.
    pub fn bundled() -> Result<Self, DocumentError> {
        Self::parse(include_str!("../../openapi.yaml"))
    }

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// [`DocumentError`] if it isn't OpenAPI in YAML, or if it and [`Operation::ALL`] don't name the
    /// same operations.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        Ok(Self { rules: document::read(text)?, text: text.to_owned() })
    }

    /// The document as it was read.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Each operation with its method and its path, `{name}` standing for a value.
    pub fn routes(&self) -> impl Iterator<Item = (Operation, &Method, &str)> {
        self.rules.iter().map(|(operation, rules)| (*operation, &rules.method, rules.path.as_str()))
    }

    /// Every answer that the document allows for, by operation and status.
    pub fn answers(&self) -> impl Iterator<Item = (Operation, u16)> {
        self.rules.iter().flat_map(|(operation, rules)| rules.answers.keys().map(|status| (*operation, *status)))
    }

    /// The first name in the path whose value doesn't fit.
    #[must_use]
    pub fn wrong_in_path(&self, operation: Operation, values: &Pairs) -> Option<&str> {
        self.rules.get(&operation)?.wrong_in_path(values)
    }

    /// All that is wrong with the query string. Keys that the document doesn't name don't count.
    #[must_use]
    pub fn check_query(&self, operation: Operation, query: &Pairs) -> FieldErrors {
        self.rules.get(&operation).map_or_else(FieldErrors::new, |rules| rules.check_query(query))
    }

    /// All that is wrong with the request's body.
    #[must_use]
    pub fn check_body(&self, operation: Operation, body: &Value) -> FieldErrors {
        self.rules.get(&operation).map_or_else(FieldErrors::new, |rules| rules.check_body(body))
    }

    /// Holds an answer against the document.
    ///
    /// # Errors
    ///
    /// [`Violation`] if the status isn't named there, or the body isn't as described.
    pub fn check_answer(&self, operation: Operation, status: u16, body: Option<&Value>) -> Result<(), Violation> {
        self.rules
            .get(&operation)
            .ok_or_else(|| "the operation isn't there".to_owned())
            .and_then(|rules| rules.check_answer(status, body))
            .map_err(|how| Violation(format!("{} {status}: {how}", operation.id())))
    }
}
