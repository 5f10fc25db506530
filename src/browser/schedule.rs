//! Waiting, so that the browser can paint and answer key presses in between.

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen_futures::JsFuture;

/// Lets the browser paint and handle input in the middle of long work.
pub(crate) async fn yield_to_browser() {
    sleep(0).await;
}

/// Waits for some milliseconds.
pub(crate) async fn sleep(milliseconds: i32) {
    let timer = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(timer).await;
}
