//! The list as a file. There are no secrets in it: the service tells none.

use chrono::{DateTime, Utc};

use super::{LastUse, ListedToken};
use crate::token::expiry::Expiry;
use crate::token::time::rfc3339;

/// The columns, as the service names them where it has them.
const COLUMNS: [&str; 11] = [
    "id",
    "name",
    "description",
    "role",
    "status",
    "exp_date",
    "last_usage",
    "created",
    "issuer",
    "issuer_email",
    "issuer_deleted",
];

/// The texts of a row; `None` where nothing is known.
fn cells(token: &ListedToken, now: DateTime<Utc>) -> [Option<String>; COLUMNS.len()] {
    let text = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    [
        Some(token.id.to_string()),
        text(&token.name),
        text(&token.description),
        text(&token.role),
        text(&token.state(now).name().to_ascii_lowercase()),
        token.expiry.map(|expiry| match expiry {
            Expiry::At(at) => rfc3339(at),
            Expiry::Never => "never".to_owned(),
        }),
        match token.last_used {
            LastUse::At(at) => Some(rfc3339(at)),
            LastUse::Never => Some("never".to_owned()),
            LastUse::Unreadable => None,
        },
        token.created.map(rfc3339),
        text(&token.issuer),
        text(&token.issuer_email),
        Some(token.issuer_deleted.to_string()),
    ]
}

/// Comma-separated values as RFC 4180 has them, with a byte order mark, by which spreadsheets know
/// that it is UTF-8.
///
/// A text that a spreadsheet would take for a formula gets an apostrophe in front, which makes it
/// text there: a name is written by whoever made the token.
pub fn csv<'t>(tokens: impl Iterator<Item = &'t ListedToken>, now: DateTime<Utc>) -> String {
    let mut out = String::from("\u{feff}");
    out.push_str(&COLUMNS.join(","));
    out.push_str("\r\n");
    for token in tokens {
        for (at, cell) in cells(token, now).into_iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            out.push('"');
            let cell = cell.unwrap_or_default();
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

/// Whether a spreadsheet would calculate it. Source: OWASP, "CSV Injection"; the wide signs are
/// those that spreadsheets in East Asian languages take for the narrow ones.
fn is_formula(cell: &str) -> bool {
    cell.starts_with(['\t', '\r', '\n'])
        || cell
            .trim_start()
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// An array of JSON objects, one a line.
pub fn json<'t>(tokens: impl Iterator<Item = &'t ListedToken>, now: DateTime<Utc>) -> String {
    let rows: Vec<String> = tokens
        .map(|token| {
            let pairs: Vec<String> = COLUMNS
                .into_iter()
                .zip(cells(token, now))
                .map(|(column, cell)| {
                    let value = match (column, cell) {
                        (_, None) => "null".to_owned(),
                        // These two are no texts.
                        ("id" | "issuer_deleted", Some(cell)) => cell,
                        (_, Some(cell)) => serde_json::to_string(&cell).unwrap_or_default(),
                    };
                    format!("\"{column}\":{value}")
                })
                .collect();
            format!("{{{}}}", pairs.join(","))
        })
        .collect();
    format!("[\n{}\n]\n", rows.join(",\n"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{LastUse, csv, json};
    use crate::json::Json;
    use crate::token::expiry::Expiry;
    use crate::token::list::samples::token;
    use crate::token::time::parse_service_time;

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
        let tree = Json::parse(json(tokens.iter(), now()).as_bytes()).unwrap();
        let Json::Array(rows) = tree else {
            unreachable!("{tree:?}")
        };
        assert_eq!(rows[0].integer("id"), Some(7));
        assert_eq!(rows[0].text("name"), Some("a \"quoted\", name"));
        assert_eq!(rows[1].get("name"), Some(&Json::Null));
        assert_eq!(rows[1].text("exp_date"), Some("never"));
        assert!(Json::parse(json([].iter(), now()).as_bytes()).is_ok());
    }

    #[test]
    fn what_a_spreadsheet_would_calculate_becomes_text() {
        for name in [
            "=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\rx", "＝1", "\u{feff}",
        ] {
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
            prop_assert!(Json::parse(json(tokens.iter(), now()).as_bytes()).is_ok());
        }
    }
}
