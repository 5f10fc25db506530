//! What a browser knows of texts, so that no tables for it have to be downloaded.

use gcore_token_core::config::slow_pattern_probes;
use gcore_token_core::limits::MAX_TEST_TIME;
use gcore_token_core::text::TextRules;
use js_sys::{Array, Function, JsString, Reflect, RegExp};
use leptos::prelude::window;
use wasm_bindgen::JsCast;

use super::schedule::yield_to_browser;

/// How long a task may try names, in milliseconds.
const TASK_MS: f64 = 10.0;

/// The browser's rules for texts.
pub(crate) const TEXT_RULES: TextRules = TextRules {
    lower_case: |text| JsString::from(text).to_lower_case().into(),
    decompose: |text| JsString::from(text).normalize("NFKD").into(),
};

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
