//! JSON as a tree, for answers whose shape is not promised.
//!
//! The service has no single error shape, and a list must survive one odd entry, so fields are
//! looked up one by one instead of demanded as a whole. One small type also compiles to less than
//! a struct for each shape does.

use hifijson::SliceLexer;
use hifijson::num::LexWrite as _;
use hifijson::str::LexAlloc as _;
use hifijson::token::{Expect, Lex};

/// Any JSON value. Objects keep their order and their duplicates.
#[derive(Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A whole number that fits.
    Integer(i64),
    /// Any other number; nothing here needs its value.
    OtherNumber,
    /// A string.
    Text(String),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Vec<(String, Json)>),
}

/// A place in a text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The line at which the text stops being JSON.
    pub line: usize,
    /// The column in that line, in bytes; `None` where the text ends too early.
    pub column: Option<usize>,
}

impl Malformed {
    /// At the rest of a text, behind what could be read.
    fn at(rest: &[u8], text: &[u8]) -> Self {
        let read = &text[..text.len() - rest.len()];
        let line_start = read
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |at| at + 1);
        Self {
            line: 1 + read.iter().filter(|byte| **byte == b'\n').count(),
            column: (!rest.is_empty()).then_some(1 + read.len() - line_start),
        }
    }
}

/// What comes next is not JSON.
struct Wrong;

impl From<Expect> for Wrong {
    fn from(_: Expect) -> Self {
        Self
    }
}

/// Deeper than any answer of the service; without an end, a text could exhaust the stack.
const MOST_LEVELS: usize = 127;

fn string(lexer: &mut SliceLexer) -> Result<String, Wrong> {
    let text = lexer.discarded().str_string().map_err(|_| Wrong)?;
    Ok(text.into_owned())
}

/// Reads the value that begins with `next`, with at most so many levels in it.
fn value(next: u8, lexer: &mut SliceLexer, levels: usize) -> Result<Json, Wrong> {
    let within = levels.checked_sub(1).ok_or(Wrong);
    Ok(match next {
        b'{' => {
            let (mut object, within) = (Vec::new(), within?);
            lexer.discarded().seq(b'}', Lex::ws_peek, |next, lexer| {
                if next != b'"' {
                    return Err(Wrong);
                }
                let key = string(lexer)?;
                lexer.expect(Lex::ws_peek, b':').ok_or(Wrong)?;
                let next = lexer.ws_peek().ok_or(Wrong)?;
                object.push((key, value(next, lexer, within)?));
                Ok(())
            })?;
            Json::Object(object)
        }
        b'[' => {
            let (mut array, within) = (Vec::new(), within?);
            lexer.discarded().seq(b']', Lex::ws_peek, |next, lexer| {
                array.push(value(next, lexer, within)?);
                Ok::<_, Wrong>(())
            })?;
            Json::Array(array)
        }
        b'"' => Json::Text(string(lexer)?),
        b'-' | b'0'..=b'9' => {
            let (number, _) = lexer.num_string().validated().map_err(|_| Wrong)?;
            number.parse().map_or(Json::OtherNumber, Json::Integer)
        }
        b'a'..=b'z' => match lexer.null_or_bool().ok_or(Wrong)? {
            Some(truth) => Json::Bool(truth),
            None => Json::Null,
        },
        _ => return Err(Wrong),
    })
}

impl Json {
    /// Reads a whole text.
    ///
    /// # Errors
    /// Where it stops being JSON. Text that is nested more than 127 levels deep counts as such.
    pub fn parse(text: &[u8]) -> Result<Self, Malformed> {
        let mut lexer = SliceLexer::new(text);
        lexer
            .exactly_one(Lex::ws_peek, |next, lexer| value(next, lexer, MOST_LEVELS))
            .map_err(|Wrong| Malformed::at(lexer.as_slice(), text))
    }

    /// The elements of an array's text, read one by one, so that a long one needn't be read at once.
    #[must_use]
    pub fn elements(text: &[u8]) -> Elements<'_> {
        Elements {
            lexer: SliceLexer::new(text),
            place: Place::Before,
        }
    }

    /// The value of a key; the last one, should there be several.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries
                .iter()
                .rev()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a key that holds one which isn't blank.
    #[must_use]
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key) {
            Some(Self::Text(text)) if !text.trim().is_empty() => Some(text),
            _ => None,
        }
    }

    /// The whole number of a key, also where it was written as a string.
    #[must_use]
    pub fn integer(&self, key: &str) -> Option<i64> {
        match self.get(key)? {
            Self::Integer(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// The truth of a key; what isn't there isn't true.
    #[must_use]
    pub fn flag(&self, key: &str) -> bool {
        self.get(key) == Some(&Self::Bool(true))
    }
}

/// See [`Json::elements`]. What isn't an array ends with an error.
pub struct Elements<'t> {
    lexer: SliceLexer<'t>,
    place: Place,
}

#[derive(Clone, Copy)]
enum Place {
    Before,
    Within,
    After,
}

/// The text is no array of JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoArray;

impl Elements<'_> {
    fn next_element(&mut self) -> Result<Option<Json>, Wrong> {
        let lexer = &mut self.lexer;
        let mut next = lexer.ws_peek();
        match (self.place, next) {
            (Place::Before, Some(b'[')) => next = lexer.discarded().ws_peek(),
            (Place::Within, Some(b',')) => {
                next = lexer.discarded().ws_peek();
                if next == Some(b']') {
                    return Err(Wrong);
                }
            }
            (Place::Within, Some(b']')) => {}
            (Place::After, None) => return Ok(None),
            _ => return Err(Wrong),
        }
        if next == Some(b']') {
            self.place = Place::After;
            return match lexer.discarded().ws_peek() {
                Some(_) => Err(Wrong),
                None => Ok(None),
            };
        }
        self.place = Place::Within;
        value(next.ok_or(Wrong)?, lexer, MOST_LEVELS - 1).map(Some)
    }
}

impl Iterator for Elements<'_> {
    type Item = Result<Json, NoArray>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_element();
        if next.is_err() {
            // An error is said once, and is the end.
            self.place = Place::After;
            self.lexer = SliceLexer::new(&[]);
        }
        next.map_err(|Wrong| NoArray).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Malformed};
    use proptest::prelude::*;

    #[test]
    fn every_kind_of_value_is_read() {
        let tree =
            Json::parse(br#"{"a":[null,true,1,-1,1.5,1e3,18446744073709551615,"t"]}"#).unwrap();
        let expected = Json::Array(vec![
            Json::Null,
            Json::Bool(true),
            Json::Integer(1),
            Json::Integer(-1),
            Json::OtherNumber,
            Json::OtherNumber,
            Json::OtherNumber,
            Json::Text("t".to_owned()),
        ]);
        assert_eq!(tree.get("a"), Some(&expected));
    }

    #[test]
    fn look_ups_take_what_is_usable_and_nothing_else() {
        let tree = Json::parse(br#"{"n":"12","t":" ","f":1,"d":1,"d":2}"#).unwrap();
        assert_eq!(tree.integer("n"), Some(12));
        assert_eq!(tree.text("t"), None);
        assert!(!tree.flag("f"));
        assert_eq!(tree.integer("d"), Some(2));
        assert_eq!(Json::Null.get("n"), None);
    }

    fn place(text: &[u8]) -> (usize, Option<usize>) {
        let Malformed { line, column } = Json::parse(text).unwrap_err();
        (line, column)
    }

    #[test]
    fn the_place_of_a_mistake_is_told() {
        assert_eq!(place(b"{\n  \"a\": 1,\n}"), (3, Some(1)));
        assert_eq!(place(b"{\n  \"a\": \"\\ud800\"\n}"), (2, Some(15)));
        assert_eq!(place(b"<!doctype html>"), (1, Some(1)));
        for early in ["", " ", "{\"a\": 1", "[1,", "\"a", "1."] {
            assert_eq!(place(early.as_bytes()), (1, None), "{early}");
        }
        assert_eq!(place(b"{\n\"a\": 1,\n"), (3, None));
    }

    #[test]
    fn nesting_ends_somewhere() {
        let nested = |levels| [b"[".repeat(levels), b"]".repeat(levels)].concat();
        assert!(Json::parse(&nested(127)).is_ok());
        assert_eq!(place(&nested(128)), (1, Some(128)));
        assert_eq!(place(&b"[".repeat(1_000_000)), (1, Some(128)));
    }

    /// Of the keys of an object, serde_json keeps the last, as `get` finds it.
    fn is_same(ours: &Json, theirs: &serde_json::Value) -> bool {
        use serde_json::Value;
        match (ours, theirs) {
            (Json::Null, Value::Null) => true,
            (Json::Bool(ours), Value::Bool(theirs)) => ours == theirs,
            (Json::Integer(ours), Value::Number(theirs)) => theirs.as_i64() == Some(*ours),
            (Json::OtherNumber, Value::Number(theirs)) => !theirs.is_i64(),
            (Json::Text(ours), Value::String(theirs)) => ours == theirs,
            (Json::Array(all), Value::Array(theirs)) => {
                all.len() == theirs.len() && all.iter().zip(theirs).all(|(a, b)| is_same(a, b))
            }
            (Json::Object(all), Value::Object(theirs)) => {
                all.iter().all(|(key, _)| theirs.contains_key(key))
                    && theirs
                        .iter()
                        .all(|(key, value)| is_same(ours.get(key).unwrap(), value))
            }
            _ => false,
        }
    }

    // Behind the exponent is a space, since serde_json refuses numbers that are too large for it.
    const PIECES: &[&str] = &[
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        " ",
        "\n",
        "\u{a0}",
        r#""a""#,
        r#""b":"#,
        r#""\u00e4\n""#,
        r#""\ud83d\ude00""#,
        r#""\ud83d""#,
        r#""\x""#,
        "\"\t\"",
        "0",
        "-1",
        "01",
        "1.5",
        "1.",
        "-0.5e3 ",
        "12345678901234567890",
        "true",
        "false",
        "null",
        "nul",
    ];

    proptest! {
        #[test]
        fn serde_json_reads_the_same(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..12)) {
            let text = pieces.concat();
            for text in [format!("[{text}]"), format!("{{\"a\":{text}}}"), text] {
                match (Json::parse(text.as_bytes()), serde_json::from_str(&text)) {
                    (Ok(ours), Ok(theirs)) => prop_assert!(is_same(&ours, &theirs), "{text}"),
                    (ours, theirs) => prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{}", text),
                }
            }
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in any::<Vec<u8>>()) {
            let _ = Json::parse(&bytes);
            let _ = Json::elements(&bytes).count();
        }

        /// Texts of the signs that make a difference are often almost right.
        #[test]
        fn an_array_is_the_same_read_whole_or_one_by_one(text in r#"[\[\]{},:"\\\\ 1a]{0,12}"#) {
            for text in [text.clone(), format!("[{text}]"), format!("[{{\"a\":{text}}}]")] {
                let one_by_one: Result<Vec<Json>, _> = Json::elements(text.as_bytes()).collect();
                let whole = Json::parse(text.as_bytes());
                match whole {
                    Ok(Json::Array(whole)) => prop_assert_eq!(one_by_one, Ok(whole)),
                    _ => prop_assert!(one_by_one.is_err(), "{text}"),
                }
            }
        }
    }
}
