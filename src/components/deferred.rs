//! Parts that are built later.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Show;
use crate::browser::schedule::yield_to_browser;

/// A part that is built in a task of its own, so that all at once doesn't hold up whoever is typing.
#[component]
pub(crate) fn Deferred(
    /// How often the browser may do something else before.
    #[prop(default = 1)]
    turns: u32,
    /// What is seen until then.
    #[prop(optional, into)]
    fallback: ViewFn,
    children: ChildrenFn,
) -> impl IntoView {
    let due = RwSignal::new(false);
    spawn_local(async move {
        for _ in 0..turns {
            yield_to_browser().await;
        }
        // The view may be gone by then.
        let _ = due.try_set(true);
    });
    view! {
        <Show when=due fallback>
            {children()}
        </Show>
    }
}
