//! A request without an answer: what became of it, and what to do.

use leptos::prelude::*;

use super::element::{El, button, el, facts, live, name, nothing, text};
use crate::app::{App, LOST_ID, Lost, Search};
use crate::browser::{self, BrowserClock};
use crate::token::list::ListedToken;
use crate::token::time::Clock;

/// The region about the last request, until it is settled.
pub fn lost(app: App) -> AnyView {
    live(move || {
        app.lost.with(|lost| match lost {
            Some(lost) => region(app, lost).into(),
            None => nothing(),
        })
    })
}

fn region(app: App, lost: &Lost) -> El {
    let ordered = &lost.order.name;
    let mut buttons = el("div").class("buttons");
    let mut region = el("section")
        .class("card review")
        .id(LOST_ID)
        .attr("tabindex", "-1")
        .attr("aria-labelledby", "lost-heading")
        .child(el("h2").id("lost-heading").text("Was the token created?"));
    let (words, settle) = match &lost.search {
        Search::Running => (format!("Looking for a new token named {ordered} in the account…"), None),
        Search::Found(_) => (
            format!("Yes, it seems: a token named {ordered} is new. Its text came to nobody and can’t be shown again: revoke it, then create it anew."),
            Some("Keep it and go on"),
        ),
        Search::Unclear(_) => (
            format!("Nobody knows: a token named {ordered} exists, but by this computer’s clock it is older than the request. If it was created when you pressed Create token, it is the one: its text came to nobody, so revoke it."),
            Some("Keep it and go on"),
        ),
        Search::Nothing => (
            format!("No: there is no new token named {ordered}. Trying again is safe. If the request is slow it may still arrive: look again to be sure."),
            Some("Back to the form"),
        ),
        Search::Failed => (
            "The list of tokens can’t be read now, so nobody knows yet. Look again in a moment, before you create the token a second time.".to_owned(),
            Some("Go on without knowing"),
        ),
    };
    region = region.child(el("p").text(words));
    if let Search::Found(tokens) | Search::Unclear(tokens) = &lost.search {
        region = region.children(tokens.iter().map(|token| found(app, token)));
    }
    if let Some(settle) = settle {
        buttons = buttons
            .child(button("secondary", "Look again", move || {
                app.look_again();
                browser::focus(LOST_ID);
            }))
            .child(button("secondary", settle, move || app.settle_lost()));
    }
    region.child(buttons)
}

fn found(app: App, token: &ListedToken) -> El {
    let id = token.id;
    let created = token.created.map_or_else(
        || "not told by the service".to_owned(),
        |at| BrowserClock.local_text(at),
    );
    el("div")
        .class("note")
        .child(facts(
            "facts",
            vec![
                ("Token ID", text(id.to_string())),
                ("Created", text(created)),
            ],
        ))
        .child(
            el("div").child(
                button("danger", "Revoke", move || app.revoke_lost(id))
                    .text(" ")
                    .child(name(token.name.clone())),
            ),
        )
}
