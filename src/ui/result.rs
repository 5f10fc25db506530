//! The new token, for the only time.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ended::Facts;
use crate::app::{App, HEADING_ID, Screen, Verdict};
use crate::browser;
use crate::token::Secret;

const TOKEN_ID: &str = "token-text";

/// The secret, what it is, and all that can be done with it.
#[component]
pub fn Result() -> impl IntoView {
    let app = expect_context::<App>();
    let shown = RwSignal::new(true);
    let copied = RwSignal::new(String::new());
    // Text that is put on screen as text: never an attribute, and gone with this view.
    let text = move || {
        if !shown.get() {
            return "•".repeat(24);
        }
        app.screen.with(|screen| match screen {
            Screen::Created(created) => created.secret.expose().to_owned(),
            _ => String::new(),
        })
    };
    let receipt = app.screen.with_untracked(|screen| match screen {
        Screen::Created(created) => Some(created.receipt.clone()),
        _ => None,
    });
    let copy = move |_| {
        // Selecting by hand is the last resort, and only works on what is shown.
        shown.set(true);
        let secret = app.screen.with_untracked(|screen| match screen {
            Screen::Created(created) => Secret::new(created.secret.expose().to_owned()),
            _ => Secret::new(String::new()),
        });
        spawn_local(async move {
            let words = if browser::copy(secret.expose(), TOKEN_ID).await {
                "Token copied"
            } else {
                "Could not copy the token. It is selected: press Ctrl+C, or ⌘C on a Mac."
            };
            copied.set(words.to_owned());
            app.announce(words);
        });
    };
    view! { class="ui",
        <section class="card" aria-labelledby=HEADING_ID>
            <h2 id=HEADING_ID tabindex="-1">"Token created"</h2>
            <p><strong>"Copy it now."</strong>" The service shows it this once and never again."</p>
            <div class="token">
                <p class="token-label" id="token-label">"API token"</p>
                <div role="group" aria-labelledby="token-label"><code id=TOKEN_ID class="token-text">{text}</code></div>
            </div>
            <div class="buttons">
                <button type="button" class="primary" on:click=copy>"Copy token"</button>
                <button type="button" class="secondary" on:click=move |_| shown.update(|shown| *shown = !*shown)>
                    {move || if shown.get() { "Hide token" } else { "Show token" }}
                </button>
            </div>
            <p class="hint">{move || copied.get()}</p>
            {receipt.map(|receipt| view! { <Facts receipt/> })}
            <div class="buttons">
                <button type="button" class="secondary" on:click=move |_| app.verify()>"Verify token"</button>
                <button type="button" class="secondary" on:click=move |_| app.revoke()>"Revoke token"</button>
            </div>
            <p class="hint">
                {move || match app.verdict.get() {
                    Verdict::Untried => "Verify asks the service whether the token works. Revoke deletes it at once.".to_owned(),
                    Verdict::Trying => "Verifying…".to_owned(),
                    Verdict::Known(words) => words,
                }}
            </p>
            <div class="ending">
                <button type="button" class="primary" on:click=move |_| app.saved()>"I have saved this token"</button>
                <p class="hint">"Ends this view and wipes the token from the page."</p>
            </div>
        </section>
    }
}
