//! Words that change.

use gcore_token_core::text::shown;
use leptos::prelude::*;

/// A text in an element of its own, which is another one for another text: a browser's translation puts its own nodes in place of
/// the text that it finds, so that changing that text would change nothing on screen.
#[component]
pub(crate) fn Message(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! {
        <For each=move || Some(text.get()).filter(|text| !text.is_empty()) key=Clone::clone let:text>
            <span>{text}</span>
        </For>
    }
}

/// A name, an id or a code: never translated, of its own reading direction, and with what it hides.
#[component]
pub(crate) fn Verbatim(text: String) -> impl IntoView {
    view! { <bdi translate="no">{shown(&text).into_owned()}</bdi> }
}
