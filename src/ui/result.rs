//! The new token, for the only time.

use super::element::{El, button, el, focusable, nothing, p};
use super::ended::{clear_clipboard, receipt_facts};
use super::field::option;
use crate::app::{App, HEADING_ID, Screen, TOKEN_ID};
use crate::token::handover::Format;

/// The secret, what it is, and all that can be done with it.
pub fn result(app: App) -> El {
    // Put on screen as text: never an attribute, and gone with this view.
    let secret = move || {
        if !app.token_shown.get() {
            return "•".repeat(24);
        }
        app.screen.with(|screen| match screen {
            Screen::Created(created) => created.secret.expose().to_owned(),
            _ => String::new(),
        })
    };
    let about = app
        .receipt()
        .map_or_else(nothing, |receipt| receipt_facts(&receipt));
    let hide = button("secondary", "", move || {
        app.token_shown.update(|shown| *shown = !*shown)
    })
    .live_text(move || {
        if app.token_shown.get() {
            "Hide token"
        } else {
            "Show token"
        }
        .to_owned()
    });
    el("section")
        .class("card")
        .attr("aria-labelledby", HEADING_ID)
        .child(
            focusable("h2", HEADING_ID, "Token created")
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
                .child(button("primary", "Copy token", move || app.copy_token()))
                .child(hide)
                .child(clear_clipboard(app)),
        )
        .child(p("hint", "").live_text(move || app.copied.get()))
        .child(hand_over(app))
        .child(about)
        .child(
            buttons()
                .child(button("secondary", "Verify token", move || app.verify()))
                .child(button("secondary", "Revoke token", move || app.revoke())),
        )
        .child(p("hint", "").live_text(move || {
            let verdict = app.verdict.get();
            if verdict.is_empty() {
                "Verify asks the service whether it accepts the token. Revoke deletes it at once."
                    .to_owned()
            } else {
                verdict
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
                    match app.rotation.get_untracked() {
                        Some(rotation) => format!(
                            "Ends this view and wipes the token from the page. Then you can revoke the token it replaces, {}.",
                            rotation.old.label()
                        ),
                        None => "Ends this view and wipes the token from the page.".to_owned(),
                    },
                )),
        )
}

/// The token in the form that the next tool reads.
fn hand_over(app: App) -> El {
    app.format.set(Format::ALL[0]);
    let options = Format::ALL.into_iter().map(|this| {
        option(
            this.value().to_owned(),
            this.label().to_owned(),
            move || app.format.get() == this,
        )
    });
    let choice = el("select")
        .id("copy-as")
        .attr("aria-describedby", "copy-as-note")
        .children(options)
        .on_value("change", move |value| {
            if let Some(chosen) = Format::from_value(&value) {
                app.format.set(chosen);
            }
        });
    el("div")
        .class("field")
        .child(
            el("div")
                .class("label")
                .child(el("label").attr("for", "copy-as").text("Copy as")),
        )
        .child(choice)
        .child(
            p("hint", "")
                .id("copy-as-note")
                .live_text(move || app.format.get().note().to_owned()),
        )
        .child(
            buttons()
                .child(button("secondary", "Copy in this form", move || {
                    app.copy_as(app.format.get_untracked());
                }))
                .child(button("secondary", "Download as a file", move || {
                    app.download_as(app.format.get_untracked());
                })),
        )
        .child(p(
            "hint",
            "A file is not encrypted: delete it when the token is where it belongs.",
        ))
}

fn buttons() -> El {
    el("div").class("buttons")
}
