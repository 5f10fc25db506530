use proptest::prelude::*;
use serde_json::Value;

use super::*;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Sample {
    #[serde(deserialize_with = "text")]
    text: Option<String>,
    #[serde(deserialize_with = "integer")]
    number: Option<i64>,
    #[serde(deserialize_with = "flag")]
    flag: bool,
    #[serde(deserialize_with = "expiry")]
    end: Option<Expiry>,
    #[serde(deserialize_with = "last_use")]
    used: LastUse,
    #[serde(deserialize_with = "nested")]
    nested: Inner,
    #[serde(deserialize_with = "objects")]
    list: Vec<Inner>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Inner {
    #[serde(deserialize_with = "integer")]
    number: Option<i64>,
}

fn sample(json: &str) -> Option<Sample> {
    object(&mended(json))
}

#[test]
fn each_value_is_read_as_it_is_meant() {
    let json = r#"{"text":" a\u00e4 ","number":7,"flag":true,"end":null,"used":"2026-02-03",
        "nested":{"number":"12"},"list":[{"number":1},null,7,[],{"number":[]},{}],"more":1}"#;
    let at = parse_service_time("2026-02-03").unwrap();
    assert_eq!(
        sample(json),
        Some(Sample {
            text: Some(" aä ".to_owned()),
            number: Some(7),
            flag: true,
            end: Some(Expiry::Never),
            used: LastUse::At(at),
            nested: Inner { number: Some(12) },
            list: [Some(1), None, None].map(|number| Inner { number }).into(),
        })
    );
}

#[test]
fn what_is_odd_costs_itself_alone() {
    let deep = "[".repeat(1_000) + &"]".repeat(1_000);
    for odd in ["null", "false", "[]", "{}", "1e999", "-1E-999", "1.5", "18446744073709551616", "\" \"", &deep] {
        let json = format!(
            r#"{{"text":{odd},"number":{odd},"flag":{odd},"nested":{odd},"list":{odd},"other":{odd},
                "end":"2026-02-03"}}"#
        );
        let read = sample(&json).unwrap();
        assert!(read.end.is_some(), "{odd}");
        assert_eq!(Sample { end: None, ..read }, Sample::default(), "{odd}");
    }
    // Only null, or nothing, means that there is no end and that there was no use.
    for (odd, end, used) in [
        ("null", Some(Expiry::Never), LastUse::Never),
        ("\"\"", None, LastUse::Unreadable),
        ("0", None, LastUse::Unreadable),
        ("\"soon\"", None, LastUse::Unreadable),
    ] {
        let read = sample(&format!(r#"{{"end":{odd},"used":{odd}}}"#)).unwrap();
        assert_eq!((read.end, read.used), (end, used), "{odd}");
    }
}

#[test]
fn of_a_key_that_is_there_twice_the_last_value_counts() {
    let read = sample(r#"{"number":1,"text":"a","number":2,"nested":{"number":3,"number":4}}"#).unwrap();
    assert_eq!((read.number, read.nested.number), (Some(2), Some(4)));
}

#[test]
fn what_is_no_object_is_nothing() {
    for json in ["", "null", "[]", "7", "\"{}\"", "{", "{}}", "{\"number\":}", "<html>"] {
        assert_eq!(sample(json), None, "{json}");
    }
}

#[test]
fn half_a_surrogate_is_mended_and_nothing_else_is_touched() {
    for (json, same_as) in [
        (r#""\ud83d""#, r#""\ufffd""#),
        (r#""\uDE00""#, r#""\ufffd""#),
        (r#""\ud83d\ud83d\ude00""#, r#""\ufffd\ud83d\ude00""#),
        (r#""\ude00\ud83d""#, r#""\ufffd\ufffd""#),
        (r#""\ud83dä\n\ud83d\n""#, r#""\ufffdä\n\ufffd\n""#),
        (r#""\ud83d\u0041""#, r#""\ufffd\u0041""#),
        // A backslash and the letters that follow it.
        (r#""\\ud83d""#, r#""\\ud83d""#),
        (r#""\\\ud83d""#, r#""\\\ufffd""#),
        (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
        (r#""\u00e4""#, r#""\u00e4""#),
        // No escapes: serde_json says so itself.
        (r#""\ud83""#, r#""\ud83""#),
        (r#""\u+d83""#, r#""\u+d83""#),
        (r#""\ä"#, r#""\ä"#),
        ("\\", "\\"),
    ] {
        assert_eq!(mended(json), same_as, "{json}");
    }
}

#[test]
fn a_body_is_text_whatever_its_bytes() {
    for (body, text) in [
        (&b"{}"[..], "{}"),
        (b"\xef\xbb\xbf{}", "{}"),
        (b"\"caf\xe9\"", "\"caf\u{fffd}\""),
        (b"\"\xff\xfe\"", "\"\u{fffd}\u{fffd}\""),
        // Half a surrogate as CESU-8 writes it, and a character that is cut off.
        (b"\"\xed\xa0\xbd\"", "\"\u{fffd}\u{fffd}\u{fffd}\""),
        (b"\"\xf0\x9f\x98\"", "\"\u{fffd}\""),
        (b"{\n\t\"a\":\r\n\"x\ty\x00\x1f\"}", "{  \"a\":  \"x y  \"}"),
    ] {
        assert_eq!(as_utf8(body), text);
    }
}

/// Pieces of JSON, most of them right, in an order that mostly isn't.
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
    "\u{c}",
    r#""a""#,
    r#""number":"#,
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
    "1e999",
    "-0.5e3",
    "12345678901234567890",
    "true",
    "false",
    "null",
    "nul",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..12).prop_map(|pieces| pieces.concat())
}

fn elements(array: &str) -> Result<Vec<String>, NotAnArray> {
    let mut reader = Elements::default();
    let mut found = Vec::new();
    while let Some(element) = reader.next(array)? {
        found.push(element.to_owned());
    }
    // The end stays the end.
    assert_eq!(reader.next(array), Ok(None));
    Ok(found)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn any_text_can_be_read_once_it_is_mended(units in prop::collection::vec(any::<u16>(), 0..20)) {
        let escapes: String = units.iter().map(|unit| format!("\\u{unit:04x}")).collect();
        let json = format!("\"{escapes}\"");
        let text: String = serde_json::from_str(&mended(&json)).unwrap();
        prop_assert_eq!(text, String::from_utf16_lossy(&units));
    }

    #[test]
    fn json_that_serde_reads_is_not_touched(text in any::<String>()) {
        let json = serde_json::to_string(&text).unwrap();
        prop_assert!(matches!(mended(&json), Cow::Borrowed(same) if same == json));
    }

    #[test]
    fn mending_twice_changes_nothing_more(text in r#"[\\ud8aDE03{}"ä]{0,40}"#) {
        let once = mended(&text).into_owned();
        prop_assert_eq!(mended(&once), &*once);
    }

    /// Texts of the signs that make a difference are often almost right.
    #[test]
    fn an_array_is_the_same_read_whole_or_one_by_one(text in pieces(), signs in r#"[\[\]{},:"\\\\ 1a]{0,12}"#) {
        for text in [&text, &signs] {
            for json in [text.clone(), format!("[{text}]"), format!("[{{\"a\":{text}}}]"), format!("[1,{text},2]")] {
                let whole: Option<Vec<&RawValue>> = serde_json::from_str(&json).ok();
                let whole = whole.map(|all| all.iter().map(|raw| raw.get().to_owned()).collect());
                prop_assert_eq!(elements(&json).ok(), whole, "{}", json);
            }
        }
    }

    #[test]
    fn an_object_reads_as_serde_json_reads_it(text in pieces()) {
        let json = format!("{{\"number\":1,\"text\":{text}}}");
        let read = sample(&json);
        // What serde_json takes for an object is one here, too.
        if let Ok(Value::Object(object)) = serde_json::from_str(&json) {
            let read = read.unwrap();
            prop_assert_eq!(read.number, object["number"].as_i64());
            prop_assert_eq!(read.text.as_deref(), object["text"].as_str().filter(|text| !text.trim().is_empty()));
        }
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in any::<Vec<u8>>()) {
        let text = readable(&bytes);
        let _ = sample(&text);
        let _ = elements(&text);
    }
}
