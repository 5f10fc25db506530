//! A second look at what is risky, and only at that.

use leptos::prelude::*;

use super::element::{El, button, el, facts, live, name, nothing, row, text};
use super::expiration::end;
use crate::app::{App, REVIEW_ID, Screen};
use crate::token::{NewToken, Risk};

/// The review region; there only while a risky order is looked at.
pub fn review(app: App) -> AnyView {
    live(move || {
        app.screen.with(|screen| match screen {
            Screen::Reviewing(token) => review_of(app, token).into(),
            _ => nothing(),
        })
    })
}

fn review_of(app: App, token: &NewToken) -> El {
    let risks = token.risks().into_iter().map(|risk| {
        let (what, meaning) = match risk {
            Risk::Administrator => (
                "Administrators",
                ": whoever holds this token can do everything in the account, manage its users and read their personal data included. Engineers is enough for most scripts.",
            ),
            Risk::NeverExpires => (
                "Never expires",
                ": the token works until somebody revokes it. If it leaks and nobody notices, it keeps working. Choose an end if you can: a token can be replaced in time.",
            ),
        };
        el("li").child(el("strong").text(what)).text(meaning)
    });
    let old = app.rotation.get().map(|rotation| rotation.old);
    let risky = !token.risks().is_empty();
    let mut about = vec![
        ("Token name", text(token.name.clone())),
        ("Account ID", text(token.account.to_string())),
        ("Role", text(token.role.name())),
        ("Expiration", end(token.expiry)),
    ];
    if let Some(old) = &old {
        let id = format!(" (Token ID {})", old.id);
        let replaced = row(vec![name(old.label()).into(), text(id)]);
        about.push(("Replaces", replaced));
    }
    let meaning = if risky {
        "This token is powerful. Look once more before it exists:"
    } else {
        "Look once more before it exists. The old token keeps working until you revoke it."
    };
    el("section")
        .class("card review")
        .id(REVIEW_ID)
        .attr("tabindex", "-1")
        .attr("aria-labelledby", "review-heading")
        .child(el("h2").id("review-heading").text("Review"))
        .child(el("p").text(meaning))
        .child(if risky {
            el("ul").class("risks").children(risks).into()
        } else {
            nothing()
        })
        .child(facts("facts", about))
        .child(
            el("div")
                .class("buttons")
                .child(if risky {
                    button("danger", "Create anyway", move || app.create_anyway())
                } else {
                    button("primary", "Create token", move || app.create_anyway())
                })
                .child(button("secondary", "Go back", move || app.go_back())),
        )
}
