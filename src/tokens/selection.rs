//! What can be done with the tokens that are selected.

use leptos::prelude::*;

use super::TokenListState;
use crate::components::{Button, Look, Show};

#[component]
pub(super) fn SelectionBar() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let count = Memo::new(move |_| state.selected_count());
    view! {
        <Show when=Signal::derive(move || count.get() > 0)>
            <div class="buttons selection">
                <p>{move || format!("{} selected", count.get())}</p>
                <Button look=Look::Danger on_press=move || state.revoke_selected()>
                    "Revoke selected"
                </Button>
                <Button look=Look::Plain on_press=move || state.clear_selection()>
                    "Clear selection"
                </Button>
            </div>
        </Show>
    }
}
