//! A second look at what is risky, and only at that.

use gcore_token_core::form::{NewToken, Risk};
use gcore_token_core::time::Clock;
use leptos::html;
use leptos::prelude::*;

use super::creation::{Creation, Stage};
use crate::browser::clock::BrowserClock;
use crate::components::{Button, ExpirationText, Fact, Facts, Focus, Look, Place, Verbatim};

/// The review region; there only while a token is looked at once more.
#[component]
pub(super) fn ReviewRegion() -> impl IntoView {
    let creation = expect_context::<Creation>();
    view! {
        {move || creation.with_stage(|stage| match stage {
            Stage::Reviewing(token) => view! { <Review token=token.clone() /> }.into_any(),
            _ => ().into_any(),
        })}
    }
}

#[component]
fn Review(token: NewToken) -> impl IntoView {
    let creation = expect_context::<Creation>();
    let region = expect_context::<Focus>().target::<html::Section>(Place::Review);
    let risks = token.risks(BrowserClock.now()).into_iter().map(risk_item);
    let description = token.description.map(|text| view! { <Fact term="Description">{text}</Fact> });
    let replaced = untrack(move || creation.rotation_here()).map(|rotation| {
        view! {
            <Fact term="Replaces">
                <Verbatim text=rotation.old.label() />
                {format!(" (Token ID {})", rotation.old.id)}
            </Fact>
        }
    });
    view! {
        <section node_ref=region class="card review" tabindex="-1" aria-labelledby="review-heading">
            <h2 id="review-heading">{"Review"}</h2>
            <p>{"This token carries a risk. Check it once more before you create it:"}</p>
            <ul class="risks">{risks.collect_view()}</ul>
            <Facts>
                <Fact term="Token name">{token.name}</Fact>
                {description}
                <Fact term="Account ID">{token.account.to_string()}</Fact>
                <Fact term="Role">{token.role.name()}</Fact>
                <Fact term="Expiration">
                    <ExpirationText expiry=token.expiry />
                </Fact>
                {replaced}
            </Facts>
            <div class="buttons">
                <Button look=Look::Danger on_press=move || creation.create_anyway()>
                    "Create anyway"
                </Button>
                <Button look=Look::Secondary on_press=move || creation.go_back()>
                    "Go back"
                </Button>
            </div>
        </section>
    }
}

fn risk_item(risk: Risk) -> impl IntoView {
    let (what, meaning) = match risk {
        Risk::Administrator => (
            "Administrators",
            ": whoever holds this token can do everything in the account, including managing its users and reading their personal data. Engineers is enough for most scripts.",
        ),
        Risk::NeverExpires => (
            "Never expires",
            ": the token works until somebody revokes it. If it leaks and nobody notices, it keeps working. Choose an expiration if you can: a token can be replaced before it expires.",
        ),
        Risk::LongLived => (
            "Expires in more than three years",
            ": by then nobody may remember it. If it leaks and nobody notices, it keeps working. Choose a shorter lifetime if you can: a token can be replaced before it expires.",
        ),
    };
    view! {
        <li>
            <strong>{what}</strong>
            {meaning}
        </li>
    }
}
