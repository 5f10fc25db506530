//! Tolerant reading of JSON whose shape nobody promises: a missing or odd value costs nothing but itself.
//!
//! Types say what to look for. Each value is parsed separately from its own text ([`RawValue`]), so that a number
//! out of range or endless nesting doesn't affect its neighbours.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::de::value::MapDeserializer;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::form::expiry::{Expiry, is_before_tokens};
use crate::list::LastUse;
use crate::time::parse_service_time;
use crate::{Secret, TokenId};

/// Reads an object; `None` for anything else. If a key occurs twice, the last value wins.
pub(crate) fn object<'j, T: Deserialize<'j>>(json: &'j str) -> Option<T> {
    let values: BTreeMap<Key, &RawValue> = serde_json::from_str(json).ok()?;
    let values = values.into_iter().map(|(Key(key), value)| (key, value));
    T::deserialize(MapDeserializer::new(values)).ok()
}

/// A key, only copied if it has escapes: a list of thousands of tokens has tens of thousands of keys.
#[derive(PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Key<'j>(#[serde(borrow)] Cow<'j, str>);

/// A body as serde_json accepts it: UTF-8 without lone surrogates.
pub(super) fn readable(body: &[u8]) -> Zeroizing<String> {
    Zeroizing::new(mended(&as_utf8(body)).into_owned())
}

/// A body as text, with replacement characters for what is no UTF-8, and without a byte order mark, which serde_json
/// rejects.
///
/// It also rejects control characters within strings, which some backends don't escape. Outside of strings they are
/// white space or wrong anyway, so all of them become spaces.
pub(crate) fn as_utf8(body: &[u8]) -> Cow<'_, str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    // Validating is faster than replacing, which is seldom needed.
    let text = match std::str::from_utf8(body) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => String::from_utf8_lossy(body),
    };
    let is_control = |c: char| ('\0'..' ').contains(&c);
    if text.bytes().any(|b| is_control(b.into())) { text.replace(is_control, " ").into() } else { text }
}

/// Replaces lone surrogates (`"\ud83d"`), which many backends write when they cut a text and serde_json rejects,
/// by the replacement character.
pub(crate) fn mended(json: &str) -> Cow<'_, str> {
    let mut mended = String::new();
    let mut copied = 0;
    let mut at = 0;
    while let Some(next) = json[at..].find('\\') {
        at += next;
        let first = escaped_unit(json, at);
        let second = escaped_unit(json, at + UNIT_LEN);
        at += match (first, second) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 2 * UNIT_LEN,
            (Some(0xd800..=0xdfff), _) => {
                mended.push_str(&json[copied..at]);
                mended.push_str("\\ufffd");
                copied = at + UNIT_LEN;
                UNIT_LEN
            }
            (Some(_), _) => UNIT_LEN,
            // A backslash and the character that it escapes.
            (None, _) => 1 + json[at + 1..].chars().next().map_or(0, char::len_utf8),
        };
    }
    if copied == 0 {
        return Cow::Borrowed(json);
    }
    mended.push_str(&json[copied..]);
    Cow::Owned(mended)
}

/// The length of `\ud83d`.
const UNIT_LEN: usize = 6;

/// The UTF-16 unit that is escaped at this index.
fn escaped_unit(json: &str, at: usize) -> Option<u16> {
    let digits = json.get(at..at + UNIT_LEN)?.strip_prefix("\\u")?;
    let all_hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
    all_hex.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

/// Finds the elements of an array one by one, so that a long one needn't be read at once.
#[derive(Default)]
pub(crate) struct Elements {
    /// The index up to which the text has been read.
    at: usize,
    place: Place,
}

#[derive(Clone, Copy, Default)]
enum Place {
    #[default]
    Before,
    Within,
    After,
}

/// The text is not an array.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NotAnArray;

impl Elements {
    /// The text of the next element; `None` after the last one. `array` is always the same text.
    pub(crate) fn next<'j>(&mut self, array: &'j str) -> Result<Option<&'j str>, NotAnArray> {
        let rest = without_space(array.get(self.at..).ok_or(NotAnArray)?);
        let rest = match self.place {
            Place::Before => without_space(rest.strip_prefix('[').ok_or(NotAnArray)?),
            Place::Within => match rest.strip_prefix(',').map(without_space) {
                Some(rest) if rest.starts_with(']') => return Err(NotAnArray),
                Some(rest) => rest,
                None if rest.starts_with(']') => rest,
                None => return Err(NotAnArray),
            },
            Place::After => return Ok(None),
        };
        if let Some(after) = rest.strip_prefix(']') {
            self.place = Place::After;
            let nothing_follows = without_space(after).is_empty();
            return nothing_follows.then_some(None).ok_or(NotAnArray);
        }
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>();
        let value = values.next().and_then(Result::ok).ok_or(NotAnArray)?;
        self.at = array.len() - rest.len() + values.byte_offset();
        self.place = Place::Within;
        Ok(Some(value.get()))
    }
}

fn without_space(json: &str) -> &str {
    json.trim_start_matches([' ', '\t', '\n', '\r'])
}

/// A non-blank string.
fn text_from(json: &str) -> Option<String> {
    let text: String = serde_json::from_str(json).ok()?;
    (!text.trim().is_empty()).then_some(text)
}

/// A whole number, even if written as a string.
fn integer_from(json: &str) -> Option<i64> {
    json.parse().ok().or_else(|| text_from(json)?.trim().parse().ok())
}

fn instant_from(json: &str) -> Option<DateTime<Utc>> {
    parse_service_time(&text_from(json)?)
}

// For `deserialize_with`. None of these fails, whatever the value is.

fn read<'de, D, T>(deserializer: D, from: impl FnOnce(&'de str) -> T) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    <&RawValue>::deserialize(deserializer).map(|raw| from(raw.get()))
}

pub(crate) fn text<'de, D>(deserializer: D) -> Result<Option<String>, D::Error>
where
    D: Deserializer<'de>,
{
    read(deserializer, text_from)
}

pub(super) fn integer<'de, D>(deserializer: D) -> Result<Option<i64>, D::Error>
where
    D: Deserializer<'de>,
{
    read(deserializer, integer_from)
}

pub(crate) fn token_id<'de, D>(deserializer: D) -> Result<Option<TokenId>, D::Error>
where
    D: Deserializer<'de>,
{
    read(deserializer, |json| integer_from(json).map(TokenId::new))
}

/// Anything but true is false.
pub(super) fn flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    read(deserializer, |json| json == "true")
}

/// When something was made; `None` for a day that stands in for none.
pub(super) fn created<'de, D>(deserializer: D) -> Result<Option<DateTime<Utc>>, D::Error>
where
    D: Deserializer<'de>,
{
    read(deserializer, |json| instant_from(json).filter(|at| !is_before_tokens(*at)))
}

/// null means "never".
pub(super) fn expiry<'de, D>(deserializer: D) -> Result<Option<Expiry>, D::Error>
where
    D: Deserializer<'de>,
{
    read(deserializer, |json| match json {
        "null" => Some(Expiry::Never),
        json => instant_from(json).map(Expiry::At),
    })
}

/// null means "never", and so does a day that stands in for none.
pub(super) fn last_use<'de, D: Deserializer<'de>>(deserializer: D) -> Result<LastUse, D::Error> {
    read(deserializer, |json| match instant_from(json) {
        Some(at) if is_before_tokens(at) => LastUse::Never,
        Some(at) => LastUse::At(at),
        None if json == "null" => LastUse::Never,
        None => LastUse::Unreadable,
    })
}

/// A token has to fit into a header, so only printable ASCII can be one.
pub(super) fn secret<'de, D>(deserializer: D) -> Result<Option<Secret>, D::Error>
where
    D: Deserializer<'de>,
{
    read(deserializer, |json| {
        let secret = text_from(json).map(Secret::new)?;
        let printable = secret.expose().bytes().all(|b| b.is_ascii_graphic());
        printable.then_some(secret)
    })
}

/// An object; anything else counts as an empty one.
pub(super) fn nested<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    read(deserializer, |json| object(json).unwrap_or_default())
}

/// The objects in an array, without anything else in it.
pub(super) fn objects<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    read(deserializer, |json| {
        let elements: Vec<&RawValue> = serde_json::from_str(json).unwrap_or_default();
        elements.iter().filter_map(|raw| object(raw.get())).collect()
    })
}

#[cfg(test)]
mod tests;
