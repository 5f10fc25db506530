//! What the operator sees instead of the page when config.json is wrong.

use gcore_token_core::config::ConfigError;
use leptos::prelude::*;

#[component]
pub(crate) fn ConfigErrorPage(error: ConfigError) -> impl IntoView {
    document().set_title("Error: config.json");
    let (heading, meaning) = match &error {
        ConfigError::Unread(_) => (
            "This page could not be loaded completely",
            "Its settings, the file config.json, did not arrive, and without them no token can be created here.",
        ),
        _ => (
            "This page is not configured correctly",
            "The file config.json beside this page contains a mistake. The operator of this page must fix it; until then no token can be created here.",
        ),
    };
    let mistake = match error.place() {
        Some(place) => format!("{place}: {}", error.message()),
        None => error.message(),
    };
    view! {
        <header class="masthead">
            <h1>{"Gcore API tokens"}</h1>
        </header>
        <main>
            <section class="problems" role="alert">
                <h2>{heading}</h2>
                <p>{meaning}</p>
                <p class="mistake">{mistake}</p>
            </section>
        </main>
    }
}
