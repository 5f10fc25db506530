//! Instants, local time, and both in words. The clock and the zone are passed in.

use std::borrow::Cow;

use chrono::{DateTime, Datelike, NaiveDateTime, SecondsFormat, TimeDelta, Timelike, Utc};

use crate::limits::counted;

/// What time it is, and in which zone and language the user reads it.
pub trait Clock {
    /// The current instant.
    fn now(&self) -> DateTime<Utc>;

    /// How many seconds local time is ahead of UTC at an instant.
    fn utc_offset_seconds(&self, at: DateTime<Utc>) -> i32;

    /// An instant in local time with weekday and zone, formatted for the user's locale.
    fn local_text(&self, at: DateTime<Utc>) -> String;
}

/// The instants at which clocks show a given local time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolved {
    /// The usual case.
    Once(DateTime<Utc>),
    /// Clocks are set back over it, so it happens twice.
    Twice(DateTime<Utc>, DateTime<Utc>),
    /// Clocks are set forward over it, so it never happens. This is the instant at which a clock that
    /// wasn't set forward shows it.
    Never(DateTime<Utc>),
}

/// Finds the instant or instants at which clocks show `local`.
#[must_use]
pub fn resolve(local: NaiveDateTime, clock: &impl Clock) -> Resolved {
    let as_if_utc = local.and_utc();
    // No zone is more than a day from UTC, and no two changes of clocks are that close together.
    let day = TimeDelta::days(1);
    let before = clock.utc_offset_seconds(minus(as_if_utc, day));
    let after = clock.utc_offset_seconds(plus(as_if_utc, day));
    let at = |offset: i32| minus(as_if_utc, TimeDelta::seconds(offset.into()));
    let shows = |offset: i32| clock.utc_offset_seconds(at(offset)) == offset;
    match (shows(before), shows(after)) {
        (true, true) if before != after => Resolved::Twice(at(before), at(after)),
        (true, _) => Resolved::Once(at(before)),
        (false, true) => Resolved::Once(at(after)),
        (false, false) => Resolved::Never(at(before)),
    }
}

/// The local time at an instant.
#[must_use]
pub fn wall_time(at: DateTime<Utc>, clock: &impl Clock) -> NaiveDateTime {
    let offset = TimeDelta::seconds(clock.utc_offset_seconds(at).into());
    plus(at, offset).naive_utc()
}

/// Parses the value of a `datetime-local` control: `YYYY-MM-DDTHH:MM`, with or without seconds.
pub(crate) fn parse_wall_time(value: &str) -> Option<NaiveDateTime> {
    let (date, time) = value.split_once(['T', ' '])?;
    let (time, fraction) = time.split_at(time.find('.').unwrap_or(time.len()));
    parse_rfc3339(&format!("{date}T{}{fraction}Z", with_seconds(time))).map(|at| at.naive_utc())
}

/// The value of a `datetime-local` control, to the minute.
#[must_use]
pub fn wall_time_value(local: NaiveDateTime) -> String {
    let mut value = rfc3339(local.and_utc());
    value.truncate("YYYY-MM-DDTHH:MM".len());
    value
}

/// RFC 3339 in UTC to the second, `YYYY-MM-DDTHH:MM:SSZ`, as the service expects it.
#[must_use]
pub fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// An instant in UTC to the minute: `2027-02-22 17:06 UTC`.
#[must_use]
pub fn utc_text(at: DateTime<Utc>) -> String {
    let written = rfc3339(at);
    let (date, time) = written.split_once('T').unwrap_or((&written, ""));
    format!("{date} {} UTC", time.get(..5).unwrap_or(time))
}

/// Parses an instant as the service writes it, to the second: a date alone, or a date and a time separated by `T`
/// or a space, with or without seconds, a fraction, and `Z` or an offset. UTC unless an offset says otherwise.
#[must_use]
pub fn parse_service_time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    // Most are RFC 3339 as they are, and a long list has tens of thousands of them.
    parse_rfc3339(text).or_else(|| parse_rfc3339(&as_rfc3339(text)))
}

fn as_rfc3339(text: &str) -> String {
    let (date, rest) = text.split_once(['T', 't', ' ']).unwrap_or((text, "00:00:00Z"));
    let (time, zone) = rest.split_at(rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len()));
    let (time, fraction) = time.split_at(time.find('.').unwrap_or(time.len()));
    let (time, zone) = (with_seconds(time), full_offset(zone));
    format!("{date}T{time}{fraction}{zone}")
}

fn parse_rfc3339(text: &str) -> Option<DateTime<Utc>> {
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    // A leap second becomes the second before it.
    let at = at.to_utc().with_nanosecond(0)?;
    // A zone can push a date out of the years that RFC 3339 can write, and what is exported has to be read again.
    (0..=9999).contains(&at.year()).then_some(at)
}

/// RFC 3339 requires seconds.
fn with_seconds(time: &str) -> Cow<'_, str> {
    if time.matches(':').count() == 1 { format!("{time}:00").into() } else { time.into() }
}

/// RFC 3339 requires an offset: `Z`, or hours and minutes with a colon.
fn full_offset(zone: &str) -> Cow<'_, str> {
    match (zone.len(), zone.get(..3), zone.get(3..)) {
        (0, ..) => "Z".into(),
        (3, Some(hours), _) => format!("{hours}:00").into(),
        (5, Some(hours), Some(minutes)) => format!("{hours}:{minutes}").into(),
        _ => zone.into(),
    }
}

/// The date in local time: `28 Nov 2026`.
#[must_use]
pub fn date_text(at: DateTime<Utc>, clock: &impl Clock) -> String {
    let date = wall_time(at, clock).date();
    let month = month_name(date.month()).get(..3).unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// The name of a month, of which 1 is January; empty for any other number.
pub(crate) fn month_name(month: u32) -> &'static str {
    (month as usize).checked_sub(1).and_then(|at| MONTHS.get(at)).copied().unwrap_or_default()
}

/// The distance from now in words: `in 90 days`, `3 hours ago`, `3.8 years ago`.
#[must_use]
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (at - now).num_seconds();
    let (count, unit) = match seconds.abs() {
        0..30 => return "now".to_owned(),
        away @ 30..3570 => ((away + 30) / 60, "minute"),
        away @ 3570..171_000 => ((away + 1800) / 3600, "hour"),
        away @ 171_000..63_072_000 => ((away + 43_200) / 86_400, "day"),
        away => return told(seconds > 0, &years(away)),
    };
    told(seconds > 0, &counted(count, unit))
}

/// Some seconds in years of 365.25 days, to the tenth.
fn years(seconds: i64) -> String {
    let tenths = (seconds * 10 + 15_778_800) / 31_557_600;
    if tenths % 10 == 0 { format!("{} years", tenths / 10) } else { format!("{}.{} years", tenths / 10, tenths % 10) }
}

fn told(ahead: bool, distance: &str) -> String {
    if ahead { format!("in {distance}") } else { format!("{distance} ago") }
}

/// Drops the seconds.
pub(crate) fn whole_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    let into_minute = at.timestamp().rem_euclid(60);
    let nanos = i64::from(at.timestamp_subsec_nanos());
    minus(at, TimeDelta::seconds(into_minute) + TimeDelta::nanoseconds(nanos))
}

/// Saturates at the last instant that can be represented.
pub(crate) fn plus(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(by).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn minus(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    at.checked_sub_signed(by).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

#[cfg(test)]
pub(crate) mod samples {
    use chrono::{DateTime, Offset, TimeZone, Utc};
    use chrono_tz::Tz;

    use super::{Clock, parse_service_time, wall_time, wall_time_value};

    /// The clock of somebody in a zone.
    pub(crate) struct Wall {
        pub(crate) now: DateTime<Utc>,
        pub(crate) zone: Tz,
    }

    impl Clock for Wall {
        fn now(&self) -> DateTime<Utc> {
            self.now
        }
        fn utc_offset_seconds(&self, at: DateTime<Utc>) -> i32 {
            self.zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc()
        }
        fn local_text(&self, at: DateTime<Utc>) -> String {
            wall_time_value(wall_time(at, self)).replace('T', " ")
        }
    }

    pub(crate) fn at(text: &str) -> DateTime<Utc> {
        parse_service_time(text).unwrap()
    }

    pub(crate) fn wall(now: &str, zone: &str) -> Wall {
        Wall { now: at(now), zone: zone.parse().unwrap() }
    }
}

#[cfg(test)]
mod tests;
