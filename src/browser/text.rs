//! What a browser knows of texts, so that no tables for it have to be downloaded.

use js_sys::{Array, Function, JsString, Reflect, RegExp};
use leptos::prelude::window;
use wasm_bindgen::JsCast;

/// A text in lower case, in every script that has two cases.
pub(crate) fn lower_case(text: &str) -> String {
    if text.is_ascii() { text.to_ascii_lowercase() } else { JsString::from(text).to_lower_case().into() }
}

/// Whether a text is a regular expression in JavaScript's syntax.
pub(crate) fn is_pattern(pattern: &str) -> bool {
    regular_expression(pattern).is_some()
}

/// Whether a regular expression matches a whole text.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    regular_expression(&format!("^(?:{pattern})$")).is_some_and(|expression| expression.test(text))
}

fn regular_expression(source: &str) -> Option<RegExp> {
    // Constructed through Reflect, since a wrong pattern throws.
    let constructor: Function = Reflect::get(&window(), &"RegExp".into()).ok()?.dyn_into().ok()?;
    let arguments = Array::of2(&source.into(), &"u".into());
    Reflect::construct(&constructor, &arguments).ok()?.dyn_into().ok()
}
