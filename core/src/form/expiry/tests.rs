use chrono_tz::Tz;
use proptest::prelude::*;

use super::{Expiry, Lifetime, Plan, days_from_now, plan};
use crate::config::{Days, Policy};
use crate::form::Field;
use crate::time::samples::{Wall, at, wall};
use crate::time::{parse_service_time, parse_wall_time};

fn custom(value: &str, clock: &Wall, policy: &Policy) -> Result<Plan, (Field, String)> {
    plan(Lifetime::Custom, value, policy, clock)
}

#[test]
fn a_preset_keeps_the_time_of_day_over_a_change_of_clocks() {
    for (zone, now, days, end) in [
        ("America/New_York", "2026-03-01T15:00:00Z", 30, "2026-03-31T14:00:00Z"),
        ("America/New_York", "2026-10-20T14:00:00Z", 30, "2026-11-19T15:00:00Z"),
        ("Europe/Lisbon", "2026-03-01T12:00:00Z", 60, "2026-04-30T11:00:00Z"),
        ("Asia/Kathmandu", "2026-03-01T12:00:00Z", 90, "2026-05-30T12:00:00Z"),
        ("Pacific/Kiritimati", "2026-12-31T23:30:00Z", 7, "2027-01-07T23:30:00Z"),
        ("Pacific/Pago_Pago", "2026-12-31T23:30:00Z", 7, "2027-01-07T23:30:00Z"),
        ("America/St_Johns", "2026-03-01T12:00:00Z", 30, "2026-03-31T11:00:00Z"),
        // Lord Howe moves its clocks by half an hour.
        ("Australia/Lord_Howe", "2026-03-20T12:00:00Z", 30, "2026-04-19T12:30:00Z"),
        // Casablanca puts its clocks back for Ramadan, 2026-02-15 to 2026-03-22.
        ("Africa/Casablanca", "2026-02-10T12:00:00Z", 7, "2026-02-17T13:00:00Z"),
    ] {
        assert_eq!(days_from_now(days, &wall(now, zone)), at(end), "{zone}");
    }
}

#[test]
fn a_preset_that_lands_in_a_gap_ends_after_it() {
    // 02:30 in New York, and clocks skip from 02:00 to 03:00 a week later.
    let clock = wall("2026-03-01T07:30:00Z", "America/New_York");
    assert_eq!(days_from_now(7, &clock), at("2026-03-08T07:30:00Z"));
}

#[test]
fn a_preset_ends_on_a_whole_minute_never_later_than_said() {
    let clock = wall("2026-11-24T17:59:59.999Z", "Etc/UTC");
    assert_eq!(days_from_now(90, &clock), at("2027-02-22T17:59:00Z"));
}

#[test]
fn a_custom_time_is_local_and_sent_in_utc() {
    for (zone, value, end) in [
        ("America/New_York", "2027-01-15T09:30", "2027-01-15T14:30:00Z"),
        ("Asia/Kathmandu", "2027-01-15T09:30", "2027-01-15T03:45:00Z"),
        ("Pacific/Kiritimati", "2027-01-15T09:30", "2027-01-14T19:30:00Z"),
        ("Pacific/Pago_Pago", "2027-01-15T09:30", "2027-01-15T20:30:00Z"),
        ("Australia/Lord_Howe", "2027-01-15T09:30", "2027-01-14T22:30:00Z"),
    ] {
        let clock = wall("2026-11-24T12:00:00Z", zone);
        let plan = custom(value, &clock, &Policy::default()).unwrap();
        assert_eq!(plan.expiry.to_wire().as_deref(), Some(end), "{zone}");
        assert_eq!(plan.remark, None);
    }
}

#[test]
fn a_time_that_clocks_skip_is_refused_with_the_reason() {
    for (zone, value, example) in [
        ("America/New_York", "2027-03-14T02:30", "2027-03-14 03:30"),
        ("Europe/Lisbon", "2027-03-28T01:15", "2027-03-28 02:15"),
        ("Australia/Lord_Howe", "2027-10-03T02:10", "2027-10-03 02:40"),
        ("America/St_Johns", "2027-03-14T02:30", "2027-03-14 03:30"),
    ] {
        let clock = wall("2026-11-24T12:00:00Z", zone);
        let (field, message) = custom(value, &clock, &Policy::default()).unwrap_err();
        assert_eq!(field, Field::ExpirationDateTime);
        assert!(message.contains("skip this time"), "{message}");
        assert!(message.contains(example), "{zone}: {message}");
    }
}

#[test]
fn a_time_that_happens_twice_means_the_first_and_says_so() {
    for (zone, value, first, second) in [
        ("America/New_York", "2027-11-07T01:30", "2027-11-07T05:30:00Z", "06:30 UTC"),
        ("Europe/Lisbon", "2027-10-31T01:30", "2027-10-31T00:30:00Z", "01:30 UTC"),
        ("Australia/Lord_Howe", "2027-04-04T01:45", "2027-04-03T14:45:00Z", "15:15 UTC"),
    ] {
        let clock = wall("2026-11-24T12:00:00Z", zone);
        let plan = custom(value, &clock, &Policy::default()).unwrap();
        assert_eq!(plan.expiry, Expiry::At(at(first)), "{zone}");
        assert!(plan.remark.unwrap().contains(second), "{zone}");
    }
}

#[test]
fn times_that_make_no_useful_token_are_refused_with_a_bound_and_an_example() {
    let policy = Policy { max_lifetime_days: Days::new(30), ..Policy::default() };
    let clock = wall("2026-11-24T12:00:00Z", "Europe/Lisbon");
    for (value, words) in [
        ("", "Enter the Expiration date and time, for example 2026-12-01 12:00"),
        ("tomorrow", "needs a day"),
        ("12026-01-01T00:00", "a year up to 9999"),
        ("2026-11-24T11:59", "in the past (1 minute ago)"),
        ("2025-11-24T11:59", "in the past (365 days ago)"),
        ("2026-11-24T12:00", "at least 5 minutes"),
        ("2026-11-24T12:04", "at least 5 minutes"),
        ("9999-12-30T00:00", "a year up to 9999"),
        ("2026-12-24T12:01", "at most 30 days. Enter 2026-12-24 12:00 or earlier"),
    ] {
        let (_, message) = custom(value, &clock, &policy).unwrap_err();
        assert!(message.contains(words), "{value}: {message}");
    }
    assert!(custom("9999-12-29T23:59", &clock, &Policy::default()).is_ok());
    assert!(custom("2026-11-24T12:05", &clock, &policy).is_ok());
    assert!(custom("2026-12-24T12:00", &clock, &policy).is_ok());
}

#[test]
fn yesterday_in_another_zone_is_not_tomorrow() {
    // It is already the 25th in Kiritimati and still the 24th in Pago Pago.
    let now = "2026-11-24T11:00:00Z";
    let none = Policy::default();
    assert!(custom("2026-11-24T23:00", &wall(now, "Pacific/Kiritimati"), &none).is_err());
    assert!(custom("2026-11-24T23:00", &wall(now, "Pacific/Pago_Pago"), &none).is_ok());
}

#[test]
fn a_policy_bounds_what_is_offered_and_accepted() {
    let clock = wall("2026-11-24T12:00:00Z", "Etc/UTC");
    let policy = Policy { max_lifetime_days: Days::new(45), ..Policy::default() };
    let labels: Vec<String> = Lifetime::offered(&policy, 60).into_iter().map(Lifetime::label).collect();
    assert_eq!(labels, ["7 days", "30 days", "45 days", "Custom"]);
    assert!(plan(Lifetime::Never, "", &policy, &clock).is_err());
    assert!(plan(Lifetime::Days(60), "", &policy, &clock).is_err());
    assert!(plan(Lifetime::Days(45), "", &policy, &clock).is_ok());
}

#[test]
fn without_a_policy_the_usual_lifetimes_are_offered() {
    let offered = Lifetime::offered(&Policy::default(), 90);
    let labels: Vec<String> = offered.iter().map(|l| l.label()).collect();
    assert_eq!(labels, ["7 days", "30 days", "60 days", "90 days", "1 year", "Custom", "Never"]);
    for lifetime in offered {
        assert_eq!(Lifetime::from_value(&lifetime.value()), Some(lifetime));
    }
}

#[test]
fn never_is_null_on_the_wire() {
    assert_eq!(Expiry::Never.to_wire(), None);
}

proptest! {
    #[test]
    fn no_text_makes_the_readers_panic(text in any::<String>()) {
        let _ = parse_service_time(&text);
        let _ = parse_wall_time(&text);
        let clock = Wall { now: at("2026-01-01"), zone: Tz::UTC };
        let _ = plan(Lifetime::Custom, &text, &Policy::default(), &clock);
    }

    #[test]
    fn any_number_of_days_has_an_end(days in any::<u32>()) {
        let clock = Wall { now: at("2026-01-01"), zone: Tz::UTC };
        prop_assert!(days_from_now(days, &clock) >= clock.now);
    }
}
