//! Keys and tokens where none belongs: in a name, a link, a search, the service's words.
//!
//! A key is digits, `_` or `$`, and a secret. So is `2024_backup`, so the secret has to look like one.

use std::collections::BTreeSet;

use crate::api_key::leading_digits;
use crate::text::{is_space, is_unseen};
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
        self.within_word || hash || self.is_dated()
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

/// The numbers of the tokens in a text, as [`find_token_ids`] finds them, and of what only may be one if such a token
/// `is_listed`.
pub(crate) fn token_ids(text: &str, is_listed: impl Fn(TokenId) -> bool) -> Vec<TokenId> {
    let found = text.split_inclusive('\n').flat_map(|line| ids_in_line(line, &is_listed));
    // A snippet of several lines may say on one what the next one holds.
    let snippet = key_id(text);
    let mut known = BTreeSet::new();
    found.chain(snippet).filter(|id| known.insert(*id)).collect()
}

fn ids_in_line(line: &str, is_listed: impl Fn(TokenId) -> bool) -> Vec<TokenId> {
    // Anything else of a key's form may be a name as well.
    let may_be = |spotted: &Spotted| {
        let long = spotted.secret.len() >= MIN_SECRET && spotted.secret.bytes().any(|b| b.is_ascii_alphabetic());
        long && TokenId::parse(spotted.digits).is_some_and(&is_listed)
    };
    let found =
        spotted(line, 1).into_iter().filter(|spotted| !spotted.is_false_friend() && (spotted.certain() || may_be(spotted)));
    found.filter_map(|spotted| TokenId::parse(spotted.digits)).chain(key_id(line)).collect()
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

/// Whether a text holds what looks like a token beyond doubt.
pub(crate) fn holds_token(text: &str) -> bool {
    spotted(text, 1).iter().any(Spotted::certain)
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
pub(crate) fn spotted(text: &str, min_secret_len: usize) -> Vec<Spotted<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + next;
        let digits = leading_digits(&text[start..]);
        at = start + digits.len();
        let within_word = text[..start].ends_with(goes_on);
        let after_dollar = text[..start].ends_with('$');
        let rest = &text[at..];
        let after = |separators: &[&'static str]| separators.iter().find_map(|separator| rest.strip_prefix(separator));
        let dollar = after(&DOLLARS);
        let Some(rest) = dollar.or_else(|| after(&UNDERSCORES)) else {
            continue;
        };
        let secret = &rest[..rest.find(ends_secret).unwrap_or(rest.len())];
        if secret.len() >= min_secret_len {
            at = text.len() - rest.len() + secret.len();
            found.push(Spotted { start, end: at, digits, secret, dollar: dollar.is_some(), within_word, after_dollar });
        }
    }
    found
}

/// Whether a number after this character is a part of a word. Of other scripts it may be any letter, without the tables
/// that tell which those are.
fn goes_on(c: char) -> bool {
    let other_letter = c > '\u{bf}'
        && !matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}')
        && !is_unseen(c)
        && !is_space(c);
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.') || other_letter
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

    use super::{find_token_ids, holds_key, spotted};

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
        fn any_text_is_looked_through(text in any::<String>(), odd in "[0-9_$%a-f\\\\ ü]{0,60}") {
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
