//! What is wrong with config.json, for the operator.

use std::borrow::Cow;
use std::fmt;

/// Why config.json can't be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ConfigError {
    /// It is not valid JSON from here on.
    NotJson {
        /// Counted from 1.
        line: usize,
        /// In bytes, counted from 1; `None` if the file ends too early.
        column: Option<usize>,
    },
    /// It is valid JSON, but not an object.
    NotAnObject,
    /// A key or its value is wrong.
    Mistake {
        /// Counted from 1; `None` if it can't be determined.
        line: Option<usize>,
        /// The key, with its parent: `policy.maxLifetimeDays`.
        key: String,
        /// What is wrong.
        mistake: Mistake,
    },
    /// The file may exist, but it didn't arrive.
    Unread(Unread),
}

/// What is wrong with a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mistake {
    /// There is no such key.
    UnknownKey,
    /// It occurs twice.
    GivenTwice,
    /// Its value has to be something else: this.
    Expected(String),
    /// It is a regular expression that some names take too long to test against; see [`slow_pattern_probes`].
    ///
    /// [`slow_pattern_probes`]: super::slow_pattern_probes
    SlowPattern,
}

/// Why config.json didn't arrive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unread {
    /// There is none, where this installation has to have one.
    Missing,
    /// There was no answer.
    NoAnswer,
    /// The host answered with this status.
    Status(u16),
}

impl ConfigError {
    /// Where the mistake is: `Line 3, key policy.maxLifetimeDays`. `None` if the file didn't arrive.
    #[must_use]
    pub fn place(&self) -> Option<String> {
        match self {
            Self::NotJson { line, .. } => Some(format!("Line {line}")),
            Self::NotAnObject => Some("Line 1".to_owned()),
            Self::Mistake { line: Some(line), key, .. } => Some(format!("Line {line}, key {key}")),
            Self::Mistake { key, .. } => Some(format!("Key {key}")),
            Self::Unread(_) => None,
        }
    }

    /// What is wrong, in a sentence.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::NotJson { column: None, .. } => "The file ends too early.".to_owned(),
            Self::NotJson { column: Some(column), .. } => format!("JSON syntax error at column {column}."),
            Self::NotAnObject => "It must be an object: { … }.".to_owned(),
            Self::Mistake { mistake, .. } => match mistake {
                Mistake::UnknownKey => "There is no such key. Check the spelling.".to_owned(),
                Mistake::GivenTwice => "It appears twice. Keep one.".to_owned(),
                Mistake::Expected(expected) => format!("It must be {expected}."),
                Mistake::SlowPattern => {
                    "It takes too long to test some names. Do not nest repetitions: [a-z-]+ instead of ([a-z]+-?)+."
                        .to_owned()
                }
            },
            Self::Unread(Unread::Missing) => {
                "It is missing, and this installation doesn’t work without it. The operator of this page must put it back beside index.html."
                    .to_owned()
            }
            Self::Unread(Unread::NoAnswer) => unread("no answer came"),
            Self::Unread(Unread::Status(status)) => unread(&format!("the host answered with status {status}")),
        }
    }
}

fn unread(answer: &str) -> String {
    format!("It could not be read: {answer}. Load the page again.")
}

impl Mistake {
    /// The kind of an error at the last of these keys, which serde tells by the message alone. A key that occurs
    /// twice is only named there, too, and is added to the keys.
    pub(super) fn read(error: &serde_json::Error, keys: &mut Vec<String>) -> Self {
        let message = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        let message = message.strip_suffix(&place).unwrap_or(&message);
        if message.starts_with("unknown field `") {
            return Self::UnknownKey;
        }
        if let Some(key) = message.strip_prefix("duplicate field `") {
            keys.push(key.trim_end_matches('`').to_owned());
            return Self::GivenTwice;
        }
        // serde's own messages read "invalid type: null, expected an object"; ours are the last part only.
        let expected = message.rsplit_once(", expected ");
        Self::Expected(expected.map_or(message, |(_, expected)| expected).to_owned())
    }
}

/// What a value has to be, to follow "It must be".
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected(Cow<'static, str>);

impl From<&'static str> for Expected {
    fn from(expected: &'static str) -> Self {
        Self(expected.into())
    }
}

impl From<String> for Expected {
    fn from(expected: String) -> Self {
        Self(expected.into())
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.0)
    }
}
