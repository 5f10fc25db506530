//! What of the list is shown and selected.

use std::collections::BTreeSet;
use std::sync::Arc;

use gcore_token_core::limits::PAGE_SIZE;
use gcore_token_core::list::{Attention, Column, ListedToken, Query, Selection, may_become_token, search_text};
use gcore_token_core::time::Clock;
use gcore_token_core::{AccountId, TokenId};
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use crate::browser::clock::BrowserClock;
use crate::browser::focus::scroll_into_view;
use crate::browser::location::{fragment, go_to_fragment, replace_fragment};
use crate::browser::schedule::{sleep, yield_to_browser};
use crate::components::{Announcer, Focus, Latest, Now, Place, ProblemList};
use crate::revoke::Revoking;
use crate::session::{AccountTokens, Session};

/// The address follows when nothing was typed for so many milliseconds: a browser takes a good part of a frame for it.
const ADDRESS_DELAY_MS: i32 = 100;

/// The hits of a search are announced when nobody typed for so many milliseconds.
const PAUSE_MS: i32 = 700;

/// So many rows are built in one task: more would hold up whoever is typing on a slow machine.
const ROWS_AT_A_TIME: usize = 15;

/// See the module. A context, provided by the app: it is the same after a look at the other view.
#[derive(Clone, Copy)]
pub(crate) struct TokenListState {
    session: Session,
    tokens: AccountTokens,
    revoking: Revoking,
    announcer: Announcer,
    focus: Focus,
    problems: ProblemList,
    now: Now,
    query: RwSignal<Query>,
    /// The heading above the list.
    heading: NodeRef<html::H3>,
    /// The searches, of which only the last one's hits are announced.
    searches: Latest,
    /// Counted from 0.
    page: RwSignal<usize>,
    /// How many rows of the page are built by now.
    built: RwSignal<usize>,
    selected: RwSignal<BTreeSet<TokenId>>,
    /// Of which tokens everything is shown.
    expanded: RwSignal<BTreeSet<TokenId>>,
    searched_by_number: RwSignal<bool>,
    /// The changes of what is shown, of which only the last one gets into the address.
    changes: Latest,
}

impl TokenListState {
    pub(crate) fn new() -> Self {
        let session = expect_context::<Session>();
        Self {
            session,
            tokens: session.tokens(),
            revoking: expect_context(),
            announcer: expect_context(),
            focus: expect_context(),
            problems: ProblemList::new(Signal::stored(true)),
            now: expect_context(),
            query: RwSignal::new(Query::default()),
            heading: NodeRef::new(),
            searches: Latest::new(),
            page: RwSignal::new(0),
            built: RwSignal::new(0),
            selected: RwSignal::new(BTreeSet::new()),
            expanded: RwSignal::new(BTreeSet::new()),
            searched_by_number: RwSignal::new(false),
            changes: Latest::new(),
        }
    }

    /// What stands in the way of the list.
    pub(crate) fn problems(self) -> ProblemList {
        self.problems
    }

    /// What was read of the account's tokens.
    pub(super) fn tokens(self) -> AccountTokens {
        self.tokens
    }

    /// What of the list is shown.
    pub(super) fn query(self) -> ReadSignal<Query> {
        self.query.read_only()
    }

    /// Reads the tokens when their view opens, if it is known by now whose key it is.
    pub(super) fn open(self) {
        self.tokens.show_in(self.problems);
        if untrack(move || self.session.holder().is_some() && !self.tokens.known()) {
            self.session.read_tokens_quietly();
        }
        self.session.follow_look_up(self.problems, move || self.read_once());
    }

    /// Reads the tokens because somebody wants to see them; looks up the account first where it isn't known.
    pub(super) fn refresh(self) {
        if self.tokens.reading().get_untracked() {
            return;
        }
        if untrack(move || self.session.account_id()).trim().is_empty() {
            return self.session.look_up(self.problems, move || self.read());
        }
        self.read();
    }

    /// Reads the tokens of the account that was found, unless that is done, under way, or waits for whoever is at the account.
    pub(super) fn read_once(self) {
        let found = self.session.account_untracked().is_some();
        if found && !untrack(move || self.tokens.known()) && !self.tokens.reading().get_untracked() {
            self.read();
        }
    }

    /// Reads the tokens of the account that is known.
    pub(super) fn read(self) {
        let Some(client) = self.session.client(self.problems) else {
            return;
        };
        let Some(account) = self.session.demand_account(self.problems) else {
            return;
        };
        let first = !untrack(move || self.tokens.known());
        self.tokens.read_for(client, account, move || {
            if first {
                // The button that was pressed is gone.
                self.focus.move_to(Place::ListHeading);
            }
        });
    }

    /// The tokens that the query asks for, in its order.
    pub(super) fn matching(self) -> Memo<Vec<Arc<ListedToken>>> {
        // Looked at by the minute; more often would search for nothing.
        let minute = self.now.minute();
        Memo::new(move |_| {
            let now = minute.get().max(BrowserClock.now());
            self.query.with(|query| self.tokens.with(|list| list.matching(query, now))).unwrap_or_default()
        })
    }

    /// The page that is shown, of a list that long.
    pub(super) fn page(self, count: usize) -> usize {
        self.page.get().min(count.saturating_sub(1) / PAGE_SIZE)
    }

    /// The part of the page that is built by now: its rows come a few at a time.
    pub(super) fn rows(self, matching: Memo<Vec<Arc<ListedToken>>>) -> Memo<Vec<Arc<ListedToken>>> {
        // The first ones after the table itself.
        self.built.set(0);
        let building = StoredValue::new(false);
        Effect::new(move || {
            if self.built.get() < PAGE_SIZE && !building.get_value() {
                building.set_value(true);
                spawn_local(async move {
                    yield_to_browser().await;
                    // The table may be gone by then.
                    if building.try_set_value(false).is_none() {
                        self.built.update(|built| *built += ROWS_AT_A_TIME);
                    }
                });
            }
        });
        Memo::new(move |_| {
            let built = self.built.get();
            matching.with(|tokens| {
                let first = self.page(tokens.len()) * PAGE_SIZE;
                tokens.iter().skip(first).take(PAGE_SIZE.min(built)).cloned().collect()
            })
        })
    }

    /// Shows another page of the list.
    pub(super) fn go_to_page(self, page: usize) {
        self.built.set(ROWS_AT_A_TIME);
        self.page.set(page);
        self.focus.move_to(Place::ListHeading);
    }

    /// Has the list show what a fragment says of it.
    pub(crate) fn follow(self, fragment: &str) {
        if let Some(query) = Query::parse(fragment) {
            self.show(query);
        }
    }

    /// The fragment that shows the same.
    pub(crate) fn fragment(self) -> String {
        self.query.with_untracked(Query::fragment)
    }

    fn show(self, query: Query) {
        if self.query.with_untracked(|shown| *shown != query) {
            self.built.set(ROWS_AT_A_TIME);
            self.page.set(0);
            self.query.set(query);
        }
    }

    /// Shows other tokens, as a step that the way back undoes.
    pub(super) fn filter(self, change: impl FnOnce(&mut Query)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        go_to_fragment(&query.fragment());
        self.announce_hits();
    }

    /// Shows only the tokens that there is this reason to look at, or all active ones again.
    pub(super) fn toggle_attention(self, attention: Attention) {
        self.filter(|query| {
            let pressed = query.attention == Some(attention);
            *query = Query { attention: (!pressed).then_some(attention), sort: query.sort, ..Query::default() };
        });
        let heading = self.heading;
        spawn_local(async move {
            tick().await;
            if let Some(heading) = heading.get_untracked() {
                scroll_into_view(&heading);
            }
        });
    }

    /// Says how many tokens are shown by now.
    fn announce_hits(self) {
        spawn_local(async move {
            // The address is followed in a task of its own.
            yield_to_browser().await;
            if !self.heading.get_untracked().is_some_and(|heading| heading.is_connected()) {
                // Somebody is elsewhere by now.
                return;
            }
            let now = BrowserClock.now();
            let count = self.query.with_untracked(|query| self.tokens.with_untracked(|list| list.matching(query, now).len()));
            if let Some(count) = count {
                self.announcer.say(self.query.with_untracked(|query| query.headline(count)));
            }
        });
    }

    /// The same once nobody has typed for a while.
    fn announce_hits_later(self) {
        self.searches.ask(sleep(PAUSE_MS), move |()| self.announce_hits());
    }

    pub(super) fn heading(self) -> NodeRef<html::H3> {
        self.heading
    }

    /// Shows the tokens in which these words are found; where a key or token was pasted, the one of its number, and nothing else
    /// of it is kept.
    pub(super) fn search(self, typed: String) {
        let before = self.query.with_untracked(|query| query.search.clone());
        // What is typed for somebody, by a password manager or a scanner, goes on after the number.
        let goes_on = self.searched_by_number.get_untracked()
            && self.searches.waiting().get_untracked()
            && typed.strip_prefix(&before).is_some_and(|rest| !rest.is_empty());
        let words = if goes_on { before } else { search_text(&typed, |id| self.tokens.token(id).is_some()).into_owned() };
        let by_number = words != typed;
        self.announce_hits_later();
        self.searched_by_number.set(by_number);
        if by_number {
            // Also where the number stood in the field before: what was pasted has to go.
            self.rewrite(|query| query.search.clear());
            spawn_local(async move {
                tick().await;
                self.rewrite(|query| query.search = words);
            });
        } else {
            self.rewrite(|query| query.search = words);
        }
    }

    /// Whether what was pasted into the search was a key or token, of which only the number is looked for.
    pub(super) fn searched_by_number(self) -> Signal<bool> {
        self.searched_by_number.into()
    }

    /// Sorts by a column; by the same one a second time the other way round.
    pub(super) fn sort(self, column: Column) {
        self.rewrite(|query| query.sort_by(column));
        let direction = if self.query.with_untracked(|query| query.descending) { "descending" } else { "ascending" };
        self.announcer.say(format!("Sorted by {}, {direction}", column.label()));
    }

    /// Changes the query, and the address without a step in the history: one for each letter of a search would bury the way back.
    fn rewrite(self, change: impl FnOnce(&mut Query)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        self.show(query);
        let before = fragment();
        // What may become a token is to be whole first: half of one in the address would be too much.
        let delay = if self.query.with_untracked(|query| may_become_token(&query.search)) { PAUSE_MS } else { ADDRESS_DELAY_MS };
        self.changes.ask(sleep(delay), move |()| {
            // Somebody may have gone elsewhere.
            if fragment() == before {
                replace_fragment(&self.fragment());
            }
        });
    }

    pub(super) fn is_selected(self, id: TokenId) -> bool {
        self.selected.with(|ids| ids.contains(&id))
    }

    /// What is selected, and what of that is out of sight.
    pub(super) fn selection(self) -> Option<Selection> {
        let look = |ids: &_| self.query.with(|query| self.tokens.with(|list| list.selection(ids, query, BrowserClock.now())));
        self.selected.with(look).filter(|selection| selection.selected > 0)
    }

    /// Selects all of these tokens, or none of them, and says so.
    pub(super) fn select_all(self, ids: Vec<TokenId>, selected: bool) {
        self.selected.update(|chosen| {
            if selected {
                chosen.extend(ids);
            } else {
                ids.iter().for_each(|id| {
                    chosen.remove(id);
                });
            }
        });
        let words = untrack(move || self.selection()).map_or_else(|| "Nothing is selected".to_owned(), Selection::words);
        self.announcer.say(words);
    }

    /// How many of these tokens are selected.
    pub(super) fn selected_of(self, ids: &[TokenId]) -> usize {
        self.selected.with(|chosen| ids.iter().filter(|id| chosen.contains(id)).count())
    }

    pub(super) fn select(self, id: TokenId, selected: bool) {
        self.selected.update(|ids| {
            if selected {
                ids.insert(id)
            } else {
                ids.remove(&id)
            };
        });
    }

    pub(super) fn clear_selection(self) {
        self.selected.update(BTreeSet::clear);
        self.focus.move_to(Place::ListHeading);
    }

    pub(super) fn is_expanded(self, id: TokenId) -> bool {
        self.expanded.with(|ids| ids.contains(&id))
    }

    pub(super) fn toggle_details(self, id: TokenId) {
        self.expanded.update(|ids| {
            if !ids.remove(&id) {
                ids.insert(id);
            }
        });
    }

    /// The token of an id, as the list has it by now.
    pub(super) fn token(self, id: TokenId) -> Option<Arc<ListedToken>> {
        self.tokens.token(id)
    }

    /// Asks whether tokens are to be revoked.
    pub(super) fn revoke(self, tokens: Vec<Arc<ListedToken>>) {
        let Some(account) = self.session.account_untracked() else {
            return;
        };
        self.revoking.ask(account, tokens, self.problems, Place::ListHeading, |_| {});
    }

    /// Asks whether the tokens that are selected are to be revoked.
    pub(super) fn revoke_selected(self) {
        let selected = self.selected.get_untracked();
        let tokens = selected.into_iter().filter_map(|id| self.token(id));
        self.revoke(tokens.filter(|token| token.can_be_revoked()).collect());
    }

    /// The account that is shown, if it is known.
    pub(super) fn account_untracked(self) -> Option<AccountId> {
        self.session.account_untracked()
    }

    pub(super) fn announce(self, message: String) {
        self.announcer.say(message);
    }
}
