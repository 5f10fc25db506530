//! A second look at what is risky, and only at that.

use leptos::prelude::*;

use super::expiration::End;
use crate::app::{App, REVIEW_ID, Screen};
use crate::token::{NewToken, Risk};

/// The review region; there only while a risky order is looked at.
#[component]
pub fn Review() -> impl IntoView {
    let app = expect_context::<App>();
    move || {
        app.screen.with(|screen| match screen {
            Screen::Reviewing(token) => Some(view! { <ReviewOf token=token.clone()/> }),
            _ => None,
        })
    }
}

#[component]
fn ReviewOf(token: NewToken) -> impl IntoView {
    let app = expect_context::<App>();
    let risks: Vec<_> = token
        .risks()
        .into_iter()
        .map(|risk| {
            let (what, meaning, instead) = match risk {
                Risk::Administrator => (
                    "Administrators",
                    "Whoever holds this token can do everything in the account, manage its users and read their personal data included.",
                    "Engineers is enough for most scripts.",
                ),
                Risk::NeverExpires => (
                    "Never expires",
                    "The token works until somebody revokes it. If it leaks and nobody notices, it keeps working.",
                    "Choose an end if you can: a token can be replaced in time.",
                ),
            };
            view! { class="ui",
                <li><strong>{what}</strong>" — "{meaning}" "{instead}</li>
            }
        })
        .collect();
    view! { class="ui",
        <section class="card review" role="region" id=REVIEW_ID tabindex="-1" aria-labelledby="review-heading">
            <h2 id="review-heading">"Review"</h2>
            <p>"This token is powerful. Look once more before it exists:"</p>
            <ul class="risks">{risks}</ul>
            <dl class="facts">
                <dt>"Token name"</dt><dd>{token.name}</dd>
                <dt>"Account ID"</dt><dd>{token.account.to_string()}</dd>
                <dt>"Role"</dt><dd>{token.role.name()}</dd>
                <dt>"Expiration"</dt><dd><End expiry=token.expiry/></dd>
            </dl>
            <div class="buttons">
                <button type="button" class="danger" on:click=move |_| app.create_anyway()>"Create anyway"</button>
                <button type="button" class="secondary" on:click=move |_| app.go_back()>"Go back"</button>
            </div>
        </section>
    }
}
