//! The browser's clock, time zone and way of writing dates.

use chrono::{DateTime, Utc};
use gcore_token_core::locale::{date_language, zone_text};
use gcore_token_core::time::Clock;
use js_sys::{Array, Date, Intl, Object, Reflect};
use leptos::prelude::window;
use wasm_bindgen::JsValue;

/// For what no language matters to: a browser whose own one is odd would refuse to begin.
const FALLBACK_LANGUAGE: &str = "en";

/// The browser's clock, in its time zone.
#[derive(Clone, Copy)]
pub(crate) struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(Date::now() as i64).unwrap_or_default()
    }

    fn utc_offset_seconds(&self, at: DateTime<Utc>) -> i32 {
        // JavaScript counts minutes, and from local time to UTC.
        let minutes = js_date(at).get_timezone_offset();
        if minutes.is_finite() { -(minutes as i32) * 60 } else { 0 }
    }

    fn local_text(&self, at: DateTime<Utc>) -> String {
        let options = Object::new();
        for (name, value) in [
            ("weekday", "long"),
            ("year", "numeric"),
            ("month", "long"),
            ("day", "numeric"),
            ("hour", "numeric"),
            ("minute", "2-digit"),
            ("timeZoneName", "short"),
        ] {
            // Setting a property of a fresh object can't fail.
            let _ = Reflect::set(&options, &name.into(), &value.into());
        }
        js_date(at).to_locale_string(&language(), &options).into()
    }
}

/// The reader's time zone in words.
pub(crate) fn zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::of1(&FALLBACK_LANGUAGE.into()), &Object::new());
    let name = Reflect::get(&format.resolved_options(), &"timeZone".into()).ok().and_then(|name| name.as_string());
    zone_text(&name.unwrap_or_default(), BrowserClock.now(), &BrowserClock)
}

/// The language in which dates are written, as a BCP 47 tag.
fn language() -> String {
    date_language(window().navigator().languages().iter().filter_map(|language| language.as_string()))
}

/// Has the browser load half of what its first date takes: all of it at once, 50 ms on a slow machine, would hold up whoever is
/// typing. Chromium shares that half among all that follows a language.
pub(crate) fn warm_up_dates() {
    let _ = Intl::Collator::new(&Array::of1(&FALLBACK_LANGUAGE.into()), &Object::new());
}

fn js_date(at: DateTime<Utc>) -> Date {
    Date::new(&JsValue::from_f64(at.timestamp_millis() as f64))
}
