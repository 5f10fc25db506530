//! A token that the form's one is to replace: the new one is made first, and only then the old one revoked.

use std::sync::Arc;

use gcore_token_core::form::Field;
use gcore_token_core::form::prefill::LeftOut;
use gcore_token_core::list::{ListedToken, last_use_sentence};
use leptos::html;
use leptos::prelude::*;

use super::creation::{Creation, Rotation, Stage};
use super::expiration::ExpirationFields;
use super::fields::{DescriptionField, NameField, RestrictedHint};
use super::role::RoleField;
use crate::components::{Button, Card, Caution, Fact, Facts, Look, Message, Note, Now, Place, ProblemList, Verbatim};

impl Creation {
    /// The token that is to be replaced, in the account that the page works in.
    pub(super) fn rotation_here(self) -> Option<Rotation> {
        self.rotation.get().filter(|rotation| !self.session.is_elsewhere(rotation.account))
    }

    /// The token that is not replaced after all, since the page works in another account by now.
    pub(super) fn rotation_elsewhere(self) -> Option<Rotation> {
        self.rotation.get().filter(|rotation| self.session.is_elsewhere(rotation.account))
    }

    /// Fills the form in with a successor of a token. The old one stays as it is.
    pub(crate) fn rotate(self, old: Arc<ListedToken>) {
        let Some(account) = self.session.account_untracked() else {
            return;
        };
        if !self.may_be_filled_anew() {
            return;
        }
        self.session.tokens().note_seen(self.session.key_id(), [old.id]);
        // What was typed before comes back when nothing is replaced after all.
        let before = self.rotation.get_untracked().map_or_else(|| self.form.kept(), |rotation| rotation.before);
        self.end_result(Stage::Editing);
        let left_out = self.form.fill_with_successor(&old, self.session.tokens());
        self.rotation.set(Some(Rotation { old, account, before, left_out, done: false }));
    }

    /// Replaces nothing: the form is as it was before.
    pub(super) fn stop_rotating(self) {
        if let Some(rotation) = self.rotation.get_untracked() {
            self.form.restore(rotation.before);
            self.rotation.set(None);
            self.problems.clear();
            self.announcer.say("No token will be replaced");
            self.focus.move_to(Place::ScreenHeading);
        }
    }

    /// Asks whether the token that was replaced is to be revoked.
    pub(super) fn revoke_replaced(self) {
        if let Some(Rotation { old, account, .. }) = untrack(move || self.rotation_here()) {
            self.revoking.ask(account, vec![old], self.problems, Place::ScreenHeading, |_| {});
        }
    }
}

/// In the form: which token the new one is to replace.
#[component]
pub(super) fn ReplacesNote() -> impl IntoView {
    let creation = expect_context::<Creation>();
    view! {
        <NotReplaced />
        {move || creation.rotation_here().map(|Rotation { old, left_out, .. }| {
            let left_out = left_out.iter().map(LeftOut::words).collect::<Vec<_>>().join("; ");
            view! {
                <Note>
                    <p>
                        "This token replaces " <strong>
                            <Verbatim text=old.label() />
                        </strong> {format!(" (Token ID {}), which keeps working until you revoke it.", old.id)}
                    </p>
                    {(!left_out.is_empty()).then(|| view! { <p>{format!("Not carried over – {left_out}.")}</p> })}
                    <div>
                        <Button look=Look::Plain on_press=move || creation.stop_rotating()>
                            "Don’t replace it"
                        </Button>
                    </div>
                </Note>
            }
        }).into_any()}
    }
}

/// What is another one than the old token's, and the rest behind a word.
#[component]
pub(super) fn SuccessorFields() -> impl IntoView {
    view! {
        <Card heading_id="token-heading" heading="The new token">
            <NameField />
            <ExpirationFields />
            <Kept />
            <RestrictedHint />
        </Card>
    }
}

/// Role and description, which stay as they are unless somebody changes them.
#[component]
fn Kept() -> impl IntoView {
    let Creation { form, session, .. } = expect_context();
    let problems = expect_context::<ProblemList>();
    let draft = form.draft;
    let role = move || draft.with(|draft| draft.role);
    let description = move || draft.with(|draft| draft.description.trim().to_owned());
    let has_no_role = untrack(role).is_none();
    // Once open it stays so, since somebody may be at work there.
    let details = NodeRef::<html::Details>::new();
    Effect::new(move || {
        let is_above_own = role().is_some_and(|role| session.holder().is_some_and(|holder| !holder.may_grant(role)));
        let is_wrong = [Field::Role, Field::Description].into_iter().any(|field| problems.of(field).is_some());
        if let Some(details) = details.get()
            && (is_above_own || is_wrong)
        {
            details.set_open(true);
        }
    });
    view! {
        <div class="stack">
            <Facts>
                <Fact term="Role">
                    {move || role().map_or_else(
                        || "None chosen".into_any(),
                        |role| view! { <Verbatim text=role.name().to_owned() /> }.into_any(),
                    )}
                </Fact>
                <Fact term="Description">
                    {move || match description() {
                        none if none.is_empty() => "None".into_any(),
                        text => view! { <Verbatim text /> }.into_any(),
                    }}
                </Fact>
            </Facts>
            <details node_ref=details class="change" open=has_no_role>
                <summary>{"Change role or description"}</summary>
                <RoleField />
                <DescriptionField />
            </details>
        </div>
    }
}

/// That a token is left alone, since it belongs to another account than the one that the page works in by now.
#[component]
fn NotReplaced() -> impl IntoView {
    let creation = expect_context::<Creation>();
    view! {
        {move || creation.rotation_elsewhere().map(|Rotation { old, account, .. }| {
            view! {
                <Caution>
                    <Verbatim text=old.label() />
                    {format!(" (Token ID {}) belongs to account {account}, so it is not replaced here.", old.id)}
                </Caution>
            }
        }).into_any()}
    }
}

/// Behind the new token: what is left to do, and what of it is done.
#[component]
pub(super) fn RotationSteps(
    /// Whether the new token is put away, so that the old one may go.
    can_revoke: bool,
) -> impl IntoView {
    let creation = expect_context::<Creation>();
    view! {
        <NotReplaced />
        {move || creation.rotation_here().map(|rotation| view! { <Steps rotation can_revoke /> }).into_any()}
    }
}

#[component]
fn Steps(rotation: Rotation, can_revoke: bool) -> impl IntoView {
    let creation = expect_context::<Creation>();
    let minute = expect_context::<Now>().minute();
    let Rotation { old, done, .. } = rotation;
    let label = old.label();
    let last_used = old.last_used;
    let name = label.clone();
    let button = can_revoke.then(|| {
        view! {
            <div>
                <Button look=Look::Danger on_press=move || creation.revoke_replaced()>
                    "Revoke "
                    <Verbatim text=name />
                </Button>
            </div>
        }
    });
    let (id, heading) = (old.id, if done { "The rotation is complete" } else { "To complete the rotation" });
    view! {
        <Note>
            <h3 id="steps-heading">{heading}</h3>
            <ol class="steps" aria-labelledby="steps-heading">
                <li>"Replace " <Old label=label.clone() /> " with the new token everywhere."</li>
                {if done {
                    view! { <li><Old label=label.clone() /> {format!(" (Token ID {id}) is revoked.")}</li> }.into_any()
                } else {
                    view! {
                        <li>
                            "Revoke " <Old label=label.clone() /> {format!(" (Token ID {id}). ")}
                            <Message text=move || last_use_sentence(last_used, minute.get()) /> "."
                            {button}
                        </li>
                    }
                        .into_any()
                }}
            </ol>
        </Note>
    }
}

/// The old token's name.
#[component]
fn Old(label: String) -> impl IntoView {
    view! {
        <strong>
            <Verbatim text=label />
        </strong>
    }
}
