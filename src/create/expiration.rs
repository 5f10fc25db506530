//! How long the token lives, and what that means.

use gcore_token_core::config::Config;
use gcore_token_core::form::Field;
use gcore_token_core::form::expiry::Lifetime;
use leptos::either::Either;
use leptos::html;
use leptos::prelude::*;

use super::Creation;
use crate::browser::clock::{warm_up_dates, zone};
use crate::components::{
    Caution, Choice, Control, Deferred, ExpirationText, FieldFrame, Focus, Message, Place, Select, Show, restore_on_return,
};

/// The lifetime, the exact end for Custom, and the end in words.
#[component]
pub(super) fn ExpirationFields() -> impl IntoView {
    let form = expect_context::<Creation>().form;
    let lifetime = Memo::new(move |_| form.draft.with(|draft| draft.lifetime));
    view! {
        <LifetimeField lifetime />
        <Show when=move || lifetime.get() == Lifetime::Custom>
            <CustomEndField />
        </Show>
        <div class="note meaning">
            // The first date in words takes the browser long: it is not to hold up the form.
            <Deferred turns=2>
                <Meaning />
            </Deferred>
        </div>
    }
}

#[component]
fn LifetimeField(lifetime: Memo<Lifetime>) -> impl IntoView {
    let policy = &expect_context::<&'static Config>().policy;
    let form = expect_context::<Creation>().form;
    let hint = match policy.max_days() {
        Some(days) => Some(format!("At most {}.", Lifetime::Days(days).label())),
        None if !policy.never_allowed() => Some("Every token created here has to expire.".to_owned()),
        None => None,
    };
    let control = Control::of(Field::Expiration);
    let control = match hint {
        Some(hint) => control.with_hint(hint),
        None => control,
    };
    let choices = move || {
        let choice = |lifetime: Lifetime| Choice { value: lifetime.value(), label: lifetime.label() };
        form.lifetimes().into_iter().map(choice).collect()
    };
    view! {
        <FieldFrame control>
            <Select
                control
                choices=choices
                selected=move || lifetime.get().value()
                on_change=move |value: String| {
                    if let Some(lifetime) = Lifetime::from_value(&value) {
                        form.choose_lifetime(lifetime);
                    }
                }
            />
        </FieldFrame>
    }
}

#[component]
fn CustomEndField() -> impl IntoView {
    let draft = expect_context::<Creation>().form.draft;
    let control = Control::of(Field::ExpirationDateTime).with_hint(format!("In your time zone, {}.", zone()));
    let input = expect_context::<Focus>().target::<html::Input>(Place::Field(Field::ExpirationDateTime));
    // The value of such a control is empty while one part of it is missing; writing that back would wipe the other parts.
    Effect::new(move || {
        let custom = draft.with(|draft| draft.custom.clone());
        if let Some(input) = input.get()
            && input.value() != custom
        {
            input.set_value(&custom);
        }
    });
    restore_on_return(input, Signal::derive(move || draft.with(|draft| draft.custom.clone())));
    view! {
        <FieldFrame control>
            <input
                node_ref=input
                id=control.id
                type="datetime-local"
                max="9999-12-29T23:59"
                autocomplete="off"
                aria-invalid=move || control.invalid()
                aria-describedby=move || control.described_by()
                on:input:target=move |event| {
                    let typed = event.target().value();
                    draft.update(|draft| draft.custom = typed);
                }
            />
        </FieldFrame>
    }
}

/// The end in words, or what is wrong with it.
#[component]
fn Meaning() -> impl IntoView {
    warm_up_dates();
    let form = expect_context::<Creation>().form;
    let plan = Memo::new(move |_| form.plan());
    view! {
        <Deferred>
            {move || match plan.get() {
                Ok(plan) => {
                    Either::Left(
                        view! {
                            <ExpirationText expiry=plan.expiry />
                            {plan.remark.map(|remark| view! {
                                <Caution>
                                    <Message text=remark />
                                </Caution>
                            })}
                        },
                    )
                }
                Err((_, message)) => Either::Right(view! {
                    <p>
                        <Message text=message />
                    </p>
                }),
            }}
        </Deferred>
    }
}
