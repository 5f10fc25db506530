//! What just happened, for assistive technology: one polite live region for the whole page.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::Message;

/// Says what happened. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct Announcer(RwSignal<String>);

impl Announcer {
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(String::new()))
    }

    /// Takes back what is no longer so, where something else says what is.
    pub(crate) fn clear(self) {
        self.0.set(String::new());
    }

    /// Announces a message, also when it is the same as the last one.
    pub(crate) fn say(self, message: impl Into<String>) {
        let message = message.into();
        self.0.set(String::new());
        spawn_local(async move {
            // A screen reader says what changes, so the region is empty for a moment.
            tick().await;
            self.0.set(message);
        });
    }
}

/// The region itself.
#[component]
pub(crate) fn LiveRegion() -> impl IntoView {
    let Announcer(message) = expect_context();
    view! { <p role="status" class="announcement"><Message text=message /></p> }
}
