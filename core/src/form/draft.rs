//! The form's contents, and the token it requests.

use chrono::{DateTime, Utc};

use super::expiry::{self, Expiry, Lifetime};
use super::{Field, Problems};
use crate::config::Policy;
use crate::limits::{LONG_LIFETIME, MAX_TESTED_NAME, grouped};
use crate::spotting::{holds_key, holds_token};
use crate::text::{is_blank, lines, one_line};
use crate::time::Clock;
use crate::{AccountId, ApiKey, Role};

/// The form as typed. The API key and the account are kept elsewhere: they outlive it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Draft {
    /// As typed.
    pub name: String,
    /// As typed.
    pub description: String,
    /// `None` until one is chosen: there is no default role.
    pub role: Option<Role>,
    /// The selected option.
    pub lifetime: Lifetime,
    /// The value of the `datetime-local` control, in local time.
    pub custom: String,
}

impl Draft {
    /// An empty form under a policy.
    #[must_use]
    pub fn new(policy: &Policy) -> Self {
        Self {
            name: String::new(),
            description: String::new(),
            role: None,
            lifetime: Lifetime::Days(policy.default_days()),
            custom: String::new(),
        }
    }

    /// The requested token and the key to request it with, from the key and account as typed.
    ///
    /// `matches(pattern, name)` tells whether a regular expression matches the whole name. The
    /// browser has an engine for that, so the page needn't bring its own. It is asked about no name that is longer
    /// than [`MAX_TESTED_NAME`](crate::limits::MAX_TESTED_NAME) characters.
    ///
    /// # Errors
    /// All problems at once, each with its field.
    pub fn check(
        &self,
        pasted_key: &str,
        account_id: &str,
        policy: &Policy,
        clock: &impl Clock,
        matches: impl Fn(&str, &str) -> bool,
    ) -> Result<(ApiKey, NewToken), Problems> {
        match (ApiKey::parse(pasted_key), self.new_token(pasted_key, account_id, policy, clock, matches)) {
            (Ok(key), Ok(token)) => Ok((key, token)),
            (key, token) => {
                let mut problems = token.err().unwrap_or_default();
                if let Err(message) = key {
                    problems.add(Field::ApiKey, message);
                }
                Err(problems)
            }
        }
    }

    /// The requested token. The key is only looked for where it doesn't belong: everybody in the account reads names and
    /// descriptions.
    ///
    /// # Errors
    /// All problems at once, each with its field.
    pub fn new_token(
        &self,
        pasted_key: &str,
        account_id: &str,
        policy: &Policy,
        clock: &impl Clock,
        matches: impl Fn(&str, &str) -> bool,
    ) -> Result<NewToken, Problems> {
        let mut problems = Problems::default();
        let mut noted = |field, message: &str| problems.add(field, message);

        let account = AccountId::parse(account_id).map_err(|message| noted(Field::AccountId, message)).ok();
        let is_secret = |text: &str| holds_token(text) || holds_key(text, pasted_key);
        let name = one_line(&self.name);
        if is_blank(&name) {
            noted(Field::Name, "Enter a Token name, for example ci-deploy.");
        } else if is_secret(&name) {
            noted(
                Field::Name,
                "This looks like an API key or a token, and others can read a Token name. Enter another one, for example ci-deploy.",
            );
        } else if let Some(pattern) = &policy.name_pattern {
            if name.chars().nth(MAX_TESTED_NAME).is_some() {
                let most = grouped(MAX_TESTED_NAME);
                noted(
                    Field::Name,
                    &format!("The Token name is too long to be tested against the rule here. Enter {most} characters at most."),
                );
            } else if !matches(pattern, &name) {
                let hint = policy.name_hint.as_deref().unwrap_or(pattern);
                noted(Field::Name, &format!("The Token name must follow the rule here: {hint}"));
            }
        }
        let description = lines(&self.description);
        let description = if is_blank(&description) { String::new() } else { description };
        if policy.require_description && description.is_empty() {
            noted(Field::Description, "Enter a Description: say what uses the token.");
        } else if is_secret(&description) {
            noted(
                Field::Description,
                "This holds what looks like an API key or a token, and others can read a Description. Take it out.",
            );
        }
        let role = self.role.filter(|role| policy.allowed_roles.contains(role));
        match (role, self.role) {
            (Some(_), _) => {}
            (None, None) => noted(Field::Role, "Choose a Role."),
            (None, Some(_)) => noted(Field::Role, "This Role is not allowed here. Choose another Role."),
        }
        let plan =
            expiry::plan(self.lifetime, &self.custom, policy, clock).map_err(|(field, message)| noted(field, &message)).ok();

        match (account, role, plan) {
            (Some(account), Some(role), Some(plan)) if problems.is_empty() => Ok(NewToken {
                account,
                name,
                description: (!description.is_empty()).then_some(description),
                role,
                expiry: plan.expiry,
            }),
            _ => Err(problems),
        }
    }
}

/// A checked request for a token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewToken {
    /// The account it will belong to.
    pub account: AccountId,
    /// Not blank.
    pub name: String,
    /// `None` if empty.
    pub description: Option<String>,
    /// What it may do.
    pub role: Role,
    /// When it expires.
    pub expiry: Expiry,
}

/// Something about a token that deserves a second look before it is created.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Risk {
    /// It can do everything.
    Administrator,
    /// It never expires.
    NeverExpires,
    /// It expires when nobody remembers it.
    LongLived,
}

impl NewToken {
    /// Whether it equals another one but for its expiration, which may have been worked out at another time.
    #[must_use]
    pub fn same_but_for_end(&self, other: &Self) -> bool {
        let expiry = other.expiry;
        Self { expiry, ..self.clone() } == *other
    }

    /// What is risky about it. Usually nothing: people stop reading warnings that are always there.
    #[must_use]
    pub fn risks(&self, now: DateTime<Utc>) -> Vec<Risk> {
        let of_role = (self.role == Role::Administrators).then_some(Risk::Administrator);
        let of_end = match self.expiry {
            Expiry::Never => Some(Risk::NeverExpires),
            Expiry::At(end) => (end - now > LONG_LIFETIME).then_some(Risk::LongLived),
        };
        of_role.into_iter().chain(of_end).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};

    use super::{Draft, NewToken, Risk};
    use crate::config::Policy;
    use crate::form::Field;
    use crate::form::expiry::{Expiry, Lifetime};
    use crate::time::{Clock, parse_service_time};
    use crate::{AccountId, Role};

    struct Noon;

    impl Clock for Noon {
        fn now(&self) -> DateTime<Utc> {
            parse_service_time("2026-11-24T12:00:00Z").unwrap()
        }
        fn utc_offset_seconds(&self, _: DateTime<Utc>) -> i32 {
            0
        }
        fn local_text(&self, at: DateTime<Utc>) -> String {
            at.to_string()
        }
    }

    fn filled() -> Draft {
        Draft {
            name: " ci-deploy ".to_owned(),
            description: "  ".to_owned(),
            role: Some(Role::Engineers),
            ..Draft::new(&Policy::default())
        }
    }

    fn check(draft: &Draft, key: &str, policy: &Policy) -> Result<NewToken, Vec<Field>> {
        // Whoever has no key has looked up no account.
        let account = if key.is_empty() { "" } else { " 7350925 " };
        draft
            .check(key, account, policy, &Noon, |pattern, name| name.starts_with(pattern))
            .map(|(_, token)| token)
            .map_err(|problems| problems.fields.iter().map(|(field, _)| *field).collect())
    }

    #[test]
    fn a_filled_form_asks_for_a_token_with_its_spaces_trimmed() {
        let token = check(&filled(), " 1001_abc\n", &Policy::default()).unwrap();
        assert_eq!(token.name, "ci-deploy");
        assert_eq!(token.description, None);
        assert_eq!(token.account.to_string(), "7350925");
        assert_eq!(token.expiry, Expiry::At(parse_service_time("2027-02-22T12:00:00Z").unwrap()));
        assert_eq!(token.risks(Noon.now()), []);
    }

    #[test]
    fn an_empty_form_names_every_field_at_once_in_the_forms_order() {
        let policy = Policy { require_description: true, ..Policy::default() };
        let mut draft = Draft::new(&policy);
        draft.lifetime = Lifetime::Custom;
        assert_eq!(
            check(&draft, "", &policy).unwrap_err(),
            [Field::ApiKey, Field::AccountId, Field::Name, Field::Description, Field::Role, Field::ExpirationDateTime]
        );
    }

    #[test]
    fn a_policy_is_applied_to_name_and_role() {
        let policy = Policy { allowed_roles: vec![Role::Users], name_pattern: Some("team-".to_owned()), ..Policy::default() };
        assert_eq!(check(&filled(), "1001_abc", &policy).unwrap_err(), [Field::Name, Field::Role]);
    }

    #[test]
    fn a_name_is_tested_up_to_a_length_and_beyond_it_is_called_too_long() {
        let policy = Policy { name_pattern: Some("([a-z]+-?)+".to_owned()), ..Policy::default() };
        let said = |name: String, policy: &Policy| {
            let draft = Draft { name, ..filled() };
            // Whoever asks about a long name waits for ever.
            let asked = |_: &str, name: &str| {
                assert!(name.chars().count() <= 1_000);
                true
            };
            draft.new_token("1001_abc", "7350925", policy, &Noon, asked).err().and_then(|problems| problems.of(Field::Name))
        };
        for (name, told) in [
            ("a".repeat(1_000), false),
            ("ä".repeat(1_000), false),
            (format!("  {}  ", "a".repeat(1_000)), false),
            ("a".repeat(1_001), true),
            ("a!".repeat(50_000), true),
            ("😀".repeat(1_001), true),
        ] {
            let words = said(name.clone(), &policy);
            assert_eq!(words.is_some_and(|words| words.contains("too long") && words.contains("1,000")), told, "{}", name.len());
            // Without a pattern, only the service can tell.
            assert_eq!(said(name, &Policy::default()), None);
        }
    }

    #[test]
    fn a_key_or_token_is_no_name_and_no_description() {
        let policy = Policy::default();
        for (text, key, refused) in [
            ("29841_5f2b8c91d04e7a63", "", true),
            ("see 29841_5f2b8c91d04e7a63", "", true),
            ("export GCORE_API_KEY=29841_5f2b8c91d04e7a63", "", true),
            ("1004$demo-legacy", "", true),
            ("1001_demo-administrator", "1001_demo-administrator", true),
            ("my 1001_demo-administrator", " APIKey 1001_demo-administrator", true),
            ("Demo-Administrator", "1001_demo-administrator", true),
            ("1001_demo-administrator", "1002_demo-engineer", false),
            ("ci_1", "1001_demo-administrator", false),
            ("2024_backup", "1001_demo-administrator", false),
            ("demo", "1001_demo-administrator", false),
        ] {
            let field = |draft: Draft| {
                let problems = draft.new_token(key, "7350925", &policy, &Noon, |_, _| true).err().unwrap_or_default();
                assert!(problems.fields.iter().all(|(_, words)| !words.contains(text)), "{problems:?}");
                problems.fields.into_iter().map(|(field, _)| field).collect::<Vec<_>>()
            };
            let name = field(Draft { name: text.to_owned(), ..filled() });
            assert_eq!(name, [Field::Name][..usize::from(refused)], "{text}");
            let description = field(Draft { description: text.to_owned(), ..filled() });
            assert_eq!(description, [Field::Description][..usize::from(refused)], "{text}");
        }
    }

    #[test]
    fn what_nobody_sees_is_no_name_and_controls_are_not_sent() {
        let policy = Policy { require_description: true, ..Policy::default() };
        for blank in ["\u{200b}", " \u{feff}\u{a0}", "\0\u{1b}", "\u{202e}\u{202c}", "\u{3164}"] {
            let draft = Draft { name: blank.to_owned(), description: blank.to_owned(), ..filled() };
            assert_eq!(check(&draft, "1001_abc", &policy).unwrap_err(), [Field::Name, Field::Description], "{blank:?}");
        }
        let blank = Draft { description: "\u{200b}".to_owned(), ..filled() };
        assert_eq!(check(&blank, "1001_abc", &Policy::default()).unwrap().description, None);
        let draft = Draft { name: "a\0b\u{1b}c\nd\u{2028}".to_owned(), description: "a\r\nb\0\tc".to_owned(), ..filled() };
        let token = check(&draft, "1001_abc", &policy).unwrap();
        assert_eq!((token.name.as_str(), token.description.as_deref()), ("a b c d", Some("a\nb \tc")));
    }

    #[test]
    fn a_token_that_was_reviewed_is_the_same_at_another_end_and_in_nothing_else() {
        let reviewed = check(&filled(), "1001_abc", &Policy::default()).unwrap();
        let later = NewToken { expiry: Expiry::Never, ..reviewed.clone() };
        assert!(reviewed.same_but_for_end(&reviewed) && reviewed.same_but_for_end(&later));
        let other = Some("other".to_owned());
        for other in [
            NewToken { name: "other".to_owned(), ..reviewed.clone() },
            NewToken { description: other, ..reviewed.clone() },
            NewToken { role: Role::Administrators, ..reviewed.clone() },
            NewToken { account: AccountId::new(1).unwrap(), ..reviewed.clone() },
        ] {
            assert!(!reviewed.same_but_for_end(&other), "{other:?}");
        }
    }

    #[test]
    fn only_an_administrator_and_no_end_or_a_far_one_are_risky() {
        let mut draft = filled();
        draft.role = Some(Role::Administrators);
        draft.lifetime = Lifetime::Never;
        let mut token = check(&draft, "1001_abc", &Policy::default()).unwrap();
        assert_eq!(token.risks(Noon.now()), [Risk::Administrator, Risk::NeverExpires]);
        token.role = Role::Users;
        for (days, risks) in [(1, &[][..]), (1_096, &[]), (1_097, &[Risk::LongLived]), (36_500, &[Risk::LongLived])] {
            token.expiry = Expiry::At(Noon.now() + TimeDelta::days(days));
            assert_eq!(token.risks(Noon.now()), risks, "{days}");
        }
    }
}
