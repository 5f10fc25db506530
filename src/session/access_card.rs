//! Whose key it is: the fields that both views need.

use gcore_token_core::config::Config;
use gcore_token_core::form::Field;
use gcore_token_core::{Holder, Role};
use leptos::either::Either;
use leptos::html;
use leptos::prelude::*;

use super::Session;
use crate::components::{
    Anew, Announcer, Button, Card, Control, Fact, Facts, FieldFrame, Focus, Hint, Look, Message, Notice, Place, ProblemList,
    TextInput, unassisted,
};

/// The fields as a card of a form.
#[component]
pub(crate) fn AccessCard() -> impl IntoView {
    let session = expect_context::<Session>();
    view! {
        <Card heading_id="access-heading" heading="Your access">
            <AccessFields on_found=move || session.read_tokens_quietly() />
        </Card>
    }
}

/// The API key, whom it belongs to, and the account.
#[component]
pub(crate) fn AccessFields(
    /// Called when the account was looked up.
    #[prop(into)]
    on_found: Callback<()>,
) -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let session = expect_context::<Session>();
    let problems = expect_context::<ProblemList>();
    let announcer = expect_context::<Announcer>();
    let focus = expect_context::<Focus>();
    let looking_up = session.look_up.waiting();
    let forget = move || {
        session.forget_key();
        announcer.say("API key forgotten");
        focus.move_to(Place::Field(Field::ApiKey));
    };
    view! {
        // A key that was forgotten takes its field along.
        <Anew key=Signal::derive(move || session.key_generation.get().to_string())>
            <ApiKeyField />
        </Anew>
        <div class="buttons">
            <Button look=Look::Secondary on_press=move || session.look_up(problems, move || on_found.run(()))>
                "Look up account"
            </Button>
            <Button look=Look::Plain on_press=forget>
                "Forget API key"
            </Button>
        </div>
        <Hint>
            <Message text=Signal::derive(move || if looking_up.get() { "Looking up the account…" } else { "" }.to_owned()) />
        </Hint>
        {move || session.holder().map(|holder| view! { <HolderNote holder /> })}
        {match config.account_id {
            Some(account) => {
                Either::Left(
                    view! {
                        <p class="hint">"Tokens made here belong to account " <strong>{account.to_string()}</strong> "."</p>
                    },
                )
            }
            None => Either::Right(view! { <AccountIdField /> }),
        }}
    }
}

/// The key, masked by style and not by a password field, so that no password manager offers to keep it.
#[component]
fn ApiKeyField() -> impl IntoView {
    let session = expect_context::<Session>();
    let control = Control::of(Field::ApiKey, true);
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
    let key_help = expect_context::<&'static Config>().api_key_help_url.as_ref().map(|url| {
        view! {
            <p class="hint">
                <a href=url.as_str() rel="noopener noreferrer" target="_blank">
                    {"Where do I get one?"}
                </a>
            </p>
        }
    });
    view! {
        <FieldFrame
            control
            hint="An API token of your own. It stays in this tab’s memory and is sent only to the service."
        >
            <div class="with-button">
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
                    on:input:target=move |event| session.set_key(event.target().value())
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
        </FieldFrame>
    }
}

#[component]
fn AccountIdField() -> impl IntoView {
    let session = expect_context::<Session>();
    let control = Control::of(Field::AccountId, true);
    view! {
        <FieldFrame control hint="A number. Look it up with the key, or enter it.">
            <TextInput
                control
                value=session.account_id
                on_input=move |typed| session.set_account_id(typed)
            />
        </FieldFrame>
    }
}

#[component]
fn HolderNote(holder: Holder) -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let account = match holder.account_name {
        Some(name) => format!("{name} ({})", holder.account),
        None => holder.account.to_string(),
    };
    let person = holder.person.unwrap_or_else(|| "somebody without a name".to_owned());
    let role = holder.role.map_or("Unknown", Role::name);
    let status = holder.unusual_status.map(|status| view! { <Fact term="Status">{status}</Fact> });
    let other_account = config.account_id.filter(|fixed| *fixed != holder.account).map(|fixed| {
        let caution = format!(
            "This API key belongs to another account, {}. Tokens made here belong to account {fixed}, so the service will probably refuse it.",
            holder.account
        );
        view! { <Notice>{caution}</Notice> }
    });
    view! {
        <Facts boxed=true>
            <Fact term="Account">{account}</Fact>
            <Fact term="You are">{person}</Fact>
            <Fact term="Your role">{role}</Fact>
            {status}
        </Facts>
        {other_account}
    }
}
