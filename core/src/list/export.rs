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
/// Text that a spreadsheet would take for a formula gets a leading apostrophe: anybody who creates a
/// token chooses its name.
pub fn csv<'t>(tokens: impl Iterator<Item = &'t ListedToken>, now: DateTime<Utc>) -> String {
    let mut out = String::from("\u{feff}");
    out.push_str(&COLUMNS.map(|(name, _)| name).join(","));
    out.push_str("\r\n");
    for token in tokens {
        for (at, (_, value)) in COLUMNS.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            let cell = match value(token, now) {
                Value::Null => String::new(),
                Value::String(text) => text,
                other => other.to_string(),
            };
            out.push('"');
            if is_formula(&cell) {
                out.push('\'');
            }
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        }
        out.push_str("\r\n");
    }
    out
}

/// Whether a spreadsheet would evaluate it. Source: OWASP, "CSV Injection". Spreadsheets in East
/// Asian languages accept the full-width signs, too.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['\t', '\r', '\n']) || cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
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

    use super::{LastUse, csv, json};
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
        for name in ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\rx", "＝1", "\u{feff}"] {
            let written = csv([token(1, name, "")].iter(), now());
            let defused = written.contains(&format!("\"'{name}\""));
            assert_eq!(defused, name != "\u{feff}", "{name:?}");
        }
        // The file for programs keeps the name as it is.
        let tokens = [token(1, "=1+1", "")];
        assert!(json(tokens.iter(), now()).contains("\"=1+1\""));
    }

    proptest! {
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
