//! The list as a table in Markdown, for a ticket.

use chrono::{DateTime, Utc};

use super::{Column, LastUse, ListedToken, Query, TokenList, UNKNOWN};
use crate::AccountId;
use crate::form::expiry::Expiry;
use crate::limits::grouped;
use crate::text::{one_line, shown};
use crate::time::utc_text;

impl TokenList {
    /// What a query shows, as a table in Markdown with a heading that says of which account, of when, and what was left out.
    ///
    /// Anybody who creates a token chooses its name: none is markup, a link, a mention or the end of a cell.
    #[must_use]
    pub fn markdown(&self, account: AccountId, query: &Query, now: DateTime<Utc>) -> String {
        let tokens = self.matching(query, now);
        let mut out = format!("## Gcore API tokens of account {account}\n\n");
        out.push_str(&format!("- Read: {}\n", utc_text(self.read_at)));
        out.push_str(&format!("- {}\n", escaped(&self.query_words(query))));
        out.push_str(&format!("- Tokens: {} of {}\n", grouped(tokens.len()), grouped(self.tokens().count())));
        if let Some(words) = self.unreadable_words() {
            out.push_str(&format!("- {words}\n"));
        }
        out.push('\n');
        let headings = Column::ALL.map(|column| column.label().to_owned());
        row(&mut out, "ID", headings.into_iter());
        row(&mut out, "---:", Column::ALL.map(|_| "---".to_owned()).into_iter());
        for token in tokens {
            let cells = Column::ALL.map(|column| escaped(&cell(column, &token, now)));
            row(&mut out, &token.id.to_string(), cells.into_iter());
        }
        out
    }
}

fn row(out: &mut String, first: &str, cells: impl Iterator<Item = String>) {
    out.push_str(&format!("| {first} |"));
    for cell in cells {
        out.push_str(&format!(" {cell} |"));
    }
    out.push('\n');
}

/// What a cell says. Times are in full, since a ticket is read later.
fn cell(column: Column, token: &ListedToken, now: DateTime<Utc>) -> String {
    let or_unknown = |text: Option<String>| text.filter(|text| !text.is_empty()).unwrap_or_else(|| UNKNOWN.to_owned());
    match column {
        Column::Name => token.label(),
        Column::Role => or_unknown(Some(token.role.label())),
        Column::Status => token.state(now).label().to_owned(),
        Column::Expiration => match token.expiry {
            Some(Expiry::At(at)) => utc_text(at),
            Some(Expiry::Never) => "Never".to_owned(),
            None => UNKNOWN.to_owned(),
        },
        Column::LastUsed => match token.last_used {
            LastUse::At(at) => utc_text(at),
            LastUse::Never => "Never used".to_owned(),
            LastUse::Unreadable => UNKNOWN.to_owned(),
        },
        Column::Created => or_unknown(token.created.map(utc_text)),
        Column::Issuer => {
            let issuer = or_unknown(Some(token.issuer.clone()));
            if token.issuer_deleted { format!("{issuer} (deleted)") } else { issuer }
        }
    }
}

/// A text that means nothing in Markdown, on one line. What could begin markup, a link or a formula, or end a cell, becomes a
/// character reference, which no parser takes for any of those. Of mentions and numbers of tickets, trackers look at what is
/// left of a page: there, a mark that nobody sees comes between.
fn escaped(text: &str) -> String {
    let text = one_line(&shown(text));
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at + c.len_utf8()..];
        let special = match c {
            '|' | '\\' | '`' | '<' | '>' | '&' | '[' | ']' | '{' | '}' | '*' | '_' | '~' | '^' | '=' | '$' | '@' | '#' => true,
            ':' => rest.starts_with("//") || before.is_ascii_alphabetic() && !rest.starts_with([' ', ';']),
            '.' => before.eq_ignore_ascii_case(&'w'),
            _ => false,
        };
        if special {
            out.push_str(&format!("&#{};", u32::from(c)));
        } else {
            out.push(c);
        }
        // The @ of an address is none of a mention.
        if c == '#' || c == '!' || c == '@' && !before.is_ascii_alphanumeric() {
            out.push_str(SEPARATOR);
        }
        before = c;
    }
    out
}

/// A word joiner.
const SEPARATOR: &str = "&#8288;";

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

    use super::{SEPARATOR, escaped};
    use crate::AccountId;
    use crate::form::expiry::Expiry;
    use crate::list::samples::token;
    use crate::list::{LastUse, Query, TokenList};
    use crate::text::samples::RULES;
    use crate::text::{one_line, shown};
    use crate::time::parse_service_time;

    fn now() -> DateTime<Utc> {
        parse_service_time("2026-11-24T12:00:00Z").unwrap()
    }

    fn account() -> AccountId {
        AccountId::new(7_350_925).unwrap()
    }

    #[test]
    fn a_ticket_gets_a_table_of_what_is_shown() {
        let mut list = TokenList::new(now(), RULES);
        let mut one = token(1, "ci | deploy", "2026-11-01");
        one.expiry = Some(Expiry::At(now() + TimeDelta::days(30)));
        one.last_used = LastUse::At(now());
        one.issuer_deleted = true;
        let mut two = token(2, "", "");
        (two.issuer, two.expiry, two.last_used) = (String::new(), None, LastUse::Unreadable);
        let gone = crate::list::ListedToken { deleted: true, ..token(3, "gone", "") };
        list.extend([one, two, gone]);
        list.unreadable = 1;
        let query = Query::parse("#tokens?role=Users").unwrap();
        assert_eq!(
            list.markdown(account(), &query, now()),
            "## Gcore API tokens of account 7350925\n\n\
             - Read: 2026-11-24 12:00 UTC\n\
             - Status: Active; Role: Users\n\
             - Tokens: 2 of 3\n\
             - 1 entry of the list can’t be read, and is not shown.\n\n\
             | ID | Name | Role | Status | Expiration | Last used | Created | Issuer |\n\
             | ---: | --- | --- | --- | --- | --- | --- | --- |\n\
             | 1 | ci &#124; deploy | Users | Active | 2026-12-24 12:00 UTC | 2026-11-24 12:00 UTC | 2026-11-01 00:00 UTC | Ada Lovelace (deleted) |\n\
             | 2 | Token 2 | Users | Active | Unknown | Unknown | Unknown | Unknown |\n"
        );
    }

    #[test]
    fn no_name_is_markup_a_link_or_a_mention() {
        for (name, written) in [
            ("ci-deploy (blue), v1.2", "ci-deploy (blue), v1.2"),
            ("a|b\\|c", "a&#124;b&#92;&#124;c"),
            ("^s^ ==m== {+a+}", "&#94;s&#94; &#61;&#61;m&#61;&#61; &#123;+a+&#125;"),
            ("`x` *y* _z_ ~w~ $v$", "&#96;x&#96; &#42;y&#42; &#95;z&#95; &#126;w&#126; &#36;v&#36;"),
            ("<img src=x> &amp;", "&#60;img src&#61;x&#62; &#38;amp;"),
            ("[a](http://b)", "&#91;a&#93;(http&#58;//b)"),
            ("www.example.com mailto:a@b.c", "www&#46;example.com mailto&#58;a&#64;b.c"),
            ("@admin #12 a/b#3 !4", "&#64;&#8288;admin &#35;&#8288;12 a/b&#35;&#8288;3 !&#8288;4"),
            ("a\r\n| b |\u{202e}", "a  &#124; b &#124;&#91;U+202E&#93;"),
            ("Status: Active; Search: x", "Status: Active; Search: x"),
        ] {
            assert_eq!(escaped(name), written);
        }
    }

    /// What a parser makes of references.
    fn read(markdown: &str) -> String {
        let mut parts = markdown.replace(SEPARATOR, "").split("&#").map(str::to_owned).collect::<Vec<_>>().into_iter();
        let mut text = parts.next().unwrap();
        for part in parts {
            let (number, rest) = part.split_once(';').unwrap();
            text.push(char::from_u32(number.parse().unwrap()).unwrap());
            text.push_str(rest);
        }
        text
    }

    proptest! {
        #[test]
        fn the_number_of_columns_never_changes(
            texts in prop::collection::vec("(?s)(.{0,30}|[|\\\\`<>\\[\\]()@#*_~$&;\\r\\n a-c-]{0,30})", 3),
        ) {
            let mut list = TokenList::new(now(), RULES);
            let mut one = token(1, &texts[0], "");
            one.issuer.clone_from(&texts[1]);
            one.role = crate::TokenRole::new(Some(77), Some(texts[2].clone()));
            list.extend([one]);
            let query = Query { search: texts[0].clone(), ..Query::default() };
            for query in [query, Query::default()] {
                let written = list.markdown(account(), &query, now());
                prop_assert!(!written.contains(['\\', '`', '<', '>', '[', ']', '\r', '@', '\u{2028}']), "{}", written);
                let (head, table) = written.split_once("| ID |").unwrap();
                prop_assert_eq!(head.lines().count(), 6);
                prop_assert!(!head.contains('|'));
                let rows: Vec<&str> = table.lines().skip(1).collect();
                prop_assert!(rows.len() == 2 || query.narrows());
                for row in rows {
                    prop_assert!(row.starts_with("| ") && row.ends_with(" |"));
                    prop_assert_eq!(row.matches('|').count(), 9, "{}", row);
                }
            }
        }

        /// A parser of GitHub's tables finds plain text in each cell, and as many cells as there are columns.
        #[test]
        fn a_parser_finds_the_texts_and_nothing_else(name in "(?s)(.{0,30}|[|\\\\`<>\\[\\](){}!@#*_~^=$&:;/w.\r\n a-c-]{0,30})") {
            let mut list = TokenList::new(now(), RULES);
            list.extend([token(1, &name, "")]);
            let label = one_line(&token(1, &name, "").label());
            let written = list.markdown(account(), &Query::default(), now());
            let (mut cells, mut text) = (Vec::new(), String::new());
            for event in Parser::new_ext(&written, Options::all() - Options::ENABLE_SMART_PUNCTUATION) {
                match event {
                    Event::Start(Tag::TableCell) => text.clear(),
                    Event::Text(part) => text.push_str(&part),
                    Event::End(TagEnd::TableCell) => cells.push(std::mem::take(&mut text)),
                    Event::Start(Tag::Heading { .. } | Tag::List(_) | Tag::Item | Tag::Table(_) | Tag::TableHead | Tag::TableRow)
                    | Event::End(_) => {}
                    other => prop_assert!(false, "{:?} in {}", other, written),
                }
            }
            prop_assert_eq!(cells.len(), 2 * 8);
            let [found, label] = [&cells[9], &label].map(|text| text.replace('\u{2060}', ""));
            prop_assert_eq!(found.trim(), label.trim());
        }

        #[test]
        fn a_text_is_read_as_it_was(text in any::<String>()) {
            prop_assert_eq!(read(&escaped(&text)), one_line(&shown(&text)));
        }
    }
}
