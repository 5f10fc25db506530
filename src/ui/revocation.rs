//! The dialog that asks before tokens are revoked, and says what became of each.

use leptos::prelude::*;

use super::derived::derived;
use super::element::{El, button, el, facts, live, name, nothing, p, row, text};
use super::token_table::last_use;
use crate::app::{App, DIALOG_HEADING_ID, DIALOG_ID, Outcome, Revocation, Stage};
use crate::browser::BrowserClock;
use crate::token::list::{LastUse, ListedToken};
use crate::token::time::Clock;

const MEANING_ID: &str = "revoke-meaning";

/// The dialog; there only while it is needed.
pub fn revocation(app: App) -> AnyView {
    let open = derived(move || app.revocation.with(Option::is_some));
    live(move || {
        if open.get() {
            dialog(app).into()
        } else {
            nothing()
        }
    })
}

fn dialog(app: App) -> El {
    let stage = derived(move || {
        app.revocation
            .with(|revocation| revocation.as_ref().map(|r| r.stage))
    });
    el("dialog")
        .id(DIALOG_ID)
        .attr("role", "alertdialog")
        .attr("aria-labelledby", DIALOG_HEADING_ID)
        .attr("aria-describedby", MEANING_ID)
        .on("cancel", move |event| {
            event.prevent_default();
            app.close_revocation();
        })
        // Some browsers close without asking when Escape is pressed twice.
        .on("close", move |_| app.close_revocation())
        .child(
            el("h2")
                .id(DIALOG_HEADING_ID)
                .attr("tabindex", "-1")
                .live(move || with(app, heading).unwrap_or_else(nothing)),
        )
        .live(move || {
            stage.get();
            with_untracked(app, meaning).unwrap_or_else(nothing)
        })
        .live(move || with(app, about).unwrap_or_else(nothing))
        .live(move || match stage.get() {
            Some(Stage::Asking) => asking(app).into(),
            Some(Stage::Running) => running(app),
            Some(Stage::Over) => over(app).into(),
            None => nothing(),
        })
}

fn with<T>(app: App, read: impl FnOnce(&Revocation) -> T) -> Option<T> {
    app.revocation
        .with(|revocation| revocation.as_ref().map(read))
}

fn with_untracked<T>(app: App, read: impl FnOnce(&Revocation) -> T) -> Option<T> {
    app.revocation
        .with_untracked(|revocation| revocation.as_ref().map(read))
}

fn heading(revocation: &Revocation) -> AnyView {
    let (all, gone) = (revocation.tokens.len(), revocation.gone());
    let Some(token) = revocation.single() else {
        return text(match revocation.stage {
            Stage::Asking => format!("Revoke {all} tokens?"),
            Stage::Running => format!("Revoking: {gone} of {all} done"),
            Stage::Over => format!("{gone} of {all} tokens revoked"),
        });
    };
    let (before, after) = match revocation.stage {
        Stage::Asking => ("Revoke ", "?"),
        Stage::Running => ("Revoking ", "…"),
        Stage::Over => ("", " was not revoked"),
    };
    row(vec![text(before), name(token.label()).into(), text(after)])
}

fn meaning(revocation: &Revocation) -> AnyView {
    if revocation.stage != Stage::Asking {
        return nothing();
    }
    let what = if revocation.single().is_some() {
        "Every script and application that uses this token stops working at once. This can’t be undone."
    } else {
        "Every script and application that uses one of these tokens stops working at once. This can’t be undone."
    };
    let mut meaning = el("div")
        .id(MEANING_ID)
        .class("stack")
        .child(el("p").text(what));
    if revocation.own {
        meaning = meaning.child(p(
            "caution",
            "You are signed in with this very token: it is the API key on this page. Once it is revoked, nothing more can be done here without another API key.",
        ));
    }
    meaning.into()
}

/// The token with its last use, or all of them with what became of each.
fn about(revocation: &Revocation) -> AnyView {
    let used = |token: &ListedToken| match token.last_used {
        LastUse::At(_) => format!("last used {}", last_use(token.last_used)),
        _ => last_use(token.last_used),
    };
    if let [(token, outcome)] = revocation.tokens.as_slice() {
        let about = facts(
            "facts note",
            vec![
                ("Token ID", text(token.id.to_string())),
                ("Role", text(token.role.clone())),
                (
                    "Last used",
                    text(match token.last_used {
                        LastUse::At(at) => {
                            format!(
                                "{} ({})",
                                last_use(token.last_used),
                                BrowserClock.local_text(at)
                            )
                        }
                        unused => last_use(unused),
                    }),
                ),
            ],
        );
        return match outcome {
            Outcome::Failed(why) => row(vec![p("error", why.clone()).into(), about.into()]),
            _ => about.into(),
        };
    }
    let tokens = revocation.tokens.iter().map(|(token, outcome)| {
        let (class, said) = match outcome {
            Outcome::Waiting => ("hint", used(token)),
            Outcome::Running => ("hint", "Revoking…".to_owned()),
            Outcome::Revoked => ("hint", "Revoked".to_owned()),
            Outcome::AlreadyGone => ("hint", "Was already gone".to_owned()),
            Outcome::Failed(why) => ("error", format!("Not revoked: {why}")),
            Outcome::NotTried => ("hint", "Not tried".to_owned()),
        };
        el("li")
            .child(el("strong").child(name(token.label())))
            .text(format!(" ({}) ", token.id))
            .child(el("span").class(class).text(said))
    });
    // Many are scrolled through, by keyboard as well.
    el("ul")
        .class("outcomes")
        .attr("tabindex", "0")
        .attr("aria-label", "Tokens")
        .children(tokens)
        .into()
}

fn asking(app: App) -> El {
    let several = with_untracked(app, |revocation| revocation.tokens.len()).unwrap_or_default();
    let confirm = if several == 1 {
        button("danger", "Revoke token", move || app.revoke_these())
    } else {
        button("danger", "", move || app.revoke_these()).text(format!("Revoke {several} tokens"))
    };
    el("div")
        .class("buttons")
        .child(confirm)
        .child(button("secondary", "Cancel", move || app.close_revocation()).attr("autofocus", ""))
}

fn running(app: App) -> AnyView {
    let single = with_untracked(app, |revocation| revocation.single().is_some());
    if single == Some(true) {
        return nothing();
    }
    let stopped = derived(move || with(app, |revocation| revocation.stopped) == Some(true));
    el("div")
        .class("buttons")
        .child(
            button("secondary", "Stop after this one", move || {
                app.stop_revoking();
            })
            .live_attr("aria-disabled", move || Some(stopped.get().to_string())),
        )
        .child(
            p("hint", "")
                .live_text(move || if stopped.get() { "Stopping…" } else { "" }.to_owned()),
        )
        .into()
}

fn over(app: App) -> El {
    let left = with_untracked(app, |revocation| {
        revocation.gone() < revocation.tokens.len()
    });
    let mut buttons = el("div").class("buttons");
    if left == Some(true) {
        buttons = buttons.child(button("danger", "Try again", move || app.revoke_these()));
    }
    buttons.child(button("secondary", "Close", move || app.close_revocation()))
}
