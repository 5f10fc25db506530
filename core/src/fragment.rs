//! Reading and writing `name=value` pairs in the part of a URL after `#`.
//!
//! Links suffer on their way through mails and chats. What has only one reading is mended.

use std::borrow::Cow;

/// What a fragment asks of a view, such as `#create`: what follows its `?`, or nothing. `None` if it names another view.
///
/// The `?` and all behind it may have been encoded once more, and the sign after a sentence is no part of it.
pub(crate) fn query_of<'f>(fragment: &'f str, view: &str) -> Option<Cow<'f, str>> {
    let rest = fragment.strip_prefix(view)?;
    let is_twice = rest.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("%3f"));
    match rest.strip_prefix(['?', '&']) {
        Some(query) => Some(Cow::Borrowed(query)),
        None if is_twice => Some(Cow::Owned(decoded(&rest[3..]))),
        None => without_ending(rest).is_empty().then_some(Cow::Borrowed("")),
    }
}

/// What one of the values that a link may have is read as, as it stands or without what came around it.
pub(crate) fn mended<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    read(value).or_else(|| read(without_ending(value)))
}

/// Without spaces and the signs of a sentence that a link stood in.
pub(crate) fn without_ending(value: &str) -> &str {
    value
        .trim_start()
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';' | ':' | '!' | ')' | ']' | '>' | '"' | '\''))
}

/// The decoded pairs of a query such as `name=ci+deploy&role=2`, in order.
///
/// Understands `%41` and `+` (a space). Invalid UTF-8 becomes replacement characters. What is left of `&amp;` and `&#38;`,
/// which programs write that take the address for a part of a web page, is no part of a name.
pub(crate) fn pairs(query: &str) -> Vec<(&str, String)> {
    query
        .split('&')
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (without_ampersands(name), decoded(value))
        })
        .collect()
}

fn without_ampersands(name: &str) -> &str {
    let mut name = name;
    while let Some(rest) = ["amp;", "#38;", "#x26;"].into_iter().find_map(|left| name.strip_prefix(left)) {
        name = rest;
    }
    name
}

/// A text without its escapes.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes().iter();
    while let Some(byte) = rest.next() {
        let hex = |digit: Option<&u8>| digit.and_then(|digit| char::from(*digit).to_digit(16));
        let mut ahead = rest.clone();
        match (byte, hex(ahead.next()), hex(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                bytes.push((high * 16 + low) as u8);
                rest = ahead;
            }
            (b'+', _, _) => bytes.push(b' '),
            _ => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Percent-encodes everything but RFC 3986's unreserved characters.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{encoded, pairs};
    use proptest::prelude::*;

    #[test]
    fn what_is_not_encoded_right_is_taken_as_it_stands() {
        assert_eq!(
            pairs("a=%41+b&c&=d&e=%zz%"),
            [("a", "A b".to_owned()), ("c", String::new()), ("", "d".to_owned()), ("e", "%zz%".to_owned())]
        );
    }

    #[test]
    fn an_ampersand_may_have_been_taken_for_markup() {
        for query in ["a=1&amp;b=2", "a=1&amp;amp;b=2", "a=1&#38;b=2", "a=1&#x26;b=2"] {
            assert_eq!(pairs(query), [("a", "1".to_owned()), ("b", "2".to_owned())], "{query}");
        }
        // One that belongs to a value is encoded.
        assert_eq!(pairs("a=x%26amp%3Bb=2"), [("a", "x&amp;b=2".to_owned())]);
    }

    proptest! {
        #[test]
        fn a_text_comes_back_from_its_encoding(text in any::<String>()) {
            let query = format!("t={}", encoded(&text));
            prop_assert_eq!(pairs(&query), [("t", text)]);
        }

        #[test]
        fn no_query_makes_it_panic(query in any::<String>()) {
            let _ = pairs(&query);
        }
    }
}
