//! The token that replaces another one.

use chrono::{Datelike, NaiveDate};

use super::ListedToken;
use crate::Role;
use crate::config::Policy;
use crate::form::Draft;
use crate::form::expiry::{Expiry, Lifetime};

/// What to fill the form with, so that a new token can replace an old one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Successor {
    name: String,
    description: String,
    role: Option<Role>,
    lifetime: Lifetime,
}

impl Successor {
    /// The successor of a token: the next name in its pattern, and the same description, role and
    /// lifetime as far as the policy allows. `taken` tells whether a name is in use.
    #[must_use]
    pub fn of(old: &ListedToken, today: NaiveDate, policy: &Policy, taken: impl Fn(&str) -> bool) -> Self {
        let lifetime = match (old.expiry, old.created) {
            (Some(Expiry::Never), _) if policy.never_allowed() => Lifetime::Never,
            (Some(Expiry::At(end)), Some(created)) if end > created => {
                // Rounded, since clocks may have changed in between.
                let days = ((end - created).num_hours() + 12) / 24;
                let max = i64::from(policy.max_days().unwrap_or(u32::MAX));
                Lifetime::from_value(&days.clamp(1, max).to_string()).unwrap_or(Lifetime::Days(policy.default_days()))
            }
            _ => Lifetime::Days(policy.default_days()),
        };
        Self {
            name: next_name(&old.name, today, taken),
            description: old.description.clone(),
            role: old.role.known().filter(|role| policy.allowed_roles.contains(role)),
            lifetime,
        }
    }

    /// Fills the form in; the account stays as it is.
    pub fn fill(self, draft: &mut Draft) {
        draft.name = self.name;
        draft.description = self.description;
        draft.role = self.role;
        draft.lifetime = self.lifetime;
        draft.custom = String::new();
    }
}

/// How many names to try.
const MAX_NAMES: u64 = 1_000;

/// The next name in a pattern: a date at the end becomes today's, a number is incremented, and
/// any other name gets a number.
fn next_name(name: &str, today: NaiveDate, taken: impl Fn(&str) -> bool) -> String {
    let name = name.trim();
    if name.is_empty() {
        return String::new();
    }
    let (year, month, day) = (today.year(), today.month(), today.day());
    for (date, shape) in [
        (format!("{year:04}-{month:02}-{day:02}"), "dddd-dd-dd"),
        (format!("{year:04}-{month:02}"), "dddd-dd"),
        (format!("{year:04}{month:02}{day:02}"), "dddddddd"),
    ] {
        if let Some(stem) = without_end(name, shape) {
            let dated = format!("{stem}{date}");
            if !taken(&dated) {
                return dated;
            }
            // There is one from today already.
            return numbered(&format!("{dated}-"), 2, 1, taken);
        }
    }
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &name[stem.len()..];
    match digits.parse::<u64>() {
        // Neither a name of digits only nor a version such as 1.2 ends in a counter.
        Ok(number) if !stem.is_empty() && digits.len() < 6 && !stem.ends_with('.') => {
            numbered(stem, number + 1, digits.len(), taken)
        }
        _ => numbered(&format!("{name}-"), 2, 1, taken),
    }
}

/// The first free name made of a stem and a number of at least `width` digits.
fn numbered(stem: &str, first: u64, width: usize, taken: impl Fn(&str) -> bool) -> String {
    let name = |number: u64| format!("{stem}{number:0width$}");
    (first..first + MAX_NAMES).map(name).find(|name| !taken(name)).unwrap_or_else(|| name(first))
}

/// What precedes an ending of this shape, where `d` is any digit.
fn without_end<'n>(name: &'n str, shape: &str) -> Option<&'n str> {
    let at = name.len().checked_sub(shape.len())?;
    let fits = name.as_bytes()[at..].iter().zip(shape.bytes()).all(
        |(byte, of)| {
            if of == b'd' { byte.is_ascii_digit() } else { *byte == of }
        },
    );
    let stem = fits.then(|| name.get(..at)).flatten()?;
    // Part of a longer number, so it isn't a date.
    (!stem.ends_with(|c: char| c.is_ascii_digit())).then_some(stem)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};
    use proptest::prelude::*;

    use super::{ListedToken, Successor, next_name};
    use crate::config::{Days, Policy};
    use crate::form::expiry::{Expiry, Lifetime};
    use crate::list::samples::token;
    use crate::{Role, TokenRole};

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
    }

    #[test]
    fn a_name_goes_on_in_its_own_pattern() {
        for (old, next) in [
            ("ci-deploy", "ci-deploy-2"),
            ("ci-deploy-2", "ci-deploy-3"),
            ("ci-09", "ci-10"),
            ("ci9", "ci10"),
            ("ci 2026-08-26", "ci 2026-11-24"),
            ("ci-2026-08", "ci-2026-11"),
            ("ci-20260826", "ci-20261124"),
            ("release-1.2", "release-1.2-2"),
            ("7350925", "7350925-2"),
            ("user-1023101", "user-1023101-2"),
            ("schlüssel-é", "schlüssel-é-2"),
            ("", ""),
        ] {
            assert_eq!(next_name(old, today(), |_| false), next, "{old}");
        }
    }

    #[test]
    fn a_name_in_use_is_passed_over() {
        let taken = |name: &str| matches!(name, "ci-2" | "ci-3" | "ci-2026-11" | "ci-2026-11-2");
        assert_eq!(next_name("ci", today(), taken), "ci-4");
        assert_eq!(next_name("ci-2026-11", today(), taken), "ci-2026-11-3");
    }

    #[test]
    fn a_successor_lives_as_long_as_the_policy_allows() {
        let mut old = token(1, "ci", "2026-08-26T12:00:00Z");
        let lifetime = |old: &ListedToken, policy: &Policy| Successor::of(old, today(), policy, |_| false).lifetime;
        let free = Policy::default();
        let bound = Policy { max_lifetime_days: Days::new(30), ..Policy::default() };
        assert_eq!(lifetime(&old, &free), Lifetime::Never);
        assert_eq!(lifetime(&old, &bound), Lifetime::Days(30));
        let created = old.created.unwrap();
        old.expiry = Some(Expiry::At(created + TimeDelta::hours(45 * 24 + 1)));
        assert_eq!(lifetime(&old, &free), Lifetime::Days(45));
        assert_eq!(lifetime(&old, &bound), Lifetime::Days(30));
        old.expiry = Some(Expiry::At(created + TimeDelta::minutes(5)));
        assert_eq!(lifetime(&old, &free), Lifetime::Days(1));
        old.expiry = Some(Expiry::At(created - TimeDelta::days(5)));
        assert_eq!(lifetime(&old, &free), Lifetime::Days(90));
        old.created = None;
        assert_eq!(lifetime(&old, &free), Lifetime::Days(90));
    }

    #[test]
    fn a_role_that_is_unknown_or_not_allowed_is_nobodys_choice() {
        let mut old = token(1, "ci", "");
        old.role = TokenRole::new(Some(77), None);
        let role = |old: &ListedToken, policy: &Policy| Successor::of(old, today(), policy, |_| false).role;
        assert_eq!(role(&old, &Policy::default()), None);
        old.role = Role::Administrators.into();
        assert_eq!(role(&old, &Policy::default()), Some(Role::Administrators));
        let users = Policy { allowed_roles: vec![Role::Users], ..Policy::default() };
        assert_eq!(role(&old, &users), None);
    }

    proptest! {
        #[test]
        fn any_name_has_a_next_one_that_is_another(name in "\\PC{0,30}") {
            let next = next_name(&name, today(), |taken| taken == name.trim());
            prop_assert!(next.is_empty() || next != name.trim());
        }
    }
}
