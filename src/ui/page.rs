//! The frame around every screen.

use leptos::prelude::*;

use super::create::create_form;
use super::derived::derived;
use super::element::{El, button, el, live, nothing, p, row};
use super::ended::ended;
use super::lost::lost;
use super::problems::problem_summary;
use super::result::result;
use super::review::review;
use super::revocation::revocation;
use super::tokens::tokens;
use crate::app::{App, FORGETTING_ID, Screen, View};
use crate::config::ConfigError;
use crate::token::Problems;

/// What is built for the view and the [`Screen`]; the form outlives its review and its request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tokens,
    Form,
    Result,
    Saved,
    Revoked,
}

/// The whole page.
#[must_use]
pub fn page(app: App) -> AnyView {
    let title = app.config.title.clone();
    let heading = title.clone();
    let kind = derived(move || {
        app.screen.with(|screen| match screen {
            _ if app.view.get() == View::Tokens => Kind::Tokens,
            Screen::Editing | Screen::Reviewing(_) | Screen::Creating => Kind::Form,
            Screen::Created(_) => Kind::Result,
            Screen::Saved { .. } => Kind::Saved,
            Screen::Revoked(_) => Kind::Revoked,
        })
    });
    let title = RenderEffect::new(move |_| {
        let what = app.screen.with(|screen| match screen {
            _ if app.view.get() == View::Tokens => "Tokens – ",
            Screen::Editing | Screen::Creating => "",
            Screen::Reviewing(_) => "Review – ",
            Screen::Created(_) => "Token created – ",
            Screen::Saved { .. } => "Token saved – ",
            Screen::Revoked(_) => "Token revoked – ",
        });
        let error = if app.problems.with(Problems::is_empty) {
            ""
        } else {
            "Error: "
        };
        document().set_title(&format!("{error}{what}{title}"));
    });
    // It lives as long as the page.
    std::mem::forget(title);
    row(vec![
        el("header")
            .class("masthead")
            .child(el("h1").text(heading))
            .child(views(app))
            .into(),
        el("main")
            .child(forgetting(app))
            .child(problem_summary(app))
            .child(live(move || match kind.get() {
                Kind::Tokens => tokens(app).into(),
                Kind::Form => row(vec![lost(app), create_form(app).into(), review(app)]),
                Kind::Result => result(app).into(),
                Kind::Saved | Kind::Revoked => ended(app),
            }))
            .into(),
        revocation(app),
        el("p")
            .attr("role", "status")
            .class("announcement")
            .live_text(move || app.announcement.get())
            .into(),
    ])
}

/// The way from one view to the other.
fn views(app: App) -> El {
    let link = |view: View, label: &'static str| {
        el("a")
            .attr("href", view.fragment())
            .live_attr("aria-current", move || {
                (app.view.get() == view).then(|| "page".to_owned())
            })
            .text(label)
    };
    el("nav")
        .attr("aria-label", "Views")
        .child(link(View::Create, "Create token"))
        .child(link(View::Tokens, "Tokens"))
}

/// The warning a minute before the key is forgotten; any key press or click keeps it, too.
fn forgetting(app: App) -> AnyView {
    live(move || {
        if !app.forgetting.get() {
            return nothing();
        }
        el("section")
            .class("card")
            .id(FORGETTING_ID)
            .attr("aria-label", "API key")
            .child(el("p").text(
                "Nobody has used this page for 14 minutes. In a minute it forgets the API key.",
            ))
            .child(el("div").child(button("secondary", "Keep API key", move || app.keep_key())))
            .into()
    })
}

/// What the operator sees instead of the page when config.json is wrong.
#[must_use]
pub fn config_error_page(error: ConfigError) -> AnyView {
    let place = match (error.line, error.key) {
        (Some(line), Some(key)) => format!("Line {line}, key {key}: "),
        (Some(line), None) => format!("Line {line}: "),
        (None, Some(key)) => format!("Key {key}: "),
        (None, None) => String::new(),
    };
    let (heading, meaning) = if place.is_empty() {
        (
            "This page could not be loaded whole",
            "Its settings, the file config.json, did not arrive, and without them no token can be made here.",
        )
    } else {
        (
            "This page is not set up right",
            "The file config.json beside this page has a mistake. Its operator has to mend it; until then no token can be made here.",
        )
    };
    document().set_title("Error: config.json");
    row(vec![
        el("header")
            .class("masthead")
            .child(el("h1").text("Gcore API tokens"))
            .into(),
        el("main")
            .child(
                el("section")
                    .class("problems")
                    .attr("role", "alert")
                    .child(el("h2").text(heading))
                    .child(el("p").text(meaning))
                    .child(p("mistake", format!("{place}{}", error.message))),
            )
            .into(),
    ])
}
