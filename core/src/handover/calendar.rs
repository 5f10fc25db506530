//! Reminders as iCalendar files (RFC 5545).

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::{quote, receipt};
use crate::form::expiry::Expiry;
use crate::list::ListedToken;
use crate::{AccountId, Receipt, time};

/// Octets in a line, without the line break. Source: RFC 5545, 3.1.
const MAX_LINE_LEN: usize = 75;

/// When to remind somebody: `days_before` the token expires, or halfway there if that is later.
/// `None` if it never expires or has expired.
pub(super) fn reminder_at(expiry: Expiry, days_before: u32, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let Expiry::At(end) = expiry else { return None };
    let left = (end - now).num_seconds();
    // The format has four digits for the year.
    if left <= 0 || end.year() > 9999 {
        return None;
    }
    let lead = (i64::from(days_before) * 86_400).min(left / 2);
    end.checked_sub_signed(TimeDelta::seconds(lead))
}

/// An event with an alarm at the time to remind somebody, as `text/calendar`; `None` if there is none.
#[must_use]
pub fn calendar(receipt: &Receipt, days_before: u32, now: DateTime<Utc>) -> Option<String> {
    let Expiry::At(end) = receipt.expiry else {
        return None;
    };
    let at = reminder_at(receipt.expiry, days_before, now)?;

    let mut summary = String::from("Replace the Gcore API token ");
    quote::one_line(&mut summary, &receipt.name);
    summary.push_str(": it expires ");
    summary.push_str(&time::utc_text(end));
    let mut out = String::with_capacity(1024);
    file(&mut out, |out| event(out, receipt, &Event { end, start: at, summary: &summary, alarms: &[TimeDelta::zero()], now }));
    Some(out)
}

/// How long before the end of a listed token its alarms are. The service mails at the same times.
const ALARMS: [TimeDelta; 2] = [TimeDelta::days(7), TimeDelta::days(1)];

/// Reminders of the ends of tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reminders {
    /// The file, as `text/calendar`. Whoever imports it a second time, or a later one, has each event once.
    pub calendar: String,
    /// How many events it holds.
    pub count: usize,
}

/// The end of a token that is active and ends; `None` for all others, of which no reminder can be made.
#[must_use]
pub fn end_to_remind_of(token: &ListedToken, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let expiry = token.expiry.filter(|_| token.active(now))?;
    reminder_at(expiry, 0, now)
}

/// An event at the end of each token that is active and ends, with alarms 7 days and 1 day before, as far as those are still
/// to come, or else halfway; `None` if there is no such token.
#[must_use]
pub fn reminders<'t>(tokens: impl Iterator<Item = &'t ListedToken>, account: AccountId, now: DateTime<Utc>) -> Option<Reminders> {
    let mut count = 0;
    let mut calendar = String::new();
    file(&mut calendar, |out| {
        for token in tokens {
            let Some(end) = end_to_remind_of(token, now) else { continue };
            let mut alarms: Vec<TimeDelta> = ALARMS.into_iter().filter(|before| end - *before > now).collect();
            if alarms.is_empty() {
                alarms.push(TimeDelta::seconds((end - now).num_seconds() / 2));
            }
            let receipt = Receipt::of(token, account);
            let mut summary = String::from("The Gcore API token ");
            quote::one_line(&mut summary, &receipt.name);
            summary.push_str(&format!(" (ID {}) expires", token.id));
            event(out, &receipt, &Event { end, start: end, summary: &summary, alarms: &alarms, now });
            count += 1;
        }
    });
    (count > 0).then_some(Reminders { calendar, count })
}

struct Event<'e> {
    /// When the token ends.
    end: DateTime<Utc>,
    start: DateTime<Utc>,
    summary: &'e str,
    /// How long before the start.
    alarms: &'e [TimeDelta],
    /// When it was written.
    now: DateTime<Utc>,
}

/// What identifies the event of a token in every calendar: the token and its account, since its end never changes.
fn uid(receipt: &Receipt, end: DateTime<Utc>) -> String {
    let account = receipt.account;
    match receipt.id {
        Some(id) => format!("gcore-token-{id}.{account}"),
        None => format!("{}{account}.{}", receipt::file_name(receipt, ""), stamp(end)),
    }
}

fn file(out: &mut String, events: impl FnOnce(&mut String)) {
    line(out, "BEGIN:VCALENDAR");
    line(out, "VERSION:2.0");
    line(out, "PRODID:-//gcore-token-portal//EN");
    events(out);
    line(out, "END:VCALENDAR");
}

fn event(out: &mut String, receipt: &Receipt, event: &Event) {
    line(out, "BEGIN:VEVENT");
    property(out, "UID:", &uid(receipt, event.end));
    property(out, "DTSTAMP:", &stamp(event.now));
    // Minutes, so that a file of later replaces what an earlier one left in a calendar.
    property(out, "SEQUENCE:", &(event.now.timestamp() / 60).max(0).to_string());
    property(out, "DTSTART:", &stamp(event.start));
    line(out, "DURATION:PT15M");
    // Nobody is busy because of it.
    line(out, "TRANSP:TRANSPARENT");
    property(out, "SUMMARY:", event.summary);
    property(out, "DESCRIPTION:", &receipt::receipt(receipt, None));
    for before in event.alarms {
        line(out, "BEGIN:VALARM");
        line(out, "ACTION:DISPLAY");
        line(out, &format!("TRIGGER:{}", duration_before(*before)));
        property(out, "DESCRIPTION:", event.summary);
        line(out, "END:VALARM");
    }
    line(out, "END:VEVENT");
}

/// `-P7D`
fn duration_before(before: TimeDelta) -> String {
    let seconds = before.num_seconds();
    match seconds {
        0 => "PT0S".to_owned(),
        _ if seconds % 86_400 == 0 => format!("-P{}D", seconds / 86_400),
        _ => format!("-PT{seconds}S"),
    }
}

/// `20270222T170600Z`
fn stamp(at: DateTime<Utc>) -> String {
    let mut written = time::rfc3339(at);
    written.retain(|c| !matches!(c, '-' | ':'));
    written
}

/// A property with a text value.
fn property(out: &mut String, name: &str, value: &str) {
    let mut whole = String::from(name);
    for c in value.chars() {
        match c {
            '\n' => whole.push_str("\\n"),
            '\\' | ';' | ',' => {
                whole.push('\\');
                whole.push(c);
            }
            c if c.is_control() => {}
            c => whole.push(c),
        }
    }
    line(out, &whole);
}

/// A line, folded between characters if it is too long.
fn line(out: &mut String, whole: &str) {
    let mut length = 0;
    for c in whole.chars() {
        if length + c.len_utf8() > MAX_LINE_LEN {
            out.push_str("\r\n ");
            length = 1;
        }
        length += c.len_utf8();
        out.push(c);
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::property;

    #[test]
    fn a_text_breaks_no_line_of_the_file() {
        let mut out = String::new();
        property(&mut out, "SUMMARY:", "a\r\n\u{7}b; c, d\\e");
        assert_eq!(out, "SUMMARY:a\\nb\\; c\\, d\\\\e\r\n");
    }
}
