//! Replacing a token: a new one of the same kind, and only then the end of the old one.

use std::sync::Arc;

use super::{App, HEADING_ID, LOST_ID, Screen, View};
use crate::browser::{self, BrowserClock};
use crate::token::expiry::Lifetime;
use crate::token::list::{ListedToken, Successor};
use crate::token::time::{Clock, wall_time};
use crate::token::{AccountId, Draft, Problems};

/// A token that the form's one is to replace.
#[derive(Clone)]
pub struct Rotation {
    /// The token that still works.
    pub old: Arc<ListedToken>,
    /// The account it belongs to.
    account: AccountId,
    /// The form as it was before.
    before: Draft,
}

impl App {
    /// Fills the form in with a successor of a token. The old one stays as it is.
    pub fn rotate(self, old: Arc<ListedToken>) {
        let account = self
            .draft
            .with_untracked(|draft| AccountId::parse(&draft.account_id));
        let Ok(account) = account else { return };
        browser::go(View::Create.fragment());
        if self.unsaved() {
            return self.announce("Save the new token first");
        }
        if self.lost.with_untracked(Option::is_some) {
            self.announce("Settle first whether the last token was created");
            return browser::focus(LOST_ID);
        }
        let today = wall_time(BrowserClock.now(), &BrowserClock).date();
        let now = BrowserClock.now();
        let taken = |name: &str| {
            self.existing.with_untracked(|list| {
                list.iter()
                    .flat_map(|list| list.tokens())
                    .any(|token| token.name == name && token.active(now))
            })
        };
        let successor = Successor::of(&old, today, &self.config.policy, taken);
        // What was typed before comes back when nothing is replaced after all.
        let before = self
            .rotation
            .get_untracked()
            .map_or_else(|| self.draft.get_untracked(), |rotation| rotation.before);
        self.end_result(Screen::Editing);
        self.parked.set_value(Problems::default());
        self.prefilled.set(false);
        self.draft.update(|draft| successor.fill(draft));
        if let Lifetime::Days(days) = self.draft.with_untracked(|draft| draft.lifetime) {
            self.linked_days.set(days);
        }
        self.rotation.set(Some(Rotation {
            old,
            account,
            before,
        }));
    }

    /// Replaces nothing: the form is as it was before.
    pub fn stop_rotating(self) {
        if let Some(rotation) = self.rotation.get_untracked() {
            let account_id = self.draft.with_untracked(|draft| draft.account_id.clone());
            self.draft.set(Draft {
                account_id,
                ..rotation.before
            });
            self.rotation.set(None);
            self.problems.set(Problems::default());
            self.announce("Nothing is replaced");
            browser::focus(HEADING_ID);
        }
    }

    /// Asks whether the token that was replaced is to be revoked.
    pub fn revoke_replaced(self) {
        if let Some(rotation) = self.rotation.get_untracked() {
            self.ask_to_revoke_of(rotation.account, vec![rotation.old]);
        }
    }
}
