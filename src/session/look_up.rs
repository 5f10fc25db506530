//! The look-up: whose key it is, and in which account the page works by that.

use gcore_token_core::form::Field;
use gcore_token_core::service::{Failure, Operation, explain, worth_repeating};
use gcore_token_core::{AccountId, Holder};
use leptos::prelude::*;

use super::Session;
use crate::browser::focus::is_focused;
use crate::client::Client;
use crate::components::ProblemList;

const LOOKING_UP: &str = "Looking up the account";

/// Who wants to know whose key it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    /// A whole key was pasted, or its field left: what goes wrong takes nobody's focus.
    Nobody,
    /// Somebody pressed what needs the account.
    Somebody,
    /// Somebody pressed "Look up account", which fills it in whatever is there.
    LookUpButton,
}

/// What a look-up is for.
pub(super) struct Purpose {
    /// Where it is said what went wrong.
    problems: ProblemList,
    /// What follows when the account is found.
    then: Box<dyn FnOnce()>,
}

impl Session {
    /// Asks the service whose key it is, since somebody pressed what needs the account, and fills that in where it is empty. `then`
    /// follows when it is known.
    pub(crate) fn look_up(self, problems: ProblemList, then: impl FnOnce() + 'static) {
        self.look_up_for(Asker::Somebody, problems, then);
    }

    /// Asks the same once more after it failed. What was to follow then does not: somebody decides that anew.
    pub(crate) fn look_up_again(self, problems: ProblemList, then: impl FnOnce() + 'static) {
        let asker = match self.asker.get_value() {
            Asker::LookUpButton => Asker::LookUpButton,
            Asker::Somebody | Asker::Nobody => Asker::Somebody,
        };
        self.look_up_for(asker, problems, then);
    }

    pub(super) fn look_up_for(self, asker: Asker, problems: ProblemList, then: impl FnOnce() + 'static) {
        if self.look_up.waiting().get_untracked() {
            // What comes of it is for whoever asks now.
            if self.asker.get_value() == Asker::Nobody {
                self.announcer.say(LOOKING_UP);
            }
            return self.answer_to(asker, problems, then);
        }
        if let Some(client) = self.client(problems) {
            self.announcer.say(LOOKING_UP);
            self.ask_who(client, asker, problems, then);
        }
    }

    /// Asks the same once a whole key is in its field.
    pub(crate) fn look_up_by_itself(self, problems: ProblemList, then: impl FnOnce() + 'static) {
        self.press.once_over(move || {
            let is_due = !self.look_up.waiting().get_untracked() && !self.looked_up.get_value();
            if let Some(client) = self.client_if_known().filter(|_| is_due) {
                self.ask_who(client, Asker::Nobody, problems, then);
            }
        });
    }

    /// Has what comes of the look-up that is on its way, if there is one, be for the view that is on screen from now on. What was to
    /// follow in the other one does not: nothing is done behind somebody's back.
    pub(crate) fn follow_look_up(self, problems: ProblemList, then: impl FnOnce() + 'static) {
        if self.look_up.waiting().get_untracked() {
            self.answer_to(self.asker.get_value(), problems, then);
        }
    }

    fn answer_to(self, asker: Asker, problems: ProblemList, then: impl FnOnce() + 'static) {
        self.asker.set_value(asker);
        self.purpose.set_value(Some(Purpose { problems, then: Box::new(then) }));
    }

    fn ask_who(self, client: Client, asker: Asker, problems: ProblemList, then: impl FnOnce() + 'static) {
        self.answer_to(asker, problems, then);
        self.looked_up.set_value(true);
        self.look_up_failed.set(None);
        let typed_account = self.account_id.get_untracked();
        let question = async move { client.who_am_i().await };
        self.look_up.ask(question, move |found| {
            if let Ok(holder) = &found {
                self.tokens.note_user(holder.user_id);
                self.holder.set(Some(holder.clone()));
            }
            // While a token is created nobody waits for more.
            let purpose = self.purpose.try_update_value(Option::take).flatten().filter(|purpose| purpose.problems.has_fields());
            if let Some(purpose) = purpose {
                self.take_found(found, &typed_account, purpose);
            }
        });
    }

    /// Takes what came of a look-up; `typed_account` is what stood in the Account ID's field when it was asked for.
    fn take_found(self, found: Result<Holder, Failure>, typed_account: &str, Purpose { problems, then }: Purpose) {
        match found {
            Ok(holder) => {
                let account = self.account_id.get_untracked();
                let fills_in = match self.asker.get_value() {
                    Asker::Nobody => false,
                    Asker::Somebody => account.trim().is_empty(),
                    Asker::LookUpButton => account == typed_account,
                };
                if fills_in {
                    self.take_found_account(holder.account);
                }
                self.announcer.say(format!("Account {} found", holder.account));
                problems.resolve(&[Field::ApiKey, Field::AccountId]);
                self.adopt_account();
                then();
            }
            Err(failure) => {
                let mut found = explain(&failure, Operation::LookUp, self.config);
                let asked_for = self.asker.get_value() != Asker::Nobody;
                if !asked_for && found.of(Field::ApiKey).is_none() {
                    return self.look_up_failed.set(Some(format!("The account is not known yet. {}", found.general.join(" "))));
                }
                self.announcer.clear();
                if self.config.account_id.is_none() {
                    found.general.push("You can still enter the Account ID yourself.".to_owned());
                }
                if asked_for {
                    let repeat = worth_repeating(&failure, Operation::LookUp).then_some(Operation::LookUp);
                    problems.show_repeatable(found, repeat);
                } else {
                    problems.show_without_focus(found);
                }
            }
        }
    }

    fn take_found_account(self, account: AccountId) {
        if self.config.account_id.is_none() {
            self.set_account_id(account.to_string());
            self.account_found.set_value(true);
        }
    }

    /// Fills in the account of the key where none is typed, and has the fields give way to one line if the page works in that very
    /// account. Nothing changes under the hand of somebody who is at the account. Tells whether the fields give way by it.
    pub(super) fn adopt_account(self) -> bool {
        let Some(account) = self.holder.with_untracked(|holder| holder.as_ref().map(|holder| holder.account)) else {
            return false;
        };
        if is_focused(Field::AccountId.id()) {
            return false;
        }
        if self.account_id.with_untracked(|account| account.trim().is_empty()) {
            self.take_found_account(account);
        }
        let folds =
            !self.is_folded_untracked() && (self.config.account_id.is_some() || self.account_untracked() == Some(account));
        if folds {
            // By then the key may be forgotten.
            self.press.once_over(move || self.folded.set(self.holder.with_untracked(Option::is_some)));
        }
        folds
    }

    /// What is said of the account: that it is being looked up, why that failed, or else this.
    pub(super) fn account_hint(self, otherwise: String) -> Signal<String> {
        let looking_up = self.look_up.waiting();
        Signal::derive(move || {
            if looking_up.get() {
                "Looking up the account…".to_owned()
            } else {
                self.look_up_failed.get().unwrap_or_else(|| otherwise.clone())
            }
        })
    }
}
