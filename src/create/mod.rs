//! Creating a token: the form, the review of what is risky, the request, and what came of it.

mod creation;
mod ended;
mod expiration;
mod fields;
mod form;
mod form_state;
mod handover;
mod preview;
mod reconciling;
mod result;
mod result_state;
mod review;
mod role;
mod rotation;
mod unconfirmed;

pub(crate) use creation::{Creation, Waiting};

use leptos::prelude::*;

use self::creation::Stage;
use self::ended::{Revoked, Saved};
use self::form::CreateForm;
use self::result::NewTokenResult;
use self::review::ReviewRegion;
use self::unconfirmed::UnconfirmedRegion;
use crate::components::ProblemSummary;

/// What is built at all; the form outlives its review and its request.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Form,
    Result,
    Saved,
    Revoked,
}

/// The view in which a token is created.
#[component]
pub(crate) fn CreatePage() -> impl IntoView {
    let creation = expect_context::<Creation>();
    provide_context(creation.problems());
    creation.note_on_screen(true);
    on_cleanup(move || creation.note_on_screen(false));
    creation.session.follow_look_up(creation.problems(), move || creation.session.read_tokens_quietly());
    let part = Memo::new(move |_| {
        creation.with_stage(|stage| match stage {
            Stage::Editing | Stage::Reviewing(_) | Stage::Creating => Part::Form,
            Stage::Created(_) => Part::Result,
            Stage::Saved { .. } => Part::Saved,
            Stage::Revoked(_) => Part::Revoked,
        })
    });
    view! {
        // The form holds nothing else that only reads.
        <ProblemSummary on_repeat=move |_| {
            creation.session.look_up_again(creation.problems(), move || creation.session.read_tokens_quietly());
        } />
        {move || match part.get() {
            Part::Form => {
                view! {
                    <UnconfirmedRegion />
                    <CreateForm />
                    <ReviewRegion />
                }
                    .into_any()
            }
            Part::Result => view! { <NewTokenResult /> }.into_any(),
            Part::Saved => view! { <Saved /> }.into_any(),
            Part::Revoked => view! { <Revoked /> }.into_any(),
        }}
    }
}
