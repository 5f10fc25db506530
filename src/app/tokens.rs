//! The account's tokens: read, narrowed down, selected and exported.

use std::sync::Arc;

use super::{App, LIST_ID, View, Watched};
use crate::api::{self, Deed, explain};
use crate::browser::{self, BrowserClock};
use crate::token::list::{Attention, Column, ListedToken, Query, Status, TokenList, csv, json};
use crate::token::time::{Clock, rfc3339};
use crate::token::{AccountId, ApiKey, Field, Problems};

/// The address follows what is typed in this time.
const ADDRESS_AFTER_MS: i32 = 100;

impl App {
    /// Reads the account's tokens because somebody wants to see them; looks up the account first
    /// where it isn't known.
    pub fn refresh(self) {
        if self.reading.get_untracked() {
            return;
        }
        let Some(key) = self.demand_key() else { return };
        let typed = self
            .draft
            .with_untracked(|draft| draft.account_id.trim().to_owned());
        if typed.is_empty() {
            return self.look_up();
        }
        match AccountId::parse(&typed) {
            Ok(account) => {
                self.announce("Reading the tokens");
                self.read_list(key, account, true);
            }
            Err(message) => {
                let mut problems = Problems::default();
                problems.add(Field::AccountId, message);
                self.show(problems);
            }
        }
    }

    /// Reads the tokens when their view opens, if the key was used before: it goes nowhere before
    /// somebody presses something.
    pub(super) fn read_if_known(self) {
        let known = self.holder.with_untracked(Option::is_some);
        if known && self.existing.with_untracked(Option::is_none) {
            self.read_existing(false);
        }
    }

    /// Reads the tokens where key and account are there. In the form this warns of names that are
    /// taken. `pressed` tells whether somebody waits for the list.
    pub fn read_existing(self, pressed: bool) {
        let account = self
            .draft
            .with_untracked(|draft| AccountId::parse(&draft.account_id));
        if let (Ok(key), Ok(account)) = (self.with_key(ApiKey::parse), account)
            && !self.reading.get_untracked()
        {
            self.read_list(key, account, pressed);
        }
    }

    fn read_list(self, key: ApiKey, account: AccountId, pressed: bool) {
        let age = self.existing_age.get_value();
        self.reading.set(true);
        // What was revoked before, the list that is asked for now knows better.
        self.revoked_here.set_value(Vec::new());
        browser::spawn(async move {
            let config = &self.config;
            let listed = api::list(config, &key, account, BrowserClock.now()).await;
            if let Ok(list) = &listed {
                // Each in a task of its own.
                for column in self.first_columns() {
                    list.sort(column);
                    browser::breathe().await;
                }
            }
            // About another key or account by now.
            if self.existing_age.get_value() != age {
                return;
            }
            self.reading.set(false);
            // To the form it is a courtesy: where the list can't be read, nobody is bothered.
            let wanted = self.sees(View::Tokens);
            match listed {
                Ok(list) => {
                    self.take(list, wanted, pressed);
                    self.sort_ahead().await;
                }
                Err(failure) if wanted => {
                    self.announce("The tokens were not read");
                    self.show(explain(&failure, Deed::List, config));
                }
                Err(_) => {}
            }
        });
    }

    /// The orders without which the list can't be shown: others build on the one by name.
    fn first_columns(self) -> [Column; 2] {
        [Column::Name, self.query.with_untracked(|query| query.sort)]
    }

    /// Works out all orders of the list that is there, each in a task of its own, so that nobody waits for them later.
    async fn sort_ahead(self) {
        for column in Column::ALL {
            browser::breathe().await;
            self.existing.with_untracked(|list| {
                if let Some(list) = list {
                    list.sort(column);
                }
            });
        }
    }

    fn take(self, mut list: TokenList, wanted: bool, pressed: bool) {
        self.revoked_here.with_value(|ids| {
            for id in ids {
                list.update(*id, None);
            }
        });
        let now = BrowserClock.now();
        let active = list.active(now);
        // What is gone by now can't be revoked any more.
        self.selected.update(|ids| {
            ids.retain(|id| {
                list.tokens()
                    .any(|token| token.id == *id && token.active(now))
            });
        });
        let first = self.existing.with_untracked(Option::is_none);
        self.existing.set(Some(list));
        if wanted {
            self.problems.set(Problems::default());
            self.announce(match active {
                1 => "1 active token".to_owned(),
                count => format!("{count} active tokens"),
            });
            if first && pressed {
                // The button that was pressed is gone.
                browser::focus(LIST_ID);
            }
        }
    }

    /// Takes up what was learned of a token; `None` means that it is deleted.
    pub(super) fn learned(self, id: i64, token: Option<ListedToken>) {
        if token.as_ref().is_none_or(|token| token.deleted) {
            self.select(id, false);
            self.revoked_here.update_value(|ids| ids.push(id));
        }
        self.existing.update(|list| {
            if let Some(list) = list {
                list.update(id, token);
            }
        });
    }

    /// Shows another part of the list, from its start.
    pub(super) fn show_query(self, query: Query) {
        if self.query.with_untracked(|shown| *shown != query) {
            self.stretch.set(0);
            self.next_body();
            self.query.set(query);
        }
    }

    /// Shows another stretch of the list.
    pub fn turn_to(self, stretch: usize) {
        self.next_body();
        self.stretch.set(stretch);
        browser::focus(LIST_ID);
    }

    /// Shows the tokens of a status, as a step that the way back undoes.
    pub fn filter(self, status: Status) {
        let query = Query {
            status,
            attention: None,
            ..self.query.get_untracked()
        };
        browser::go(&query.fragment());
    }

    /// Shows the tokens in which these words are found.
    pub fn search(self, words: String) {
        self.rewrite(|query| query.search = words);
    }

    /// Sorts by a column; by the same one a second time the other way round.
    pub fn sort(self, column: Column) {
        self.rewrite(|query| query.sort_by(column));
        self.announce(format!(
            "Sorted by {}, {}",
            column.label(),
            if self.query.with_untracked(|query| query.descending) {
                "descending"
            } else {
                "ascending"
            }
        ));
    }

    /// Changes the query and the address without a step in the history: one for each letter of a
    /// search would bury the way back.
    fn rewrite(self, change: impl FnOnce(&mut Query)) {
        let mut query = self.query.get_untracked();
        change(&mut query);
        self.show_query(query);
        // Later, and once for several letters: a browser takes a good part of a frame for it.
        if self.rewriting.get_value() {
            return;
        }
        self.rewriting.set_value(true);
        let before = browser::fragment();
        browser::spawn(async move {
            browser::pause(ADDRESS_AFTER_MS).await;
            self.rewriting.set_value(false);
            // Somebody may have gone elsewhere.
            if browser::fragment() == before {
                browser::replace_fragment(&self.query.with_untracked(Query::fragment));
            }
        });
    }

    /// The query that a reason to look at tokens stands for.
    #[must_use]
    pub fn query_for(attention: Attention) -> Query {
        Query {
            attention: Some(attention),
            ..Query::default()
        }
    }

    /// Selects a token, or no longer.
    pub fn select(self, id: i64, selected: bool) {
        put(&self.selected, id, selected);
    }

    /// Shows everything of a token, or no longer.
    pub fn unfold(self, id: i64, unfolded: bool) {
        put(&self.unfolded, id, unfolded);
    }

    /// The tokens that a query shows, as they stand in the list.
    fn arranged(self) -> Vec<Arc<ListedToken>> {
        self.existing.with_untracked(|list| {
            list.as_ref().map_or_else(Vec::new, |list| {
                self.query
                    .with_untracked(|query| list.found(query, BrowserClock.now()))
            })
        })
    }

    /// Hands what the list shows to the browser as a file.
    pub fn export(self, as_json: bool) {
        let tokens = self.arranged();
        let now = BrowserClock.now();
        let each = tokens.iter().map(|token| &**token);
        let (text, extension) = if as_json {
            (json(each, now), "json")
        } else {
            (csv(each, now), "csv")
        };
        let today: String = rfc3339(now).chars().take(10).collect();
        let account = self
            .draft
            .with_untracked(|draft| AccountId::parse(&draft.account_id));
        let name = match account {
            Ok(account) => format!("gcore-tokens-{account}-{today}.{extension}"),
            Err(_) => format!("gcore-tokens-{today}.{extension}"),
        };
        let said = if browser::download(&name, &text) {
            match tokens.len() {
                1 => "1 token exported".to_owned(),
                count => format!("{count} tokens exported"),
            }
        } else {
            "Could not export the tokens".to_owned()
        };
        self.announce(said);
    }
}

/// Puts a token among others, or takes it out.
fn put(ids: &Watched<Vec<i64>>, id: i64, among: bool) {
    ids.update(|ids| {
        ids.retain(|other| *other != id);
        if among {
            ids.push(id);
        }
    });
}
