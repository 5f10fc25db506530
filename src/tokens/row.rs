//! A token's row, and below it all that is known of it, once that is asked for.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use gcore_token_core::TokenId;
use gcore_token_core::list::{Cell, Column, LastUse, ListedToken, State, UNKNOWN, last_use};
use gcore_token_core::time::{Clock, utc_text};
use leptos::either::Either;
use leptos::prelude::*;

use super::{OnRotate, TokenListState};
use crate::browser::clock::BrowserClock;
use crate::components::{Button, ExpirationText, Fact, Facts, Look, Now, Show, Verbatim};
use crate::session::Session;

/// The row of a token. It stays that, whatever is learned of the token: with it stay its focus and what is unfolded.
#[component]
pub(super) fn TokenRow(token: Arc<ListedToken>, shown: Memo<Vec<Arc<ListedToken>>>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let minute = expect_context::<Now>().minute();
    let id = token.id;
    let token = Memo::new(move |_| {
        let learned = shown.with(|tokens| tokens.iter().find(|token| token.id == id).cloned());
        learned.unwrap_or_else(|| Arc::clone(&token))
    });
    let can_be_revoked = Memo::new(move |_| token.with(|token| token.can_be_revoked()));
    let label = Memo::new(move |_| token.with(|token| token.label()));
    view! {
        <tr role="row">
            <td role="cell" class={"pick"}>
                <Show when=can_be_revoked>
                    <input
                        type="checkbox"
                        aria-label=move || format!("Select {}", label.get())
                        prop:checked=move || state.is_selected(id)
                        on:change:target=move |event| state.select(id, event.target().checked())
                    />
                </Show>
            </td>
            {move || token.with(|token| cells(token, minute.get()))}
            <td role="cell" class={"actions-cell"}>
                <Actions id label can_be_revoked token />
            </td>
        </tr>
        <Show when=Signal::derive(move || state.is_expanded(id))>
            <tr role="row" class="unfolded">
                <td role="cell" colspan=(Column::ALL.len() + 2).to_string()>
                    {move || view! { <Details token=token.get() /> }}
                </td>
            </tr>
        </Show>
    }
}

fn cells(token: &ListedToken, now: DateTime<Utc>) -> AnyView {
    Column::ALL.into_iter().map(|column| view! { <TokenCell column cell=column.cell(token, now) /> }).collect_view().into_any()
}

/// What can be done with a token. The labels name it, which tells a button from the same one of another token.
#[component]
fn Actions(id: TokenId, label: Memo<String>, can_be_revoked: Memo<bool>, token: Memo<Arc<ListedToken>>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let OnRotate(on_rotate) = expect_context();
    let named = move |action: &'static str| MaybeProp::derive(move || Some(format!("{action} {}", label.get())));
    view! {
        <div class="actions">
            <Button
                look=Look::Plain
                label=named("Details of")
                expanded=Signal::derive(move || state.is_expanded(id))
                on_press=move || state.toggle_details(id)
            >
                "Details"
            </Button>
            <Show when=can_be_revoked>
                <Button
                    look=Look::Plain
                    label=named("Rotate")
                    on_press=move || on_rotate.run((token.get_untracked(),))
                >
                    "Rotate"
                </Button>
                <Button
                    look=Look::PlainDanger
                    label=named("Revoke")
                    on_press=move || state.revoke(vec![token.get_untracked()])
                >
                    "Revoke"
                </Button>
            </Show>
        </div>
    }
}

/// A cell, which names its column itself where there is no room for headings.
#[component]
fn TokenCell(column: Column, cell: Cell) -> impl IntoView {
    if let Cell::Name { label, description } = cell {
        let description = (!description.is_empty()).then(|| view! { <span class="description">{description}</span> });
        return Either::Left(view! {
            <th role="rowheader" scope="row" class=class(column)>
                <bdi class="name" translate="no">{label}</bdi>
                {description}
            </th>
        });
    }
    let content = match cell {
        Cell::Name { .. } => ().into_any(),
        Cell::Text(text) => text.into_any(),
        Cell::Status(state) => {
            let class = if state == State::Active { "state" } else { "state over" };
            view! { <span class=class>{state.label()}</span> }.into_any()
        }
        Cell::Issuer { name, deleted: false } => view! { <Verbatim text=name /> }.into_any(),
        Cell::Issuer { name, deleted: true } => view! {
            <span>
                <Verbatim text=name />
                " (deleted)"
            </span>
        }
        .into_any(),
    };
    Either::Right(view! {
        <td role="cell" class=class(column) data-label=column.label()>
            {content}
        </td>
    })
}

/// All that is known of a token, its times in the reader's zone and in UTC.
#[component]
fn Details(token: Arc<ListedToken>) -> impl IntoView {
    let or_unknown = |text: &str| {
        if text.is_empty() { UNKNOWN.to_owned() } else { text.to_owned() }
    };
    let at = |at: DateTime<Utc>| format!("{} · {}", BrowserClock.local_text(at), utc_text(at));
    let last_used = match token.last_used {
        LastUse::At(used) => at(used),
        unused => last_use(unused, BrowserClock.now()),
    };
    let expiration = match token.expiry {
        Some(expiry) => Either::Left(view! { <ExpirationText expiry /> }),
        None => Either::Right(UNKNOWN),
    };
    let description = if token.description.is_empty() { "None".to_owned() } else { token.description.clone() };
    let id = token.id.to_string();
    let created = token.created.map_or_else(|| UNKNOWN.to_owned(), at);
    let tokens = expect_context::<Session>().tokens();
    let replaces = tokens.replaces(token.id).map(|old| view! { <Fact term="Replaces"><Verbatim text=old /></Fact> });
    let replaced_by = tokens.replaced_by(token.id).map(|new| view! { <Fact term="Replaced by"><Verbatim text=new /></Fact> });
    let (issuer, email) = (or_unknown(&token.issuer), or_unknown(&token.issuer_email));
    view! {
        <Facts>
            <Fact term="Token ID">{id}</Fact>
            <Fact term="Description">{description}</Fact>
            <Fact term="Expiration">{expiration}</Fact>
            <Fact term="Last used">{last_used}</Fact>
            <Fact term="Created">{created}</Fact>
            <Fact term="Issuer">{issuer}</Fact>
            <Fact term="E-mail">{email}</Fact>
            {replaces}
            {replaced_by}
        </Facts>
    }
}

/// What the style sheets call a column's cells.
pub(super) fn class(column: Column) -> String {
    format!("column-{}", column.value())
}
