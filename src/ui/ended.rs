//! What is left of a token whose secret is gone from here.

use leptos::prelude::*;

use super::element::{El, button, el, facts, focusable, live, name, nothing, p, row, text};
use super::expiration::end;
use crate::app::{App, HEADING_ID, Rotation, Screen};
use crate::token::Receipt;

/// The receipt, and the way on.
pub fn ended(app: App) -> AnyView {
    app.screen.with_untracked(|screen| {
        let (heading, meaning, receipt, fingerprint) = match screen {
            Screen::Saved {
                receipt,
                fingerprint,
            } => (
                "Token saved",
                "Its text is wiped from this page. What may be kept:",
                receipt,
                Some(fingerprint),
            ),
            Screen::Revoked(receipt) => (
                "Token revoked",
                "It no longer works. What it was:",
                receipt,
                None,
            ),
            _ => return nothing(),
        };
        let mut card = el("section")
            .class("card")
            .attr("aria-labelledby", HEADING_ID)
            .child(focusable("h2", HEADING_ID, heading))
            .child(el("p").text(meaning))
            .child(receipt_facts(receipt));
        if let Some(fingerprint) = fingerprint {
            let mut keep = el("div")
                .class("buttons")
                .child(button("secondary", "Copy receipt", move || {
                    app.copy_receipt()
                }))
                .child(clear_clipboard(app));
            if app.can_remind() {
                keep = keep.child(button("secondary", "Download reminder", move || {
                    app.download_reminder();
                }));
            }
            card = card
                .child(facts(
                    "facts",
                    vec![("SHA-256", text(format!("{fingerprint}…")))],
                ))
                .child(keep)
                .child(p("hint", "").live_text(move || app.copied.get()))
                .live(move || match app.rotation.get() {
                    Some(rotation) => replaced(app, &rotation).into(),
                    None => nothing(),
                });
        }
        card.child(
            el("div")
                .class("buttons ending")
                .child(button("primary", "Create another token", move || {
                    app.another(false);
                }))
                .child(button("secondary", "Create another like this", move || {
                    app.another(true);
                })),
        )
        .into()
    })
}

/// The end of the token that the new one replaces.
fn replaced(app: App, rotation: &Rotation) -> El {
    let old = &rotation.old;
    el("div")
        .class("note")
        .child(
            el("p")
                .child(el("strong").child(name(old.label())))
                .text(format!(
                    " (Token ID {}) still works. Put the new token in its place everywhere, then revoke it.",
                    old.id
                )),
        )
        .child(
            el("div").child(
                button("danger", "Revoke", move || app.revoke_replaced())
                    .text(" ")
                    .child(name(old.label())),
            ),
        )
}

/// Offered for as long as the clipboard holds the token.
pub fn clear_clipboard(app: App) -> AnyView {
    live(move || {
        if app.on_clipboard.get() {
            button("plain", "Clear clipboard", move || app.clear_clipboard()).into()
        } else {
            nothing()
        }
    })
}

/// What may be kept of a token.
pub fn receipt_facts(receipt: &Receipt) -> AnyView {
    let id = receipt
        .id
        .clone()
        .unwrap_or_else(|| "not told by the service".to_owned());
    let mut views: Vec<AnyView> = receipt
        .differences
        .iter()
        .map(|difference| p("caution", difference.clone()).into())
        .collect();
    views.push(
        facts(
            "facts",
            vec![
                ("Token name", text(receipt.name.clone())),
                ("Role", text(receipt.role.clone())),
                ("Token ID", text(id)),
                ("Account ID", text(receipt.account.to_string())),
                ("Expiration", end(receipt.expiry)),
            ],
        )
        .into(),
    );
    row(views)
}
