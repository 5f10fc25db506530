//! The form.

use leptos::prelude::*;

use super::access::access_card;
use super::derived::derived;
use super::element::{El, button, card, el, focusable, live, name, nothing, p, row};
use super::expiration::expiration;
use super::field::{FieldFrame, option};
use crate::app::{App, HEADING_ID, Rotation, SUBMIT_ID, Screen};
use crate::token::{Field, Role};

/// The form; hidden, but kept as it is, while its order is reviewed.
pub fn create_form(app: App) -> El {
    let policy = &app.config.policy;
    let name_hint = match (&policy.name_pattern, &policy.name_hint) {
        (_, Some(hint)) => hint.clone(),
        (Some(pattern), None) => format!("Has to match {pattern}"),
        (None, None) => "Say what uses it, for example ci-deploy.".to_owned(),
    };
    let restricts = policy.restricts();
    let mut token = card("token-heading", "The new token")
        .child(FieldFrame::new(app, Field::Name).hint(name_hint).line(
            move || app.draft.with(|draft| draft.name.clone()),
            move |typed| app.draft.update(|draft| draft.name = typed),
        ))
        .live(move || match app.name_taken() {
            Some(warning) => p("caution", warning).into(),
            None => nothing(),
        })
        .child(
            FieldFrame::new(app, Field::Description)
                .remark(if policy.require_description {
                    "required here"
                } else {
                    "optional"
                })
                .line(
                    move || app.draft.with(|draft| draft.description.clone()),
                    move |typed| app.draft.update(|draft| draft.description = typed),
                ),
        )
        .child(later(app, 1, move || {
            role_field(app, &app.config.policy.allowed_roles).into()
        }))
        .child(later(app, 2, move || expiration(app)));
    if restricts {
        token = token.child(p(
            "hint",
            "The rules on this page help people; they don’t bind anyone who uses the API directly.",
        ));
    }

    el("form")
        .attr("novalidate", "")
        .flag("hidden", move || {
            app.screen
                .with(|screen| matches!(screen, Screen::Reviewing(_)))
        })
        .on("submit", move |event| {
            event.prevent_default();
            app.submit();
        })
        .child(focusable("h2", HEADING_ID, "Create a token"))
        .live(move || match app.rotation.get() {
            Some(rotation) => replacing(app, &rotation).into(),
            None => nothing(),
        })
        .live(move || {
            if app.prefilled.get() {
                p(
                    "caution",
                    "A link filled in this form. Check each field before you create the token.",
                )
                .into()
            } else {
                nothing()
            }
        })
        .child(access_card(app))
        .child(token)
        .child(later(app, LAST_PART, move || {
            row(vec![preview(app).into(), submit(app)])
        }))
        .child(loading(app))
}

/// The part that ends the form.
const LAST_PART: u32 = 3;

/// Below the first fields, as in the early form: a page that gets shorter would move under the hand.
fn loading(app: App) -> AnyView {
    let whole = derived(move || app.built.get() >= LAST_PART);
    live(move || {
        if whole.get() {
            nothing()
        } else {
            p("hint", "Loading…").into()
        }
    })
}

/// A part of the form that follows the first fields, so that none takes too long.
fn later(app: App, part: u32, view: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let due = derived(move || app.built.get() >= part);
    live(move || if due.get() { view() } else { nothing() })
}

fn submit(app: App) -> AnyView {
    let creating = move || app.screen.with(|screen| matches!(screen, Screen::Creating));
    row(vec![
        el("button")
            .attr("type", "submit")
            .id(SUBMIT_ID)
            .class("primary")
            .live_attr("aria-disabled", move || {
                creating().then(|| "true".to_owned())
            })
            .text("Create token")
            .into(),
        p("hint", "")
            .live_text(move || if creating() { "Creating token…" } else { "" }.to_owned())
            .into(),
    ])
}

/// Which token the new one is to replace.
fn replacing(app: App, rotation: &Rotation) -> El {
    el("div")
        .class("note")
        .child(
            el("p")
                .text("This token replaces ")
                .child(el("strong").child(name(rotation.old.label())))
                .text(format!(
                    " (Token ID {}), which keeps working until you revoke it.",
                    rotation.old.id
                )),
        )
        .child(
            el("div").child(button("plain", "Don’t replace it", move || {
                app.stop_rotating();
            })),
        )
}

/// The request as it will be sent, for those who want to see it or script it.
fn preview(app: App) -> El {
    // Its end moves by the minute: only then is the text another one, and a selection in it lost.
    let command = derived(move || app.preview());
    el("details")
        .class("card preview")
        .child(el("summary").text("See the request as curl"))
        .live(move || match command.get() {
            Some(command) => el("pre").child(el("code").text(command)).into(),
            None => p("hint", "Fill in the form to see the request.").into(),
        })
        .child(el("div").child(button("secondary", "Copy link to this form", move || app.copy_link())))
        .child(p("hint", "").live_text(move || app.link_said.get()))
        .child(p("hint", "The link fills in name, description, role and lifetime. It holds no key and no account."))
}

fn role_field(app: App, allowed: &[Role]) -> El {
    let role = derived(move || app.draft.with(|draft| draft.role));
    let options = allowed.iter().copied().map(|option| {
        (
            option.id().to_string(),
            option.name().to_owned(),
            Some(option),
        )
    });
    let options = [(String::new(), "Choose a role".to_owned(), None)]
        .into_iter()
        .chain(options)
        .map(|(value, label, this)| option(value, label, move || role.get() == this));
    let control = el("select")
        .children(options)
        .on_value("change", move |value| {
            let chosen = value.parse().ok().and_then(Role::from_id);
            app.draft.update(|draft| draft.role = chosen);
        });
    let meaning = live(move || match role.get() {
        Some(role) => role_note(app, role).into(),
        None => nothing(),
    });
    let hint = if allowed.len() < Role::ALL.len() {
        "Choose the least that is enough. Only the roles allowed here are listed."
    } else {
        "Choose the least that is enough."
    };
    FieldFrame::new(app, Field::Role)
        .hint(hint)
        .around(control, meaning)
}

fn role_note(app: App, role: Role) -> El {
    let line = |word: &'static str, what: &'static str| {
        el("p").child(el("strong").text(word)).text(what).text(".")
    };
    el("div")
        .class("note")
        .child(line("Can ", role.can()))
        .child(line("Can’t ", role.cannot()))
        .live(move || match app.beyond_own(role) {
            Some(own) => row(vec![
                p(
                    "caution",
                    format!(
                        "Your own role is {}, as far as the service told: it will refuse to make a token with more power.",
                        own.name()
                    ),
                )
                .into(),
            ]),
            None => nothing(),
        })
}
