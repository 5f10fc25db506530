//! Around the list: when it was read, search and filter, export.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use gcore_token_core::list::{self, IssuerFilter, ListedToken, Query, RoleFilter, Status, TokenList};
use gcore_token_core::time::{Clock, wall_time, wall_time_value};
use leptos::prelude::*;

use super::TokenListState;
use super::export::ExportButtons;
use crate::browser::clock::BrowserClock;
use crate::browser::schedule::sleep;
use crate::components::{
    Button, Caution, Choice, Control, FieldFrame, Hint, Latest, Look, Message, Now, Select, Show, TextInput,
};
use crate::session::{AccountTokens, Session};

/// The filters are counted anew when nobody typed for so many milliseconds.
const COUNT_DELAY_MS: i32 = 300;

/// What is done with all that the list shows; when it was read, and the way to read it again.
#[component]
pub(super) fn RefreshLine(matching: Memo<Vec<Arc<ListedToken>>>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let tokens = expect_context::<Session>().tokens();
    let reading = tokens.reading();
    let minute = expect_context::<Now>().minute();
    let unreadable = Memo::new(move |_| tokens.with(TokenList::unreadable_words).flatten());
    view! {
        {move || unreadable.get().map(|words| view! { <Caution>{words}</Caution> })}
        <div class="refreshed">
            <Hint>
                <Message text=move || tokens.usage().map_or_else(String::new, |usage| format!("{} tokens", usage.words())) />
            </Hint>
            <Hint>
                <Message text=move || if reading.get() { "Reading…".to_owned() } else { last_refreshed(tokens, minute.get()) } />
            </Hint>
            <Button
                look=Look::Secondary
                unavailable=reading
                on_press=move || state.refresh()
            >
                "Refresh"
            </Button>
            <ExportButtons matching />
        </div>
    }
}

/// With its date, unless that is today's.
fn last_refreshed(tokens: AccountTokens, now: DateTime<Utc>) -> String {
    tokens.with(|list| list.read_at).map_or_else(String::new, |at| {
        let [read, now] = [at, now].map(|at| wall_time_value(wall_time(at, &BrowserClock)));
        let (date, time) = read.split_once('T').unwrap_or_default();
        if now.starts_with(date) { format!("Last refreshed {time}") } else { format!("Last refreshed {date} {time}") }
    })
}

/// What narrows the list.
#[component]
pub(super) fn Toolbar() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let query = state.query();
    let search = Control::free("search-tokens", "Search tokens");
    let status = Control::free("token-status", "Status");
    let choice = |status: Status| Choice::new(status.value(), status.label());
    view! {
        <div class="tools">
            <FieldFrame control=search>
                <TextInput
                    control=search
                    placeholder="Name, description, issuer, role or ID"
                    value=move || query.with(|query| query.search.clone())
                    on_input=move |typed| state.search(typed)
                />
                <Show when=state.searched_by_number()>
                    <Hint>
                        "You pasted a token. Only its ID, the number before the “_”, is searched for; the rest was discarded."
                    </Hint>
                </Show>
            </FieldFrame>
            <FieldFrame control=status>
                <Select
                    control=status
                    choices=Signal::stored(Status::ALL.map(choice).to_vec())
                    selected=move || query.with(|query| query.status.value().to_owned())
                    on_change=move |value: String| {
                        if let Some(status) = Status::from_value(&value) {
                            state.filter(|query| {
                                query.status = status;
                                query.attention = None;
                                query.ends_in = None;
                            });
                        }
                    }
                />
            </FieldFrame>
            <FilterSelect
                control=Control::free("filter-role", "Filter by role")
                offered=roles
                chosen=|query| query.role.as_ref().map(RoleFilter::value)
                choose=|query, value| query.role = RoleFilter::from_value(value)
            />
            <FilterSelect
                control=Control::free("filter-issuer", "Filter by issuer")
                offered=issuers
                chosen=|query| query.issuer.as_ref().map(IssuerFilter::value)
                choose=|query, value| query.issuer = IssuerFilter::from_value(value)
            />
        </div>
    }
}

/// A filter whose options follow from the list.
#[component]
fn FilterSelect(
    control: Control,
    offered: fn(&TokenList, &Query) -> Vec<Choice>,
    /// The option's value; empty for all.
    chosen: fn(&Query) -> Option<String>,
    choose: fn(&mut Query, &str),
) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let query = state.query();
    view! {
        <FieldFrame control>
            <Select
                control
                choices=state.choices(offered)
                selected=move || query.with(chosen).unwrap_or_default()
                on_change=move |value: String| state.filter(|query| choose(query, &value))
            />
        </FieldFrame>
    }
}

fn roles(list: &TokenList, query: &Query) -> Vec<Choice> {
    options("Any role", list.role_choices(query, BrowserClock.now()))
}

fn issuers(list: &TokenList, query: &Query) -> Vec<Choice> {
    options("Any issuer", list.issuer_choices(query, BrowserClock.now()))
}

/// What a filter offers, each with how many tokens the list would show.
fn options(all: &str, choices: Vec<list::Choice>) -> Vec<Choice> {
    let choices = choices.into_iter().map(|choice| Choice::new(choice.value, format!("{} ({})", choice.label, choice.count)));
    std::iter::once(Choice::new("", all)).chain(choices).collect()
}

impl TokenListState {
    /// What a filter offers. Counting goes through all tokens, so it waits until nobody has typed for a moment.
    fn choices(self, offered: fn(&TokenList, &Query) -> Vec<Choice>) -> Signal<Vec<Choice>> {
        let tokens = self.tokens();
        let query = self.query();
        let count = move || query.with_untracked(|query| tokens.with_untracked(|list| offered(list, query)));
        let choices = RwSignal::new(count().unwrap_or_default());
        let counting = Latest::new();
        Effect::new(move |first: Option<()>| {
            query.track();
            tokens.with(|_| ());
            if first.is_some() {
                counting.ask(sleep(COUNT_DELAY_MS), move |()| choices.set(count().unwrap_or_default()));
            }
        });
        choices.into()
    }
}
