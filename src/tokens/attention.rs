//! What somebody should look at.

use gcore_token_core::list::{Attention, Query, TokenList};
use leptos::prelude::*;

use super::timeline::Timeline;
use crate::components::{Deferred, Hint, Now};
use crate::session::Session;

#[component]
pub(super) fn AttentionCard() -> impl IntoView {
    let tokens = expect_context::<Session>().tokens();
    let minute = expect_context::<Now>().minute();
    let counts = Memo::new(move |_| {
        let now = minute.get();
        let count = |list: &TokenList| Attention::ALL.map(|attention| (attention, list.concerned(attention, now))).to_vec();
        tokens.with(count).unwrap_or_default()
    });
    view! {
        <section class="card attention" aria-labelledby="attention-heading">
            <div class="stack">
                <h3 id="attention-heading">{"Needs attention"}</h3>
                {move || reasons(counts.get())}
            </div>
            <Deferred>
                <Timeline />
            </Deferred>
        </section>
    }
}

fn reasons(counts: Vec<(Attention, usize)>) -> AnyView {
    let found = counts.into_iter().filter(|(_, count)| *count > 0);
    let links: Vec<_> = found.map(|(attention, count)| view! { <Reason attention count /> }).collect();
    if links.is_empty() {
        view! { <Hint>"Nothing: no token ends soon, lies unused or is endless and all-powerful."</Hint> }.into_any()
    } else {
        view! { <ul>{links}</ul> }.into_any()
    }
}

/// A link to the tokens that there is this reason to look at.
#[component]
fn Reason(attention: Attention, count: usize) -> impl IntoView {
    let query = Query { attention: Some(attention), ..Query::default() };
    view! {
        <li>
            <a href=query.fragment()>
                <strong>{count.to_string()}</strong>
                " "
                {attention.said_of(count)}
            </a>
        </li>
    }
}
