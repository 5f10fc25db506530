//! What is left of a token whose secret is gone from here.

use leptos::prelude::*;

use super::expiration::End;
use crate::app::{App, HEADING_ID, Screen};
use crate::token::Receipt;

/// The receipt, and the way on.
#[component]
pub fn Ended() -> impl IntoView {
    let app = expect_context::<App>();
    let ended = app.screen.with_untracked(|screen| match screen {
        Screen::Saved(receipt) => Some((
            "Token saved",
            "Its text is wiped from this page. What may be kept:",
            receipt.clone(),
        )),
        Screen::Revoked(receipt) => Some((
            "Token revoked",
            "It no longer works. What it was:",
            receipt.clone(),
        )),
        _ => None,
    });
    ended.map(|(heading, meaning, receipt)| view! { class="ui",
        <section class="card" aria-labelledby=HEADING_ID>
            <h2 id=HEADING_ID tabindex="-1">{heading}</h2>
            <p>{meaning}</p>
            <Facts receipt/>
            <div class="buttons">
                <button type="button" class="primary" on:click=move |_| app.another(false)>"Create another token"</button>
                <button type="button" class="secondary" on:click=move |_| app.another(true)>"Create another like this"</button>
            </div>
        </section>
    })
}

/// What may be kept of a token.
#[component]
pub fn Facts(receipt: Receipt) -> impl IntoView {
    let differences: Vec<_> = receipt
        .differences
        .into_iter()
        .map(|difference| view! { class="ui", <p class="caution">{difference}</p> })
        .collect();
    view! { class="ui",
        {differences}
        <dl class="facts">
            <dt>"Token name"</dt><dd>{receipt.name}</dd>
            <dt>"Role"</dt><dd>{receipt.role}</dd>
            <dt>"Token ID"</dt><dd>{receipt.id.unwrap_or_else(|| "not told by the service".to_owned())}</dd>
            <dt>"Account ID"</dt><dd>{receipt.account.to_string()}</dd>
            <dt>"Expiration"</dt><dd><End expiry=receipt.expiry/></dd>
        </dl>
    }
}
