//! A long list is shown page by page.

use gcore_token_core::limits::{PAGE_SIZE, grouped};
use leptos::prelude::*;

use super::TokenListState;
use crate::components::{Button, Hint, Look, Message, Show};

#[component]
pub(super) fn Pagination(count: Memo<usize>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let page = Memo::new(move |_| state.page(count.get()));
    let previous = Memo::new(move |_| page.get().checked_sub(1));
    let next = Memo::new(move |_| ((page.get() + 1) * PAGE_SIZE < count.get()).then(|| page.get() + 1));
    let shown = move || {
        let first = page.get() * PAGE_SIZE + 1;
        let last = (first + PAGE_SIZE - 1).min(count.get());
        format!("{} to {} of {}", grouped(first), grouped(last), grouped(count.get()))
    };
    let step = move |label: &'static str, to: Memo<Option<usize>>| {
        let go = move || {
            if let Some(page) = to.get_untracked() {
                state.go_to_page(page);
            }
        };
        view! {
            <Button
                look=Look::Secondary
                unavailable=move || to.get().is_none()
                on_press=go
            >
                {label}
            </Button>
        }
    };
    view! {
        <Show when={move || count.get() > PAGE_SIZE}>
            <nav class="buttons" aria-label="Pages of the list">
                {step("Previous", previous)}
                {step("Next", next)}
                <Hint>
                    <Message text=shown />
                </Hint>
            </nav>
        </Show>
    }
}
