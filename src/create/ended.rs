//! What is left of a token whose secret is gone from here.

use gcore_token_core::list::{Query, Status};
use gcore_token_core::time::Clock;
use gcore_token_core::{Receipt, TokenId, handover, limits};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::creation::{Creation, Stage};
use super::rotation::RotationSteps;
use crate::browser::clipboard;
use crate::browser::clock::BrowserClock;
use crate::browser::download::download;
use crate::browser::location::go_to_fragment;
use crate::components::{Button, Caution, ExpirationText, Fact, Facts, Focus, Hint, Look, Message, Place, Show, Verbatim};

impl Creation {
    fn copy_receipt(self) {
        let text = self.with_stage_untracked(|stage| match stage {
            Stage::Saved { receipt, fingerprint } => Some(handover::receipt(receipt, Some(fingerprint))),
            _ => None,
        });
        let Some(text) = text else { return };
        spawn_local(async move {
            self.say_copied(if clipboard::write(&text).await {
                "Receipt copied"
            } else {
                "Could not copy the receipt. Select it and copy it by hand."
            });
        });
    }

    /// A reminder before the end, as a calendar file; `None` where none makes sense.
    fn reminder(self) -> Option<String> {
        handover::calendar(&self.receipt()?, limits::REMINDER_DAYS, BrowserClock.now())
    }

    fn download_reminder(self) {
        let (Some(calendar), Some(receipt)) = (self.reminder(), self.receipt()) else {
            return;
        };
        self.say_copied(if download(&handover::file_name(&receipt, "ics"), &calendar) {
            "Reminder downloaded: open it to add it to your calendar."
        } else {
            "Could not download the reminder."
        });
    }

    fn clear_clipboard(self) {
        spawn_local(async move {
            let cleared = clipboard::write("").await;
            if cleared {
                self.result.on_clipboard.set(false);
                self.focus.move_to(Place::ScreenHeading);
            }
            self.say_copied(if cleared {
                "Clipboard cleared"
            } else {
                "Could not clear the clipboard. Copy something else over it."
            });
        });
    }
}

/// The person has the token.
#[component]
pub(super) fn Saved() -> impl IntoView {
    let creation = expect_context::<Creation>();
    let saved = creation.with_stage_untracked(|stage| match stage {
        Stage::Saved { receipt, fingerprint } => Some((receipt.clone(), fingerprint.clone())),
        _ => None,
    });
    let (receipt, fingerprint) = saved?;
    let listed_as = receipt.id;
    let reminder = creation.reminder().map(|_| {
        view! {
            <Button look=Look::Secondary on_press=move || creation.download_reminder()>
                "Download reminder"
            </Button>
        }
    });
    Some(view! {
        <Ended heading="Token saved" meaning="The token itself is wiped from this page. These details are safe to keep:" receipt listed_as>
            <Facts>
                <Fact term="SHA-256">
                    <Verbatim text=format!("{fingerprint}…") />
                </Fact>
            </Facts>
            <div class="buttons">
                <Button look=Look::Secondary on_press=move || creation.copy_receipt()>
                    "Copy receipt"
                </Button>
                <ClearClipboard />
                {reminder}
            </div>
            <Hint>
                <Message text=creation.result.copied />
            </Hint>
            <RotationSteps can_revoke=true />
        </Ended>
    })
}

/// The token was revoked right after it was made.
#[component]
pub(super) fn Revoked() -> impl IntoView {
    let receipt = expect_context::<Creation>().receipt()?;
    Some(view! {
        <Ended heading="Token revoked" meaning="It no longer works. Its details were:" receipt listed_as=None>
            ""
        </Ended>
    })
}

/// The receipt, more about it, and the way on.
#[component]
fn Ended(
    heading: &'static str,
    meaning: &'static str,
    receipt: Receipt,
    /// The token's number, where the list has it.
    listed_as: Option<TokenId>,
    children: Children,
) -> impl IntoView {
    let show_in_list = listed_as.map(|id| {
        let query = Query { search: id.to_string(), status: Status::All, ..Query::default() };
        view! {
            <Button look=Look::Secondary on_press=move || go_to_fragment(&query.fragment())>
                "Show it in the list"
            </Button>
        }
    });
    let creation = expect_context::<Creation>();
    let heading_ref = expect_context::<Focus>().target::<html::H2>(Place::ScreenHeading);
    view! {
        <section class="card" aria-labelledby="ended-heading">
            <h2 node_ref=heading_ref id="ended-heading" tabindex="-1">
                {heading}
            </h2>
            <p>{meaning}</p>
            <ReceiptFacts receipt />
            {children()}
            <div class="buttons ending">
                {show_in_list}
                <Button look=Look::Primary on_press=move || creation.start_another(false)>
                    "Create another token"
                </Button>
                <Button look=Look::Secondary on_press=move || creation.start_another(true)>
                    "Create another like this"
                </Button>
            </div>
        </section>
    }
}

/// Offered for as long as the clipboard holds the token.
#[component]
pub(super) fn ClearClipboard() -> impl IntoView {
    let creation = expect_context::<Creation>();
    view! {
        <Show when=creation.result.on_clipboard>
            <Button look=Look::Plain on_press=move || creation.clear_clipboard()>
                "Clear clipboard"
            </Button>
        </Show>
    }
}

/// What may be kept of a token.
#[component]
pub(super) fn ReceiptFacts(receipt: Receipt) -> impl IntoView {
    let id = receipt.id.map_or_else(|| "Unknown".to_owned(), |id| id.to_string());
    let differences = receipt.differences.into_iter().map(|difference| view! { <Caution>{difference.words()}</Caution> });
    view! {
        {differences.collect_view()}
        <Facts>
            <Fact term="Token name">
                <Verbatim text=receipt.name />
            </Fact>
            <Fact term="Role">
                <Verbatim text=receipt.role />
            </Fact>
            <Fact term="Token ID">
                <Verbatim text=id />
            </Fact>
            <Fact term="Account ID">
                <Verbatim text=receipt.account.to_string() />
            </Fact>
            <Fact term="Expiration">
                <ExpirationText expiry=receipt.expiry />
            </Fact>
        </Facts>
    }
}
