//! What can be done with the tokens that are selected.

use gcore_token_core::list::Selection;
use leptos::prelude::*;

use super::TokenListState;
use crate::components::{Button, Look, Show};

#[component]
pub(super) fn SelectionBar() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let selection = Memo::new(move |_| state.selection());
    view! {
        <Show when=Signal::derive(move || selection.with(Option::is_some))>
            <div class="buttons selection">
                <p>{move || selection.get().map(Selection::words)}</p>
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
