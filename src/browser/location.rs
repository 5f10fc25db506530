//! The page's address.

use leptos::ev::hashchange;
use leptos::prelude::{window, window_event_listener};
use wasm_bindgen::JsValue;

/// The page's own address without its fragment.
pub(crate) fn page_address() -> String {
    let location = window().location();
    location.origin().unwrap_or_default() + &location.pathname().unwrap_or_default()
}

/// The address that a path of the same origin, or an origin, stands for.
pub(crate) fn absolute(address: &str) -> String {
    if address.starts_with('/') { window().location().origin().unwrap_or_default() + address } else { address.to_owned() }
}

/// The fragment of the page's address, with its `#`.
pub(crate) fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Goes to another fragment, as a step that the way back undoes.
pub(crate) fn go_to_fragment(fragment: &str) {
    // A fragment can always be set.
    let _ = window().location().set_hash(fragment);
}

/// Changes the fragment without a step in the history, and without a `hashchange` event.
pub(crate) fn replace_fragment(fragment: &str) {
    replace_address(fragment);
}

/// What the address says behind the page's own: its query and its fragment.
pub(crate) fn query_and_fragment() -> String {
    window().location().search().unwrap_or_default() + &fragment()
}

/// Takes everything behind the page's own address away but for this fragment, without a step in the history.
pub(crate) fn drop_query(fragment: &str) {
    replace_address(&(page_address() + fragment));
}

fn replace_address(address: &str) {
    // Browsers limit how often a page may do so; the address is then a little behind.
    let _ = window().history().and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(address)));
}

/// Calls back when the fragment changes, for as long as the page lives.
pub(crate) fn on_fragment_change(changed: impl Fn() + 'static) {
    let _ = window_event_listener(hashchange, move |_| changed());
}
