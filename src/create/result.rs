//! The new token, for the only time.

use gcore_token_core::ApiKey;
use gcore_token_core::flow::verification::Verification;
use gcore_token_core::handover::DOTS;
use leptos::html;
use leptos::prelude::*;

use super::creation::{Creation, Stage};
use super::ended::ReceiptFacts;
use super::handover::HandOver;
use super::result_state::ResultState;
use super::rotation::RotationSteps;
use crate::client::Client;
use crate::components::{Anew, Button, Deferred, Focus, Hint, Look, Message, Place};

impl Creation {
    /// Says what came of a copy or a download, in its place and to assistive technology.
    pub(super) fn say_copied(self, message: &str) {
        self.result.copied.set(message.to_owned());
        self.announcer.say(message);
    }

    /// Tries the new token out, by asking the service whose it is.
    fn verify(self) {
        let Some(created) = self.created() else {
            return;
        };
        let ResultState { verification, verifying, .. } = self.result;
        if verifying.waiting().get_untracked() {
            return;
        }
        verification.set(Verification::Running);
        self.announcer.say("Verifying token");
        let client = Client::new(self.config, ApiKey::from_token(&created.secret));
        verifying.ask(async move { client.who_am_i().await }, move |answer| {
            let verified = Verification::from_result(&answer);
            self.announcer.say(verified.message());
            verification.set(verified);
        });
    }
}

/// The secret, what it is, and all that can be done with it.
#[component]
pub(super) fn NewTokenResult() -> impl IntoView {
    let creation = expect_context::<Creation>();
    let ResultState { visible, verification, .. } = creation.result;
    let heading = expect_context::<Focus>().target::<html::H2>(Place::ScreenHeading);
    let code = NodeRef::<html::Code>::new();
    let about = move || creation.receipt().map(|receipt| view! { <ReceiptFacts receipt /> });
    view! {
        <section class="card" aria-labelledby="result-heading">
            <h2 node_ref=heading id="result-heading" tabindex="-1">
                "Token created"
            </h2>
            <p>
                <strong>{"Copy it now."}</strong>
                " The service will not show it again."
            </p>
            <div class="token">
                <div class="token-head">
                    <p id="token-label" class="token-label">
                        {"API token"}
                    </p>
                    <Button look=Look::Plain on_press=move || visible.update(|visible| *visible = !*visible)>
                        <Message text=move || if visible.get() { "Hide token" } else { "Show token" }.to_owned() />
                    </Button>
                </div>
                <div role="group" aria-labelledby="token-label">
                    // What hides it takes the whole element away: a browser's translation may have put its own nodes inside.
                    <Anew key=move || if visible.get() { "shown" } else { "hidden" }.to_owned()>
                        <code node_ref=code id="token-text" class="token-text" translate="no">
                            // Text and never an attribute, and gone with this view.
                            {shown(creation)}
                        </code>
                    </Anew>
                </div>
            </div>
            <Deferred once_drawn=true>
                <HandOver shown=code />
            </Deferred>
            <Deferred once_drawn=true turns=2>
                {about()}
                <div class="buttons">
                    <Button look=Look::Secondary on_press=move || creation.verify()>
                        "Verify token"
                    </Button>
                </div>
                <Hint>
                    <Message text=move || verification.get().message().to_owned() />
                </Hint>
                <RotationSteps can_revoke=false />
                <Ending />
            </Deferred>
        </section>
    }
}

/// The token, or what stands for it while it is hidden.
fn shown(creation: Creation) -> String {
    creation.with_stage_untracked(|stage| match stage {
        Stage::Created(created) if creation.result.visible.get_untracked() => created.secret.expose().to_owned(),
        _ => DOTS.to_owned(),
    })
}

/// The ways out: one wipes the token, the other ends it.
#[component]
fn Ending() -> impl IntoView {
    let creation = expect_context::<Creation>();
    let handed_over = creation.result.handed_over;
    let then = untrack(move || creation.rotation_here())
        .filter(|rotation| !rotation.done)
        .map_or_else(String::new, |rotation| format!(" Then you can revoke the token it replaces, {}.", rotation.old.label()));
    view! {
        <div class="ending apart">
            <button
                type="button"
                // Not before the token is somewhere else.
                class=move || if handed_over.get() { "primary" } else { "secondary" }
                on:click=move |event| {
                    // The second half of a double click was meant for "Create token", which may have stood here a moment ago.
                    if event.detail() < 2 {
                        creation.confirm_saved();
                    }
                }
            >
                "I have saved this token"
            </button>
            <Hint>{format!("Closes this view and wipes the token from the page.{then}")}</Hint>
            <Button look=Look::PlainDanger on_press=move || creation.revoke()>
                "Revoke token"
            </Button>
        </div>
    }
}
