//! The small parts: buttons, cards, facts, notes.
//!
//! Under the page's Trusted Types policy nothing may go through `innerHTML`, which `view!` uses for an element within another that
//! is all static. So static text within an element is in braces, or in one of these, and so is an attribute where nothing else of an
//! element changes: `class={"pick"}`.

use gcore_token_core::config::HttpsUrl;
use leptos::prelude::*;

/// How weighty a button is; also its class.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// The one thing to do next.
    Primary,
    /// Anything else.
    Secondary,
    /// Without an edge, beside others.
    Plain,
    /// Destroys something.
    Danger,
    /// The same without an edge.
    PlainDanger,
    /// A column's heading.
    Sort,
    /// One of a row that can be switched on and off.
    Toggle,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Plain => "plain",
            Self::Danger => "danger",
            Self::PlainDanger => "plain danger-plain",
            Self::Sort => "sort",
            Self::Toggle => "toggle",
        }
    }
}

/// A button. It is never disabled, since that would take the focus away: `unavailable` says that pressing it does nothing now.
#[component]
pub(crate) fn Button(
    look: Look,
    #[prop(into)] on_press: Callback<()>,
    /// The accessible name, where the text alone doesn't tell.
    #[prop(optional, into)]
    label: Option<String>,
    /// For a button that switches something on and off.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// For a button that unfolds something.
    #[prop(optional, into)]
    expanded: Option<Signal<bool>>,
    #[prop(optional, into)] unavailable: Option<Signal<bool>>,
    children: Children,
) -> impl IntoView {
    // A button without a state follows none: a list has hundreds.
    let text = |state: Signal<bool>| move || state.get().to_string();
    view! {
        <button
            type="button"
            class=look.class()
            aria-label=label
            aria-pressed=pressed.map(text)
            aria-expanded=expanded.map(text)
            aria-disabled=unavailable.map(text)
            on:click=move |_| on_press.run(())
        >
            {children()}
        </button>
    }
}

/// A part of a page under a heading of its own.
#[component]
pub(crate) fn Card(heading_id: &'static str, heading: &'static str, children: Children) -> impl IntoView {
    view! {
        <section class="card" aria-labelledby=heading_id>
            <h3 id=heading_id tabindex="-1">
                {heading}
            </h3>
            {children()}
        </section>
    }
}

/// A quiet line of explanation, or of what just happened here; takes no room while it is empty.
#[component]
pub(crate) fn Hint(#[prop(optional)] id: Option<&'static str>, children: Children) -> impl IntoView {
    view! {
        <p class="hint" id=id>
            {children()}
        </p>
    }
}

/// A link to another site, in another tab: what was typed here stays.
#[component]
pub(crate) fn ExternalLink(url: &'static HttpsUrl, children: Children) -> impl IntoView {
    view! {
        <a href=url.as_str() rel="noopener noreferrer" target="_blank">
            {children()}
        </a>
    }
}

/// Something to think about before going on.
#[component]
pub(crate) fn Caution(children: Children) -> impl IntoView {
    view! { <p class="caution">{children()}</p> }
}

/// A box with more about what stands above it.
#[component]
pub(crate) fn Note(children: Children) -> impl IntoView {
    view! { <div class="note">{children()}</div> }
}

/// Terms and what they stand for: a list of [`Fact`]s.
#[component]
pub(crate) fn Facts(
    /// In a box of its own.
    #[prop(optional)]
    boxed: bool,
    children: Children,
) -> impl IntoView {
    view! { <dl class={if boxed { "facts note" } else { "facts" }}>{children()}</dl> }
}

/// A term and what it stands for.
#[component]
pub(crate) fn Fact(term: &'static str, children: Children) -> impl IntoView {
    view! {
        <dt>{term}</dt>
        <dd>{children()}</dd>
    }
}

/// Leptos' `<Show>` for a signal: compiled once instead of for each condition.
#[component]
pub(crate) fn Show(
    #[prop(into)] when: Signal<bool>,
    children: ChildrenFn,
    #[prop(optional, into)] fallback: ViewFn,
) -> impl IntoView {
    let when = Memo::new(move |_| when.get());
    move || {
        if when.get() { children() } else { fallback.run() }
    }
}
