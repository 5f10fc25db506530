//! A request without an answer: was a token made, or not?

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::{App, SUBMIT_ID};
use crate::api;
use crate::browser;
use crate::token::listed::{ListedToken, made_by};
use crate::token::{ApiKey, NewToken, Problems};

/// What is known of a request whose outcome is not.
#[derive(Clone)]
pub struct Lost {
    /// What was asked for.
    pub order: NewToken,
    /// When, by the browser's clock.
    pub sent: DateTime<Utc>,
    /// The ids of the tokens that were there before, where the list was read in time.
    before: Option<Vec<i64>>,
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
        before: Option<Vec<i64>>,
    ) {
        self.lost.set(Some(Lost {
            order,
            sent,
            before,
            search: Search::Running,
        }));
        self.look_again();
    }

    /// The ids of the account's tokens, as far as they were read by now.
    pub(super) fn existing_ids(self) -> Option<Vec<i64>> {
        self.existing.with_untracked(|tokens| {
            let tokens = tokens.as_ref()?;
            Some(tokens.iter().map(|token| token.id).collect())
        })
    }

    /// Searches once more: a request that is slow on its way may still arrive.
    pub fn look_again(self) {
        let order = self.lost.with_untracked(|lost| {
            let lost = lost.as_ref()?;
            Some(lost.order.clone())
        });
        let (Some(order), Ok(key)) = (order, self.with_key(ApiKey::parse)) else {
            return self.found(Search::Failed);
        };
        self.found(Search::Running);
        browser::spawn(async move {
            let config = self.config.get_value();
            let listed = api::list(&config, &key, order.account).await;
            let search = self.lost.with_untracked(|lost| {
                let (Ok(tokens), Some(lost)) = (&listed, lost) else {
                    return Search::Failed;
                };
                let made = made_by(tokens, &lost.order.name, lost.sent, lost.before.as_deref());
                if made.is_empty() {
                    Search::Nothing
                } else {
                    Search::Found(made.into_iter().cloned().collect())
                }
            });
            self.announce(match &search {
                Search::Found(_) => "A token was created",
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
        let (Some(account), Ok(key)) = (account, self.with_key(ApiKey::parse)) else {
            return;
        };
        self.delete(key, account, id.to_string(), move |revoked| match revoked {
            Ok(()) => {
                self.announce("Token revoked");
                self.problems.set(Problems::default());
                self.look_again();
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
        self.lost.set(None);
        self.problems.set(Problems::default());
        browser::focus(SUBMIT_ID);
    }
}
