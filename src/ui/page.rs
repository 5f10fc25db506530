//! The frame around every screen.

use leptos::prelude::*;

use super::create::CreateForm;
use super::ended::Ended;
use super::problems::ProblemSummary;
use super::result::Result;
use super::review::Review;
use crate::app::{App, Screen};
use crate::config::ConfigError;

/// The views that a [`Screen`] can need; the form outlives its review and its request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Form,
    Result,
    Ended,
}

/// The whole page.
#[component]
pub fn Page(app: App) -> impl IntoView {
    provide_context(app);
    let title = app.config.with_value(|config| config.title.clone());
    let heading = title.clone();
    let kind = Memo::new(move |_| {
        app.screen.with(|screen| match screen {
            Screen::Editing | Screen::Reviewing(_) | Screen::Creating => Kind::Form,
            Screen::Created(_) => Kind::Result,
            Screen::Saved(_) | Screen::Revoked(_) => Kind::Ended,
        })
    });
    Effect::new(move || {
        let what = app.screen.with(|screen| match screen {
            Screen::Editing | Screen::Creating => "",
            Screen::Reviewing(_) => "Review – ",
            Screen::Created(_) => "Token created – ",
            Screen::Saved(_) => "Token saved – ",
            Screen::Revoked(_) => "Token revoked – ",
        });
        let error = if app.problems.with(crate::token::Problems::is_empty) {
            ""
        } else {
            "Error: "
        };
        document().set_title(&format!("{error}{what}{title}"));
    });
    view! { class="ui",
        <header class="masthead">
            <h1>{heading}</h1>
        </header>
        <main>
            <ProblemSummary/>
            {move || match kind.get() {
                Kind::Form => view! { <CreateForm/> <Review/> }.into_any(),
                Kind::Result => view! { <Result/> }.into_any(),
                Kind::Ended => view! { <Ended/> }.into_any(),
            }}
        </main>
        <p role="status" class="announcement">{move || app.announcement.get()}</p>
    }
}

/// What the operator sees instead of the page when config.json is wrong.
#[component]
pub fn ConfigErrorPage(error: ConfigError) -> impl IntoView {
    let place = match (error.line, error.key) {
        (Some(line), Some(key)) => format!("Line {line}, key {key}: "),
        (Some(line), None) => format!("Line {line}: "),
        (None, Some(key)) => format!("Key {key}: "),
        (None, None) => String::new(),
    };
    document().set_title("Error: config.json");
    view! { class="ui",
        <header class="masthead">
            <h1>"Gcore API tokens"</h1>
        </header>
        <main>
            <section class="problems" role="alert">
                <h2>"This page is not set up right"</h2>
                <p>"The file config.json beside this page has a mistake. Its operator has to mend it; until then no token can be made here."</p>
                <p class="mistake">{place}{error.message}</p>
            </section>
        </main>
    }
}
