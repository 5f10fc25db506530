//! What somebody should look at.

use gcore_token_core::list::{Attention, TokenList};
use leptos::prelude::*;

use super::TokenListState;
use crate::components::{Button, Hint, Look, Message, Now, Show};
use crate::session::Session;

type Counts = Memo<Vec<(Attention, usize)>>;

/// A row of buttons, one for each reason that there is, which show its tokens alone.
#[component]
pub(super) fn AttentionRow() -> impl IntoView {
    let tokens = expect_context::<Session>().tokens();
    let minute = expect_context::<Now>().minute();
    let counts: Counts = Memo::new(move |_| {
        let now = minute.get();
        let count = |list: &TokenList| Attention::ALL.map(|attention| (attention, list.concerned(attention, now)));
        let counts = tokens.with(count).into_iter().flatten();
        counts.filter(|(_, count)| *count > 0).collect()
    });
    view! {
        <section class="attention" aria-labelledby="attention-heading">
            <h3 id="attention-heading">{"Needs attention"}</h3>
            <div class="reasons">
                <For each=move || counts.get() key=|(attention, _)| *attention let:reason>
                    <Reason attention=reason.0 counts />
                </For>
                <Show when=move || counts.with(Vec::is_empty)>
                    <Hint>"Nothing: no token expires soon, is unused, has too much power for too long, breaks a rule or belongs to a deleted user."</Hint>
                </Show>
            </div>
        </section>
    }
}

#[component]
fn Reason(attention: Attention, counts: Counts) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let query = state.query();
    let count = move || counts.with(|counts| counts.iter().find(|(reason, _)| *reason == attention).map(|(_, count)| *count));
    view! {
        <Button
            look=Look::Toggle
            pressed=move || query.with(|query| query.attention == Some(attention))
            on_press=move || state.toggle_attention(attention)
        >
            {attention.label()}
            " "
            <strong>
                <Message text=move || count().map_or_else(String::new, |count| count.to_string()) />
            </strong>
        </Button>
    }
}
