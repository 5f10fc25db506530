//! JSON as a tree, for answers whose shape is not promised.
//!
//! The service has no single error shape, and a list must survive one odd entry, so fields are
//! looked up one by one instead of demanded as a whole. One small type also compiles to less than
//! a struct for each shape does.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

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
    /// The column in that line, in bytes.
    pub column: usize,
}

impl Json {
    /// Reads a whole text.
    ///
    /// # Errors
    /// Where it stops being JSON. Text that is nested more than 127 levels deep counts as such.
    pub fn parse(text: &[u8]) -> Result<Self, Malformed> {
        serde_json::from_slice(text).map_err(|error| Malformed {
            line: error.line(),
            column: error.column(),
        })
    }

    /// The elements of an array's text, read one by one, so that a long one needn't be read at once.
    #[must_use]
    pub fn elements(text: &[u8]) -> Elements<'_> {
        Elements {
            text,
            at: 0,
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
    text: &'t [u8],
    at: usize,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Before,
    Within,
    After,
}

/// The text is no array of JSON.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NoArray;

impl Elements<'_> {
    fn skip_white_space(&mut self) -> Option<u8> {
        while let Some(byte) = self.text.get(self.at) {
            if !byte.is_ascii_whitespace() {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// Goes to the comma or bracket that ends an element; whether the element itself is right is
    /// for the parser to say.
    fn skip_element(&mut self) -> Option<u8> {
        let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                _ if in_string => {}
                b'[' | b'{' => depth += 1,
                b',' | b']' if depth == 0 => return Some(*byte),
                b']' | b'}' => depth = depth.checked_sub(1)?,
                _ => {}
            }
            self.at += 1;
        }
        None
    }

    fn next_element(&mut self) -> Result<Option<Json>, NoArray> {
        if self.place == Place::Before {
            if self.skip_white_space() != Some(b'[') {
                return Err(NoArray);
            }
            self.at += 1;
            if self.skip_white_space() == Some(b']') {
                self.at += 1;
                self.place = Place::After;
            } else {
                self.place = Place::Within;
            }
        }
        if self.place == Place::After {
            return match self.skip_white_space() {
                Some(_) => Err(NoArray),
                None => Ok(None),
            };
        }
        let start = self.at;
        let end = self.skip_element().ok_or(NoArray)?;
        let element = Json::parse(&self.text[start..self.at]).map_err(|_| NoArray)?;
        self.at += 1;
        if end == b']' {
            self.place = Place::After;
        }
        Ok(Some(element))
    }
}

impl Iterator for Elements<'_> {
    type Item = Result<Json, NoArray>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_element();
        if next.is_err() {
            // An error is said once, and is the end.
            self.place = Place::After;
            self.at = self.text.len();
        }
        next.transpose()
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TreeVisitor)
    }
}

struct TreeVisitor;

impl<'de> Visitor<'de> for TreeVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(i64::try_from(value).map_or(Json::OtherNumber, Json::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            object.push(entry);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, Malformed};
    use proptest::prelude::*;

    #[test]
    fn every_kind_of_value_is_read() {
        let tree = Json::parse(br#"{"a":[null,true,1,-1,1.5,18446744073709551615,"t"]}"#).unwrap();
        let expected = Json::Array(vec![
            Json::Null,
            Json::Bool(true),
            Json::Integer(1),
            Json::Integer(-1),
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

    #[test]
    fn the_place_of_a_mistake_is_told() {
        let place = Json::parse(b"{\n  \"a\": 1,\n}").unwrap_err();
        assert_eq!(place, Malformed { line: 3, column: 1 });
        assert!(Json::parse(&b"[".repeat(1_000_000)).is_err());
    }

    proptest! {
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
