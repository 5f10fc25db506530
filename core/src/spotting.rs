//! Keys and tokens where none belongs: in a name, a link, a search, the service's words.
//!
//! A key is digits, `_` or `$`, and a secret. So is `2024_backup`, so the secret has to look like one.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::api_key::leading_digits;
use crate::base64::{is_base64, readings};
use crate::text::is_unseen;
use crate::{ApiKey, TokenId};

/// A key or token in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Spotted<'t> {
    /// Where it starts, in bytes.
    pub(crate) start: usize,
    /// Where it ends.
    pub(crate) end: usize,
    /// Its number, which is not secret.
    pub(crate) digits: &'t str,
    /// What follows the `_` or `$`.
    pub(crate) secret: &'t str,
    /// Whether it is `$`.
    dollar: bool,
    /// Whether the digits go on from a word, as in `team-7_x`.
    pub(crate) within_word: bool,
    /// Whether a `$` precedes the digits, as in the hashes of passwords: `$6$…`, `$2b$12$…`.
    after_dollar: bool,
}

impl Spotted<'_> {
    /// Whether its secret is one beyond doubt: sixteen letters and digits in a row that change places often, as chance
    /// makes them, or anything long behind a `$`, which hardly a name has. No date, version, short hash or run of words is.
    pub(crate) fn certain(&self) -> bool {
        let long_behind_dollar = self.dollar && self.secret.len() >= 8;
        !self.within_word && (long_behind_dollar || self.is_random())
    }

    /// Whether it is something else that has a token's form: a hash of a password, a dated name. What must not get out is
    /// masked all the same.
    fn is_false_friend(&self) -> bool {
        let hash = self.dollar && (self.after_dollar || self.secret.contains('$'));
        hash || self.is_dated()
    }

    /// Whether the number is a date or its year and the rest of it follows, as in the name of a file: `2024_01_15_…`,
    /// `20240115_101530_…`.
    fn is_dated(&self) -> bool {
        let first = &self.secret[..leading_digits(self.secret).len()];
        let goes_on = self.secret[first.len()..].starts_with(['_', '-', 'T', '.', ':']);
        let year = self.digits.starts_with("19") || self.digits.starts_with("20");
        year && goes_on && matches!((self.digits.len(), first.len()), (4, 2 | 4) | (8, 4 | 6))
    }

    /// Whether its secret looks as if chance had made it.
    pub(crate) fn is_random(&self) -> bool {
        self.secret.split(|c: char| !c.is_ascii_alphanumeric()).any(is_random)
    }
}

/// The numbers of the tokens in a text, each once and in the order in which they are first met: of what looks like a token
/// beyond doubt, and of a snippet that holds a key. They are not secret, and nothing else of the text is kept.
#[must_use]
pub fn find_token_ids(text: &str) -> Vec<TokenId> {
    token_ids(text, |_| false)
}

/// The numbers of the tokens in a text, as [`find_token_ids`] finds them, and of what only may be one, or is stuck to a word,
/// if such a token `is_listed`.
pub(crate) fn token_ids(text: &str, is_listed: impl Fn(TokenId) -> bool) -> Vec<TokenId> {
    let found = text.split_inclusive('\n').flat_map(|line| ids_in_line(line, &is_listed));
    let encoded = base64_texts(text).into_iter().flat_map(|text| ids_in_line(&text, &is_listed));
    // A snippet of several lines may say on one what the next one holds.
    let snippet = key_id(text);
    let mut known = BTreeSet::new();
    found.chain(encoded).chain(snippet).filter(|id| known.insert(*id)).collect()
}

fn ids_in_line(line: &str, is_listed: impl Fn(TokenId) -> bool) -> Vec<TokenId> {
    // Anything else of a key's form may be a name as well.
    let may_be = |spotted: &Spotted| {
        let long = spotted.secret.len() >= MIN_SECRET && spotted.secret.bytes().any(|b| b.is_ascii_alphabetic());
        let telling = if spotted.within_word { spotted.is_random() } else { long };
        telling && TokenId::parse(spotted.digits).is_some_and(&is_listed)
    };
    let found =
        spotted(line, 1).into_iter().filter(|spotted| !spotted.is_false_friend() && (spotted.certain() || may_be(spotted)));
    found.filter_map(|spotted| TokenId::parse(spotted.digits)).chain(key_id(line)).collect()
}

/// How many digits of Base64 the shortest token takes: a number, a separator and the shortest secret.
const MIN_BASE64: usize = 14;

/// What stands in a text as Base64 and may hold a token, as in Basic authentication and in a Kubernetes Secret, across the lines
/// into which it is wrapped.
fn base64_texts(text: &str) -> Vec<String> {
    let unwrapped = unwrapped(text);
    let runs = unwrapped.as_bytes().split(|b| !is_base64(*b)).filter(|run| run.len() >= MIN_BASE64);
    let readings = runs.flat_map(readings).filter(|bytes| bytes.iter().any(|b| matches!(b, b'_' | b'$')));
    // What is no text, as before the code begins, must not pass for a word with a number behind it; UTF-16 has zeros between.
    let text = |bytes: &[u8]| {
        let written = bytes.iter().filter(|b| **b != 0);
        written.map(|b| if b.is_ascii() { char::from(*b) } else { ' ' }).collect()
    };
    readings.map(|bytes| text(&bytes)).collect()
}

/// How many digits of Base64 a line has at its end when it is wrapped there: mails wrap at 76, PEM at 64.
const MIN_WRAPPED: usize = 60;

/// A text with the lines joined into which Base64 is wrapped, also where a line break is written as an escape.
fn unwrapped(text: &str) -> String {
    let text = text.replace("\\r\\n", "\n").replace("\\n", "\n");
    let mut joined = String::with_capacity(text.len());
    let mut wrapped = false;
    for line in text.lines() {
        let line = if wrapped { line.trim_start() } else { line };
        if !wrapped {
            joined.push('\n');
        }
        joined.push_str(line.trim_end());
        let digits = line.trim_end().bytes().rev().take_while(|b| is_base64(*b)).count();
        wrapped = digits >= MIN_WRAPPED;
    }
    joined
}

/// How many bytes of a file to read as a snippet: of a hostile one, that takes the time of a square.
const MAX_SNIPPET: usize = 10_000;

/// The number of the one key in a snippet that says that it holds one.
fn key_id(text: &str) -> Option<TokenId> {
    let snippet = text.len() <= MAX_SNIPPET && says_key(text);
    snippet.then(|| ApiKey::parse(text).ok()).flatten()?.token_id()
}

/// How long a secret has to be where nothing but a token of its number tells that it is one.
pub(crate) const MIN_SECRET: usize = 8;

/// Whether a text says that it holds a key.
fn says_key(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    ["api_key", "api-key", "apikey", "authorization"].into_iter().any(|word| lower.contains(word))
}

/// Whether a text holds what looks like a token beyond doubt, maybe in Base64.
pub(crate) fn holds_token(text: &str) -> bool {
    // Anything may be Base64 by its letters, so that what a few of them say proves nothing.
    let says_token = |text: String| spotted(&text, 1).iter().any(|spotted| spotted.certain() && spotted.is_random());
    spotted(text, 1).iter().any(Spotted::certain) || base64_texts(text).into_iter().any(says_token)
}

/// Whether a text holds a key, or so much of its secret that it is no coincidence. `pasted` is what stands in the key's
/// field.
pub(crate) fn holds_key(text: &str, pasted: &str) -> bool {
    let key = ApiKey::parse(pasted).ok();
    let key = key.as_ref().map_or(pasted.trim(), ApiKey::expose);
    let secret = key[leading_digits(key).len()..].trim_start_matches(['_', '$']);
    let text = text.to_ascii_lowercase();
    let holds = |part: &str, least: usize| part.len() >= least && text.contains(&part.to_ascii_lowercase());
    holds(key, 6) || holds(secret, 8)
}

/// What may stand between number and secret, as shells, addresses and web pages write it, too.
const DOLLARS: [&str; 4] = ["$", "\\$", "%24", "&#36;"];
const UNDERSCORES: [&str; 5] = ["_", "\\_", "%5F", "%5f", "&#95;"];

/// Everything of a key's form, from the left: digits, a separator, and at least `min_secret_len` characters.
pub(crate) fn spotted(original: &str, min_secret_len: usize) -> Vec<Spotted<'_>> {
    let text = &*without_escapes(original);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + next;
        let digits = leading_digits(&text[start..]);
        at = start + digits.len();
        let within_word = text[..start].trim_end_matches(['_', '-', '.']).ends_with(is_of_word);
        let after_dollar = text[..start].ends_with('$');
        let rest = &text[at..];
        let after = |separators: &[&'static str]| separators.iter().find_map(|separator| rest.strip_prefix(separator));
        let dollar = after(&DOLLARS);
        let Some(rest) = dollar.or_else(|| after(&UNDERSCORES)) else {
            continue;
        };
        let secret_start = text.len() - rest.len();
        let end = secret_start + rest.find(ends_secret).unwrap_or(rest.len());
        if end - secret_start >= min_secret_len {
            at = end;
            // Of what was passed in, which outlives its copy without escapes.
            let (digits, secret) = (&original[start..start + digits.len()], &original[secret_start..end]);
            found.push(Spotted { start, end, digits, secret, dollar: dollar.is_some(), within_word, after_dollar });
        }
    }
    found
}

/// A text of the same length with a space in place of each byte of an escape, which would otherwise pass for a part of the
/// number behind it: `\n29841_…`, `%2229841_…`.
fn without_escapes(text: &str) -> Cow<'_, str> {
    let mut blanked = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices(['\\', '%', '=', '[']) {
        let len = escape_len(&text.as_bytes()[at..]);
        let separates = text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) && is_separator(&text[at..]);
        if at >= done && !separates && key_follows(&text[at + len..]) {
            blanked.push_str(&text[done..at]);
            blanked.extend(std::iter::repeat_n(' ', len));
            done = at + len;
        }
    }
    if done == 0 {
        return Cow::Borrowed(text);
    }
    blanked.push_str(&text[done..]);
    Cow::Owned(blanked)
}

/// Whether digits and a separator follow, maybe after more escapes: anywhere else, what looks like an escape may be a part of a secret.
fn key_follows(mut text: &str) -> bool {
    loop {
        match escape_len(text.as_bytes()) {
            0 => break,
            len => text = &text[len..],
        }
    }
    let digits = leading_digits(text);
    !digits.is_empty() && is_separator(&text[digits.len()..])
}

/// How many bytes the escape has that a text starts with: of a string in a program or in JSON, an address, a mail or a
/// coloured log. 0 if it is none.
fn escape_len(text: &[u8]) -> usize {
    let hex = |start: usize, len: usize| {
        let digits = text.get(start..start + len);
        digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit)).map_or(0, |_| start + len)
    };
    match text {
        [b'\\', b'n' | b'r' | b't', ..] => 2,
        [b'\\', b'x', ..] => hex(2, 2),
        [b'\\', b'u', ..] => hex(2, 4),
        // An address within an address has its percent signs as %25.
        [b'%', rest @ ..] => hex(1 + 2 * rest.chunks(2).take_while(|pair| *pair == b"25").count(), 2),
        // Mails have capitals. Without a letter it is the first digits of what is assigned.
        [b'=', high, low, ..] if [high, low].iter().any(|b| b.is_ascii_uppercase()) => hex(1, 2),
        // Its first character may be lost, or be an escape itself.
        [b'[', rest @ ..] => {
            let digits = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b';').count();
            if matches!(rest.get(digits), Some(b'm' | b'K')) { digits + 2 } else { 0 }
        }
        _ => 0,
    }
}

/// Whether a text starts with a separator as addresses write it.
fn is_separator(text: &str) -> bool {
    DOLLARS.iter().chain(&UNDERSCORES).any(|separator| text.starts_with(separator))
}

/// Whether a number after this character is a part of a word: after letters and digits of scripts that have spaces between
/// words, as far as they can be told without tables.
fn is_of_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '\u{c0}'..='\u{dff}' | '\u{1e00}'..='\u{1fff}') && !is_unseen(c)
}

/// Whether a secret in running text ends before this character. Secrets may have any printable character, but those
/// that were seen have none of these.
fn ends_secret(c: char) -> bool {
    !c.is_ascii_graphic() || matches!(c, '"' | '\'' | '`' | '<' | '>' | ',' | ';' | '(' | ')' | '{' | '}' | '[' | ']' | '&' | '|')
}

fn is_random(run: &str) -> bool {
    let changes = run.as_bytes().windows(2).filter(|pair| pair[0].is_ascii_digit() != pair[1].is_ascii_digit()).count();
    run.len() >= 16 && changes >= 4
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{find_token_ids, holds_key, holds_token, spotted};
    use crate::TokenId;

    fn certain(text: &str) -> Vec<&str> {
        spotted(text, 1).into_iter().filter(|spotted| spotted.certain()).map(|spotted| spotted.digits).collect()
    }

    #[test]
    fn a_secret_looks_like_one() {
        for text in [
            "29841_5f2b8c91d04e7a63",
            "29841_5F2B8C91D04E7A63B1",
            "1_aZ3kd92LmQ01pXv7",
            "29841_ab_5f2b8c91d04e7a63-x",
            "1004$demo-legacy",
            "1004\\$demo-legacy",
            "1004%24demo-legacy",
            "the token 29841_5f2b8c91d04e7a63, please",
            "key=29841_5f2b8c91d04e7a63",
            "'29841_5f2b8c91d04e7a63'",
            "“29841_5f2b8c91d04e7a63”",
            "（29841_5f2b8c91d04e7a63",
            "\u{200b}29841_5f2b8c91d04e7a63",
            "\u{a0}29841_5f2b8c91d04e7a63",
            "\u{bf}29841_5f2b8c91d04e7a63",
        ] {
            assert_eq!(certain(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn what_stands_before_a_token_is_no_part_of_it() {
        for before in [
            // Strings of programs, JSON and JSON within JSON.
            r"token:\n",
            r"\r\n",
            r"\t",
            r"\\t",
            r"\u0022",
            r"\\u0022",
            r"\u{22}",
            r"\x22",
            // Addresses, and addresses within addresses.
            "api_key%3D",
            "api_key%3d",
            "APIKey%20",
            "%22",
            "key%253D",
            "%2522",
            "key%25253D",
            // Mails and pages.
            "api_key=3D",
            "=3D",
            "=0A",
            "&#34;",
            "&quot;",
            // Coloured logs, with and without their escape character.
            "\u{1b}[32m",
            "\u{1b}[0;32m\u{1b}[K",
            "\u{1b}[m",
            "[1m",
            r"\u001b[32m",
            r"\033[32m",
            // Lists, differences and emphasis.
            "-",
            "- ",
            "--",
            "+",
            "**",
            "__",
            "see _",
            "key=-",
            "...",
            "密钥：",
            "令牌是",
            "トークン",
            "토큰",
            "โทเค็น",
            "密钥！",
            "〜",
            "🔑",
            "№",
        ] {
            let text = format!("{before}29841_5f2b8c91d04e7a63");
            assert_eq!(certain(&text), ["29841"], "{text}");
            assert_eq!(find_token_ids(&text), [TokenId::new(29_841)], "{text}");
            // What separates two of them ends the first one.
            let two = format!("7_5f2b8c91d04e7a63{before}29841$5f2b8c91d04e7a63");
            let ends = before.starts_with(['\\', '%', '=', '&', '\u{1b}']);
            assert!(!ends || certain(&two) == ["7", "29841"], "{two}");
        }
    }

    #[test]
    fn what_looks_like_an_escape_within_a_secret_is_a_part_of_it() {
        for secret in ["p%41ssw0rd1234567", "abc%2Bdef%2F5f2b8c91d04e7a63", "5f2b=3D8c91d04e7a63", r"5f2b\n8c91d04e7a63"] {
            let text = format!("Bad token: 29841_{secret}");
            let found = spotted(&text, 1);
            assert_eq!(found.iter().map(|found| found.secret).collect::<Vec<_>>(), [secret], "{text}");
        }
    }

    #[test]
    fn an_equals_sign_before_a_number_is_no_escape() {
        for (text, digits) in [
            ("key=29841_5f2b8c91d04e7a63", "29841"),
            ("key=2029841_5f2b8c91d04e7a63", "2029841"),
            ("a[1]=29841_5f2b8c91d04e7a63", "29841"),
            ("29841%245f2b8c91d04e7a63", "29841"),
            ("29841%5f5f2b8c91d04e7a63", "29841"),
            ("29841\\_5f2b8c91d04e7a63", "29841"),
        ] {
            assert_eq!(certain(text), [digits], "{text}");
        }
    }

    #[test]
    fn names_with_numbers_do_not() {
        for text in [
            "",
            "ci_1",
            "1_ci",
            "2024_backup",
            "2024_backup_of_the_production_database",
            "2026_11_24",
            "20261124_101530",
            "1_20261124T101530Z",
            "7_kubernetes1cluster2",
            "42_a1b2c3d",
            "team-7_5f2b8c91d04e7a63",
            "größ7_5f2b8c91d04e7a63",
            "größe-7_5f2b8c91d04e7a63",
            "ключ7_5f2b8c91d04e7a63",
            "Việ7_5f2b8c91d04e7a63",
            "n7_5f2b8c91d04e7a63",
            "node--7_5f2b8c91d04e7a63",
            "v1.2_release-candidate-3",
            "3_eu-west-1-az-2-node-7-disk-1",
            "5$",
            "100$off",
            "1001_demo-administrator",
            "5f2b8c91d04e7a635f2b8c91d04e7a63",
            "123e4567-e89b-12d3-a456-426614174000",
        ] {
            assert_eq!(certain(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn what_only_has_the_form_of_a_token_is_not_found() {
        for text in [
            "id_12",
            "1_000_000",
            "2024_01_15_5f2b8c91d04e7a63",
            "2024_0115_5f2b8c91d04e7a63.log",
            "20240115_101530_5f2b8c91d04e7a63.tar.gz",
            "$6$rounds=5000$5f2b8c91d04e7a63$5f2b8c91d04e7a63",
            "root:$1$abcdefgh$5f2b8c91d04e7a63:19000",
            "$2b$12$5f2b8c91d04e7a635f2b8c",
            "$pbkdf2-sha256$29000$N2YMIWQsBWBMae09x1jrPQ$abcdefgh",
            "Überwachung_監視",
        ] {
            assert_eq!(find_token_ids(text), [], "{text}");
        }
    }

    #[test]
    fn several_are_all_found_with_their_numbers() {
        let text = "old 29841_5f2b8c91d04e7a63 new: 29842$5f2b8c91\n(29843_0a1b2c3d4e5f6a7b)";
        assert_eq!(certain(text), ["29841", "29842", "29843"]);
    }

    #[test]
    fn of_tokens_only_their_numbers_are_found() {
        for (text, ids) in [
            ("29841_5f2b8c91d04e7a63", &[29_841][..]),
            ("  '29841_5f2b8c91d04e7a63' ", &[29_841]),
            ("export GCORE_API_KEY='1001_demo-administrator'", &[1001]),
            ("Authorization: APIKey 1001_demo-administrator", &[1001]),
            ("a 2_5f2b8c91d04e7a63 b 1_5f2b8c91d04e7a63 a 2_5f2b8c91d04e7a63", &[2, 1]),
            ("1004$demo-legacy", &[1004]),
            // A year, or what follows like a month, alone makes no date.
            ("2024_-5f2b8c91d04e7a63", &[2024]),
            ("1234_01_5f2b8c91d04e7a63", &[1234]),
            ("x\nAuthorization: APIKey 1001_demo-administrator\nAuthorization: APIKey 1002_demo-engineer\n", &[1001, 1002]),
            ("log: 29841_5f2b8c91d04e7a63\nGCORE_API_KEY=1001_demo-administrator", &[29_841, 1001]),
            // These may be names, or numbers of something else.
            ("1001_demo-administrator", &[]),
            ("2024_backup", &[]),
            ("deploy 2024_backup", &[]),
            ("'2024_backup'", &[]),
            ("29841", &[]),
            ("99999999999999999999_5f2b8c91d04e7a63", &[]),
            ("", &[]),
        ] {
            let found: Vec<i64> = find_token_ids(text).into_iter().map(crate::TokenId::number).collect();
            assert_eq!(found, ids, "{text}");
        }
    }

    #[test]
    fn a_token_in_base64_is_found() {
        for (text, ids) in [
            // 29841_5f2b8c91d04e7a63, with and without its padding, quoted, and in another alphabet.
            ("  GCORE_API_KEY: Mjk4NDFfNWYyYjhjOTFkMDRlN2E2Mw==", &[29_841][..]),
            ("apiKey=Mjk4NDFfNWYyYjhjOTFkMDRlN2E2Mw", &[29_841]),
            (r#"{"data":{"token":"Mjk4NDFfNWYyYjhjOTFkMDRlN2E2Mw=="}}"#, &[29_841]),
            // gcore:29841$5f2b8c91d04e7a63 and ÿÿ?29841_5f2b8c91d04e7a63
            ("Authorization: Basic Z2NvcmU6Mjk4NDEkNWYyYjhjOTFkMDRlN2E2Mw==", &[29_841]),
            ("w7_Dvz8yOTg0MV81ZjJiOGM5MWQwNGU3YTYz", &[29_841]),
            ("w7/Dvz8yOTg0MV81ZjJiOGM5MWQwNGU3YTYz", &[29_841]),
            // Stuck to what is no part of it.
            ("data/Mjk4NDFfNWYyYjhjOTFkMDRlN2E2Mw==", &[29_841]),
            ("xxMjk4NDFfNWYyYjhjOTFkMDRlN2E2Mw==", &[29_841]),
            // Of a file, and of a token that is cut off where the line ends.
            ("QT0xCkdDT1JFX0FQSV9LRVk9Mjk4NDFfNWYyYjhjOTFkMDRlN2E2MwpCPTIK", &[29_841]),
            ("Mjk4NDFfNWYyYjhjOTFkMDRlN2E2M2ZmZmZmZmZmZmZmZmZm\nZmZmZmZmZmZmZg==", &[29_841]),
            ("Mjk4NDFfNWYyYjhjOTFkMDRlN2E2M2ZmZ", &[29_841]),
            ("Mjk4NDFfNWYyYjhjOTFkMDRlN2E2M2ZmZm", &[29_841]),
            ("Mjk4NDFfNWYyYjhjOTFkMDRlN2E2M2ZmZmZ", &[29_841]),
            // Wrapped within its number, as it is, indented, and in JSON; and as PowerShell writes it.
            (
                "I3h4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4CktFWT01\nMTEwMV81ZjJiOGM5MWQwNGU3YTYzNTVhYTVmMmI4YzkxZDA0ZTdhNjM1NWFhCkI9Mgo=",
                &[51_101],
            ),
            (
                "I3h4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4CktFWT01\n    MTEwMV81ZjJiOGM5MWQwNGU3YTYzNTVhYTVmMmI4YzkxZDA0ZTdhNjM1NWFhCkI9Mgo=",
                &[51_101],
            ),
            (
                r"I3h4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4CktFWT01\nMTEwMV81ZjJiOGM5MWQwNGU3YTYzNTVhYTVmMmI4YzkxZDA0ZTdhNjM1NWFhCkI9Mgo=",
                &[51_101],
            ),
            ("MgA5ADgANAAxAF8ANQBmADIAYgA4AGMAOQAxAGQAMAA0AGUANwBhADYAMwA=", &[29_841]),
            // The plain one beside it once, and each number once.
            ("29841_5f2b8c91d04e7a63 Mjk4NDFfNWYyYjhjOTFkMDRlN2E2Mw==", &[29_841]),
            // A name, a hash, and words.
            ("MjAyNF9iYWNrdXBfb2ZfdGhlX2RhdGFiYXNl", &[]),
            ("5f2b8c91d04e7a635f2b8c91d04e7a635f2b8c91d04e7a635f2b8c91d04e7a63", &[]),
            ("Kubernetes/Secrets/Administrators", &[]),
        ] {
            let found: Vec<i64> = find_token_ids(text).into_iter().map(crate::TokenId::number).collect();
            assert_eq!(found, ids, "{text}");
        }
    }

    #[test]
    fn a_token_in_base64_is_kept_out_like_a_plain_one() {
        for (text, holds) in [
            ("29841_5f2b8c91d04e7a63", true),
            ("for Mjk4NDFfNWYyYjhjOTFkMDRlN2E2Mw==", true),
            ("Z2NvcmU6Mjk4NDEkNWYyYjhjOTFkMDRlN2E2Mw==", true),
            // 1004$demo-legacy, which is one only as it stands.
            ("1004$demo-legacy", true),
            ("MTAwNCRkZW1vLWxlZ2FjeQ==", false),
            ("ci-deploy", false),
            ("Kubernetes/Secrets/Administrators", false),
        ] {
            assert_eq!(holds_token(text), holds, "{text}");
        }
    }

    #[test]
    fn a_known_key_is_found_in_a_text() {
        let key = "1001_demo-administrator";
        for (text, pasted, holds) in [
            (key, key, true),
            ("for 1001_demo-administrator", "APIKey 1001_demo-administrator", true),
            ("DEMO-ADMINISTRATOR", key, true),
            ("demo", key, false),
            ("administrator", key, false),
            ("1001", key, false),
            ("ci-deploy", "", false),
            ("ci-deploy", "ci", false),
            // What is wrong in the key's field is still nothing to tell.
            ("x half-a-key", "half-a-key", true),
            ("1_a", "1_a", false),
        ] {
            assert_eq!(holds_key(text, pasted), holds, "{text} {pasted}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_looked_through(text in any::<String>(), odd in "[0-9_$%=A-Fa-f\\\\ntux\\[;mü ]{0,60}") {
            for text in [&text, &odd] {
                for found in spotted(text, 1) {
                    prop_assert!(text[found.start..found.end].starts_with(found.digits));
                    prop_assert!(text[found.start..found.end].ends_with(found.secret));
                }
            }
        }

        /// Hexadecimal secrets of the length that was seen, in any surroundings.
        #[test]
        fn a_token_in_a_sentence_is_found(id in 1..99_999_999_u64, secret in "[0-9a-f]{64}", before in "[ -~]{0,12}") {
            let text = format!("{before} {id}_{secret}. And more");
            let id = id.to_string();
            prop_assert!(certain(&text).contains(&id.as_str()), "{}", text);
        }
    }
}
