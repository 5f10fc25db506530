//! Waiting, so that the browser can paint and answer key presses in between.

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::MessageChannel;

/// How long a message may take before a timer stands in for it, in milliseconds.
const MESSAGE_MS: i32 = 50;

/// Lets the browser paint and handle input in the middle of long work.
///
/// By a message, since browsers hold back timers that follow one another for 4 ms each (HTML, "timer initialisation steps"). By a
/// timer besides: in Firefox a page that goes into the back/forward cache meanwhile loses the message and keeps the timer.
pub(crate) async fn yield_to_browser() {
    let Ok(channel) = MessageChannel::new() else {
        return sleep(0).await;
    };
    let (receiver, sender) = (channel.port1(), channel.port2());
    let mut timer = None;
    let turn = Promise::new(&mut |resolve, _| {
        receiver.set_onmessage(Some(&resolve));
        timer = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, MESSAGE_MS).ok();
    });
    let _ = sender.post_message(&JsValue::NULL);
    let _ = JsFuture::from(turn).await;
    receiver.close();
    if let Some(timer) = timer {
        window().clear_timeout_with_handle(timer);
    }
}

/// How long a frame may take before a timer stands in for it, in milliseconds: a page that nobody sees draws none.
const FRAME_MS: i32 = 100;

/// Lets the browser draw what is there by now.
pub(crate) async fn drawn() {
    let mut timer = None;
    let mut request = None;
    let frame = Promise::new(&mut |resolve, _| {
        request = window().request_animation_frame(&resolve).ok();
        timer = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, FRAME_MS).ok();
    });
    let _ = JsFuture::from(frame).await;
    if let Some(request) = request {
        let _ = window().cancel_animation_frame(request);
    }
    if let Some(timer) = timer {
        window().clear_timeout_with_handle(timer);
    }
    // What runs before a frame is not behind it yet.
    yield_to_browser().await;
}

/// Waits for some milliseconds.
pub(crate) async fn sleep(milliseconds: i32) {
    let timer = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(timer).await;
}
