//! Whose key it is: the fields that both views need.

use gcore_token_core::config::Config;
use gcore_token_core::form::Field;
use gcore_token_core::{Holder, limits};
use leptos::either::Either;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

use super::Session;
use super::look_up::Asker;
use crate::components::{
    Anew, Announcer, Button, Caution, Control, ExternalLink, FieldFrame, Focus, Hint, Look, Message, Place, ProblemList, Show,
    TextInput, Verbatim, unassisted,
};

/// Whose key it is, as a card of a form.
#[component]
pub(crate) fn AccessCard(
    /// Called when the account was looked up.
    #[prop(into)]
    on_found: Callback<()>,
    /// Where the focus goes when what had it gives way to one line.
    next: Place,
    /// What follows the fields.
    #[prop(optional, into)]
    action: ViewFn,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let problems = expect_context::<ProblemList>();
    let focus = expect_context::<Focus>();
    let card = NodeRef::<html::Section>::new();
    let is_wrong = move || [Field::ApiKey, Field::AccountId].into_iter().any(|field| problems.of(field).is_some());
    let folded = Memo::new(move |_| session.folded.get() && !is_wrong());
    Effect::new(move || {
        if folded.get() {
            focus.move_if_lost(next);
        }
    });
    view! {
        <section
            node_ref=card
            class="card access"
            class:folded=move || folded.get()
            aria-labelledby="access-heading"
            on:focusout=move |event| {
                // Whoever only looks at another window goes nowhere.
                let next = event.related_target().map(JsCast::unchecked_into::<Node>);
                if next.is_some_and(|next| !card.get_untracked().is_some_and(|card| card.contains(Some(&next)))) {
                    // What the look-up found had to wait for whoever was at the account.
                    if session.adopt_account() && !session.tokens_asked_for.get_value() {
                        on_found.run(());
                    }
                }
            }
        >
            <h3 id="access-heading" tabindex="-1" class:unseen=move || folded.get()>
                {"Your access"}
            </h3>
            {move || if folded.get() {
                view! { <HolderLine /> }.into_any()
            } else {
                view! { <AccessFields on_found /> }.into_any()
            }}
            {action.run()}
        </section>
    }
}

/// An answer may come after the view that asked for it has gone, and a callback goes with its view.
fn while_there(on_found: Callback<()>) -> impl Fn() + Copy {
    move || {
        let _ = on_found.try_run(());
    }
}

/// Whose key it is, once that is known.
#[component]
fn HolderLine() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <div class="holder">
            {move || session.holder().map(|holder| view! { <HolderSummary holder /> })}
            <div class="buttons">
                <Button look=Look::Plain on_press=move || session.unfold()>
                    "Change"
                </Button>
                <ForgetButton />
            </div>
        </div>
    }
}

#[component]
fn ForgetButton() -> impl IntoView {
    let session = expect_context::<Session>();
    let announcer = expect_context::<Announcer>();
    let focus = expect_context::<Focus>();
    let forget = move || {
        session.forget_key();
        announcer.say("API key forgotten");
        focus.move_to(Place::Field(Field::ApiKey));
    };
    view! {
        <Button look=Look::Plain on_press=forget>
            "Forget API key"
        </Button>
    }
}

/// The API key, whom it belongs to, and the account.
#[component]
fn AccessFields(on_found: Callback<()>) -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let session = expect_context::<Session>();
    let problems = expect_context::<ProblemList>();
    view! {
        // A key that was forgotten takes its field along.
        <Anew key=move || session.key_generation().to_string()>
            <ApiKeyField on_found />
        </Anew>
        <div class="buttons">
            <Button look=Look::Secondary on_press=move || session.look_up_for(Asker::LookUpButton, problems, while_there(on_found))>
                "Look up account"
            </Button>
            <ForgetButton />
        </div>
        {move || session.holder().map(|holder| view! { <HolderSummary holder /> })}
        {match config.account_id {
            Some(account) => {
                let hint = format!("Tokens created here belong to account {account}.");
                Either::Left(view! { <Hint><Message text=session.account_hint(hint) /></Hint> })
            }
            None => Either::Right(view! { <AccountIdField /> }),
        }}
    }
}

/// The key, masked by style and not by a password field, so that no password manager offers to keep it. A whole key is looked up by
/// itself when it was pasted and when its field is left, and never while it is being typed.
#[component]
fn ApiKeyField(on_found: Callback<()>) -> impl IntoView {
    let session = expect_context::<Session>();
    let problems = expect_context::<ProblemList>();
    let pasted = StoredValue::new(false);
    let look_up_by_itself = move || session.look_up_by_itself(problems, while_there(on_found));
    let control = Control::of(Field::ApiKey)
        .with_hint("An API token of your own. It stays in this tab’s memory and is sent only to the service.");
    let input = NodeRef::<html::Input>::new();
    session.key_input.set_value(Some(input));
    // What is no longer on screen would keep the key in the browser's memory.
    on_cleanup(move || {
        if let Some(input) = input.get_untracked() {
            input.set_value("");
        }
    });
    expect_context::<Focus>().follow(Place::Field(Field::ApiKey), input);
    // The key that was pasted before is still there. It is a property of the control and never an attribute, which would put it
    // into the markup.
    Effect::new(move || {
        if let Some(input) = input.get() {
            session.with_key(|key| input.set_value(key));
        }
    });
    let visible = session.key_visible;
    let forgotten = Signal::stored(format!(
        "The API key was forgotten after {} of inactivity. Paste it again.",
        limits::in_words(limits::FORGET_AFTER)
    ));
    let key_help = expect_context::<&'static Config>().api_key_help_url.as_ref().map(|url| {
        view! {
            <p class="hint">
                <ExternalLink url>"Where do I get one?"</ExternalLink>
            </p>
        }
    });
    view! {
        <FieldFrame control>
            <div
                class="with-button"
                on:focusout=move |event| {
                    // Whoever has the key shown is still at it.
                    let next = event.related_target().map(JsCast::unchecked_into::<Node>);
                    let field = event.current_target().map(JsCast::unchecked_into::<Node>);
                    if !field.is_some_and(|field| next.is_some_and(|next| field.contains(Some(&next)))) {
                        look_up_by_itself();
                    }
                }
            >
                <input
                    node_ref=input
                    id=control.id
                    class="secret"
                    class:masked=move || !visible.get()
                    // Where the style sheet did not arrive, too.
                    style:-webkit-text-security=move || if visible.get() { "none" } else { "disc" }
                    type="text"
                    use:unassisted
                    aria-invalid=move || control.invalid()
                    aria-describedby=move || control.described_by()
                    on:paste=move |_| pasted.set_value(true)
                    on:input:target=move |event| {
                        session.set_key(event.target().value());
                        if pasted.get_value() {
                            pasted.set_value(false);
                            look_up_by_itself();
                        }
                    }
                    on:keydown=move |event| {
                        // It would submit the form.
                        if event.key() == "Enter" {
                            event.prevent_default();
                            session.look_up(problems, while_there(on_found));
                        }
                    }
                />
                <Button
                    look=Look::Secondary
                    label="Show API key"
                    pressed=visible
                    on_press=move || visible.update(|visible| *visible = !*visible)
                >
                    "Show"
                </Button>
            </div>
            {key_help}
            <Show when=session.forgotten>
                <Caution>{move || forgotten.get()}</Caution>
            </Show>
        </FieldFrame>
    }
}

#[component]
fn AccountIdField() -> impl IntoView {
    let session = expect_context::<Session>();
    let hint = session.account_hint("A number. Look it up with the key, or enter it.".to_owned());
    let control = Control::of(Field::AccountId).with_hint(hint);
    view! {
        <FieldFrame control>
            <TextInput
                control
                value=session.account_id
                on_input=move |typed| session.set_account_id(typed)
            />
        </FieldFrame>
    }
}

#[component]
fn HolderSummary(holder: Holder) -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let other_account = config.account_id.filter(|fixed| *fixed != holder.account).map(|fixed| {
        let caution = format!(
            "This API key belongs to another account, {}. Tokens created here belong to account {fixed}, so the service will probably refuse this key.",
            holder.account
        );
        view! { <Caution>{caution}</Caution> }
    });
    let summary = holder.summary();
    let status =
        holder.unusual_status.map(|status| view! { <Caution>"Account status, according to the service: " {status}</Caution> });
    view! {
        <p class="whose">
            <Verbatim text=summary />
        </p>
        {status}
        {other_account}
    }
}
