//! The page left, hidden and used.

use std::cell::Cell;

use leptos::ev::{
    beforeunload, blur, click, focusin, input, keydown, pagehide, pageshow, pointercancel, pointerdown, pointermove, pointerup,
    touchmove, visibilitychange, wheel,
};
use leptos::prelude::{document, window, window_event_listener};
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event};

use super::schedule::yield_to_browser;

/// Asks before the page is left for as long as `unsaved` says so.
pub(crate) fn guard_leaving(unsaved: impl Fn() -> bool + 'static) {
    let _ = window_event_listener(beforeunload, move |event| {
        if unsaved() {
            event.prevent_default();
            // Browsers show their own words; older ones only ask if there are any.
            event.set_return_value("unsaved");
        }
    });
}

/// Calls back when the page is left, also for the back/forward cache.
pub(crate) fn on_leave(left: impl Fn() + 'static) {
    let _ = window_event_listener(pagehide, move |_| left());
}

/// Calls back when the page comes back from the back/forward cache, and the browser has done its part in that.
pub(crate) fn on_return(returned: impl Fn() + Copy + 'static) {
    let _ = window_event_listener(pageshow, move |event| {
        if event.persisted() {
            spawn_local(async move {
                yield_to_browser().await;
                returned();
            });
        }
    });
}

/// Calls back when the page gets out of sight, behind another tab or window.
pub(crate) fn on_hidden(hidden: impl Fn() + 'static) {
    let _ = window_event_listener(visibilitychange, move |_| {
        if document().hidden() {
            hidden();
        }
    });
}

/// Calls back when somebody presses a key or a button, or writes without any, as by dictation.
pub(crate) fn on_activity(active: impl Fn() + Clone + 'static) {
    let (pressed, written) = (active.clone(), active.clone());
    let _ = window_event_listener(keydown, move |_| pressed());
    let _ = window_event_listener(input, move |_| written());
    let _ = window_event_listener(click, move |_| active());
}

/// Calls back when somebody points, scrolls, touches, selects or moves the focus: whoever reads presses nothing for long.
pub(crate) fn on_presence(present: impl Fn() + Clone + 'static) {
    let (scrolled, touched, focused, selected) = (present.clone(), present.clone(), present.clone(), present.clone());
    let _ = window_event_listener(wheel, move |_| scrolled());
    let _ = window_event_listener(touchmove, move |_| touched());
    let _ = window_event_listener(focusin, move |_| focused());
    on_selection(selected);
    let _ = window_event_listener(pointermove, move |event| {
        // A browser tells of the pointer also where the page moves under it.
        if event.movement_x() != 0 || event.movement_y() != 0 {
            present();
        }
    });
}

/// Calls back when something else is selected outside of the fields, as assistive technology does without a key or a pointer.
fn on_selection(selected: impl Fn() + 'static) {
    let length_before = Cell::new(0);
    let listener = Closure::<dyn Fn(Event)>::new(move |event: Event| {
        // Asked for a selection, a browser lays the page out, which is too much for each letter that is typed into a field.
        if event.target().is_some_and(|target| target.is_instance_of::<Element>()) {
            return;
        }
        let selection = window().get_selection().ok().flatten();
        // A browser also tells of it where the page changes what is selected, which seldom makes it longer.
        let length = selection.map_or(0, |selection| selection.to_string().length());
        if length > length_before.replace(length) {
            selected();
        }
    });
    let _ = document().add_event_listener_with_callback("selectionchange", listener.as_ref().unchecked_ref());
    // It lives as long as the page.
    listener.forget();
}

/// Calls back when a pointer goes down, and when it is let go or gets lost.
pub(crate) fn on_pointer(changed: impl Fn(bool) + Clone + 'static) {
    let (pressed, cancelled, lost) = (changed.clone(), changed.clone(), changed.clone());
    let _ = window_event_listener(pointerdown, move |_| pressed(true));
    let _ = window_event_listener(pointercancel, move |_| cancelled(false));
    let _ = window_event_listener(blur, move |_| lost(false));
    let _ = window_event_listener(pointerup, move |_| changed(false));
}

/// Calls back before anything on the page hears of a key or a pointer that goes down.
pub(crate) fn before_press(pressed: impl Fn() + 'static) {
    let listener = Closure::<dyn Fn()>::new(pressed);
    for event in ["keydown", "pointerdown"] {
        let _ = window().add_event_listener_with_callback_and_bool(event, listener.as_ref().unchecked_ref(), true);
    }
    // It lives as long as the page.
    listener.forget();
}
