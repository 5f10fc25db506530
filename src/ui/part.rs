//! What only the list of tokens needs, and what is there of its view before that has arrived.

use std::pin::Pin;

use leptos::prelude::*;

use super::derived::derived;
use super::element::{El, button, el, focusable, live, nothing, p};
use super::revocation::revocation;
use super::tokens::tokens;
use crate::app::{App, Arrival, HEADING_ID, Part, View};
#[cfg(feature = "split")]
use crate::split::{self, SplitLoaderError};
use crate::token::list::TokenList;

static PART: Part = Part {
    view: tokens,
    dialog: revocation,
    apply_fragment: App::apply_fragment,
    revoke_old: App::revoke_old,
    sort: TokenList::sort,
};

/// All that reaches [`PART`] is behind this function, so that it is there only when it has arrived.
#[cfg(feature = "split")]
#[leptos::wasm_split::wasm_split(tokens, fallible, wasm_split_path = split)]
fn part() -> Result<&'static Part, SplitLoaderError> {
    Ok(&PART)
}

/// Where the program is one piece, as in `make serve`, nothing has to arrive.
#[cfg(not(feature = "split"))]
async fn part() -> Result<&'static Part, std::convert::Infallible> {
    Ok(&PART)
}

/// Loads it.
pub fn load_part() -> Pin<Box<dyn Future<Output = Option<&'static Part>>>> {
    Box::pin(async { part().await.ok() })
}

/// The list's view.
pub fn tokens_view(app: App) -> El {
    el("section")
        .class("view")
        .attr("aria-labelledby", HEADING_ID)
        .child(focusable("h2", HEADING_ID, "Tokens"))
        .child(unsaved(app))
        .live(move || match app.arrival.get() {
            Arrival::Here(part) => (part.view)(app),
            Arrival::Failed => missing(app).into(),
            Arrival::Unasked | Arrival::Awaited => p("hint", "Loading…").into(),
        })
}

/// The dialog that asks before tokens are revoked.
pub fn revocation_dialog(app: App) -> AnyView {
    live(move || match app.arrival.get() {
        Arrival::Here(part) => (part.dialog)(app),
        _ => nothing(),
    })
}

/// Nothing is lost by it, and it may pass.
fn missing(app: App) -> El {
    el("div")
        .class("card")
        .child(el("p").text(
            "The list could not be loaded. Check your connection and try again, or load the page again: it may have been renewed.",
        ))
        .child(el("div").child(button("secondary", "Try again", move || app.load_again())))
}

/// A token that is not put away yet is not to be forgotten behind this view.
fn unsaved(app: App) -> AnyView {
    let unsaved = derived(move || {
        app.screen.track();
        app.unsaved()
    });
    live(move || {
        if unsaved.get() {
            p("caution", "A new token is not saved yet. ")
                .child(
                    el("a")
                        .attr("href", View::Create.fragment())
                        .text("Go back to it"),
                )
                .into()
        } else {
            nothing()
        }
    })
}
