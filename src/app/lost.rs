//! A request without an answer: was a token made, or not?

use chrono::{DateTime, Utc};

use super::{App, LOST_ID, SUBMIT_ID};
use crate::api;
use crate::browser::{self, BrowserClock};
use crate::token::list::{ListedToken, TokenList, made_by};
use crate::token::time::Clock;
use crate::token::{NewToken, Problems};

/// What is known of a request whose outcome is not.
#[derive(Clone)]
pub struct Lost {
    /// What was asked for.
    pub order: NewToken,
    /// When, by the browser's clock.
    pub sent: DateTime<Utc>,
    /// The ids of tokens that were there before.
    known: Vec<i64>,
    /// Whether these are all, since the list was read in time.
    all_known: bool,
    /// How far the search in the account's list has come.
    pub search: Search,
}

/// A search in the account's list.
#[derive(Clone)]
pub enum Search {
    /// On its way.
    Running,
    /// These have its name and are new.
    Found(Vec<ListedToken>),
    /// These have its name, but are older by this computer's clock, which may be wrong.
    Unclear(Vec<ListedToken>),
    /// There is none: trying again is safe.
    Nothing,
    /// The list can't be read either.
    Failed,
}

impl App {
    /// Looks for the token that an unanswered request may have made.
    pub(super) fn search_lost(
        self,
        order: NewToken,
        sent: DateTime<Utc>,
        (known, all_known): (Vec<i64>, bool),
    ) {
        self.lost.set(Some(Lost {
            order,
            sent,
            known,
            all_known,
            search: Search::Running,
        }));
        self.look_again();
    }

    /// The ids of tokens that exist by now, as far as they are known, and whether these are all.
    pub(super) fn known_ids(self) -> (Vec<i64>, bool) {
        let mut known = self.made_here.get_value();
        let all = self.existing.with_untracked(|tokens| {
            known.extend(
                tokens
                    .iter()
                    .flat_map(TokenList::tokens)
                    .map(|token| token.id),
            );
            tokens.is_some()
        });
        (known, all)
    }

    /// Searches once more: a request that is slow on its way may still arrive.
    pub fn look_again(self) {
        let order = self.lost.with_untracked(|lost| {
            let lost = lost.as_ref()?;
            Some(lost.order.clone())
        });
        let Some(order) = order else { return };
        let Some(key) = self.demand_key() else {
            return self.found(Search::Failed);
        };
        self.found(Search::Running);
        browser::spawn(async move {
            let config = &self.config;
            let now = BrowserClock.now();
            let listed = api::list(config, &key, order.account, now).await;
            let search = self.lost.with_untracked(|lost| {
                let (Ok(tokens), Some(lost)) = (&listed, lost) else {
                    return Search::Failed;
                };
                let (made, likely) = made_by(
                    tokens.tokens().map(|token| &**token),
                    &lost.order.name,
                    lost.sent,
                    &lost.known,
                    lost.all_known,
                );
                let made: Vec<ListedToken> = made.into_iter().cloned().collect();
                match (made.is_empty(), likely) {
                    (true, _) => Search::Nothing,
                    (false, true) => Search::Found(made),
                    (false, false) => Search::Unclear(made),
                }
            });
            self.announce(match &search {
                Search::Found(_) => "A token was created",
                Search::Unclear(_) => "It is not known whether a token was created",
                Search::Nothing => "No token was created: trying again is safe",
                Search::Running | Search::Failed => "The list of tokens can’t be read now",
            });
            self.found(search);
        });
    }

    fn found(self, search: Search) {
        self.lost.update(|lost| {
            if let Some(lost) = lost {
                lost.search = search;
            }
        });
    }

    /// Deletes a token that was made without ever being shown.
    pub fn revoke_lost(self, id: i64) {
        let account = self
            .lost
            .with_untracked(|lost| lost.as_ref().map(|lost| lost.order.account));
        let (Some(account), Some(key)) = (account, self.demand_key()) else {
            return;
        };
        self.delete(key, account, id.to_string(), move |revoked| match revoked {
            Ok(_) => {
                self.announce("Token revoked");
                self.problems.set(Problems::default());
                self.look_again();
                // The button that was pressed is gone.
                browser::focus(LOST_ID);
            }
            Err(failure) => self.not_revoked(&failure),
        });
    }

    /// Whether another request can't make a second token by accident.
    pub(super) fn safe_to_try_again(self) -> bool {
        let safe = self.lost.with_untracked(|lost| {
            lost.as_ref()
                .is_none_or(|lost| matches!(lost.search, Search::Nothing))
        });
        if safe {
            self.lost.set(None);
        }
        safe
    }

    /// The person has seen what there is, and goes on.
    pub fn settle_lost(self) {
        self.lost.with_untracked(|lost| {
            // What was found and kept is not lost a second time.
            if let Some(Search::Found(tokens) | Search::Unclear(tokens)) =
                lost.as_ref().map(|lost| &lost.search)
            {
                self.made_here
                    .update_value(|ids| ids.extend(tokens.iter().map(|token| token.id)));
            }
        });
        self.lost.set(None);
        self.problems.set(Problems::default());
        browser::focus(SUBMIT_ID);
    }
}
