//! Times and sizes that people notice. Texts, specs and the bench follow from here.

use chrono::TimeDelta;

/// After this long without a key press or a click, a token on screen is masked.
pub const MASK_AFTER: TimeDelta = TimeDelta::minutes(2);

/// After this long without a key press or a click, the page warns that it will forget the API key.
pub const WARN_AFTER: TimeDelta = TimeDelta::minutes(14);

/// This long before the page forgets the API key, it says so once more.
pub const LAST_CALL: TimeDelta = TimeDelta::seconds(10);

/// After this long without a key press or a click, the page forgets the API key.
pub const FORGET_AFTER: TimeDelta = TimeDelta::minutes(15);

/// A token that expires within this time needs attention now.
pub const ENDS_VERY_SOON: TimeDelta = TimeDelta::days(7);

/// A token that expires within this time is "expiring soon".
pub const ENDS_SOON: TimeDelta = TimeDelta::days(30);

/// A token unused for this long may no longer be needed.
pub const UNUSED_FOR: TimeDelta = TimeDelta::days(90);

/// How many days before a token expires to remind somebody.
pub const REMINDER_DAYS: u32 = 7;

/// The shortest lifetime of a new token, so that it doesn't expire before anybody uses it.
pub const MIN_LIFETIME: TimeDelta = TimeDelta::minutes(5);

/// The longest lifetime in days: a century, which stays clear of every calendar's end.
pub const MAX_DAYS: u32 = 36_500;

/// A new token that lives for longer than this is as good as endless: nobody remembers it by then.
pub const LONG_LIFETIME: TimeDelta = TimeDelta::days(3 * 365 + 1);

/// How far the browser's and the service's clocks may differ if nothing else is known.
pub(crate) const CLOCK_DIFFERENCE: TimeDelta = TimeDelta::minutes(10);

/// Rows on one page of the token list.
pub const PAGE_SIZE: usize = 50;

/// How many characters of a name a link may bring. It is tested against the operator's pattern without anybody having
/// typed it, and the time of that may grow with a power of the length.
pub const MAX_LINKED_NAME: usize = 200;

/// How many characters of a description a link may bring. Longer texts would slow the page down.
pub const MAX_LINKED_DESCRIPTION: usize = 1_000;

/// How many characters a name may have to be tested against the operator's pattern at all. The service publishes no
/// limit for names, so without a pattern there is none.
pub const MAX_TESTED_NAME: usize = 1_000;

/// How long it may take to test one name against the operator's pattern: the page tests it on each key press.
pub const MAX_TEST_TIME: TimeDelta = TimeDelta::milliseconds(100);

/// How many characters a link may put into the search box.
pub(crate) const MAX_SEARCH: usize = 200;

/// A duration in the largest unit that divides it: `15 minutes`, `1 day`.
#[must_use]
pub fn in_words(time: TimeDelta) -> String {
    let seconds = time.num_seconds();
    let (length, unit) = [(86_400, "day"), (3_600, "hour"), (60, "minute")]
        .into_iter()
        .find(|(length, _)| seconds != 0 && seconds % length == 0)
        .unwrap_or((1, "second"));
    counted(seconds / length, unit)
}

/// A count and its unit: `1 day`, `7 days`, `36,500 days`.
#[must_use]
pub fn counted(count: i64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {unit}{plural}", grouped(count))
}

/// A number with commas between its thousands: `1,000`.
#[must_use]
pub fn grouped(number: impl ToString) -> String {
    let digits = number.to_string();
    let mut written = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(',');
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{FORGET_AFTER, LAST_CALL, MASK_AFTER, WARN_AFTER, counted, grouped, in_words};

    #[test]
    fn times_are_written_in_the_largest_unit_that_fits() {
        for (time, words) in [
            (TimeDelta::zero(), "0 seconds"),
            (TimeDelta::seconds(1), "1 second"),
            (TimeDelta::seconds(90), "90 seconds"),
            (TimeDelta::minutes(1), "1 minute"),
            (TimeDelta::minutes(15), "15 minutes"),
            (TimeDelta::minutes(90), "90 minutes"),
            (TimeDelta::hours(1), "1 hour"),
            (TimeDelta::days(1), "1 day"),
            (TimeDelta::days(90), "90 days"),
        ] {
            assert_eq!(in_words(time), words);
        }
    }

    #[test]
    fn thousands_are_told_apart() {
        for (number, written) in [(0, "0"), (200, "200"), (1_000, "1,000"), (12_345, "12,345"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(number), written);
        }
        for (count, words) in [(0, "0 days"), (1, "1 day"), (7, "7 days"), (36_500, "36,500 days")] {
            assert_eq!(counted(count, "day"), words);
        }
    }

    #[test]
    fn the_warning_comes_between_masking_and_forgetting() {
        assert!(MASK_AFTER < WARN_AFTER && WARN_AFTER < FORGET_AFTER - LAST_CALL);
    }
}
