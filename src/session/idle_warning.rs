//! The warning before the key is forgotten.

use std::time::Duration;

use gcore_token_core::limits;
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::Session;
use crate::browser::focus::uncover_focused;
use crate::components::{Button, Look, Message, Now, Show};

/// How often what is left is said anew.
const STEP: Duration = Duration::from_secs(1);

/// Stays in view for the last minute; any key press or click keeps the key.
#[component]
pub(crate) fn IdleWarning(
    /// Called by the button that keeps the key, which is gone then.
    #[prop(into)]
    on_keep: Callback<()>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <Show when=session.warning>
            <Countdown on_keep />
        </Show>
    }
}

#[component]
fn Countdown(on_keep: Callback<()>) -> impl IntoView {
    let session = expect_context::<Session>();
    let now = expect_context::<Now>();
    let bar = NodeRef::<html::Section>::new();
    if let Ok(interval) = set_interval_with_handle(move || now.catch_up(), STEP) {
        on_cleanup(move || interval.clear());
    }
    Effect::new(move || {
        if let Some(bar) = bar.get() {
            spawn_local(async move {
                // It has its size, and the page its room for it, once it is on screen.
                tick().await;
                uncover_focused(&bar);
            });
        }
    });
    let unused = limits::in_words(limits::WARN_AFTER);
    let left = Memo::new(move |_| {
        now.get();
        session.key_is_kept_for()
    });
    view! {
        <section
            node_ref=bar
            class="idle"
            aria-label="API key"
            // Any other key press ends the warning, with the button that is about to be pressed.
            on:keydown=move |event| event.stop_propagation()
        >
            <p>
                {format!("This page has been idle for {unused}. The API key will be forgotten in ")}
                <Message text=move || left.get() /> "."
            </p>
            <Button look=Look::Secondary on_press=on_keep>
                "Keep API key"
            </Button>
        </section>
    }
}
