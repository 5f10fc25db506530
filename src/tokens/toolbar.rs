//! Around the list: when it was read, search and filter, export.

use std::sync::Arc;

use gcore_token_core::list::{ListedToken, Status, TokenList, csv, json};
use gcore_token_core::time::{Clock, rfc3339, wall_time, wall_time_value};
use leptos::prelude::*;

use super::TokenListState;
use crate::browser::clock::BrowserClock;
use crate::browser::download::download;
use crate::components::{Button, Choice, Control, FieldFrame, Hint, Look, Notice, Select, Show, TextInput};
use crate::session::{AccountTokens, Session};

/// When the list was read, and the way to read it again.
#[component]
pub(super) fn RefreshLine() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let tokens = expect_context::<Session>().tokens();
    let reading = tokens.reading();
    let unreadable = Memo::new(move |_| tokens.with(TokenList::unreadable_words).flatten());
    view! {
        {move || unreadable.get().map(|words| view! { <Notice>{words}</Notice> })}
        <div class="refreshed">
            <Hint>{move || tokens.usage().map(|usage| format!("{} tokens", usage.words()))}</Hint>
            <Hint>{move || if reading.get() { "Reading…".to_owned() } else { last_refreshed(tokens) }}</Hint>
            <Button
                look=Look::Secondary
                unavailable=MaybeProp::derive(move || reading.get().then_some(true))
                on_press=move || state.refresh()
            >
                "Refresh"
            </Button>
        </div>
    }
}

fn last_refreshed(tokens: AccountTokens) -> String {
    tokens.with(|list| list.read_at).map_or_else(String::new, |at| {
        let local = wall_time_value(wall_time(at, &BrowserClock));
        format!("Last refreshed {}", local.split('T').nth(1).unwrap_or_default())
    })
}

#[component]
pub(super) fn Toolbar() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let query = state.query();
    let search = Control::free("search-tokens", "Search tokens", false);
    let status = Control::free("token-status", "Status", false);
    let choice = |status: Status| Choice { value: status.value().to_owned(), label: status.label().to_owned() };
    view! {
        <div class="tools">
            <FieldFrame control=search>
                <TextInput
                    control=search
                    placeholder="Name, description, issuer, role or ID"
                    value=Signal::derive(move || query.with(|query| query.search.clone()))
                    on_input=move |typed| state.search(typed)
                />
                <Show when=state.searched_by_number()>
                    <Hint>"Only the number of that token is looked for. Nothing else of it is kept here."</Hint>
                </Show>
            </FieldFrame>
            <FieldFrame control=status>
                <Select
                    control=status
                    choices=Signal::stored(Status::ALL.map(choice).to_vec())
                    selected=Signal::derive(move || query.with(|query| query.status.value().to_owned()))
                    on_change=move |value: String| {
                        if let Some(status) = Status::from_value(&value) {
                            state.filter(status);
                        }
                    }
                />
            </FieldFrame>
        </div>
    }
}

/// A kind of file that the list is exported as.
#[derive(Clone, Copy)]
enum ExportFormat {
    Csv,
    Json,
}

#[component]
pub(super) fn ExportButtons(matching: Memo<Vec<Arc<ListedToken>>>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let export = move |format| matching.with_untracked(|tokens| state.export(tokens, format));
    view! {
        <div class="buttons">
            <Button look=Look::Secondary on_press=move || export(ExportFormat::Csv)>
                "Export CSV"
            </Button>
            <Button look=Look::Secondary on_press=move || export(ExportFormat::Json)>
                "Export JSON"
            </Button>
        </div>
    }
}

impl TokenListState {
    /// Hands these tokens to the browser as a file.
    fn export(self, tokens: &[Arc<ListedToken>], format: ExportFormat) {
        let now = BrowserClock.now();
        let each = tokens.iter().map(AsRef::as_ref);
        let (text, extension) = match format {
            ExportFormat::Csv => (csv(each, now), "csv"),
            ExportFormat::Json => (json(each, now), "json"),
        };
        let account = self.account().map_or_else(String::new, |account| format!("{account}-"));
        let date: String = rfc3339(now).chars().take("YYYY-MM-DD".len()).collect();
        self.announce(if !download(&format!("gcore-tokens-{account}{date}.{extension}"), &text) {
            "Could not export the tokens".to_owned()
        } else if tokens.len() == 1 {
            "1 token exported".to_owned()
        } else {
            format!("{} tokens exported", tokens.len())
        });
    }
}
