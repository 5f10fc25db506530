//! Parts that are built later.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::Show;
use crate::browser::schedule::{drawn, yield_to_browser};

/// How many parts are still to be built. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct PendingParts(RwSignal<u32>);

impl PendingParts {
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(0))
    }

    /// Whether there are any.
    pub(crate) fn any(self) -> bool {
        self.0.get() > 0
    }
}

/// A part that is built in a task of its own, so that all at once doesn't hold up whoever is typing.
#[component]
pub(crate) fn Deferred(
    /// How often the browser may do something else before.
    #[prop(default = 1)]
    turns: u32,
    /// Whether what is there already is to be seen first.
    #[prop(optional)]
    once_drawn: bool,
    children: ChildrenFn,
) -> impl IntoView {
    let due = RwSignal::new(false);
    let PendingParts(pending) = expect_context();
    pending.update(|parts| *parts += 1);
    spawn_local(async move {
        if once_drawn {
            drawn().await;
        }
        for _ in 0..turns {
            yield_to_browser().await;
        }
        // The view may be gone by then.
        let _ = due.try_set(true);
        // What is in it may be deferred, too, and counts from here on.
        tick().await;
        pending.update(|parts| *parts -= 1);
    });
    view! {
        <Show when=due>
            {children()}
        </Show>
    }
}
