//! Instants, wall clocks and the words for them; the clock and the zone are passed in.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};

/// The clock on the wall: what time it is, and which zone and language a person reads it in.
pub trait Clock {
    /// This instant.
    fn now(&self) -> DateTime<Utc>;

    /// How far local time is ahead of UTC at an instant, in seconds.
    fn utc_offset_seconds(&self, at: DateTime<Utc>) -> i32;

    /// An instant in local time with weekday and zone, in the person's own format.
    fn local_text(&self, at: DateTime<Utc>) -> String;
}

/// A moment of local time, looked up in the zone's rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resolved {
    /// The usual case.
    Once(DateTime<Utc>),
    /// Clocks go back over it: it happens at both instants.
    Twice(DateTime<Utc>, DateTime<Utc>),
    /// Clocks go forward over it: it never happens. The instant is the one that a clock shows
    /// that was not put forward, which people then read as the gap's length later.
    Never(DateTime<Utc>),
}

/// Finds the instant or instants at which clocks show `local`.
#[must_use]
pub fn resolve(local: NaiveDateTime, clock: &impl Clock) -> Resolved {
    let as_if_utc = local.and_utc();
    // No zone is more than a day away from UTC, and no two changes of clocks are that close.
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

/// What a clock on the wall shows at an instant.
#[must_use]
pub fn wall_time(at: DateTime<Utc>, clock: &impl Clock) -> NaiveDateTime {
    let offset = TimeDelta::seconds(clock.utc_offset_seconds(at).into());
    plus(at, offset).naive_utc()
}

/// Reads the value of a `datetime-local` control: `YYYY-MM-DDTHH:MM`, with or without seconds.
#[must_use]
pub fn parse_wall_time(value: &str) -> Option<NaiveDateTime> {
    let (date, time) = value.split_once(['T', ' '])?;
    parse_date(date)?.and_time_of(time)
}

/// Writes the value of a `datetime-local` control, to the minute.
#[must_use]
pub fn wall_time_value(local: NaiveDateTime) -> String {
    let mut value = rfc3339(local.and_utc());
    value.truncate("YYYY-MM-DDTHH:MM".len());
    value
}

/// RFC 3339 in UTC to the second, `YYYY-MM-DDTHH:MM:SSZ`: the form in which an end is sent.
#[must_use]
pub fn rfc3339(at: DateTime<Utc>) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

/// An instant in UTC for people, to the minute: `2027-02-22 17:06 UTC`.
#[must_use]
pub fn utc_text(at: DateTime<Utc>) -> String {
    let written = rfc3339(at);
    let (date, time) = written.split_once('T').unwrap_or((&written, ""));
    format!("{date} {} UTC", time.get(..5).unwrap_or(time))
}

/// Reads an instant as the service writes it: a date alone, or a date and a time with `T` or a
/// space, any fraction digits, and `Z`, an offset or nothing; all UTC unless an offset says
/// otherwise.
#[must_use]
pub fn parse_service_time(text: &str) -> Option<DateTime<Utc>> {
    let text = text.trim();
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?),
        None => (text, "00:00"),
    };
    let date = parse_date(date)?;
    let zone_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
    let (time, zone) = rest.split_at(zone_at);
    let local = date.and_time_of(time)?.and_utc();
    let offset = match zone.as_bytes() {
        [] | [b'Z' | b'z'] => 0,
        [sign, ..] => {
            let (hours, minutes) = match zone[1..].split_once(':') {
                Some(parts) => parts,
                None if zone.len() == 5 => zone[1..].split_at(2),
                None => (&zone[1..], "0"),
            };
            let seconds = number(hours, 23)? * 3600 + number(minutes, 59)? * 60;
            let seconds = i64::from(seconds);
            if *sign == b'-' { -seconds } else { seconds }
        }
    };
    local.checked_sub_signed(TimeDelta::seconds(offset))
}

/// How far an instant is from now, in words: `in 90 days`, `3 hours ago`.
#[must_use]
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (at - now).num_seconds();
    let (count, unit) = match seconds.unsigned_abs() {
        0..30 => return "now".to_owned(),
        away @ 30..3570 => ((away + 30) / 60, "minute"),
        away @ 3570..171_000 => ((away + 1800) / 3600, "hour"),
        away => ((away + 43_200) / 86_400, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    if seconds > 0 {
        format!("in {count} {unit}{plural}")
    } else {
        format!("{count} {unit}{plural} ago")
    }
}

/// The same instant with its seconds cut off.
#[must_use]
pub fn whole_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    let into_minute = at.timestamp().rem_euclid(60);
    let nanos = i64::from(at.timestamp_subsec_nanos());
    minus(
        at,
        TimeDelta::seconds(into_minute) + TimeDelta::nanoseconds(nanos),
    )
}

/// `at + by`, or the last instant there is.
pub(super) fn plus(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    at.checked_add_signed(by)
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn minus(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    at.checked_sub_signed(by)
        .unwrap_or(DateTime::<Utc>::MIN_UTC)
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() < 4 {
        return None;
    }
    let year = i32::try_from(number(year, 275_760)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(month, 12)?, number(day, 31)?)
}

trait AndTime {
    fn and_time_of(self, text: &str) -> Option<NaiveDateTime>;
}

impl AndTime for NaiveDate {
    fn and_time_of(self, text: &str) -> Option<NaiveDateTime> {
        let mut parts = text.split(':');
        let (hour, minute) = (parts.next()?, parts.next()?);
        let second = parts.next().unwrap_or("0");
        let (second, fraction) = second.split_once('.').unwrap_or((second, "0"));
        if parts.next().is_some() || !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // A leap second is shown as the second before it.
        let second = number(second, 60)?.min(59);
        self.and_hms_opt(number(hour, 23)?, number(minute, 59)?, second)
    }
}

/// A whole number of nothing but digits, up to `most`.
fn number(text: &str, most: u32) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let value = digits.then(|| text.parse().ok()).flatten()?;
    (value <= most).then_some(value)
}
