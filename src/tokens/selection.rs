//! What can be done with the tokens that are selected.

use gcore_token_core::list::Selection;
use leptos::prelude::*;

use super::TokenListState;
use crate::components::{Button, Look, Message, Show};

#[component]
pub(super) fn SelectionBar() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let selection = Memo::new(move |_| state.selection());
    view! {
        <Show when=move || selection.with(Option::is_some)>
            <div class="buttons selection">
                <p>
                    <Message text=move || selection.get().map_or_else(String::new, Selection::words) />
                </p>
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
