//! Words that change.

use gcore_token_core::text::shown;
use leptos::prelude::*;

/// What is another element whenever the key is another one, and not there while it is empty. Leptos would keep the element and
/// change what is in it.
#[component]
pub(crate) fn Anew(#[prop(into)] key: Signal<String>, children: ChildrenFn) -> impl IntoView {
    view! { <For each=move || Some(key.get()).filter(|key| !key.is_empty()) key=Clone::clone children=move |_| children() /> }
}

/// A text in an element of its own, which is another one for another text: a browser's translation puts its own nodes in place of
/// the text that it finds, so that changing that text would change nothing on screen.
#[component]
pub(crate) fn Message(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! {
        <Anew key=text>
            <span>{text.get_untracked()}</span>
        </Anew>
    }
}

/// A name, an id or a code: never translated, of its own reading direction, and with what it hides.
#[component]
pub(crate) fn Verbatim(text: String) -> impl IntoView {
    view! { <bdi translate="no">{shown(&text).into_owned()}</bdi> }
}
