//! Reads single values of config.json, so that the error says what a value has to be.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::Value;

use super::Expected;

/// Reads a value, or null.
pub(super) fn or_null<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: TryFrom<Value, Error = Expected>,
{
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        value => T::try_from(value).map(Some).map_err(|expected| D::Error::custom(format!("{expected}, or null"))),
    }
}

/// A non-blank text, trimmed.
pub(super) struct Text(String);

impl TryFrom<Value> for Text {
    type Error = Expected;

    fn try_from(value: Value) -> Result<Self, Expected> {
        match value.as_str().map(str::trim) {
            None | Some("") => Err("a text".into()),
            Some(text) => Ok(Self(text.to_owned())),
        }
    }
}

/// Reads a non-blank text.
pub(super) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Text::try_from(Value::deserialize(deserializer)?) {
        Ok(Text(text)) => Ok(text),
        Err(expected) => Err(D::Error::custom(expected)),
    }
}

/// Reads a non-blank text, or null.
pub(super) fn text_or_null<'de, D>(deserializer: D) -> Result<Option<String>, D::Error>
where
    D: Deserializer<'de>,
{
    or_null(deserializer).map(|text| text.map(|Text(text)| text))
}

/// What a pattern has to be. Only a browser can tell whether it is.
pub(super) const PATTERN: &str = "a regular expression in JavaScript’s syntax";

/// Reads what may be a pattern, or null.
pub(super) fn pattern_or_null<'de, D>(deserializer: D) -> Result<Option<String>, D::Error>
where
    D: Deserializer<'de>,
{
    struct Pattern(String);

    impl TryFrom<Value> for Pattern {
        type Error = Expected;

        fn try_from(value: Value) -> Result<Self, Expected> {
            Text::try_from(value).map(|Text(text)| Self(text)).map_err(|_| PATTERN.into())
        }
    }

    or_null(deserializer).map(|pattern| pattern.map(|Pattern(pattern)| pattern))
}

/// Reads `true` or `false`.
pub(super) fn truth<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    let truth = Value::deserialize(deserializer)?.as_bool();
    truth.ok_or_else(|| D::Error::custom("true or false"))
}

/// Reads a struct from an object only. serde would also accept an array of its fields.
pub(super) fn object<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    struct Object<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Object<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::deserialize(MapAccessDeserializer::new(map))
        }
    }

    deserializer.deserialize_map(Object(PhantomData))
}
