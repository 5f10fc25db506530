//! Tokens that were found where none belongs: which of this account's they are, and what can be done about it.

use gcore_token_core::flow::verification::Verification;
use gcore_token_core::list::{Leak, Leaks};
use gcore_token_core::time::Clock;
use gcore_token_core::{ApiKey, TokenId};
use leptos::html;
use leptos::prelude::*;
use zeroize::Zeroizing;

use super::TokenListState;
use super::row::TokenActions;
use crate::browser::clock::BrowserClock;
use crate::client::Client;
use crate::components::{Anew, Announcer, Button, Control, FieldFrame, Hint, Latest, Look, Message, Verbatim, unassisted};
use crate::session::Session;

/// Folded away until somebody found one.
#[component]
pub(super) fn LeakFinder() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let leaks = RwSignal::new(None::<Leaks>);
    let look_through = Callback::new(move |text: Zeroizing<String>| {
        let found = state.tokens().with_untracked(|list| list.leaked_in(&text, BrowserClock.now()));
        if let Some(found) = &found {
            state.announce(found.words());
        }
        leaks.set(found);
    });
    view! {
        <details class="card fold leaks">
            <summary>{"Found a token somewhere?"}</summary>
            <PasteOnce
                id="found-text"
                label="Text with a token in it"
                hint="A token, a log line or a whole file. Only token IDs are taken from it, and nothing is sent."
                action="Find tokens"
                on_text=look_through
            />
            {move || leaks.get().map(|leaks| view! { <FoundTokens leaks /> })}
            <StillWorks />
        </details>
    }
}

/// A field for what is not to be kept: the moment something is pasted into it, or the button pressed, it is taken and the field is
/// another one, since undoing would bring it back in this one.
#[component]
fn PasteOnce(
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    action: &'static str,
    on_text: Callback<Zeroizing<String>>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let generation = RwSignal::new(0_u32);
    let area = NodeRef::<html::Textarea>::new();
    let pasted = StoredValue::new(false);
    let take = move || {
        let Some(area) = area.get_untracked() else { return };
        let text = Zeroizing::new(area.value());
        area.set_value("");
        generation.update(|generation| *generation = generation.wrapping_add(1));
        on_text.run(text);
    };
    let control = Control::free(id, label).with_hint(hint);
    view! {
        <FieldFrame control>
            // What is typed may be a secret: it is forgotten with the key.
            <Anew key=move || format!("{}, key {}", generation.get(), session.key_generation())>
                <textarea
                    node_ref=area
                    id=id
                    class={"secret"}
                    rows="2"
                    use:unassisted
                    aria-describedby=move || control.described_by()
                    on:paste=move |_| pasted.set_value(true)
                    on:input=move |_| {
                        if pasted.get_value() {
                            pasted.set_value(false);
                            take();
                        }
                    }
                ></textarea>
            </Anew>
            <div>
                <Button look=Look::Secondary on_press=take>
                    {action}
                </Button>
            </div>
        </FieldFrame>
    }
}

#[component]
fn FoundTokens(leaks: Leaks) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let to_revoke: Vec<TokenId> = leaks.to_revoke().iter().map(|token| token.id).collect();
    let many = (to_revoke.len() > 1).then(|| {
        let label = format!("Revoke all {} that work", to_revoke.len());
        let revoke = move || state.revoke(to_revoke.iter().filter_map(|id| state.token(*id)).collect());
        view! {
            <div>
                <Button look=Look::Danger on_press=revoke>
                    {label}
                </Button>
            </div>
        }
    });
    let words = leaks.words();
    let each = leaks.found.into_iter().map(|leak| view! { <FoundToken leak /> }).collect_view();
    view! {
        <p>{words}</p>
        <ul class="found">{each}</ul>
        {many}
    }
}

/// One of them, as the list knows it by now.
#[component]
fn FoundToken(leak: Leak) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let id = leak.id;
    let learned = Memo::new(move |_| state.tokens().with(|list| list.leak(id, BrowserClock.now())));
    let leak = move || learned.get().unwrap_or_else(|| leak.clone());
    view! {
        <li>
            {move || {
                let leak = leak();
                let can_be_revoked = leak.can_be_revoked();
                let words = leak.words();
                let token = leak.token.clone();
                let facts = leak.facts(BrowserClock.now());
                let about = token.as_ref().map(|token| {
                    view! {
                        <strong>
                            <Verbatim text=token.label() />
                        </strong>
                        " · "
                        <Verbatim text=facts />
                    }
                });
                let actions = token.filter(|_| can_be_revoked).map(|token| {
                    view! {
                        <div class="actions">
                            <TokenActions token=Signal::stored(token) />
                        </div>
                    }
                });
                view! {
                    <p>
                        <span class="id">
                            <Verbatim text=format!("ID {id} ") />
                        </span>
                        {about}
                    </p>
                    <p class="hint">{words}</p>
                    {actions}
                }
            }}
        </li>
    }
}

/// Whether a token that was found still works: asked separately, since the token is sent for it.
#[component]
fn StillWorks() -> impl IntoView {
    let session = expect_context::<Session>();
    let announcer = expect_context::<Announcer>();
    let asking = Latest::new();
    let outcome = RwSignal::new(String::new());
    let check = Callback::new(move |text: Zeroizing<String>| {
        // What comes of the one before is not said of this one.
        asking.forget();
        let Ok(token) = ApiKey::parse(&text) else {
            let words = "Paste the whole token, starting with its first digit.";
            announcer.say(words);
            return outcome.set(words.to_owned());
        };
        let client = Client::new(session.config(), token);
        outcome.set("Asking the service…".to_owned());
        asking.ask(async move { client.who_am_i().await }, move |answer| {
            let words = Verification::from_result(&answer).found_message();
            announcer.say(words.clone());
            outcome.set(words);
        });
    });
    view! {
        <PasteOnce
            id="token-to-check"
            label="Token to check"
            hint="Sends this token to the service, once, to see whether it still works. The service records that as its last use."
            action="Check whether it works"
            on_text=check
        />
        <Hint>
            <Message text=outcome />
        </Hint>
    }
}
