//! The new token, for the only time.

use leptos::prelude::*;

use super::element::{El, button, el, nothing, p};
use super::ended::receipt_facts;
use crate::app::{App, HEADING_ID, Screen, TOKEN_ID, Verdict};

/// The secret, what it is, and all that can be done with it.
pub fn result(app: App) -> El {
    let shown = RwSignal::new(true);
    // Put on screen as text: never an attribute, and gone with this view.
    let secret = move || {
        if !shown.get() {
            return "•".repeat(24);
        }
        app.screen.with(|screen| match screen {
            Screen::Created(created) => created.secret.expose().to_owned(),
            _ => String::new(),
        })
    };
    let about = app.screen.with_untracked(|screen| match screen {
        Screen::Created(created) => receipt_facts(&created.receipt),
        _ => nothing(),
    });
    let copy = move || {
        // Selecting by hand is the last resort, and only works on what is shown.
        shown.set(true);
        app.copy();
    };
    let hide = el("button")
        .attr("type", "button")
        .class("secondary")
        .on("click", move |_| shown.update(|shown| *shown = !*shown))
        .live_text(move || {
            if shown.get() {
                "Hide token"
            } else {
                "Show token"
            }
            .to_owned()
        });
    let buttons = || el("div").class("buttons");
    el("section")
        .class("card")
        .attr("aria-labelledby", HEADING_ID)
        .child(
            el("h2")
                .id(HEADING_ID)
                .attr("tabindex", "-1")
                .text("Token created"),
        )
        .child(
            el("p")
                .child(el("strong").text("Copy it now."))
                .text(" The service shows it this once and never again."),
        )
        .child(
            el("div")
                .class("token")
                .child(p("token-label", "API token").id("token-label"))
                .child(
                    el("div")
                        .attr("role", "group")
                        .attr("aria-labelledby", "token-label")
                        .child(
                            el("code")
                                .id(TOKEN_ID)
                                .class("token-text")
                                .live_text(secret),
                        ),
                ),
        )
        .child(
            buttons()
                .child(button("primary", "Copy token", copy))
                .child(hide),
        )
        .child(p("hint", "").live_text(move || app.copied.get()))
        .child(about)
        .child(
            buttons()
                .child(button("secondary", "Verify token", move || app.verify()))
                .child(button("secondary", "Revoke token", move || app.revoke())),
        )
        .child(p("hint", "").live_text(move || {
            match app.verdict.get() {
                Verdict::Untried => {
                    "Verify asks the service whether the token works. Revoke deletes it at once."
                        .to_owned()
                }
                Verdict::Trying => "Verifying…".to_owned(),
                Verdict::Known(words) => words,
            }
        }))
        .child(
            el("div")
                .class("ending")
                .child(button("primary", "I have saved this token", move || {
                    app.saved()
                }))
                .child(p(
                    "hint",
                    "Ends this view and wipes the token from the page.",
                )),
        )
}
