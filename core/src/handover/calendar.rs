//! Reminders as iCalendar files (RFC 5545).

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::{quote, receipt};
use crate::form::expiry::Expiry;
use crate::{Receipt, time};

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
    summary.push_str(": it ends ");
    summary.push_str(&time::utc_text(end));
    // The same token and expiration give the same UID, so that importing it twice changes nothing.
    let mut uid = receipt::file_name(receipt, "");
    uid.push_str(&receipt.account.to_string());
    uid.push('.');
    uid.push_str(&stamp(end));

    let mut out = String::with_capacity(1024);
    line(&mut out, "BEGIN:VCALENDAR");
    line(&mut out, "VERSION:2.0");
    line(&mut out, "PRODID:-//gcore-token-portal//EN");
    line(&mut out, "BEGIN:VEVENT");
    property(&mut out, "UID:", &uid);
    property(&mut out, "DTSTAMP:", &stamp(now));
    property(&mut out, "DTSTART:", &stamp(at));
    line(&mut out, "DURATION:PT15M");
    // Nobody is busy because of it.
    line(&mut out, "TRANSP:TRANSPARENT");
    property(&mut out, "SUMMARY:", &summary);
    property(&mut out, "DESCRIPTION:", &receipt::receipt(receipt, None));
    line(&mut out, "BEGIN:VALARM");
    line(&mut out, "ACTION:DISPLAY");
    line(&mut out, "TRIGGER:PT0S");
    property(&mut out, "DESCRIPTION:", &summary);
    line(&mut out, "END:VALARM");
    line(&mut out, "END:VEVENT");
    line(&mut out, "END:VCALENDAR");
    Some(out)
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
