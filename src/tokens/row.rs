//! A token's row, and below it all that is known of it, once that is asked for.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use gcore_token_core::TokenId;
use gcore_token_core::config::Config;
use gcore_token_core::handover::end_to_remind_of;
use gcore_token_core::list::{Cell, Column, LastUse, ListedToken, Tone, UNKNOWN, last_use};
use gcore_token_core::time::{Clock, date_text, utc_text};
use leptos::either::Either;
use leptos::prelude::*;

use super::{OnCreateLike, OnRotate, TokenListState};
use crate::browser::clock::BrowserClock;
use crate::components::{Button, ExpirationText, Fact, Facts, Look, Show, Verbatim};
use crate::session::{ReplacementFacts, Session};

/// The row of a token. It stays that, whatever is learned of the token but another name: with it stay its focus and what is
/// unfolded.
#[component]
pub(super) fn TokenRow(
    token: Arc<ListedToken>,
    shown: Memo<Vec<Arc<ListedToken>>>,
    minute: Memo<DateTime<Utc>>,
) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let id = token.id;
    let label = token.label();
    let select = format!("Select {label}");
    let own = expect_context::<Session>().key_id() == Some(id);
    let token = Memo::new(move |_| {
        let learned = shown.with(|tokens| tokens.iter().find(|token| token.id == id).cloned());
        learned.unwrap_or_else(|| Arc::clone(&token))
    });
    let can_be_revoked = Memo::new(move |_| token.with(|token| token.can_be_revoked()));
    view! {
        <tr role="row">
            <td role="cell" class={"pick"}>
                <Show when=can_be_revoked>
                    <input
                        type="checkbox"
                        aria-label=select.clone()
                        prop:checked=move || state.is_selected(id)
                        on:change:target=move |event| state.select(id, event.target().checked())
                    />
                </Show>
            </td>
            {move || token.with(|token| cells(token, own, minute.get()))}
            <td role="cell" class={"actions-cell"}>
                <Actions id label can_be_revoked token />
            </td>
        </tr>
        <Show when=move || state.is_expanded(id)>
            <tr role="row" class="unfolded">
                <td role="cell" colspan=(Column::ALL.len() + 2).to_string()>
                    {move || view! { <Details token=token.get() /> }}
                </td>
            </tr>
        </Show>
    }
}

fn cells(token: &ListedToken, own: bool, now: DateTime<Utc>) -> AnyView {
    let cell = |column: Column| view! { <TokenCell column cell=column.cell(token, now) id=token.id own /> };
    Column::ALL.into_iter().map(cell).collect_view().into_any()
}

/// What can be done with a token. The labels name it, which tells a button from the same one of another token.
#[component]
fn Actions(id: TokenId, label: String, can_be_revoked: Memo<bool>, token: Memo<Arc<ListedToken>>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    view! {
        <div class="actions">
            <Button
                look=Look::Plain
                label=format!("Details of {label}")
                expanded=move || state.is_expanded(id)
                on_press=move || state.toggle_details(id)
            >
                "Details"
            </Button>
            <Show when=can_be_revoked>
                <TokenActions token />
            </Show>
        </div>
    }
}

/// The ways in which a token ends, wherever it is shown.
#[component]
pub(super) fn TokenActions(#[prop(into)] token: Signal<Arc<ListedToken>>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let OnRotate(on_rotate) = expect_context();
    let label = token.with_untracked(|token| token.label());
    view! {
        <Button look=Look::Plain label=format!("Rotate {label}") on_press=move || on_rotate.run(token.get_untracked())>
            "Rotate"
        </Button>
        <Button look=Look::PlainDanger label=format!("Revoke {label}") on_press=move || state.revoke(vec![token.get_untracked()])>
            "Revoke"
        </Button>
    }
}

/// A cell, which names its column itself where there is no room for headings.
#[component]
fn TokenCell(
    column: Column,
    cell: Cell,
    id: TokenId,
    /// Whether it is the key that the page works with.
    own: bool,
) -> impl IntoView {
    if let Cell::Name { label, description } = cell {
        let description = (!description.is_empty()).then(|| view! { <span class="description">{description}</span> });
        let own = own.then(|| view! { <span class="pill caution-pill">{"Your key"}</span> });
        return Either::Left(view! {
            <th role="rowheader" scope="row" class=class(column)>
                <span class="named">
                    <bdi class="name" translate="no">{label}</bdi>
                    {own}
                </span>
                <span class="about">
                    <span class="id" translate="no">{format!("ID {id}")}</span>
                    {description}
                </span>
            </th>
        });
    }
    let content = match cell {
        Cell::Name { .. } => ().into_any(),
        Cell::Text(text) => text.into_any(),
        Cell::Pill { text, tone } => view! { <span class=pill(tone)>{text}</span> }.into_any(),
        Cell::Time { relative, at, tone } => {
            let class = tone.map_or("relative", pill);
            let date = date_text(at, &BrowserClock);
            view! {
                <span class=class>{relative}</span>
                <span class="date">
                    <span class={"dot"}>{" · "}</span>
                    {date}
                </span>
            }
            .into_any()
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

/// What the style sheets call something that is not to be overlooked.
fn pill(tone: Tone) -> &'static str {
    match tone {
        Tone::Quiet => "pill",
        Tone::Caution => "pill caution-pill",
        Tone::Wrong => "pill wrong-pill",
    }
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
    let rules = broken_rules(&token);
    let actions = view! { <MoreActions token=Arc::clone(&token) /> };
    let created = token.created.map_or_else(|| UNKNOWN.to_owned(), at);
    let (issuer, email) = (or_unknown(&token.issuer), or_unknown(&token.issuer_email));
    view! {
        <Facts>
            <Fact term="Token ID">
                <Verbatim text=id />
            </Fact>
            <Fact term="Description">{description}</Fact>
            <Fact term="Expiration">{expiration}</Fact>
            <Fact term="Last used">{last_used}</Fact>
            <Fact term="Created">{created}</Fact>
            <Fact term="Issuer">{issuer}</Fact>
            <Fact term="E-mail">{email}</Fact>
            {rules}
            <ReplacementFacts id=token.id />
        </Facts>
        {actions}
    }
}

/// Which of the rules here a token breaks.
fn broken_rules(token: &ListedToken) -> AnyView {
    let policy = &expect_context::<&'static Config>().policy;
    let words: Vec<String> = token.broken_rules.iter().map(|rule| rule.words(policy)).collect();
    if words.is_empty() {
        return ().into_any();
    }
    view! { <Fact term="Breaks a rule">{words.join("; ")}</Fact> }.into_any()
}

/// What is seldom done with a token, expired and deleted ones included.
#[component]
fn MoreActions(token: Arc<ListedToken>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let OnCreateLike(on_create_like) = expect_context();
    let label = token.label();
    let (like, remind) = (format!("Create like {label}"), format!("Reminder (.ics) of {label}"));
    let ends = end_to_remind_of(&token, BrowserClock.now()).is_some();
    let token = StoredValue::new(token);
    view! {
        <div class="buttons">
            <Button look=Look::Plain label=like on_press=move || on_create_like.run(token.get_value())>
                "Create like this"
            </Button>
            {ends.then(|| view! {
                <Button look=Look::Plain label=remind on_press=move || state.remind(&[token.get_value()])>
                    "Reminder (.ics)"
                </Button>
            })}
        </div>
    }
}

/// What the style sheets call a column's cells.
pub(super) fn class(column: Column) -> String {
    format!("column-{}", column.value())
}
