//! Which token took the place of which.

use gcore_token_core::TokenId;
use leptos::prelude::*;

use super::Session;
use crate::components::{Fact, Verbatim};

/// What a token replaced and what replaced it, where that happened on this page.
#[component]
pub(crate) fn ReplacementFacts(id: TokenId) -> impl IntoView {
    let tokens = expect_context::<Session>().tokens();
    let replaces = tokens.replaces(id).map(|old| view! { <Fact term="Replaces"><Verbatim text=old /></Fact> });
    let replaced_by = tokens.replaced_by(id).map(|new| view! { <Fact term="Replaced by"><Verbatim text=new /></Fact> });
    view! {
        {replaces}
        {replaced_by}
    }
}
