//! Waiting, so that the browser can paint and answer key presses in between.

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// Lets the browser paint and handle input in the middle of long work.
///
/// By a message, since browsers hold back timers that follow one another for 4 ms each (HTML, "timer initialisation steps").
pub(crate) async fn yield_to_browser() {
    let Ok(channel) = MessageChannel::new() else { return };
    let (receiver, sender) = (channel.port1(), channel.port2());
    let message = Promise::new(&mut |resolve, _| receiver.set_onmessage(Some(&resolve)));
    if sender.post_message(&JsValue::NULL).is_ok() {
        let _ = JsFuture::from(message).await;
    }
    receiver.close();
}

/// Waits for some milliseconds.
pub(crate) async fn sleep(milliseconds: i32) {
    let timer = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(timer).await;
}
