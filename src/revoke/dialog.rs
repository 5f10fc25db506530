//! The dialog that asks before tokens are revoked, and says what became of each.

use std::sync::Arc;

use gcore_token_core::flow::revocation::{Outcome, Revocation, Stage};
use gcore_token_core::list::{self, LastUse, ListedToken};
use gcore_token_core::time::Clock;
use leptos::either::{Either, EitherOf3};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::revoking::Revoking;
use crate::browser::clipboard;
use crate::browser::clock::BrowserClock;
use crate::browser::download::download;
use crate::components::{Button, Caution, Dialog, Fact, Facts, Focus, Hint, Look, Message, Place, Show, Verbatim};
use crate::session::ReplacementFacts;

const HEADING_ID: &str = "revoke-heading";
const MEANING_ID: &str = "revoke-meaning";

/// The dialog; there only while it is needed.
#[component]
pub(crate) fn RevokeDialog() -> impl IntoView {
    let revoking = expect_context::<Revoking>();
    view! {
        <Show when=move || revoking.is_open()>
            <Content revoking />
        </Show>
    }
}

#[component]
fn Content(revoking: Revoking) -> impl IntoView {
    let heading = expect_context::<Focus>().target::<html::H2>(Place::DialogHeading);
    let stage = Memo::new(move |_| revoking.with(|revocation| revocation.stage));
    let with = move |read: fn(&Revocation) -> AnyView| move || revoking.with(read);
    let decision = move || match stage.get()? {
        Stage::Asking => Some(EitherOf3::A(view! { <Asking revoking /> })),
        Stage::Running => Some(EitherOf3::B(view! { <Running revoking /> })),
        Stage::Over => Some(EitherOf3::C(view! { <Over revoking /> })),
    };
    view! {
        <Dialog labelled_by=HEADING_ID described_by=MEANING_ID on_cancel=move || revoking.close()>
            <h2 node_ref=heading id=HEADING_ID tabindex="-1">
                {with(heading_of)}
            </h2>
            {move || {
                stage.track();
                revoking.with_untracked(meaning_of)
            }}
            {with(tokens_of)}
            {decision}
        </Dialog>
    }
}

fn heading_of(revocation: &Revocation) -> AnyView {
    let (all, gone) = (revocation.tokens.len(), revocation.revoked_count());
    let Some(token) = revocation.single() else {
        let words = match revocation.stage {
            Stage::Asking => format!("Revoke {all} tokens?"),
            Stage::Running => format!("Revoking: {gone} of {all} done"),
            Stage::Over => format!("{gone} of {all} tokens revoked"),
        };
        return view! { <Message text=words /> }.into_any();
    };
    let (before, after) = match revocation.stage {
        Stage::Asking => ("Revoke ", "?"),
        Stage::Running => ("Revoking ", "…"),
        Stage::Over if revocation.tokens.iter().any(|(_, outcome)| matches!(outcome, Outcome::Unconfirmed(_))) => {
            ("", " may still work")
        }
        Stage::Over => ("", " was not revoked"),
    };
    view! {
        <Message text=before />
        <Verbatim text=token.label() />
        <Message text=after />
    }
    .into_any()
}

fn meaning_of(revocation: &Revocation) -> AnyView {
    if revocation.stage != Stage::Asking {
        return ().into_any();
    }
    let what = if revocation.single().is_some() { "this token" } else { "one of these tokens" };
    let own_key = revocation.own_key.map(|_| view! {
        <Caution>
            {format!("You are signed in with {what}: it is the API key on this page. Once it is revoked, nothing more can be done here without another API key.")}
        </Caution>
    });
    view! {
        <div id=MEANING_ID class="stack">
            <p>{format!("Every script and application that uses {what} stops working at once. This can’t be undone.")}</p>
            {own_key}
        </div>
    }
    .into_any()
}

/// The token with its last use, or all of them with what became of each.
fn tokens_of(revocation: &Revocation) -> AnyView {
    if let [(token, outcome)] = revocation.tokens.as_slice() {
        let error = match outcome {
            Outcome::Failed(why) | Outcome::Unconfirmed(why) => Some(view! {
                <p class="error">
                    <Message text=why.clone() />
                </p>
            }),
            _ => None,
        };
        return view! {
            {error}
            <TokenFacts token=Arc::clone(token) />
        }
        .into_any();
    }
    let tokens = revocation.tokens.iter().map(|(token, outcome)| {
        let said = match (outcome, token.last_used) {
            (Outcome::Waiting, LastUse::At(_)) => format!("last used {}", last_use(token)),
            (Outcome::Waiting, _) => last_use(token),
            _ => outcome.words(),
        };
        let class = if matches!(outcome, Outcome::Failed(_) | Outcome::Unconfirmed(_)) { "error" } else { "hint" };
        view! {
            <li>
                <strong>
                    <Verbatim text=token.label() />
                </strong>
                {format!(" ({}) ", token.id)}
                <span class=class>
                    <Message text=said />
                </span>
            </li>
        }
    });
    // Many are scrolled through, by keyboard as well.
    view! {
        <ul class="outcomes" tabindex="0" aria-label="Tokens">
            {tokens.collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn TokenFacts(token: Arc<ListedToken>) -> impl IntoView {
    let last_used = match token.last_used {
        LastUse::At(at) => format!("{} ({})", last_use(&token), BrowserClock.local_text(at)),
        _ => last_use(&token),
    };
    let (id, role) = (token.id.to_string(), token.role.label());
    view! {
        <Facts boxed=true>
            <Fact term="Token ID">{id}</Fact>
            <Fact term="Role">{role}</Fact>
            <Fact term="Last used">{last_used}</Fact>
            // Whoever rotates should not end the new token in place of the old one.
            <ReplacementFacts id=token.id />
        </Facts>
    }
}

fn last_use(token: &ListedToken) -> String {
    list::last_use(token.last_used, BrowserClock.now())
}

#[component]
fn Asking(revoking: Revoking) -> impl IntoView {
    let count = revoking.with_untracked(|revocation| revocation.tokens.len()).unwrap_or_default();
    let confirm = if count == 1 { "Revoke token".to_owned() } else { format!("Revoke {count} tokens") };
    view! {
        <div class="buttons">
            <Button look=Look::Danger on_press=move || revoking.confirm()>
                {confirm}
            </Button>
            // The dialog opens with the focus on it.
            <Button look=Look::Secondary on_press=move || revoking.close() {..} autofocus=true>
                "Cancel"
            </Button>
        </div>
    }
}

#[component]
fn Running(revoking: Revoking) -> impl IntoView {
    if revoking.with_untracked(|revocation| revocation.single().is_some()) == Some(true) {
        return Either::Left(());
    }
    let stopped = Memo::new(move |_| revoking.with(|revocation| revocation.stopped) == Some(true));
    Either::Right(view! {
        <div class="buttons">
            <Button look=Look::Secondary unavailable=stopped on_press=move || revoking.stop()>
                "Stop after this one"
            </Button>
            <Hint>
                <Message text=move || if stopped.get() { "Stopping…" } else { "" }.to_owned() />
            </Hint>
        </div>
    })
}

#[component]
fn Over(revoking: Revoking) -> impl IntoView {
    let several = revoking.with_untracked(|revocation| revocation.single().is_none()).unwrap_or_default();
    let left = revoking.with_untracked(|revocation| !revocation.left().is_empty()).unwrap_or_default();
    view! {
        <div class="buttons">
            {left.then(|| view! {
                <Button look=Look::Danger on_press=move || revoking.confirm()>
                    "Try again"
                </Button>
            })}
            <Button look=Look::Secondary on_press=move || revoking.close()>
                "Close"
            </Button>
        </div>
        {several.then(|| view! { <Results revoking /> })}
    }
}

/// What became of each token, to take along.
#[component]
fn Results(revoking: Revoking) -> impl IntoView {
    let said = RwSignal::new("");
    let results = move |written: fn(&Revocation) -> String| revoking.with_untracked(written).unwrap_or_default();
    let copy = move || {
        spawn_local(async move {
            let copied = clipboard::write(&results(|revocation| revocation.report(BrowserClock.now()))).await;
            // The dialog may be closed by then.
            let _ = said.try_set(if copied { "Results copied" } else { "Could not copy the results. Download them instead." });
        });
    };
    let save = move || {
        let saved = download("gcore-tokens-revoked.csv", &results(Revocation::csv));
        said.set(if saved { "Results downloaded" } else { "Could not download the results" });
    };
    view! {
        <div class="buttons">
            <Button look=Look::Plain on_press=copy>
                "Copy results"
            </Button>
            <Button look=Look::Plain on_press=save>
                "Download results (CSV)"
            </Button>
        </div>
        // While a dialog is open, nothing outside of it is heard.
        <p class="hint" aria-live="polite">
            <Message text=move || said.get().to_owned() />
        </p>
    }
}
