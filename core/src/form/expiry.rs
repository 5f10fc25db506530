//! When a token expires: the choices, and what each one means.

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::Field;
use crate::config::Policy;
use crate::limits::{self, counted, in_words};
use crate::time::{self, Clock, Resolved};

/// The lifetimes offered, in days.
const PRESETS: [u32; 5] = [7, 30, 60, 90, 365];

/// RFC 3339 has four digits for the year.
const LAST_YEAR: i32 = 9999;

/// Of this year and earlier, no token is.
const YEAR_BEFORE_TOKENS: i32 = 2000;

/// When a token expires.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Expiry {
    /// At an instant, to the second.
    At(DateTime<Utc>),
    /// It works until somebody deletes it.
    Never,
}

impl Expiry {
    /// What an end means that the service tells of a token: some backends write the first or the last day there is where
    /// they have none. `None` for a day long before there were tokens, of one that has not expired.
    pub(crate) fn without_stand_ins(self, expired: bool) -> Option<Self> {
        match self {
            Self::At(at) if !expired && at.year() >= LAST_YEAR => Some(Self::Never),
            Self::At(at) if !expired && is_before_tokens(at) => None,
            told => Some(told),
        }
    }

    /// The value of `exp_date` on the wire, where null means "never".
    pub(crate) fn to_wire(self) -> Option<String> {
        match self {
            Self::At(at) => Some(time::rfc3339(at)),
            Self::Never => None,
        }
    }
}

/// Whether a day is long before there were tokens: some backends write the first day there is where they have none.
pub(crate) fn is_before_tokens(at: DateTime<Utc>) -> bool {
    at.year() <= YEAR_BEFORE_TOKENS
}

/// An option of the Expiration dropdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lifetime {
    /// This many days from now, at the same local time.
    Days(u32),
    /// At a date and time that the user enters.
    Custom,
    /// No expiration.
    Never,
}

impl Lifetime {
    /// The options that a policy leaves, shortest first, including `linked_days`.
    #[must_use]
    pub fn offered(policy: &Policy, linked_days: u32) -> Vec<Self> {
        let bound = policy.max_days().unwrap_or(u32::MAX);
        let mut days: Vec<u32> = PRESETS.into_iter().filter(|days| *days <= bound).collect();
        // The policy's default, and what a link asks for, take their places among the presets.
        for more in [policy.default_days(), linked_days.min(bound)] {
            if let Err(place) = days.binary_search(&more) {
                days.insert(place, more);
            }
        }
        let mut offered: Vec<Self> = days.into_iter().map(Self::Days).collect();
        offered.push(Self::Custom);
        if policy.never_allowed() {
            offered.push(Self::Never);
        }
        offered
    }

    /// Whether a policy allows it.
    #[must_use]
    pub fn allowed(self, policy: &Policy) -> bool {
        match self {
            Self::Days(days) => policy.max_days().is_none_or(|max| days <= max),
            Self::Custom => true,
            Self::Never => policy.never_allowed(),
        }
    }

    /// The option's text.
    #[must_use]
    pub fn label(self) -> String {
        match self {
            Self::Days(365) => "1 year".to_owned(),
            Self::Days(days) => counted(days.into(), "day"),
            Self::Custom => "Custom".to_owned(),
            Self::Never => "Never".to_owned(),
        }
    }

    /// The option's value: a number of days, `custom` or `never`.
    #[must_use]
    pub fn value(self) -> String {
        match self {
            Self::Days(days) => days.to_string(),
            Self::Custom => "custom".to_owned(),
            Self::Never => "never".to_owned(),
        }
    }

    /// Parses an option's value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        match value {
            "custom" => Some(Self::Custom),
            "never" => Some(Self::Never),
            days => days.parse().ok().filter(|days| (1..=limits::MAX_DAYS).contains(days)).map(Self::Days),
        }
    }
}

/// What a choice amounts to, before anything is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    /// When the token will expire.
    pub expiry: Expiry,
    /// Set if the local time happens twice: says which of the two is meant.
    pub remark: Option<String>,
}

/// Works out when the token will expire. `custom`, a `datetime-local` value, only counts for [`Lifetime::Custom`].
///
/// # Errors
/// The field at fault, and a message with the limit and an example.
pub fn plan(lifetime: Lifetime, custom: &str, policy: &Policy, clock: &impl Clock) -> Result<Plan, (Field, String)> {
    match lifetime {
        Lifetime::Never if policy.never_allowed() => Ok(Plan { expiry: Expiry::Never, remark: None }),
        Lifetime::Never => {
            Err((Field::Expiration, "Every token created here has to expire. Choose an Expiration from the list.".to_owned()))
        }
        Lifetime::Days(days) if policy.max_days().is_some_and(|max| days > max) => {
            Err((Field::Expiration, too_long(policy, "Choose a shorter Expiration.")))
        }
        Lifetime::Days(days) => Ok(Plan { expiry: Expiry::At(days_from_now(days, clock)), remark: None }),
        Lifetime::Custom => custom_plan(custom, policy, clock).map_err(|message| (Field::ExpirationDateTime, message)),
    }
}

/// The instant that many days from now, at the same local time, to the minute.
///
/// A change of clocks in between doesn't shift it. A time that clocks skip becomes the one after the gap.
#[must_use]
pub fn days_from_now(days: u32, clock: &impl Clock) -> DateTime<Utc> {
    let now = time::whole_minute(clock.now());
    let wall = time::wall_time(now, clock).checked_add_signed(TimeDelta::days(days.into()));
    let Some(wall) = wall else {
        return DateTime::<Utc>::MAX_UTC;
    };
    match time::resolve(wall, clock) {
        Resolved::Once(at) | Resolved::Twice(at, _) | Resolved::Never(at) => at,
    }
}

fn custom_plan(custom: &str, policy: &Policy, clock: &impl Clock) -> Result<Plan, String> {
    let now = clock.now();
    // The example has to be valid: a week from now, or the most that the policy allows.
    let example = || {
        let days = policy.max_days().unwrap_or(7).min(7);
        format!("for example {}", clock.local_text(days_from_now(days, clock)))
    };
    if custom.trim().is_empty() {
        return Err(format!("Enter the Expiration date and time, {}.", example()));
    }
    let wall = time::parse_wall_time(custom.trim()).filter(|wall| wall.and_utc() < last_writable()).ok_or_else(|| {
        format!("The Expiration date and time needs a day, a month, a year up to 9999 and a time, {}.", example())
    })?;
    let (at, remark) = match time::resolve(wall, clock) {
        Resolved::Once(at) => (at, None),
        // Better an hour too early than an hour too late.
        Resolved::Twice(first, second) => (
            first,
            Some(format!(
                "Clocks go back that day, so this time occurs twice. The first one is used; the second would be {}.",
                time::utc_text(second)
            )),
        ),
        Resolved::Never(later) => {
            return Err(format!(
                "Clocks go forward that day and skip this time. Enter another one, for example {}.",
                clock.local_text(later)
            ));
        }
    };
    if at < now {
        return Err(format!(
            "The Expiration date and time is in the past ({}). Enter a later one, {}.",
            time::relative(at, now),
            example()
        ));
    }
    if at < time::plus(now, limits::MIN_LIFETIME) {
        return Err(format!(
            "The Expiration date and time must be at least {} from now, {}.",
            in_words(limits::MIN_LIFETIME),
            example()
        ));
    }
    if let Some(days) = policy.max_days() {
        let latest = days_from_now(days, clock);
        if at > latest {
            return Err(too_long(policy, &format!("Enter {} or earlier.", clock.local_text(latest))));
        }
    }
    Ok(Plan { expiry: Expiry::At(at), remark })
}

fn too_long(policy: &Policy, advice: &str) -> String {
    let days = counted(policy.max_days().unwrap_or_default().into(), "day");
    format!("Tokens created here may be valid for at most {days}. {advice}")
}

/// Two days before the last that can be written, in reserve for the zone.
fn last_writable() -> DateTime<Utc> {
    time::parse_service_time("9999-12-30").unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests;
