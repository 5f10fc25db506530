//! What is shown of a request without an answer: whether it made a token, and what to do about it.

use std::sync::Arc;

use gcore_token_core::flow::reconciliation::Reconciliation;
use gcore_token_core::list::ListedToken;
use gcore_token_core::time::Clock;
use leptos::either::Either;
use leptos::html;
use leptos::prelude::*;

use super::Creation;
use super::reconciling::Reconciling;
use crate::browser::clock::BrowserClock;
use crate::components::{Anew, Button, Caution, ExpirationText, Fact, Facts, Look, Message, Note, Place, Show, Verbatim};

/// The region about the last request, until it is known, or dismissed.
#[component]
pub(super) fn UnconfirmedRegion() -> impl IntoView {
    let reconciling = expect_context::<Creation>().reconciling;
    view! {
        <Show when=move || reconciling.unconfirmed.with(Option::is_some)>
            <Region reconciling />
        </Show>
    }
}

#[component]
fn Region(reconciling: Reconciling) -> impl IntoView {
    let region = reconciling.focus.target::<html::Section>(Place::Unconfirmed);
    let name = reconciling.unconfirmed.with_untracked(|unconfirmed| {
        unconfirmed.as_ref().map_or_else(String::new, |unconfirmed| unconfirmed.token.name.clone())
    });
    let whereabouts = Memo::new(move |_| where_to_look(reconciling).unwrap_or_default());
    view! {
        <section node_ref=region class="card review" tabindex="-1" aria-labelledby="unconfirmed-heading">
            <h2 id="unconfirmed-heading">{"Was the token created?"}</h2>
            <p>
                <Message text=move || {
                    let revoked = reconciling.revoked.get();
                    reconciling.found.with(|found| outcome(found.as_ref(), revoked, &name))
                } />
            </p>
            <Anew key=whereabouts>
                <Caution>{whereabouts.get_untracked()}</Caution>
            </Anew>
            {move || found_tokens(reconciling)}
            <div class="buttons">{move || ways_on(reconciling)}</div>
        </section>
    }
}

/// Which key can tell, where the present one can't.
fn where_to_look(reconciling: Reconciling) -> Option<String> {
    let account = reconciling.account()?;
    if reconciling.session.is_elsewhere(account) {
        return Some(format!("The request was for account {account}. Enter an API key for that account to look again."));
    }
    let words = "This API key might not be able to see the token. To look again, enter the API key that made the request, or an administrator’s.";
    let seen = reconciling.seen_from_here();
    (seen.is_none() && reconciling.session.key_id().is_some()).then(|| words.to_owned())
}

fn outcome(found: Option<&Reconciliation>, one_was_revoked: bool, name: &str) -> String {
    match found {
        None => format!("Looking for a new token named {name} in the account…"),
        Some(Reconciliation::Found(_)) => format!(
            "It seems so: there is a new token named {name}. Nobody received its value, and it can’t be shown again: revoke it, then create another one."
        ),
        Some(Reconciliation::Unclear(_)) => format!(
            "Unknown: a token named {name} exists, but by this computer’s clock it is older than the request. If it was created when you pressed Create token, it is yours. Nobody received its value, so revoke it."
        ),
        Some(Reconciliation::Different(_)) => format!(
            "Unknown: there is a new token named {name}, but its role or expiration is not the one you asked for. It may be somebody else’s. If it is yours, nobody received its value, so revoke it."
        ),
        Some(Reconciliation::OtherName(_)) => format!(
            "Unknown: there is no new token named {name}, but there are other new ones. If one of them is yours, nobody received its value, so revoke it."
        ),
        Some(Reconciliation::Nothing) if one_was_revoked => {
            format!("The token that was found is revoked, and there is no other new one named {name}. Trying again is safe.")
        }
        Some(Reconciliation::Nothing) => format!(
            "No: there is no new token named {name}. Trying again is safe. If the request is slow it may still arrive: look again to be sure."
        ),
        Some(Reconciliation::Incomplete) => format!(
            "Unknown: there is no new token named {name}, but some entries of the list can’t be read or have no date. It may be one of them."
        ),
        Some(Reconciliation::Unreadable) => {
            "The list of tokens can’t be read right now, so this is not known yet. Look again in a moment, before you create the token again."
                .to_owned()
        }
        Some(Reconciliation::OutOfSight) => {
            "This is not known yet. Look again with the right API key, before you create the token again.".to_owned()
        }
    }
}

fn found_tokens(reconciling: Reconciling) -> AnyView {
    let tokens = reconciling.found.with(|found| found.as_ref().map_or_else(Vec::new, |found| found.tokens().to_vec()));
    let tokens = tokens.iter().map(|token| {
        let shares_its_name = tokens.iter().filter(|other| other.label() == token.label()).count() > 1;
        view! { <FoundToken token=Arc::clone(token) shares_its_name /> }
    });
    tokens.collect_view().into_any()
}

fn ways_on(reconciling: Reconciling) -> AnyView {
    let dismiss = reconciling.found.with(|found| match found {
        None => None,
        Some(Reconciliation::Found(_) | Reconciliation::Unclear(_) | Reconciliation::Different(_)) => {
            Some("Keep it and continue")
        }
        Some(Reconciliation::OtherName(_)) => Some("None of these is mine: continue"),
        Some(Reconciliation::Nothing) => Some("Back to the form"),
        Some(Reconciliation::Incomplete | Reconciliation::Unreadable | Reconciliation::OutOfSight) => {
            Some("Continue without knowing")
        }
    });
    let Some(dismiss) = dismiss else { return ().into_any() };
    let look_again = move || {
        reconciling.look_again();
        reconciling.focus.move_to(Place::Unconfirmed);
    };
    view! {
        <Button look=Look::Secondary on_press=look_again>
            "Look again"
        </Button>
        <Button look=Look::Secondary on_press=move || reconciling.dismiss()>
            {dismiss}
        </Button>
    }
    .into_any()
}

#[component]
fn FoundToken(
    token: Arc<ListedToken>,
    /// Then it takes the ID to tell them apart.
    shares_its_name: bool,
) -> impl IntoView {
    let creation = expect_context::<Creation>();
    let created = token.created.map_or_else(|| "Unknown".to_owned(), |at| BrowserClock.local_text(at));
    let (id, label, role) = (token.id.to_string(), token.label(), token.role.label());
    let issuer = if token.issuer.is_empty() { "Unknown".to_owned() } else { token.issuer.clone() };
    let expiration = match token.expiry {
        Some(expiry) => Either::Left(view! { <ExpirationText expiry /> }),
        None => Either::Right("Unknown"),
    };
    let which = shares_its_name.then(|| format!(" (ID {id})"));
    view! {
        <Note>
            <Facts>
                <Fact term="Token ID">{id}</Fact>
                <Fact term="Created">{created}</Fact>
                <Fact term="Issuer">
                    <Verbatim text=issuer />
                </Fact>
                <Fact term="Role">
                    <Verbatim text=role />
                </Fact>
                <Fact term="Expiration">{expiration}</Fact>
            </Facts>
            <div>
                <Button look=Look::Danger on_press=move || creation.revoke_unconfirmed(Arc::clone(&token))>
                    "Revoke "
                    <Verbatim text=label />
                    {which}
                </Button>
            </div>
        </Note>
    }
}
