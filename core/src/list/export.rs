//! The list as a file. It holds no secrets, since the service doesn't list any.

use chrono::{DateTime, Utc};
use serde_json::Value;

use super::{LastUse, ListedToken};
use crate::form::expiry::Expiry;
use crate::time::rfc3339;

/// A column of the file: its name, the service's own where there is one, and its value, null if
/// unknown.
type Column = (&'static str, fn(&ListedToken, DateTime<Utc>) -> Value);

const COLUMNS: [Column; 11] = [
    ("id", |token, _| token.id.number().into()),
    ("name", |token, _| text(&token.name)),
    ("description", |token, _| text(&token.description)),
    ("role", |token, _| text(&token.role.label())),
    ("status", |token, now| text(&token.state(now).label().to_ascii_lowercase())),
    ("exp_date", |token, _| match token.expiry {
        Some(Expiry::At(at)) => rfc3339(at).into(),
        Some(Expiry::Never) => "never".into(),
        None => Value::Null,
    }),
    ("last_usage", |token, _| match token.last_used {
        LastUse::At(at) => rfc3339(at).into(),
        LastUse::Never => "never".into(),
        LastUse::Unreadable => Value::Null,
    }),
    ("created", |token, _| token.created.map(rfc3339).into()),
    ("issuer", |token, _| text(&token.issuer)),
    ("issuer_email", |token, _| text(&token.issuer_email)),
    ("issuer_deleted", |token, _| token.issuer_deleted.into()),
];

fn text(text: &str) -> Value {
    Some(text).filter(|text| !text.is_empty()).into()
}

/// Comma-separated values (RFC 4180) with a byte order mark, which tells spreadsheets that it is
/// UTF-8.
///
/// Anybody who creates a token chooses its name, and a spreadsheet takes some texts for formulas. It may also split
/// elsewhere than at the commas between the quotes: at `;`, a tab, `|`, a line's end, or commas within quotes. So wherever
/// a cell could begin, apostrophes and a sign that begins a formula get one more apostrophe in front.
///
/// To get a text back, take one away: after the text's start or one of those separators, and any white space and
/// quotation marks, where apostrophes and then `=`, `+`, `-`, `@` or their full-width forms follow. As a regular expression
/// with the flag `u`: `(^|[;,|\t\r\n])([\s"]*)'('*[=+\-@＝＋－＠])` becomes `$1$2$3`.
pub fn csv<'t>(tokens: impl Iterator<Item = &'t ListedToken>, now: DateTime<Utc>) -> String {
    let cell = |value: Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    };
    csv_file(COLUMNS.map(|(name, _)| name), tokens.map(|token| COLUMNS.map(|(_, value)| cell(value(token, now)))))
}

/// A file as [`csv`] describes it, of these columns and rows.
pub(crate) fn csv_file<const N: usize>(columns: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut out = String::from("\u{feff}");
    out.push_str(&columns.join(","));
    out.push_str("\r\n");
    for row in rows {
        let cells = row.map(|cell| format!("\"{}\"", defused(&cell).replace('"', "\"\"")));
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A text of which no spreadsheet evaluates any part. Source: OWASP, "CSV Injection". Spreadsheets in East Asian languages
/// accept the full-width signs, too.
fn defused(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut cell_begins = true;
    while let Some(c) = rest.chars().next() {
        if cell_begins {
            let sign = rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
            if sign {
                out.push('\'');
            }
            cell_begins = !sign && (c.is_whitespace() || c == '"');
        }
        cell_begins |= matches!(c, ';' | ',' | '|' | '\t' | '\r' | '\n');
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}

/// An array of JSON objects, one per line.
pub fn json<'t>(tokens: impl Iterator<Item = &'t ListedToken>, now: DateTime<Utc>) -> String {
    let rows: Vec<String> = tokens
        .map(|token| {
            let pairs = COLUMNS.map(|(name, value)| format!("\"{name}\":{}", value(token, now)));
            format!("{{{}}}", pairs.join(","))
        })
        .collect();
    format!("[\n{}\n]\n", rows.join(",\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LastUse, csv, defused, json};
    use crate::form::expiry::Expiry;
    use crate::list::samples::token;
    use crate::time::parse_service_time;
    use serde_json::Value;

    fn now() -> chrono::DateTime<chrono::Utc> {
        parse_service_time("2026-11-24T12:00:00Z").unwrap()
    }

    #[test]
    fn a_row_says_what_is_known_and_nothing_else() {
        let mut one = token(7, "a \"quoted\", name", "2026-01-02T03:04:05Z");
        one.expiry = Some(Expiry::At(now()));
        let mut two = token(8, "", "");
        two.issuer = String::new();
        two.issuer_email = String::new();
        two.last_used = LastUse::At(now());
        let tokens = [one, two];
        assert_eq!(
            csv(tokens.iter(), now()),
            "\u{feff}id,name,description,role,status,exp_date,last_usage,created,issuer,issuer_email,issuer_deleted\r\n\
             \"7\",\"a \"\"quoted\"\", name\",\"\",\"Users\",\"expired\",\"2026-11-24T12:00:00Z\",\"never\",\"2026-01-02T03:04:05Z\",\"Ada Lovelace\",\"ada@example.com\",\"false\"\r\n\
             \"8\",\"\",\"\",\"Users\",\"active\",\"never\",\"2026-11-24T12:00:00Z\",\"\",\"\",\"\",\"false\"\r\n"
        );
        let rows: Value = serde_json::from_str(&json(tokens.iter(), now())).unwrap();
        assert_eq!(rows[0]["id"], 7);
        assert_eq!(rows[0]["name"], "a \"quoted\", name");
        assert_eq!(rows[0]["issuer_deleted"], false);
        assert_eq!(rows[1]["name"], Value::Null);
        assert_eq!(rows[1]["exp_date"], "never");
        assert_eq!(json([].iter(), now()), "[\n\n]\n");
    }

    #[test]
    fn what_a_spreadsheet_would_calculate_becomes_text() {
        for (name, written) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", " '=1"),
            ("\t=1", "\t'=1"),
            ("＝1", "'＝1"),
            // Split at something else than our commas.
            ("x;=1+1;y", "x;'=1+1;y"),
            ("x|@a| -2", "x|'@a| '-2"),
            ("a, =b,+c", "a, '=b,'+c"),
            ("- one\r\n- two\n=3", "'- one\r\n'- two\n'=3"),
            ("a;\u{a0}=1", "a;\u{a0}'=1"),
            ("a;\"=1", "a;\"\"'=1"),
            // What was there before stays apart from what was put there.
            ("'=1", "''=1"),
            ("a;''=1", "a;'''=1"),
            // Nothing begins here.
            ("ci-deploy", "ci-deploy"),
            ("a=b", "a=b"),
            ("it's; 'quoted'", "it's; 'quoted'"),
            ("mail@example.com; 1-2", "mail@example.com; 1-2"),
            ("\rx", "\rx"),
            ("\u{feff}", "\u{feff}"),
        ] {
            let file = csv([token(1, name, "")].iter(), now());
            assert!(file.contains(&format!("\"1\",\"{written}\",")), "{name:?}: {file}");
        }
        // The file for programs keeps the name as it is.
        let tokens = [token(1, "=1+1", "")];
        assert!(json(tokens.iter(), now()).contains("\"=1+1\""));
    }

    const SEPARATORS: [char; 6] = [';', ',', '|', '\t', '\r', '\n'];

    /// What the documentation says gets a text back.
    fn restored(text: &str) -> String {
        let mut out = String::new();
        for cell in text.split_inclusive(SEPARATORS) {
            let start =
                cell.len() - cell.trim_start_matches(|c: char| c.is_whitespace() && !SEPARATORS.contains(&c) || c == '"').len();
            let (before, rest) = cell.split_at(start);
            let sign = rest.trim_start_matches('\'').starts_with(SIGNS);
            out.push_str(before);
            out.push_str(if sign { rest.strip_prefix('\'').unwrap_or("no apostrophe") } else { rest });
        }
        out
    }

    const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

    proptest! {
        #[test]
        fn no_cell_begins_a_formula_however_it_is_split(text in "[-=+@＝;,|\\t\\r\\n \u{a0}\"'ax]{0,16}", any in any::<String>()) {
            for text in [text, any] {
                let written = defused(&text);
                for separator in SEPARATORS {
                    for cell in written.split(separator) {
                        let cell = cell.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
                        prop_assert!(!cell.starts_with(SIGNS), "{text:?} {written:?}");
                    }
                }
                prop_assert_eq!(restored(&written), text);
            }
        }

        #[test]
        fn any_name_stays_in_its_cell(name in any::<String>()) {
            let tokens = [token(1, &name, "")];
            let written = csv(tokens.iter(), now());
            let row = &written[written.find("\r\n").unwrap()..];
            // Outside of quotes there are commas and the line's end, and no more than there should be.
            let outside: String = row.split('"').step_by(2).collect();
            prop_assert_eq!(outside, format!("\r\n{}\r\n", ",".repeat(10)));
            let rows: Value = serde_json::from_str(&json(tokens.iter(), now())).unwrap();
            prop_assert_eq!(rows[0]["name"].as_str().unwrap_or_default(), name);
        }
    }
}
