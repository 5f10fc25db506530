//! What each text says. tests/handover.rs runs them.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use icalendar::{Calendar, Component, DatePerhapsTime};
use proptest::prelude::*;

use super::calendar::reminder_at;
use super::{
    Context, DOTS, Entry, Format, Group, calendar, end_to_remind_of, file_name, fingerprint, preview, receipt, reminders,
    request_as_curl, write,
};
use crate::form::expiry::Expiry;
use crate::list::{ListedToken, samples};
use crate::time::parse_service_time;
use crate::{AccountId, Receipt, Secret, TokenId};

const HOSTILE: &str = "'; rm -rf ~ #\"$(id)`id`\r\n\u{202e}${x}%{y}\u{1b}[201~ coding: rot13";

fn at(text: &str) -> DateTime<Utc> {
    parse_service_time(text).unwrap()
}

fn token(name: &str) -> Receipt {
    Receipt {
        id: Some(TokenId::new(29_841)),
        name: name.to_owned(),
        role: "Engineers".to_owned(),
        expiry: Expiry::At(at("2027-02-22T17:06:00Z")),
        account: AccountId::new(7_350_925).unwrap(),
        differences: Vec::new(),
    }
}

fn written(format: Format, secret: &str, name: &str, api_base: &str) -> String {
    let receipt = token(name);
    let context = Context { api_base, receipt: &receipt };
    String::from(write(format, &Secret::new(secret.to_owned()), &context).as_str())
}

#[test]
fn options_have_one_value_each_and_say_what_stays_behind() {
    for format in Format::ALL {
        assert_eq!(Format::from_value(format.value()), Some(format));
        assert!(!format.label().is_empty() && !format.note().is_empty());
        let text = written(format, "1004$old", "CI", "https://api.gcore.com");
        assert_eq!(text.contains("1004$old"), format.holds_secret(), "{text}");
    }
    assert_eq!(Format::from_value("html"), None);
    let labels: BTreeSet<_> = Format::ALL.into_iter().map(Format::label).collect();
    assert_eq!(labels.len(), Format::ALL.len());
    assert_eq!(Format::Raw.note(), "No quotes, no line break.");
    assert_eq!(Group::ALL.map(Group::label), ["Shells", "CI", "Code", "Files"]);
    use Format::{DotEnv, Go, Kubernetes, Python, Terraform};
    assert_eq!([DotEnv, Python, Go, Terraform, Kubernetes].map(Format::extension), ["env", "py", "go", "auto.tfvars", "yaml"]);
}

#[test]
fn files_end_in_a_line_break_and_pasted_lines_do_not() {
    use Format::{DotEnv, Go, Kubernetes, Python, Terraform};
    for format in Format::ALL {
        let file = matches!(format, DotEnv | Python | Go | Terraform | Kubernetes);
        let text = written(format, "1_a", HOSTILE, "https://api.gcore.com");
        assert_eq!(text.ends_with('\n'), file, "{format:?}");
        // A pasted line must not run before its reader presses Enter, nor hold a comment.
        assert_eq!(text.contains('\n'), file, "{format:?}");
        assert_eq!(text.contains("Gcore API token 29841"), file, "{format:?}");
    }
}

fn previewed(format: Format, secret: &str, name: &str) -> Option<String> {
    let receipt = token(name);
    preview(format, &Secret::new(secret.to_owned()), &Context { api_base: "https://api.gcore.com", receipt: &receipt })
}

#[test]
fn the_token_alone_comes_first_and_everything_else_is_in_a_group() {
    let (first, others) = Format::ALL.split_first().unwrap();
    assert_eq!((*first, first.group()), (Format::Raw, None));
    for format in others {
        let group = format.group().unwrap();
        assert!(Group::ALL.contains(&group) && !group.label().is_empty());
        assert_eq!(format.web_form().is_some(), format.is_token_alone(), "{format:?}");
        assert!(format.web_form().is_none() || group == Group::Ci, "{format:?}");
    }
}

#[test]
fn the_preview_shows_what_is_written_with_dots_for_the_token() {
    for secret in ["29841_h7Gq2", "1004$old"] {
        for format in Format::ALL {
            let text = written(format, secret, "CI", "https://api.gcore.com");
            let expected = (text != secret).then(|| text.trim_end().replace(secret, DOTS));
            assert_eq!(previewed(format, secret, "CI"), expected, "{format:?}");
        }
    }
}

#[test]
fn another_products_form_gets_the_token_once_and_the_name_that_its_use_refers_to() {
    for format in Format::ALL {
        let Some(form) = format.web_form() else { continue };
        let entries: Vec<_> = form.fields.iter().map(|(_, entry)| *entry).collect();
        assert_eq!(entries.iter().filter(|entry| **entry == Entry::Token).count(), 1, "{format:?}");
        let names: Vec<_> = entries
            .iter()
            .filter_map(|entry| match entry {
                Entry::Name(name) => Some(*name),
                _ => None,
            })
            .collect();
        let [name] = names[..] else { panic!("{format:?}: {names:?}") };
        assert!(form.usage.contains(name), "{format:?}");
        assert!(form.fields.iter().all(|(label, _)| !label.is_empty()) && !form.used_in.is_empty());
    }
}

#[test]
fn the_address_is_left_out_where_the_sdks_know_it() {
    for (format, words) in [
        (Format::Python, "base_url=\"https://gw.example/gcore\""),
        (Format::Go, "option.WithBaseURL(\"https://gw.example/gcore\")"),
    ] {
        let usual = written(format, "1_a", "CI", "https://api.gcore.com");
        assert!(!usual.to_lowercase().contains("url"), "{usual}");
        let other = written(format, "1_a", "CI", "https://gw.example/gcore");
        assert!(other.contains(words), "{other}");
    }
}

#[test]
fn a_hostile_name_changes_no_line_but_its_own() {
    for format in Format::ALL {
        let lines = |name| {
            let text = written(format, "1_a", name, "https://api.gcore.com");
            text.lines()
                .filter(|line| !line.contains("Gcore API token"))
                .map(|line| line.replace("gcore-token-rm-rf-id-id-x-y-201-coding-rot13", "gcore-token-ci"))
                .collect::<Vec<_>>()
        };
        assert_eq!(lines(HOSTILE), lines("CI"), "{format:?}");
    }
}

#[test]
fn python_finds_no_encoding_where_it_looks_for_one() {
    let text = written(Format::Python, "1_a", "coding: rot13", "https://api.gcore.com");
    let looked_at: Vec<_> = text.lines().take(2).collect();
    assert_eq!(looked_at, ["from gcore import Gcore", ""]);
}

#[test]
fn the_request_names_the_key_and_never_holds_it() {
    let body = "{\"name\":\"it's $HOME \u{202e}\u{7f}\u{e0041}\"}";
    assert_eq!(
        request_as_curl("https://api.gcore.com/iam/v2/clients/7/tokens", body),
        r#"curl -sS 'https://api.gcore.com/iam/v2/clients/7/tokens' \
  -H "Authorization: APIKey $GCORE_API_KEY" \
  -H 'Content-Type: application/json' \
  --data-raw '{"name":"it'\''s $HOME \u202e\u007f\udb40\udc41"}'"#
    );
}

#[test]
fn a_receipt_fits_into_a_ticket() {
    assert_eq!(
        receipt(&token(" CI\ndeploy\u{202e} "), Some("1a2b3c4d")),
        "Gcore API token\nName: CI deploy\nID: 29841\nRole: Engineers\nExpires: 2027-02-22 17:06 UTC\nAccount: 7350925\nSHA-256 starts with: 1a2b3c4d\n"
    );
    let never = Receipt { id: None, expiry: Expiry::Never, ..token("CI") };
    assert_eq!(receipt(&never, None), "Gcore API token\nName: CI\nRole: Engineers\nExpires: never\nAccount: 7350925\n");
}

#[test]
fn a_fingerprint_is_the_start_of_the_sha_256() {
    // Source: FIPS 180-4's example "abc", and the well-known hash of nothing.
    for (text, start) in [("abc", "ba7816bf"), ("", "e3b0c442")] {
        assert_eq!(fingerprint(&Secret::new(text.to_owned())), start);
    }
}

#[test]
fn files_have_names_that_any_system_takes() {
    for (name, file) in [
        ("CI deploy", "gcore-token-ci-deploy-29841.env"),
        ("../../etc/passwd", "gcore-token-etc-passwd-29841.env"),
        ("日本語", "gcore-token-29841.env"),
        ("", "gcore-token-29841.env"),
        (HOSTILE, "gcore-token-rm-rf-id-id-x-y-201-coding-rot13-29841.env"),
    ] {
        assert_eq!(file_name(&token(name), "env"), file, "{name:?}");
    }
    let long = file_name(&token(&"a b".repeat(999)), "txt");
    assert!(long.len() < 63, "{long}");
    let no_id = Receipt { id: None, ..token("x") };
    assert_eq!(file_name(&no_id, "ics"), "gcore-token-x.ics");
}

#[test]
fn no_two_tokens_of_different_names_are_one_secret_of_kubernetes() {
    let long = "x".repeat(40);
    for (name, object) in [
        ("ci-deploy-2", "gcore-token-ci-deploy-2"),
        ("ci-29841", "gcore-token-ci-29841"),
        ("CI", "gcore-token-ci.29841"),
        ("CI deploy", "gcore-token-ci-deploy.29841"),
        ("ci/deploy", "gcore-token-ci-deploy.29841"),
        ("ci--deploy", "gcore-token-ci-deploy.29841"),
        ("ci-deploy-", "gcore-token-ci-deploy.29841"),
        ("-ci", "gcore-token-ci.29841"),
        ("ci-デプロイ", "gcore-token-ci.29841"),
        ("デプロイ", "gcore-token.29841"),
        ("", "gcore-token.29841"),
        (&long[1..], &format!("gcore-token-{}", &long[1..])),
        (&long, &format!("gcore-token-{}.29841", &long[1..])),
    ] {
        let text = written(Format::Kubernetes, "1_a", name, "https://api.gcore.com");
        assert!(text.contains(&format!("\nmetadata:\n  name: {object}\n  annotations:")), "{name:?} {text}");
    }
}

#[test]
fn the_reminder_is_some_days_before_or_halfway_and_never_in_the_past() {
    let now = at("2026-11-24T10:00:00Z");
    let after = |lifetime| reminder_at(Expiry::At(now + lifetime), 7, now);
    assert_eq!(after(TimeDelta::days(90)), Some(now + TimeDelta::days(83)));
    assert_eq!(after(TimeDelta::days(14)), Some(now + TimeDelta::days(7)));
    assert_eq!(after(TimeDelta::days(7)), Some(now + TimeDelta::hours(84)));
    assert_eq!(after(TimeDelta::minutes(5)), Some(now + TimeDelta::seconds(150)));
    assert_eq!(after(TimeDelta::seconds(1)), Some(now + TimeDelta::seconds(1)));
    assert_eq!(after(TimeDelta::zero()), None);
    assert_eq!(after(TimeDelta::days(-1)), None);
    assert_eq!(after(TimeDelta::days(4_000_000)), None);
    assert!(reminder_at(Expiry::At(at("9999-12-29T23:59:00Z")), 7, now).is_some());
    assert_eq!(reminder_at(Expiry::Never, 7, now), None);
    let unreadable = Expiry::At(DateTime::<Utc>::MAX_UTC);
    assert_eq!(reminder_at(unreadable, u32::MAX, now), None);
    let whenever = reminder_at(Expiry::At(now + TimeDelta::days(90)), u32::MAX, now);
    assert_eq!(whenever, Some(now + TimeDelta::days(45)));
}

#[test]
fn the_calendar_has_an_alarm_and_short_lines() {
    let now = at("2026-11-24T10:00:00Z");
    let text = calendar(&token(&format!("a,b;c\\d {}", "ж".repeat(200))), 7, now).unwrap();
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75, "{line:?}");
        assert!(!line.contains(['\r', '\n']), "{line:?}");
    }
    assert!(text.contains("\r\nDTSTART:20270215T170600Z\r\n"), "{text}");
    assert!(text.contains("\r\nDTSTAMP:20261124T100000Z\r\n"), "{text}");
    assert!(text.contains("a\\,b\\;c\\\\d "), "{text}");
    assert!(text.contains("\r\nTRIGGER:PT0S\r\n"), "{text}");
    let minutes = (now - DateTime::UNIX_EPOCH).num_minutes();
    assert!(text.contains(&format!("\r\nSEQUENCE:{minutes}\r\n")), "{text}");
    let plain = calendar(&token(&format!("\u{7}\t{}", "x".repeat(200))), 7, now).unwrap();
    assert_eq!(plain.lines().map(str::len).max(), Some(75));
    assert!(!plain.contains(|c: char| c.is_control() && c != '\r' && c != '\n'), "{plain}");
    let never = Receipt { expiry: Expiry::Never, ..token("CI") };
    assert_eq!(calendar(&never, 7, now), None);
}

fn account() -> AccountId {
    AccountId::new(7_350_925).unwrap()
}

/// Tokens by number, with the time that each has left.
fn listed(ends: &[(i64, Option<TimeDelta>)], now: DateTime<Utc>) -> Vec<ListedToken> {
    let token = |(id, left): &(i64, Option<TimeDelta>)| {
        let expiry = left.map_or(Expiry::Never, |left| Expiry::At(now + left));
        ListedToken { expiry: Some(expiry), ..samples::token(*id, "ci", "2026-01-01") }
    };
    ends.iter().map(token).collect()
}

#[test]
fn there_is_an_event_for_each_active_token_that_ends_with_the_alarms_that_are_to_come() {
    let now = at("2026-11-24T10:00:00Z");
    let (day, hour) = (TimeDelta::days, TimeDelta::hours);
    let mut tokens = listed(
        &[
            (1, Some(day(90))),
            (2, Some(day(7))),
            (3, Some(day(1))),
            (4, Some(hour(1))),
            (5, None),
            (6, Some(day(-1))),
            (7, Some(day(9))),
        ],
        now,
    );
    tokens[6].deleted = true;
    tokens.push(ListedToken { expiry: None, ..samples::token(8, "ci", "") });
    let made = reminders(tokens.iter(), account(), now).unwrap();
    assert_eq!(made.count, 4);
    let found = |start: &str| -> Vec<&str> { made.calendar.lines().filter_map(|line| line.strip_prefix(start)).collect() };
    assert_eq!(found("UID:"), [1, 2, 3, 4].map(|id| format!("gcore-token-{id}.7350925")));
    assert_eq!(found("DTSTART:"), ["20270222T100000Z", "20261201T100000Z", "20261125T100000Z", "20261124T110000Z"]);
    assert_eq!(found("TRIGGER:"), ["-P7D", "-P1D", "-P1D", "-PT43200S", "-PT1800S"]);
    assert!(made.calendar.contains("\r\nSUMMARY:The Gcore API token ci (ID 1) expires\r\n"), "{}", made.calendar);
    assert_eq!(reminders(tokens[4..].iter(), account(), now), None);
    // Whoever is offered a reminder of one token gets it: not after the service called it expired, whatever this clock says.
    tokens[0].expired = true;
    let ends: Vec<bool> = tokens.iter().map(|token| end_to_remind_of(token, now).is_some()).collect();
    assert_eq!(ends, [false, true, true, true, false, false, false, false]);
    assert_eq!(reminders([].iter(), account(), now), None);
}

#[test]
fn a_later_file_updates_what_an_earlier_one_and_the_receipt_put_into_a_calendar() {
    let now = at("2026-11-24T10:00:00Z");
    let mut tokens = listed(&[(29_841, Some(TimeDelta::days(90))), (2, Some(TimeDelta::days(60)))], now);
    let one = calendar(&token("ci"), 7, now).unwrap();
    let first = reminders(tokens.iter(), account(), now + TimeDelta::minutes(1)).unwrap().calendar;
    tokens[0].name = "renamed".to_owned();
    let second = reminders(tokens.iter(), account(), now + TimeDelta::days(1)).unwrap().calendar;
    let mut imported: BTreeMap<String, (u64, String)> = BTreeMap::new();
    for (file, known) in [(&one, 1), (&first, 2), (&first, 2), (&second, 2)] {
        for component in &file.parse::<Calendar>().unwrap().components {
            let event = component.as_event().unwrap();
            let sequence = event.get_sequence().unwrap().into();
            let before =
                imported.insert(event.get_uid().unwrap().to_owned(), (sequence, event.get_summary().unwrap().to_owned()));
            assert!(before.is_none_or(|(before, _)| before <= sequence));
        }
        assert_eq!(imported.len(), known);
    }
    assert_eq!(imported["gcore-token-29841.7350925"].1, "The Gcore API token renamed (ID 29841) expires");
    // Of another account, it is another token.
    let other = reminders(tokens.iter(), AccountId::new(7).unwrap(), now).unwrap().calendar;
    assert!(!other.contains(".7350925"), "{other}");
}

proptest! {
    #[test]
    fn a_preview_has_no_part_of_the_token(
        secret in "[1-9][0-9]{0,6}[_$][!-~]{8,64}",
        name in "(?s).{0,40}",
        at in 0..Format::ALL.len(),
    ) {
        let (_, kept) = secret.split_once(['_', '$']).unwrap();
        if let Some(text) = previewed(Format::ALL[at], &secret, &name) {
            let chars: Vec<_> = kept.chars().collect();
            for part in chars.windows(6) {
                let part: String = part.iter().collect();
                prop_assert!(!text.contains(&part), "{}", text);
            }
            // Nothing about the token but how it has to be quoted.
            let other = if secret.contains('$') { "7$another" } else { "7_another" };
            prop_assert_eq!(Some(text), previewed(Format::ALL[at], other, &name));
        }
    }

    #[test]
    fn a_calendar_library_reads_the_reminders_of_any_names(
        names in prop::collection::vec("(?s)(.{0,40}|[a-z;,:\\\\\"\r\n]{0,90}|BEGIN:VEVENT|\nEND:VEVENT\n)", 1..5),
        left in prop::collection::vec(1..40_000_000_i64, 5),
    ) {
        let now = at("2026-11-24T10:00:00Z");
        let ends: Vec<_> = (1..).zip(&left).map(|(id, left)| (id, Some(TimeDelta::seconds(*left)))).take(names.len()).collect();
        let mut tokens = listed(&ends, now);
        for (token, name) in tokens.iter_mut().zip(names) {
            token.name = name;
        }
        let made = reminders(tokens.iter(), account(), now).unwrap();
        for line in made.calendar.split_terminator("\r\n") {
            prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{:?}", line);
        }
        let read: Calendar = made.calendar.parse().unwrap();
        prop_assert_eq!((made.count, read.components.len()), (tokens.len(), tokens.len()));
        for (component, token) in read.components.iter().zip(&tokens) {
            let event = component.as_event().unwrap();
            prop_assert_eq!(event.get_start(), Some(DatePerhapsTime::from(now + token.left(now).unwrap())));
            let summary = event.get_summary().unwrap();
            let id = token.id;
            prop_assert!(summary.starts_with("The Gcore API token "), "{}", summary);
            prop_assert!(summary.ends_with(&format!(" (ID {id}) expires")), "{}", summary);
            let description = event.get_description().unwrap();
            prop_assert!(description.contains(&format!("ID: {id}\n")), "{}", description);
        }
    }
}
