//! Which of the operator's rules for new tokens a token breaks that exists: it may be older than the rules, or come from
//! elsewhere.

use chrono::{DateTime, TimeDelta, Utc};

use super::ListedToken;
use crate::Role;
use crate::config::Policy;
use crate::form::expiry::Expiry;
use crate::limits::{MAX_TESTED_NAME, counted};
use crate::text::{is_blank, one_line};

/// A rule that a token breaks.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rule {
    /// It has to end.
    Ends,
    /// It may live so many days at most.
    Lifetime,
    /// It has one of these roles.
    Role,
    /// Its name follows a pattern.
    Name,
    /// It has a description.
    Description,
}

impl Rule {
    /// All rules, in the order of [`Policy`]'s keys.
    pub const ALL: [Self; 5] = [Self::Lifetime, Self::Ends, Self::Role, Self::Description, Self::Name];

    /// How a token breaks it under a policy.
    #[must_use]
    pub fn words(self, policy: &Policy) -> String {
        match self {
            Self::Ends => "Never expires, which the rules here don’t allow".to_owned(),
            Self::Lifetime => match policy.max_days() {
                Some(days) => format!("Lives longer than the {} that the rules here allow", counted(days.into(), "day")),
                None => "Lives longer than the rules here allow".to_owned(),
            },
            Self::Role => "Has a Role that the rules here don’t allow".to_owned(),
            Self::Name => match policy.name_hint.as_ref().or(policy.name_pattern.as_ref()) {
                Some(hint) => format!("Has a name that doesn’t follow the rule here: {hint}"),
                None => "Has a name that doesn’t follow the rule here".to_owned(),
            },
            Self::Description => "Has no Description, which the rules here ask for".to_owned(),
        }
    }
}

/// How much longer than a number of whole days a token may live: the clocks may be set back in between, and they differ.
const SLACK: TimeDelta = TimeDelta::hours(3);

/// The operator's rules, ready to be applied.
#[derive(Clone, Debug)]
pub(super) struct Rules {
    pub(super) policy: Policy,
    /// Whether a regular expression matches a whole name.
    pub(super) matches: fn(&str, &str) -> bool,
}

impl Rules {
    /// The rules that a token breaks, as far as it is known. What doesn't work any more breaks none. `told` is when the service
    /// told of it.
    pub(super) fn broken_by(&self, token: &ListedToken, told: DateTime<Utc>) -> Vec<Rule> {
        let policy = &self.policy;
        if !token.can_be_revoked() {
            return Vec::new();
        }
        let breaks = |rule: &Rule| match rule {
            Rule::Ends => token.expiry == Some(Expiry::Never) && !policy.never_allowed(),
            Rule::Lifetime => match (token.expiry, policy.max_days()) {
                (Some(Expiry::At(end)), Some(days)) => {
                    let since = token.created.map_or(told, |created| created.min(told));
                    end - since > TimeDelta::days(days.into()) + SLACK
                }
                _ => false,
            },
            Rule::Role => match token.role.known() {
                Some(role) => !policy.allowed_roles.contains(&role),
                // Of a role that isn't published a policy that allows all others says nothing.
                None => !token.role.label().is_empty() && policy.allowed_roles.len() < Role::ALL.len(),
            },
            Rule::Description => policy.require_description && is_blank(&token.description),
            Rule::Name => policy.name_pattern.as_ref().is_some_and(|pattern| {
                let name = one_line(&token.name);
                is_blank(&name) || name.chars().nth(MAX_TESTED_NAME).is_some() || !(self.matches)(pattern, &name)
            }),
        };
        Rule::ALL.into_iter().filter(breaks).collect()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::*;

    use super::{Rule, Rules};
    use crate::config::{Days, Policy};
    use crate::form::expiry::Expiry;
    use crate::list::samples::token;
    use crate::list::{Attention, ListedToken, TokenList};
    use crate::text::samples::RULES;
    use crate::time::parse_service_time;
    use crate::{Role, TokenId, TokenRole};

    fn now() -> DateTime<Utc> {
        parse_service_time("2026-11-24T12:00:00Z").unwrap()
    }

    /// As if a pattern were what a name has to begin with. Nobody may ask about a long name.
    fn begins(pattern: &str, name: &str) -> bool {
        assert!(name.chars().count() <= 1_000);
        name.starts_with(pattern)
    }

    fn broken(token: &ListedToken, policy: &Policy) -> Vec<Rule> {
        Rules { policy: policy.clone(), matches: begins }.broken_by(token, now())
    }

    fn lives(created: &str, end: &str) -> ListedToken {
        let mut token = token(1, "ci", created);
        token.expiry = parse_service_time(end).map(Expiry::At);
        token
    }

    #[test]
    fn a_token_without_end_or_with_a_late_one_breaks_the_rule_for_it() {
        let free = Policy::default();
        let ends = Policy { allow_never: false, ..Policy::default() };
        let month = Policy { max_lifetime_days: Days::new(30), ..Policy::default() };
        let endless = token(1, "ci", "2026-11-01");
        assert_eq!(broken(&endless, &free), []);
        assert_eq!(broken(&endless, &ends), [Rule::Ends]);
        // A longest lifetime rules it out, too.
        assert_eq!(broken(&endless, &month), [Rule::Ends]);
        for (token, expected) in [
            (lives("2026-11-24T12:00:00Z", "2026-12-24T12:00:00Z"), vec![]),
            // The clocks were set back.
            (lives("2026-11-24T12:00:00Z", "2026-12-24T13:00:00Z"), vec![]),
            (lives("2026-11-24T12:00:00Z", "2026-12-25T12:00:00Z"), vec![Rule::Lifetime]),
            // All of it counts, and not only what is left.
            (lives("2026-06-01", "2026-11-30"), vec![Rule::Lifetime]),
            (lives("no date", "2026-12-20"), vec![]),
            (lives("no date", "2027-12-20"), vec![Rule::Lifetime]),
            // It says that it was made in the future.
            (lives("2027-12-01", "2027-12-20"), vec![Rule::Lifetime]),
            (lives("2026-11-01", "no date"), vec![]),
        ] {
            assert_eq!(broken(&token, &month), expected, "{token:?}");
            assert_eq!(broken(&token, &free), []);
        }
    }

    #[test]
    fn roles_names_and_descriptions_have_their_rules() {
        let policy = Policy {
            allowed_roles: vec![Role::Users],
            require_description: true,
            name_pattern: Some("team-".to_owned()),
            ..Policy::default()
        };
        let mut good = token(1, " team-a ", "");
        good.description = "x".to_owned();
        assert_eq!(broken(&good, &policy), []);
        for (role, expected) in [
            (Role::Engineers.into(), vec![Rule::Role]),
            (TokenRole::new(Some(77), Some("Night shift".to_owned())), vec![Rule::Role]),
            // A renamed role is still the one with its id.
            (TokenRole::new(Some(2), Some("Viewers".to_owned())), vec![]),
            (TokenRole::Unknown, vec![]),
        ] {
            let token = ListedToken { role, ..good.clone() };
            assert_eq!(broken(&token, &policy), expected, "{token:?}");
            assert_eq!(broken(&token, &Policy::default()), []);
        }
        for name in ["ci", "", "\u{200b}", &format!("team-{}", "x".repeat(1_000))] {
            assert_eq!(broken(&ListedToken { name: name.to_owned(), ..good.clone() }, &policy), [Rule::Name], "{name:?}");
        }
        for description in ["", " \n", "\u{200b}"] {
            let token = ListedToken { description: description.to_owned(), ..good.clone() };
            assert_eq!(broken(&token, &policy), [Rule::Description], "{description:?}");
        }
        let all = ListedToken { role: Role::Administrators.into(), ..token(1, "ci", "") };
        let strict = Policy { allow_never: false, ..policy };
        assert_eq!(broken(&all, &strict), [Rule::Ends, Rule::Role, Rule::Description, Rule::Name]);
        for gone in [ListedToken { deleted: true, ..all.clone() }, ListedToken { expired: true, ..all }] {
            assert_eq!(broken(&gone, &strict), []);
        }
    }

    #[test]
    fn each_broken_rule_is_said() {
        let policy = Policy {
            max_lifetime_days: Days::new(30),
            name_pattern: Some("team-.+".to_owned()),
            name_hint: Some("start with team-".to_owned()),
            ..Policy::default()
        };
        assert_eq!(
            Rule::ALL.map(|rule| rule.words(&policy)),
            [
                "Lives longer than the 30 days that the rules here allow",
                "Never expires, which the rules here don’t allow",
                "Has a Role that the rules here don’t allow",
                "Has no Description, which the rules here ask for",
                "Has a name that doesn’t follow the rule here: start with team-",
            ]
        );
    }

    #[test]
    fn a_list_knows_which_of_its_tokens_break_rules_whenever_it_learns_of_them() {
        let policy = Policy { allow_never: false, ..Policy::default() };
        let endless = || token(1, "ci", "2026-11-01");
        let mut later = TokenList::new(now(), RULES);
        later.extend([endless()]);
        let mut later = later.under(policy.clone(), begins);
        let mut list = TokenList::new(now(), RULES).under(policy, begins);
        list.extend([endless()]);
        for list in [&mut list, &mut later] {
            let id = TokenId::new(1);
            assert_eq!(list.concerned(Attention::BreaksRules, now()), 1);
            assert!(list.token(id).unwrap().broken_rules.contains(&Rule::Ends));
            list.update(id, Some(lives("2026-11-01", "2026-12-01")));
            assert_eq!(list.concerned(Attention::BreaksRules, now()), 0);
            list.update(id, Some(endless()));
            assert_eq!(list.concerned(Attention::BreaksRules, now()), 1);
            list.update(id, None);
            assert_eq!(list.concerned(Attention::BreaksRules, now()), 0);
            assert!(list.token(id).unwrap().broken_rules.is_empty());
        }
    }

    proptest! {
        /// What the form lets through breaks no rule once it is listed.
        #[test]
        fn a_token_that_lives_as_long_as_is_allowed_breaks_nothing(
            days in 1..4_000_u32,
            max in 1..4_000_u32,
            offset in -1..=1_i64,
        ) {
            let policy = Policy { max_lifetime_days: Days::new(max), ..Policy::default() };
            let mut token = token(1, "ci", "2026-11-24T12:00:00Z");
            token.expiry = Some(Expiry::At(now() + TimeDelta::days(days.into()) + TimeDelta::hours(offset)));
            prop_assert_eq!(broken(&token, &policy).is_empty(), days <= max);
        }
    }
}
