use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use super::samples::{Wall, at, wall};
use super::{
    Resolved, date_text, minus, parse_service_time, parse_wall_time, plus, relative, resolve, rfc3339, utc_text, wall_time,
    wall_time_value, whole_minute,
};

#[test]
fn distances_are_said_in_the_unit_people_would_use() {
    let now = at("2026-11-24T12:00:00Z");
    for (then, words) in [
        ("2026-11-24T12:00:10Z", "now"),
        ("2026-11-24T12:05:00Z", "in 5 minutes"),
        ("2026-11-24T12:59:00Z", "in 59 minutes"),
        ("2026-11-24T13:00:00Z", "in 1 hour"),
        ("2026-11-24T11:00:00Z", "1 hour ago"),
        ("2026-11-26T12:00:00Z", "in 2 days"),
        ("2027-02-22T11:59:23Z", "in 90 days"),
        ("2027-02-22T13:00:00Z", "in 90 days"),
        ("2026-11-01T12:00:00Z", "23 days ago"),
        ("2026-11-24T11:59:31Z", "now"),
        ("2026-11-24T11:59:30Z", "1 minute ago"),
        ("2026-11-24T12:59:29Z", "in 59 minutes"),
        ("2026-11-24T12:59:30Z", "in 1 hour"),
        ("2026-11-26T11:29:59Z", "in 47 hours"),
        ("2026-11-26T11:30:00Z", "in 2 days"),
        ("2028-11-23T11:59:59Z", "in 730 days"),
        ("2028-11-23T12:00:00Z", "in 2 years"),
        ("2024-11-24T00:00:00Z", "2 years ago"),
        ("2030-09-12T12:00:00Z", "in 3.8 years"),
        ("2023-02-06T12:00:00Z", "3.8 years ago"),
        ("2036-11-24T12:00:00Z", "in 10 years"),
    ] {
        assert_eq!(relative(at(then), now), words, "{then}");
    }
}

#[test]
fn the_services_ways_of_writing_time_are_read() {
    for (text, instant) in [
        ("2021-01-01T12:00:00.000000Z", "2021-01-01T12:00:00Z"),
        ("2021-01-01 12:00:00", "2021-01-01T12:00:00Z"),
        ("2021-01-01", "2021-01-01T00:00:00Z"),
        ("2021-01-01T12:00:00+02:00", "2021-01-01T10:00:00Z"),
        ("2021-01-01T12:00:00.5-0330", "2021-01-01T15:30:00Z"),
        ("2021-01-01T12:00:00+02", "2021-01-01T10:00:00Z"),
        ("2021-01-01T12:00Z", "2021-01-01T12:00:00Z"),
        ("2021-01-01T23:59:60Z", "2021-01-01T23:59:59Z"),
    ] {
        assert_eq!(rfc3339(at(text)), instant, "{text}");
    }
    for text in ["", "never", "2021", "2021-13-01", "2021-02-30", "2021-01-01T25:00", "2021-01-01T1:2:3:4", "２０２１-01-01"]
    {
        assert_eq!(parse_service_time(text), None, "{text}");
    }
    assert_eq!(utc_text(at("2027-02-22T17:06:59Z")), "2027-02-22 17:06 UTC");
}

#[test]
fn what_no_timestamp_can_say_is_no_time() {
    for (text, there) in [
        ("0000-01-01T00:00:00Z", true),
        ("9999-12-31T23:59:59Z", true),
        ("0000-01-01T00:00:00+23:59", false),
        ("9999-12-31T23:59:59-23:59", false),
    ] {
        assert_eq!(parse_service_time(text).is_some(), there, "{text}");
    }
}

#[test]
fn a_date_is_that_of_the_readers_wall() {
    for (instant, zone, date) in [
        ("2026-11-28T23:30:00Z", "Etc/UTC", "28 Nov 2026"),
        ("2026-11-28T23:30:00Z", "Asia/Kathmandu", "29 Nov 2026"),
        ("2027-01-01T00:30:00Z", "America/New_York", "31 Dec 2026"),
        ("2026-05-01T00:00:00Z", "Etc/UTC", "1 May 2026"),
    ] {
        assert_eq!(date_text(at(instant), &wall("2026-11-24", zone)), date, "{instant} {zone}");
    }
}

#[test]
fn a_minute_is_counted_from_its_first_moment() {
    for (instant, minute) in
        [("2026-11-24T12:00:59.999Z", "2026-11-24T12:00:00Z"), ("1969-12-31T23:59:01Z", "1969-12-31T23:59:00Z")]
    {
        let instant = DateTime::parse_from_rfc3339(instant).unwrap().to_utc();
        assert_eq!(whole_minute(instant), at(minute));
    }
}

#[test]
fn no_time_lies_beyond_the_last() {
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    assert_eq!(plus(last, TimeDelta::seconds(1)), last);
    assert_eq!(minus(first, TimeDelta::seconds(1)), first);
}

const ZONES: [&str; 8] = [
    "America/New_York",
    "Europe/Lisbon",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
];

proptest! {
    #[test]
    fn what_the_wall_shows_leads_back_to_the_instant(
        minutes in 29_000_000_i64..40_000_000,
        zone in prop::sample::select(&ZONES[..]),
    ) {
        let instant = DateTime::from_timestamp(minutes * 60, 0).unwrap();
        let clock = Wall { now: instant, zone: zone.parse().unwrap() };
        let shown = wall_time(instant, &clock);
        let found = match resolve(shown, &clock) {
            Resolved::Once(at) => at == instant,
            Resolved::Twice(first, second) => {
                prop_assert!(first < second);
                first == instant || second == instant
            }
            Resolved::Never(_) => false,
        };
        prop_assert!(found, "{zone} {shown}");
        prop_assert_eq!(parse_wall_time(&wall_time_value(shown)), Some(shown));
    }

    #[test]
    fn resolving_agrees_with_the_zone_database(
        minutes in 29_000_000_i64..40_000_000,
        zone in prop::sample::select(&ZONES[..]),
    ) {
        let local = DateTime::from_timestamp(minutes * 60, 0).unwrap().naive_utc();
        let clock = Wall { now: at("2026-01-01"), zone: zone.parse().unwrap() };
        let known = clock.zone.from_local_datetime(&local).map(|at| at.to_utc());
        match (resolve(local, &clock), known) {
            (Resolved::Once(ours), chrono::LocalResult::Single(theirs)) => prop_assert_eq!(ours, theirs),
            (Resolved::Twice(a, b), chrono::LocalResult::Ambiguous(c, d)) => prop_assert_eq!((a, b), (c, d)),
            (Resolved::Never(_), chrono::LocalResult::None) => {}
            (ours, theirs) => prop_assert!(false, "{ours:?} {theirs:?}"),
        }
    }
}
