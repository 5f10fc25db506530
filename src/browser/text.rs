//! What a browser knows of texts, so that no tables for it have to be downloaded.

use gcore_token_core::config::slow_pattern_probes;
use gcore_token_core::limits::MAX_TEST_TIME;
use gcore_token_core::text::TextRules;
use js_sys::Intl::Collator;
use js_sys::{Array, Function, JsString, Map, Object, Reflect, RegExp};
use leptos::prelude::window;
use wasm_bindgen::{JsCast, JsValue};

use super::schedule::yield_to_browser;

/// How long a task may try names, in milliseconds.
const TASK_MS: f64 = 10.0;

/// The browser's rules for texts, in the reader's language.
pub(crate) const TEXT_RULES: TextRules = TextRules {
    lower_case: |text| JsString::from(text).to_lower_case().into(),
    decompose: |text| JsString::from(text).normalize("NFKD").into(),
    ranks: |texts| ranks(texts).unwrap_or_else(|| (0..).take(texts.len()).collect()),
};

/// The place of each text in the order of the reader's language; `None` if the browser can't tell.
fn ranks(texts: &[&str]) -> Option<Vec<u32>> {
    let options = Object::new();
    Reflect::set(&options, &"numeric".into(), &JsValue::TRUE).ok()?;
    let compare = Collator::new(&Array::new(), &options).compare();
    let texts: Array = texts.iter().map(|text| JsValue::from(*text)).collect();
    // The browser sorts by itself: a call from here for each comparison would take many times as long.
    let sort: Function = Reflect::get(&texts, &"sort".into()).ok()?.dyn_into().ok()?;
    let sorted: Array = sort.call1(&texts.slice(0, texts.length()), &compare).ok()?.dyn_into().ok()?;
    let (places, mut place) = (Map::new(), 0_u32);
    for (at, text) in sorted.iter().enumerate() {
        let differs = |before: JsValue| Some(compare.call2(&JsValue::NULL, &before, &text).ok()?.as_f64()? != 0.0);
        if at > 0 && differs(sorted.get(at as u32 - 1))? {
            place += 1;
        }
        places.set(&text, &place.into());
    }
    texts.iter().map(|text| places.get(&text).as_f64().map(|place| place as u32)).collect()
}

/// Whether a text is a regular expression in JavaScript's syntax.
pub(crate) fn is_pattern(pattern: &str) -> bool {
    regular_expression(pattern).is_some()
}

/// Whether a regular expression matches a whole text.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    whole(pattern).is_some_and(|expression| expression.test(text))
}

/// Whether some names would take a regular expression too long; tried in short tasks, so that nobody waits meanwhile.
pub(crate) async fn takes_too_long(pattern: &str) -> bool {
    let (Some(expression), Some(performance)) = (whole(pattern), window().performance()) else {
        return false;
    };
    let is_slow = |name: &str| {
        let begin = performance.now();
        expression.test(name);
        performance.now() - begin > MAX_TEST_TIME.num_milliseconds() as f64
    };
    let mut task_began = performance.now();
    for name in slow_pattern_probes(pattern) {
        // Something else on the machine may have held up one of them.
        if is_slow(&name) && is_slow(&name) && is_slow(&name) {
            return true;
        }
        if performance.now() - task_began > TASK_MS {
            yield_to_browser().await;
            task_began = performance.now();
        }
    }
    false
}

/// The regular expression that matches whole texts.
fn whole(pattern: &str) -> Option<RegExp> {
    regular_expression(&format!("^(?:{pattern})$"))
}

fn regular_expression(source: &str) -> Option<RegExp> {
    // Constructed through Reflect, since a wrong pattern throws.
    let constructor: Function = Reflect::get(&window(), &"RegExp".into()).ok()?.dyn_into().ok()?;
    let arguments = Array::of2(&source.into(), &"u".into());
    Reflect::construct(&constructor, &arguments).ok()?.dyn_into().ok()
}
