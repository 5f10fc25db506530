//! The token that replaces another one, or is made like it.

use std::ops::{Range, RangeInclusive};

use chrono::{DateTime, Datelike, NaiveDate, Utc};

use super::token::label;
use super::{LastUse, ListedToken, last_use};
use crate::config::Policy;
use crate::form::expiry::{Expiry, Lifetime};
use crate::form::prefill::{LeftOut, Why};
use crate::form::{Draft, Field};
use crate::limits::MAX_DAYS;
use crate::{Role, TokenId};

/// What to fill the form with, so that a new token can replace an old one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Successor {
    name: String,
    description: String,
    role: Option<Role>,
    lifetime: Lifetime,
    left_out: Vec<LeftOut>,
}

impl Successor {
    /// The successor of a token: the next name in its pattern, and the same description, role and
    /// lifetime as far as the policy allows. `taken` tells whether a name is in use.
    #[must_use]
    pub fn of(old: &ListedToken, today: NaiveDate, policy: &Policy, taken: impl Fn(&str) -> bool) -> Self {
        Self::named(next_name(&old.name, today, taken), old, policy)
    }

    /// A token like another one, which may be gone: the same name unless it is `taken`, and the same description, role and
    /// lifetime as far as the policy allows.
    #[must_use]
    pub fn like(old: &ListedToken, today: NaiveDate, policy: &Policy, taken: impl Fn(&str) -> bool) -> Self {
        let name = old.name.trim();
        let name = if taken(name) { next_name(name, today, taken) } else { name.to_owned() };
        Self::named(name, old, policy)
    }

    fn named(name: String, old: &ListedToken, policy: &Policy) -> Self {
        let mut left_out = Vec::new();
        let mut leave_out = |field: Field, why| left_out.push(LeftOut::new(field.label(), why));
        let role = old.role.known().filter(|role| policy.allowed_roles.contains(role));
        if role.is_none() {
            leave_out(Field::Role, if old.role.known().is_some() { Why::NotAllowed } else { Why::NotTold });
        }
        let default = Lifetime::Days(policy.default_days());
        let lifetime = match (old.expiry, old.created) {
            (Some(Expiry::Never), _) if policy.never_allowed() => Lifetime::Never,
            (Some(Expiry::Never), _) => {
                leave_out(Field::Expiration, Why::NotAllowed);
                default
            }
            (Some(Expiry::At(end)), Some(created)) if end > created => {
                // Rounded, since clocks may have changed in between.
                let days = ((end - created).num_hours() + 12) / 24;
                let max = policy.max_days().unwrap_or(MAX_DAYS);
                if days > i64::from(max) {
                    leave_out(Field::Expiration, Why::Shortened(max));
                }
                Lifetime::from_value(&days.clamp(1, max.into()).to_string()).unwrap_or(default)
            }
            _ => {
                leave_out(Field::Expiration, Why::NotTold);
                default
            }
        };
        Self { name, description: old.description.clone(), role, lifetime, left_out }
    }

    /// What of the other token doesn't get into the form as it is.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        &self.left_out
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

/// A token by its name as it is shown, and its id.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Named {
    id: TokenId,
    label: String,
}

impl Named {
    fn words(&self) -> String {
        format!("{} ({})", self.label, self.id)
    }
}

/// Which tokens replaced which, as far as that was done on this page: the service doesn't keep it.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Replacements(Vec<(Named, Named)>);

impl Replacements {
    /// Records that a new token, by id and name, was made to replace an old one.
    pub fn note(&mut self, old: &ListedToken, new_id: TokenId, new_name: &str) {
        let new = Named { id: new_id, label: label(new_id, new_name) };
        self.0.push((Named { id: old.id, label: old.label() }, new));
    }

    /// What a token replaces: name and id.
    #[must_use]
    pub fn replaces(&self, id: TokenId) -> Option<String> {
        self.0.iter().rev().find(|(_, new)| new.id == id).map(|(old, _)| old.words())
    }

    /// What a token was replaced by, at last: name and id.
    #[must_use]
    pub fn replaced_by(&self, id: TokenId) -> Option<String> {
        self.0.iter().rev().find(|(old, _)| old.id == id).map(|(_, new)| new.words())
    }

    /// A token that is revoked replaces nothing.
    pub fn forget_new(&mut self, id: TokenId) {
        self.0.retain(|(_, new)| new.id != id);
    }
}

/// When a token was last used, as a sentence without its full stop: `Last used 2 hours ago`.
#[must_use]
pub fn last_use_sentence(used: LastUse, now: DateTime<Utc>) -> String {
    match used {
        LastUse::At(_) => format!("Last used {}", last_use(used, now)),
        LastUse::Never => last_use(used, now),
        LastUse::Unreadable => "When it was last used is not known".to_owned(),
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
        if let Some(stem) = without_date(name, shape) {
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

/// The years that a date in a name is of. Other numbers of the same shape count something else.
const YEARS: RangeInclusive<i32> = 1990..=2099;

/// What precedes a date of this shape at the end, where `d` is any digit.
fn without_date<'n>(name: &'n str, shape: &str) -> Option<&'n str> {
    let (stem, end) = name.split_at_checked(name.len().checked_sub(shape.len())?)?;
    let fits = end.bytes().zip(shape.bytes()).all(|(byte, of)| if of == b'd' { byte.is_ascii_digit() } else { byte == of });
    if !fits || stem.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = end.replace('-', "");
    let number = |at: Range<usize>| digits.get(at)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(number(0..4)?.try_into().ok()?, number(4..6)?, number(6..8).unwrap_or(1));
    date.filter(|date| YEARS.contains(&date.year())).map(|_| stem)
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, TimeDelta};
    use proptest::prelude::*;

    use super::{LastUse, ListedToken, Replacements, Successor, last_use_sentence, next_name};
    use crate::config::{Days, Policy};
    use crate::form::Draft;
    use crate::form::expiry::{Expiry, Lifetime};
    use crate::form::prefill::LeftOut;
    use crate::list::samples::token;
    use crate::time::parse_service_time;
    use crate::{Role, TokenId, TokenRole};

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
            ("ci20240229", "ci20261124"),
            ("1990-01", "2026-11"),
            ("ci-2099-12-31", "ci-2026-11-24"),
            // No day, month or year of anything that lives now.
            ("customer-10002345", "customer-10002345-2"),
            ("ticket-1024-01", "ticket-1024-02"),
            ("room-4711-12", "room-4711-13"),
            ("build-9999-99-99", "build-9999-99-100"),
            ("ci-2026-13", "ci-2026-14"),
            ("ci-2026-00", "ci-2026-01"),
            ("ci-2025-02-29", "ci-2025-02-30"),
            ("ci-20260800", "ci-20260800-2"),
            ("ci-1989-12", "ci-1989-13"),
            ("ci-2100-01", "ci-2100-02"),
            ("ci-12026-08", "ci-12026-09"),
            ("job-99999", "job-100000"),
            ("job-100000", "job-100000-2"),
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
        // A thousand are tried, and then whoever sees the name decides.
        for (free, next) in [("ci-1001", "ci-1001"), ("ci-1002", "ci-2")] {
            assert_eq!(next_name("ci", today(), |name| name != free), next);
        }
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
        for end in [created - TimeDelta::days(5), created] {
            old.expiry = Some(Expiry::At(end));
            assert_eq!(lifetime(&old, &free), Lifetime::Days(90));
        }
        // Only what is cut short is said to be.
        for (days, shortened) in [(30, false), (31, true)] {
            old.expiry = Some(Expiry::At(created + TimeDelta::days(days)));
            let left_out = Successor::of(&old, today(), &bound, |_| false).left_out;
            assert_eq!(left_out.iter().any(|part| part.why == super::Why::Shortened(30)), shortened, "{days}");
        }
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

    #[test]
    fn a_token_is_made_like_any_other_even_one_that_is_gone_and_what_does_not_fit_is_said() {
        let year = |mut old: ListedToken| {
            old.expiry = old.created.map(|created| Expiry::At(created + TimeDelta::days(365)));
            old
        };
        let free = Policy::default();
        let bound = Policy { max_lifetime_days: Days::new(30), allowed_roles: vec![Role::Engineers], ..Policy::default() };
        let plain = year(ListedToken { description: "Deploys".to_owned(), ..token(1, " ci ", "2026-01-01") });
        let gone = ListedToken { expired: true, ..plain.clone() };
        let deleted = ListedToken { deleted: true, ..plain.clone() };
        let endless = token(1, "ci", "2026-01-01");
        let strange = ListedToken { role: TokenRole::Unknown, expiry: None, ..plain.clone() };
        let dateless = ListedToken { created: None, ..plain.clone() };
        let odd = ListedToken { role: TokenRole::new(Some(77), None), ..plain.clone() };
        let (users, year_long, default) = (Some(Role::Users), Lifetime::Days(365), Lifetime::Days(90));
        for (old, policy, role, lifetime, said) in [
            (&plain, &free, users, year_long, &[][..]),
            (&gone, &free, users, year_long, &[]),
            (&deleted, &free, users, year_long, &[]),
            (&endless, &free, users, Lifetime::Never, &[]),
            (
                &plain,
                &bound,
                None,
                Lifetime::Days(30),
                &["Role: not allowed here", "Expiration: longer than the 30 days allowed here"],
            ),
            (&endless, &bound, None, Lifetime::Days(30), &["Role: not allowed here", "Expiration: not allowed here"]),
            (&strange, &free, None, default, &["Role: not known", "Expiration: not known"]),
            (&dateless, &free, users, default, &["Expiration: not known"]),
            (&odd, &free, None, year_long, &["Role: not known"]),
        ] {
            let like = Successor::like(old, today(), policy, |_| false);
            let words: Vec<String> = like.left_out().iter().map(LeftOut::words).collect();
            assert_eq!(words, said, "{old:?}");
            let mut draft = Draft::new(policy);
            like.fill(&mut draft);
            assert_eq!((draft.name.as_str(), draft.role, draft.lifetime), ("ci", role, lifetime), "{old:?}");
            assert_eq!(draft.description, old.description);
        }
        let named = |name: &str, taken: &[&str]| {
            Successor::like(&ListedToken { name: name.to_owned(), ..plain.clone() }, today(), &free, |name| taken.contains(&name))
                .name
        };
        assert_eq!(named("ci", &["ci"]), "ci-2");
        assert_eq!(named("ci-2", &["ci-2", "ci-3"]), "ci-4");
        assert_eq!(named("", &[]), "");
    }

    #[test]
    fn which_token_replaced_which_is_known_both_ways_for_as_long_as_it_is_so() {
        let (old, nameless) = (token(1, "ci\u{202e}", "2026-01-01"), token(4, "", "2026-01-01"));
        let id = TokenId::new;
        let mut replacements = Replacements::default();
        replacements.note(&old, id(2), "ci-2");
        replacements.note(&token(2, "ci-2", "2026-01-02"), id(3), "ci-3");
        replacements.note(&nameless, id(5), " ");
        for (of, replaces, replaced_by) in [
            (1, None, Some("ci-2 (2)")),
            (2, Some("ci[U+202E] (1)"), Some("ci-3 (3)")),
            (3, Some("ci-2 (2)"), None),
            (4, None, Some("Token 5 (5)")),
            (5, Some("Token 4 (4)"), None),
            (6, None, None),
        ] {
            assert_eq!(replacements.replaces(id(of)).as_deref(), replaces, "{of}");
            assert_eq!(replacements.replaced_by(id(of)).as_deref(), replaced_by, "{of}");
        }
        // Made once more, after the first one was revoked or kept.
        replacements.note(&old, id(7), "ci-2b");
        assert_eq!(replacements.replaced_by(id(1)).as_deref(), Some("ci-2b (7)"));
        replacements.forget_new(id(7));
        assert_eq!(replacements.replaced_by(id(1)).as_deref(), Some("ci-2 (2)"));
        replacements.forget_new(id(2));
        assert_eq!((replacements.replaces(id(2)), replacements.replaced_by(id(1))), (None, None));
    }

    #[test]
    fn the_last_use_is_a_sentence() {
        let now = parse_service_time("2026-11-24T12:00:00Z").unwrap();
        for (used, words) in [
            (LastUse::Never, "Never used"),
            (LastUse::Unreadable, "When it was last used is not known"),
            (LastUse::At(now), "Last used now"),
            (LastUse::At(now - TimeDelta::hours(2)), "Last used 2 hours ago"),
        ] {
            assert_eq!(last_use_sentence(used, now), words);
        }
    }

    proptest! {
        /// Whatever the policy, a draft that is filled like this needs nothing but a role that was left out.
        #[test]
        fn what_is_filled_in_is_allowed(
            lifetime in prop::option::of(-40_000_i64..40_000_000),
            never in any::<bool>(),
            max in prop::option::of(1..40_000_u32),
        ) {
            let policy = Policy { max_lifetime_days: max.and_then(Days::new), allow_never: never, ..Policy::default() };
            let mut old = token(1, "ci", "2026-01-01");
            if let Some(hours) = lifetime {
                old.expiry = old.created.and_then(|created| created.checked_add_signed(TimeDelta::hours(hours))).map(Expiry::At);
            }
            let like = Successor::like(&old, today(), &policy, |_| false);
            prop_assert!(like.lifetime.allowed(&policy), "{:?}", like);
            prop_assert_ne!(like.lifetime, Lifetime::Custom);
            prop_assert_eq!(Lifetime::from_value(&like.lifetime.value()), Some(like.lifetime));
        }

        #[test]
        fn any_name_has_a_next_one_that_is_another(name in "\\PC{0,30}") {
            let next = next_name(&name, today(), |taken| taken == name.trim());
            prop_assert!(next.is_empty() || next != name.trim());
        }
    }
}
