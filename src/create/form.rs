//! The form.

use gcore_token_core::form::Field;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::creation::{Creation, Stage};
use super::expiration::ExpirationFields;
use super::fields::{DescriptionField, NameField, RestrictedHint};
use super::preview::Preview;
use super::role::RoleField;
use super::rotation::{ReplacesNote, SuccessorFields};
use crate::components::{Card, Caution, Deferred, Focus, Message, Place, Show, Verbatim, WaitNote};
use crate::session::{AccessCard, LimitNote};

/// The form; hidden, but kept as it is, while its token is reviewed.
#[component]
pub(super) fn CreateForm() -> impl IntoView {
    let creation = expect_context::<Creation>();
    let session = creation.session;
    let heading = expect_context::<Focus>().target::<html::H2>(Place::ScreenHeading);
    let rotated = Memo::new(move |_| creation.rotation_here().map(|rotation| rotation.old.id));
    view! {
        <form
            novalidate=true
            hidden=move || creation.with_stage(|stage| matches!(stage, Stage::Reviewing(_)))
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                creation.submit();
            }
        >
            <h2 node_ref=heading tabindex="-1">
                {move || match creation.rotation_here() {
                    Some(rotation) => view! { "Rotate " <Verbatim text=rotation.old.label() /> }.into_any(),
                    None => "Create a token".into_any(),
                }}
            </h2>
            <ReplacesNote />
            <Show when=creation.form.prefilled>
                <Caution>"A link filled in this form. Check each field before you create the token."</Caution>
            </Show>
            <LeftOutNote />
            <Deferred>
                <AccessCard on_found=move || session.read_tokens_quietly() next=Place::Field(Field::Name) />
            </Deferred>
            {move || match rotated.get() {
                None => view! { <NewFields /> }.into_any(),
                Some(_) => {
                    view! {
                        <SuccessorFields />
                        <LimitNote />
                        <CreateButton />
                    }
                        .into_any()
                }
            }}
        </form>
    }
}

/// Everything that a token can be.
#[component]
fn NewFields() -> impl IntoView {
    view! {
        <Card heading_id="token-heading" heading="The new token">
            <Deferred turns=2>
                <NameField />
                <DescriptionField />
            </Deferred>
            <Deferred turns=3>
                <RoleField />
            </Deferred>
            <Deferred turns=4>
                <ExpirationFields />
            </Deferred>
            <RestrictedHint />
        </Card>
        <Deferred turns=5>
            <LimitNote />
            <Preview />
            <CreateButton />
        </Deferred>
    }
}

/// What of a link is not in the form: half of it dropped silently would be taken for the whole.
#[component]
fn LeftOutNote() -> impl IntoView {
    let left_out = expect_context::<Creation>().form.left_out;
    view! {
        <Show when=move || left_out.with(|words| !words.is_empty())>
            <Caution>
                <Message text=left_out />
            </Caution>
        </Show>
    }
}

#[component]
fn CreateButton() -> impl IntoView {
    let creation = expect_context::<Creation>();
    let button = expect_context::<Focus>().target::<html::Button>(Place::CreateButton);
    let creating = Memo::new(move |_| creation.with_stage(|stage| matches!(stage, Stage::Creating)));
    view! {
        <button
            node_ref=button
            id="create-token"
            type="submit"
            class="primary"
            aria-disabled=move || creating.get().then_some("true")
        >
            "Create token"
        </button>
        <WaitNote waiting=creating what="Creating the token" />
    }
}
