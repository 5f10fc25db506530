//! The clipboard.

use std::pin::pin;

use futures_util::future::{Either, select};
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDocument, Node};

use super::schedule::sleep;

/// How long the clipboard may take, in milliseconds: some never answer, for example while a dialog of the system is open.
const PATIENCE_MS: i32 = 1500;

/// Puts a text on the clipboard; `false` where the browser doesn't offer or allow it, or doesn't answer.
pub(crate) async fn write(text: &str) -> bool {
    let Some(writing) = begin_to_write(text) else {
        return false;
    };
    let written = pin!(JsFuture::from(writing));
    let given_up = pin!(sleep(PATIENCE_MS));
    matches!(select(written, given_up).await, Either::Left((Ok(_), _)))
}

/// By name, since there may be no clipboard, as on pages that are not served securely, or one whose stand-in throws, which web-sys
/// doesn't expect.
fn begin_to_write(text: &str) -> Option<Promise> {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok()?;
    let write: Function = Reflect::get(&clipboard, &"writeText".into()).ok()?.dyn_into().ok()?;
    let writing = write.call1(&clipboard, &text.into()).ok()?;
    Some(Promise::resolve(&writing))
}

/// Selects what an element shows, so that copying by hand takes one key, and tries the older way of copying; tells whether that
/// worked.
pub(crate) fn copy_selected(element: &Node) -> bool {
    if let Ok(Some(selection)) = window().get_selection() {
        // A failure leaves nothing selected, which people see.
        let _ = selection.select_all_children(element);
    }
    document().dyn_into::<HtmlDocument>().is_ok_and(|document| document.exec_command("copy").unwrap_or(false))
}
