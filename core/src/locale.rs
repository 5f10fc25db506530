//! What the browser tells of the reader: languages and time zone. Both may be missing or odd, and neither may cost a token.

use chrono::{DateTime, Timelike, Utc};

use crate::time::{Clock, wall_time};

/// The language in which dates are written, as a BCP 47 tag that every browser takes: the page is in English, so the reader's
/// English variant, or British English where there is none, in the Gregorian calendar with Latin digits.
///
/// `languages` are the browser's own, the preferred one first. Some are no tags at all: `en-US@posix`, `C`.
#[must_use]
pub fn date_language(languages: impl IntoIterator<Item = String>) -> String {
    let variant = languages.into_iter().find(|language| is_english_variant(language));
    format!("{}-u-ca-gregory-nu-latn", variant.as_deref().unwrap_or("en-GB"))
}

/// `en-US`, with a region of two letters.
fn is_english_variant(tag: &str) -> bool {
    tag.split_once('-').is_some_and(|(language, region)| {
        language.eq_ignore_ascii_case("en") && region.len() == 2 && region.bytes().all(|b| b.is_ascii_alphabetic())
    })
}

/// The time zone in words: its name, such as `America/New_York`, or, where the browser tells none, how far it is from UTC and what
/// time it is there, by which people recognize it.
#[must_use]
pub fn zone_text(name: &str, now: DateTime<Utc>, clock: &impl Clock) -> String {
    if name.contains('/') && name != "Etc/Unknown" || name == "UTC" {
        return name.to_owned();
    }
    let seconds = clock.utc_offset_seconds(now);
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    let local = wall_time(now, clock);
    let (hour, minute) = (local.hour(), local.minute());
    format!("UTC{sign}{:02}:{:02}, where it is {hour:02}:{minute:02} now", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};
    use proptest::prelude::*;

    use super::{date_language, zone_text};
    use crate::time::{Clock, parse_service_time};

    #[test]
    fn dates_are_written_in_english_whatever_the_browser_speaks() {
        for (languages, tag) in [
            (&["en-US"][..], "en-US"),
            (&["de-DE", "en-NZ", "en-US"], "en-NZ"),
            (&["en"], "en-GB"),
            (&["en-US@posix"], "en-GB"),
            (&["C"], "en-GB"),
            (&["en-US-u-ca-buddhist", "ar-EG", "fa"], "en-GB"),
            (&["en-Latn-US"], "en-GB"),
            (&[""], "en-GB"),
            (&[], "en-GB"),
        ] {
            let found = date_language(languages.iter().map(|language| (*language).to_owned()));
            assert_eq!(found, format!("{tag}-u-ca-gregory-nu-latn"), "{languages:?}");
        }
    }

    struct At(i32);

    impl Clock for At {
        fn now(&self) -> DateTime<Utc> {
            parse_service_time("2026-11-24T12:00:00Z").unwrap()
        }
        fn utc_offset_seconds(&self, _: DateTime<Utc>) -> i32 {
            self.0
        }
        fn local_text(&self, at: DateTime<Utc>) -> String {
            at.to_string()
        }
    }

    #[test]
    fn a_zone_without_a_name_is_known_by_its_offset_and_its_time() {
        for (name, offset, text) in [
            ("Europe/Berlin", 3_600, "Europe/Berlin"),
            ("UTC", 0, "UTC"),
            ("Etc/GMT+5", -18_000, "Etc/GMT+5"),
            ("", 7_200, "UTC+02:00, where it is 14:00 now"),
            ("Etc/Unknown", -12_600, "UTC-03:30, where it is 08:30 now"),
            ("undefined", 0, "UTC+00:00, where it is 12:00 now"),
        ] {
            assert_eq!(zone_text(name, At(offset).now(), &At(offset)), text);
        }
    }

    proptest! {
        #[test]
        fn any_language_gives_a_well_formed_tag(languages in prop::collection::vec(any::<String>(), 0..4)) {
            let tag = date_language(languages);
            prop_assert!(tag.len() == "en-XX-u-ca-gregory-nu-latn".len() && tag.is_ascii());
        }
    }
}
