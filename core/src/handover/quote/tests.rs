//! Each quoting function against a small reader of its language, for any text. tests/handover.rs
//! asks the real readers.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::{dotenv, go, hcl, hidden, one_line, powershell, python, shell, visible_json, words, yaml};

type Quote = fn(&mut String, &str);

fn quoted(quote: Quote, text: &str) -> String {
    let mut out = String::new();
    quote(&mut out, text);
    out
}

/// POSIX shell, 2.2: one word, nothing around it.
fn read_posix(word: &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = word.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => loop {
                match chars.next()? {
                    '\'' => break,
                    c => text.push(c),
                }
            },
            '"' => loop {
                match chars.next()? {
                    '"' => break,
                    '$' | '`' | '\\' | '!' => return None,
                    c => text.push(c),
                }
            },
            '\\' => text.push(chars.next()?),
            c if c.is_ascii_alphanumeric() || "_-.".contains(c) => text.push(c),
            _ => return None,
        }
    }
    Some(text)
}

/// fish: between single quotes, a backslash counts before a quote or a backslash. Outside, only those two are escaped here.
fn read_fish(word: &str) -> Option<String> {
    let mut text = String::new();
    let mut chars = word.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\'' => loop {
                match chars.next()? {
                    '\'' => break,
                    '\\' if matches!(chars.peek(), Some('\'' | '\\')) => text.extend(chars.next()),
                    c => text.push(c),
                }
            },
            '\\' => text.push(chars.next_if(|c| matches!(c, '\'' | '\\'))?),
            _ => return None,
        }
    }
    Some(text)
}

/// PowerShell: five characters end the string, any two of them in a row stand for the first.
fn read_powershell(word: &str) -> Option<String> {
    let quote = |c: char| "'\u{2018}\u{2019}\u{201a}\u{201b}".contains(c);
    let mut text = String::new();
    let mut chars = word.chars().peekable();
    chars.next().filter(|c| quote(*c))?;
    loop {
        let c = chars.next()?;
        text.push(c);
        if quote(c) && chars.next_if(|c| quote(*c)).is_none() {
            text.pop();
            return chars.next().is_none().then_some(text);
        }
    }
}

/// What Python's, Go's, YAML's and HCL's specifications agree on for strings in double quotes.
fn read_double(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        let digits = match c {
            '\\' => match chars.next()? {
                c @ ('"' | '\\') => {
                    text.push(c);
                    continue;
                }
                'u' => 4,
                'U' => 8,
                _ => return None,
            },
            ' '..='~' if c != '"' => {
                text.push(c);
                continue;
            }
            _ => return None,
        };
        let code: String = chars.by_ref().take(digits).collect();
        // Go and YAML refuse surrogates, and so does this.
        text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
    }
    Some(text)
}

/// Texts with more of what quoting is about than chance would bring.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        proptest::sample::select(vec![
            "'",
            "''",
            "\"",
            "\\",
            "\\'",
            "\\\"",
            "$",
            "${",
            "$${",
            "%{",
            "%%{",
            "$(",
            "`",
            "!",
            "\n",
            "\r\n",
            "\0",
            "\t",
            "\u{1b}[201~",
            "‘",
            "’",
            "‚",
            "‛",
            "\u{202e}",
            "\u{2028}",
            "\u{feff}",
            "\u{9b}",
            "\u{7f}",
            "😀",
            "#",
            ";",
            "EOF",
            "u0024{",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
        "[ -~]{0,8}",
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn shells_read_back_what_was_written(text in hostile()) {
        let no_nul = text.replace('\0', "");
        for read in [read_posix, read_fish] {
            prop_assert_eq!(read(&quoted(shell, &text)), Some(no_nul.clone()));
        }
        prop_assert_eq!(read_posix(&quoted(dotenv, &text)), Some(no_nul));
        prop_assert_eq!(read_powershell(&quoted(powershell, &text)), Some(text));
    }

    #[test]
    fn languages_read_back_what_was_written(text in hostile()) {
        for quote in [python, go, yaml, hcl] as [Quote; 4] {
            prop_assert_eq!(read_double(&quoted(quote, &text)), Some(text.clone()));
        }
        let hcl = quoted(hcl, &text);
        prop_assert!(!hcl.contains("${") && !hcl.contains("%{"), "{}", hcl);
    }

    #[test]
    fn json_says_the_same_with_nothing_hidden(text in hostile()) {
        let json = serde_json::to_string(&text).unwrap();
        let shown = visible_json(&json);
        prop_assert!(!shown.contains(hidden), "{:?}", shown);
        prop_assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
    }

    #[test]
    fn a_line_stays_one_and_a_comment_gives_no_orders(text in hostile()) {
        let line = quoted(one_line, &text);
        prop_assert!(!line.contains(hidden) && !line.contains("  "), "{:?}", line);
        prop_assert_eq!(line.trim(), &line);
        let comment = quoted(words, &text);
        prop_assert!(
            !comment.contains(|c: char| hidden(c) || "$`'\"\\:=;&|<>{}[]#!*?~^%@".contains(c)),
            "{:?}",
            comment
        );
    }
}

#[test]
fn usual_tokens_stay_readable() {
    for (quote, token, written) in [
        (shell as Quote, "1004$a", "'1004$a'"),
        (shell, "it's", r"'it'\''s'"),
        (shell, r"a\b", r"'a\b'"),
        (shell, r"a\'b", r"'a'\\''\''b'"),
        (shell, r"a\\b\", r"'a'\\'\b'\\''"),
        (shell, "", "''"),
        (powershell, "a'b‘c", "'a''b‘‘c'"),
        (dotenv, "1001_a-b", "1001_a-b"),
        (dotenv, "1004$a", "'1004$a'"),
        (dotenv, "it's", "\"it's\""),
        (dotenv, "it's $a", r"'it'\''s $a'"),
        (dotenv, "", "''"),
        (python, "1004$a", "\"1004$a\""),
        (hcl, "1004$a", "\"1004$a\""),
        (hcl, "${a} %{b} $${", r#""\u0024{a} \u0025{b} $\u0024{""#),
        (yaml, "a\n\u{202e}😀", r#""a\u000a\u202e\U0001f600""#),
        (words, "vim: set ff=dos # coding: utf-7", "vim  set ff dos   coding  utf-7"),
        (one_line, "  a\r\n\u{202e}b\u{0}  c ", "a b c"),
    ] {
        assert_eq!(quoted(quote, token), written, "{token:?}");
    }
}
