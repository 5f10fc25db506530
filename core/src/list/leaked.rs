//! Tokens in a text that somebody found where none belongs: which of them are this account's, and still work.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{ListedToken, State, TokenList, last_use_sentence};
use crate::TokenId;
use crate::form::expiry::Expiry;
use crate::limits::{counted, grouped};
use crate::spotting::token_ids;
use crate::time::relative;

/// How many tokens of one text to name.
const MAX_FOUND: usize = 100;

/// How many bytes of a text are looked through.
pub const MAX_SEARCHED: usize = 1_000_000;

/// The tokens in a text, without anything of their secrets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaks {
    /// In the order in which they are first met, each once.
    pub found: Vec<Leak>,
    /// How many more there are.
    pub more: usize,
    /// Whether the text is longer than [`MAX_SEARCHED`], so that its end was not looked through.
    pub cut: bool,
}

/// A token that was found in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leak {
    /// Its number, which is not secret.
    pub id: TokenId,
    /// What the account's list knows of it; `None` for one that isn't in it.
    pub token: Option<Arc<ListedToken>>,
    /// What has become of it; `None` for one that isn't in the list.
    pub state: Option<State>,
}

impl Leak {
    /// Whether it can be revoked here, so that it should be.
    #[must_use]
    pub fn can_be_revoked(&self) -> bool {
        self.token.as_ref().is_some_and(|token| token.can_be_revoked())
    }

    /// What to know before it is revoked: role, issuer, last use and end. Empty for one that isn't in the list.
    #[must_use]
    pub fn facts(&self, now: DateTime<Utc>) -> String {
        let Some(token) = &self.token else {
            return String::new();
        };
        let end = match token.expiry {
            Some(Expiry::At(at)) if at <= now => format!("Expired {}", relative(at, now)),
            Some(Expiry::At(at)) => format!("Expires {}", relative(at, now)),
            Some(Expiry::Never) => "Never expires".to_owned(),
            None => "Expiration unknown".to_owned(),
        };
        let facts = [token.role.label(), token.issuer.clone(), last_use_sentence(token.last_used, now), end];
        facts.into_iter().filter(|fact| !fact.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// What became of it, to stand beside its number.
    #[must_use]
    pub fn words(&self) -> &'static str {
        match self.state {
            Some(State::Active) => "Works in this account: revoke it",
            // By this computer's clock only.
            Some(_) if self.can_be_revoked() => "In this account, and expired by this computer’s clock: revoke it to be sure",
            Some(State::Expired) => "Gone already: expired",
            Some(State::Deleted) => "Gone already: deleted",
            None => "Not in this account, as far as your API key can see",
        }
    }
}

impl Leaks {
    /// What was found, in a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let all = self.found.len() + self.more;
        let mut words = match all {
            0 => "No token found in this text.".to_owned(),
            _ => format!("{} found in this text.", counted(all as i64, "token")),
        };
        if self.more > 0 {
            words.push_str(&format!(" The first {} are shown.", grouped(self.found.len())));
        }
        if self.cut {
            words.push_str(" The text is too long: its end was not searched. Paste the rest separately.");
        }
        words
    }

    /// The tokens to revoke.
    #[must_use]
    pub fn to_revoke(&self) -> Vec<Arc<ListedToken>> {
        self.found.iter().filter(|leak| leak.can_be_revoked()).filter_map(|leak| leak.token.clone()).collect()
    }
}

impl TokenList {
    /// The tokens in a text of any kind: a line of a log, a header, a whole file. What has a key's form but may be a name is
    /// one if a token of that number is listed.
    #[must_use]
    pub fn leaked_in(&self, text: &str, now: DateTime<Utc>) -> Leaks {
        let end = text.floor_char_boundary(MAX_SEARCHED);
        let ids = token_ids(&text[..end], |id| self.token(id).is_some());
        let found = ids.iter().take(MAX_FOUND).map(|id| self.leak(*id, now)).collect();
        Leaks { found, more: ids.len().saturating_sub(MAX_FOUND), cut: end < text.len() }
    }

    /// What is known of a token whose number was found.
    #[must_use]
    pub fn leak(&self, id: TokenId, now: DateTime<Utc>) -> Leak {
        let token = self.token(id).cloned();
        Leak { id, state: token.as_ref().map(|token| token.state(now)), token }
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::*;

    use super::{Leaks, MAX_SEARCHED};
    use crate::form::expiry::Expiry;
    use crate::list::samples::token;
    use crate::list::{LastUse, TokenList};
    use crate::text::samples::RULES;
    use crate::time::parse_service_time;

    fn now() -> DateTime<Utc> {
        parse_service_time("2026-11-24T12:00:00Z").unwrap()
    }

    /// 1001 works, 1002 is deleted, 1003 has expired, 1004 has by this computer's clock.
    fn list() -> TokenList {
        let mut tokens = [1001, 1002, 1003, 1004].map(|id| token(id, "ci", "2026-11-01"));
        tokens[1].deleted = true;
        tokens[2].expired = true;
        tokens[3].expiry = Some(Expiry::At(now() - TimeDelta::minutes(5)));
        let mut list = TokenList::new(now(), RULES);
        list.extend(tokens);
        list
    }

    fn found(text: &str) -> Leaks {
        list().leaked_in(text, now())
    }

    fn numbers(leaks: &Leaks) -> Vec<i64> {
        leaks.found.iter().map(|leak| leak.id.number()).collect()
    }

    #[test]
    fn each_token_is_told_once_and_what_became_of_it() {
        let text = "2026-11-24 12:00:01 GET /cdn key=1003_5f2b8c91d04e7a63\n\
                    export GCORE_API_KEY='1002_5f2b8c91d04e7a63' # 1003_5f2b8c91d04e7a63\n\
                    Authorization: APIKey 1001_demo-administrator\r\n\
                    {\"a\": \"77$5f2b8c91d04e7a63\", \"b\": \"1004$demo-legacy\"}";
        let leaks = found(text);
        let told: Vec<_> = leaks.found.iter().map(|leak| (leak.id.number(), leak.words(), leak.can_be_revoked())).collect();
        assert_eq!(
            told,
            [
                (1003, "Gone already: expired", false),
                (1002, "Gone already: deleted", false),
                (1001, "Works in this account: revoke it", true),
                (77, "Not in this account, as far as your API key can see", false),
                (1004, "In this account, and expired by this computer’s clock: revoke it to be sure", true),
            ]
        );
        assert_eq!(leaks.words(), "5 tokens found in this text.");
        let revoke: Vec<i64> = leaks.to_revoke().iter().map(|token| token.id.number()).collect();
        assert_eq!(revoke, [1001, 1004]);
    }

    #[test]
    fn a_leaked_token_is_told_with_what_revoking_it_would_break() {
        let facts = |number: i64, expiry, last_used| {
            let mut found = token(number, "ci", "2026-11-01");
            found.expiry = expiry;
            found.last_used = last_used;
            let mut list = TokenList::new(now(), RULES);
            list.extend([found]);
            list.leaked_in("1001_5f2b8c91d04e7a63", now()).found[0].facts(now())
        };
        let days = |days| now() + TimeDelta::days(days);
        for (expiry, last_used, told) in [
            (
                Some(Expiry::At(days(90))),
                LastUse::At(days(-2)),
                "Users · Ada Lovelace · Last used 2 days ago · Expires in 90 days",
            ),
            (Some(Expiry::At(days(-2))), LastUse::Never, "Users · Ada Lovelace · Never used · Expired 2 days ago"),
            (Some(Expiry::Never), LastUse::Never, "Users · Ada Lovelace · Never used · Never expires"),
            (None, LastUse::Unreadable, "Users · Ada Lovelace · When it was last used is not known · Expiration unknown"),
        ] {
            assert_eq!(facts(1001, expiry, last_used), told);
        }
        assert_eq!(facts(1002, Some(Expiry::Never), LastUse::Never), "", "one that isn't listed");
    }

    #[test]
    fn a_listed_number_makes_a_token_of_what_may_be_a_name() {
        for (text, ids) in [
            ("1001_demo-administrator", &[1001][..]),
            ("seen in chat: 1001_demo-administrator, and 4711_demo-administrator", &[1001]),
            ("1001_ci", &[]),
            ("1001_000_000_000", &[]),
            ("v1001_demo-administrator", &[]),
            // Within a word, or behind what nobody knows, only what looks made by chance is one.
            ("v1001_5f2b8c91d04e7a63", &[1001]),
            ("team-1001_5f2b8c91d04e7a63 team-77_5f2b8c91d04e7a63", &[1001]),
            ("$6$rounds=1001$5f2b8c91d04e7a63$5f2b8c91d04e7a63", &[]),
            ("2024_backup_of_the_database id_12 1_000_000 2024-01-15", &[]),
            ("nothing", &[]),
            ("", &[]),
        ] {
            assert_eq!(numbers(&found(text)), ids, "{text}");
        }
        assert_eq!(found("").words(), "No token found in this text.");
        assert_eq!(found("1001_demo-administrator").words(), "1 token found in this text.");
    }

    #[test]
    fn a_text_full_of_tokens_is_looked_through_in_time_and_named_in_part() {
        let many: String = (0..60_000).map(|number| format!("{number}_5f2b8c91d04e7a63 ")).collect();
        let started = Instant::now();
        let leaks = found(&many);
        assert_eq!(leaks.found.len(), 100);
        assert!(leaks.more > 40_000 && leaks.cut);
        assert!(
            leaks.words().starts_with("43,") && leaks.words().contains("The first 100 are shown. The text is too long"),
            "{}",
            leaks.words()
        );
        let length = MAX_SEARCHED / 10;
        for hostile in [
            "1_".repeat(length / 2),
            "1$a\n".repeat(length / 4),
            "authorization 1_a\n".repeat(length / 20),
            (0..length / 7).map(|number| format!("apikey={number}_a ")).collect(),
            (0..length / 7).map(|number| format!("apikey={number}_a \n")).collect(),
            "ж".repeat(length),
            "%25".repeat(length / 3),
            "[1;".repeat(length / 3),
            "[".repeat(length) + &"1".repeat(length),
            "_-.".repeat(length / 3),
            "_1".repeat(length / 2),
            "1_a\\n".repeat(length / 5),
            "Mjk4NDFfNWYy".repeat(length / 12),
            "Mjk4NDFfNWYyYjhj ".repeat(length / 17),
        ] {
            let _ = found(&hostile);
        }
        // A tenth of it on an idle machine, in a debug build; the time of a square would be minutes.
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    }

    proptest! {
        #[test]
        fn tokens_are_found_in_any_noise_and_nothing_of_their_secrets_is_kept(
            ids in prop::collection::vec(1..9_999_999_i64, 1..6),
            secrets in prop::collection::vec("[0-9a-f]{30}[a-f][0-9][a-f][0-9][a-f][0-9]", 6),
            noise in prop::collection::vec("(\\PC{0,20}|[a-z_$ =:\n'\"]{0,30})", 7),
            dollar in any::<bool>(),
        ) {
            let sign = if dollar { '$' } else { '_' };
            let mut text = String::new();
            for ((id, secret), noise) in ids.iter().zip(&secrets).zip(&noise) {
                text.push_str(&format!("{noise} {id}{sign}{secret}\n"));
            }
            text.push_str(&noise[6]);
            let leaks = found(&text);
            let numbers = numbers(&leaks);
            for id in &ids {
                prop_assert_eq!(numbers.iter().filter(|found| *found == id).count(), 1, "{}", text);
            }
            let told: Vec<_> = leaks.found.iter().map(|leak| leak.words()).collect();
            let told = format!("{leaks:?} {} {told:?}", leaks.words());
            for secret in &secrets {
                for part in secret.as_bytes().windows(6) {
                    let part = std::str::from_utf8(part).unwrap();
                    // A number of six digits may be one by chance.
                    prop_assert!(part.bytes().all(|b| b.is_ascii_digit()) || !told.contains(part), "{part} {told}");
                }
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in any::<String>(), odd in "[0-9_$a-f\\\\%\n ü]{0,80}") {
            let _ = found(&text);
            let _ = found(&odd);
        }

        #[test]
        fn plain_words_and_numbers_are_no_tokens(
            words in prop::collection::vec(
                "([a-z]{1,12}|[0-9]{1,4}|id_[0-9]{1,6}|20[0-2][0-9]_[a-z]{1,12}|[0-9]{1,3}(_000){1,3})",
                0..40,
            ),
            separator in "( |\n|, |: |=)",
        ) {
            prop_assert_eq!(numbers(&found(&words.join(&separator))), [] as [i64; 0]);
        }
    }
}
