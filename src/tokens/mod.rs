//! The tokens that exist: what needs attention, when they end, and the list.

mod attention;
mod comparison;
mod export;
mod leaks;
mod list_state;
mod pagination;
mod row;
mod selection;
mod table;
mod timeline;
mod toolbar;

use std::sync::Arc;

use gcore_token_core::flow::view::View;
use gcore_token_core::list::{ListedToken, Query};
use gcore_token_core::service::Operation;
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

pub(crate) use list_state::TokenListState;

use self::attention::AttentionRow;
use self::comparison::CompareWithExport;
use self::leaks::LeakFinder;
use self::pagination::Pagination;
use self::selection::SelectionBar;
use self::table::TokenTable;
use self::timeline::Timeline;
use self::toolbar::{RefreshLine, Toolbar};
use crate::components::{Caution, Deferred, Focus, Message, Place, ProblemSummary, Show, WaitNote};
use crate::session::{AccessCard, LimitNote, Session};

/// The view of the tokens that exist.
#[component]
pub(crate) fn TokensPage(
    /// What waits in the other view, such as a token that is not put away yet: it is not to be forgotten behind this one.
    left_behind: Signal<Option<&'static str>>,
    /// Called with a token that is to be replaced.
    on_rotate: Callback<Arc<ListedToken>>,
    /// Called with a token of whose kind another one is wanted.
    on_create_like: Callback<Arc<ListedToken>>,
) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let session = expect_context::<Session>();
    provide_context(state.problems());
    provide_context(OnRotate(on_rotate));
    provide_context(OnCreateLike(on_create_like));
    let heading = expect_context::<Focus>().target::<html::H2>(Place::ScreenHeading);
    state.open();
    on_cleanup(move || session.tokens().hide());
    let listed = Memo::new(move |_| session.tokens().known());
    view! {
        <ProblemSummary on_repeat=move |operation| match operation {
            Operation::LookUp => session.look_up_again(state.problems(), move || state.read_once()),
            _ => state.refresh(),
        } />
        <section class="view" aria-labelledby="tokens-heading">
            <div class="view-head">
                <h2 node_ref=heading id="tokens-heading" tabindex="-1">
                    "Tokens"
                </h2>
                <YourAccess listed />
            </div>
            <Show when=move || left_behind.with(Option::is_some)>
                <Caution>
                    <Message text=move || left_behind.get().unwrap_or_default().to_owned() /> " "
                    <a href=View::Create.fragment()>{"Go back to it"}</a>
                </Caution>
            </Show>
            <Show when=listed fallback=Skeleton>
                <AttentionRow />
                // Together with what is above it, the list would hold up the page.
                <Deferred turns=2>
                    <TokenListCard />
                </Deferred>
                <Deferred turns=3>
                    <Timeline />
                    <LeakFinder />
                    <CompareWithExport />
                </Deferred>
            </Show>
        </section>
    }
}

/// Called with a token that is to be replaced. A context, provided by the page for its rows.
#[derive(Clone, Copy)]
struct OnRotate(Callback<Arc<ListedToken>>);

/// Called with a token of whose kind another one is wanted. A context like the other.
#[derive(Clone, Copy)]
struct OnCreateLike(Callback<Arc<ListedToken>>);

#[component]
fn YourAccess(listed: Memo<bool>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let reading = expect_context::<Session>().tokens().reading();
    let show_tokens = move || {
        view! {
            <Show when=move || !listed.get()>
                <button type="submit" class="primary" aria-disabled=move || reading.get().then_some("true")>
                    "Show tokens"
                </button>
            </Show>
        }
    };
    view! {
        <form
            novalidate=true
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                state.refresh();
            }
        >
            <AccessCard on_found=move || state.read_once() next=Place::ListHeading action=show_tokens />
        </form>
    }
}

/// Stands where the list will be, while it is read.
#[component]
fn Skeleton() -> impl IntoView {
    let reading = expect_context::<Session>().tokens().reading();
    view! {
        <Show when=reading>
            <div class="card list">
                <WaitNote waiting=reading what="Reading the tokens" />
                <div class="skeleton" aria-hidden="true">
                    {(0..8).map(|_| view! { <span></span> }).collect_view()}
                </div>
            </div>
        </Show>
    }
}

#[component]
fn TokenListCard() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let heading = state.heading();
    expect_context::<Focus>().follow(Place::ListHeading, heading);
    let matching = state.matching();
    let count = Memo::new(move |_| matching.with(Vec::len));
    view! {
        <section class="card list" aria-labelledby="list-heading">
            <div class="list-head">
                <h3 node_ref=heading id="list-heading" tabindex="-1">
                    <Message text=move || state.query().with(|query| query.headline(count.get())) />
                </h3>
                <RefreshLine matching />
            </div>
            <LimitNote />
            <Toolbar />
            <SelectionBar />
            <Show when=move || count.get() == 0>
                <NoTokens />
            </Show>
            <TokenTable matching />
            <Pagination count />
        </section>
    }
}

#[component]
fn ShowAllActive() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let address = View::Tokens.fragment();
    view! {
        // The address may say so still, when the search is only just typed.
        <a href=address on:click=move |_| state.follow(address)>
            "Show all active tokens"
        </a>
    }
}

#[component]
fn NoTokens() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let session = expect_context::<Session>();
    view! {
        {move || if state.query().with(Query::narrows) {
            view! { <p class="hint">"No tokens match. " <ShowAllActive /></p> }.into_any()
        } else {
            // Administrators see all tokens of the account, others their own.
            let sees_all = session.holder().is_none_or(|holder| holder.role.is_none() || holder.sees_all());
            view! {
                <p class="hint">
                    {if sees_all { "This account has no active tokens. " } else {
                        "You have no active tokens. This API key sees only those that its owner created. "
                    }} <a href=View::Create.fragment()>{"Create one"}</a>
                </p>
            }
            .into_any()
        }}
    }
}
