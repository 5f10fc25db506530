//! The new token, for the only time.

use gcore_token_core::ApiKey;
use gcore_token_core::flow::verification::Verification;
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::creation::{Creation, Stage};
use super::ended::{ClearClipboard, ReceiptFacts};
use super::handover::HandOver;
use super::result_state::ResultState;
use super::rotation::RotationSteps;
use crate::browser::clipboard;
use crate::client::Client;
use crate::components::{Anew, Button, Focus, Hint, Look, Message, Place};

impl Creation {
    /// Says what came of a copy, in its place and to assistive technology.
    pub(super) fn say_copied(self, message: &str) {
        self.result.copied.set(message.to_owned());
        self.announcer.say(message);
    }

    /// Copies the new token, and says what came of it. `shown` is the element that shows it.
    fn copy_token(self, shown: NodeRef<html::Code>) {
        let Some(created) = self.created() else {
            return;
        };
        spawn_local(async move {
            let mut copied = clipboard::write(created.secret.expose()).await;
            // By now the token may be saved and gone, and something else selected.
            if !self.still_shows(&created) {
                return;
            }
            if !copied {
                // Only what is shown can be selected, for the older way of copying or by hand.
                self.result.visible.set(true);
                tick().await;
                copied = shown.get_untracked().is_some_and(|shown| clipboard::copy_selected(&shown));
            }
            self.result.on_clipboard.set(copied);
            self.say_copied(if copied {
                "Token copied"
            } else {
                "Could not copy the token. It is selected: press Ctrl+C, or ⌘C on a Mac."
            });
        });
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
    let ResultState { visible, copied, verification, .. } = creation.result;
    let heading = expect_context::<Focus>().target::<html::H2>(Place::ScreenHeading);
    let code = NodeRef::<html::Code>::new();
    let about = creation.receipt().map(|receipt| view! { <ReceiptFacts receipt /> });
    view! {
        <section class="card" aria-labelledby="result-heading">
            <h2 node_ref=heading id="result-heading" tabindex="-1">
                "Token created"
            </h2>
            <p>
                <strong>{"Copy it now."}</strong>
                " The service shows it this once and never again."
            </p>
            <div class="token">
                <p id="token-label" class="token-label">
                    {"API token"}
                </p>
                <div role="group" aria-labelledby="token-label">
                    // What hides it takes the whole element away: a browser's translation may have put its own nodes inside.
                    <Anew key=Signal::derive(move || if visible.get() { "shown" } else { "hidden" }.to_owned())>
                        <code node_ref=code id="token-text" class="token-text" translate="no">
                            // Text and never an attribute, and gone with this view.
                            {shown(creation)}
                        </code>
                    </Anew>
                </div>
            </div>
            <div class="buttons">
                <Button look=Look::Primary on_press=move || creation.copy_token(code)>
                    "Copy token"
                </Button>
                <Button look=Look::Secondary on_press=move || visible.update(|visible| *visible = !*visible)>
                    {move || if visible.get() { "Hide token" } else { "Show token" }}
                </Button>
                <ClearClipboard />
            </div>
            <Hint>
                <Message text=copied />
            </Hint>
            <HandOver />
            {about}
            <div class="buttons">
                <Button look=Look::Secondary on_press=move || creation.verify()>
                    "Verify token"
                </Button>
                <Button look=Look::Secondary on_press=move || creation.revoke()>
                    "Revoke token"
                </Button>
            </div>
            <Hint>
                <Message text=Signal::derive(move || verification.get().message().to_owned()) />
            </Hint>
            <RotationSteps can_revoke=false />
            <Ending />
        </section>
    }
}

/// The token, or what stands for it while it is hidden.
fn shown(creation: Creation) -> String {
    untrack(move || {
        creation.with_stage(|stage| match stage {
            Stage::Created(created) if creation.result.visible.get_untracked() => created.secret.expose().to_owned(),
            _ => "•".repeat(24),
        })
    })
}

/// The way on: it wipes the token.
#[component]
fn Ending() -> impl IntoView {
    let creation = expect_context::<Creation>();
    let then = untrack(move || creation.rotation_here())
        .map_or_else(String::new, |rotation| format!(" Then you can revoke the token it replaces, {}.", rotation.old.label()));
    view! {
        <div class="ending">
            <button
                type="button"
                class="primary"
                on:click=move |event| {
                    // The second half of a double click was meant for "Create token", which may have stood here a moment ago.
                    if event.detail() < 2 {
                        creation.confirm_saved();
                    }
                }
            >
                "I have saved this token"
            </button>
            <Hint>{format!("Ends this view and wipes the token from the page.{then}")}</Hint>
        </div>
    }
}
