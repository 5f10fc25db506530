//! The person's key: whose it is, and when it is forgotten.

use leptos::prelude::*;

use super::{App, Screen};
use crate::api::{self, Deed, explain};
use crate::browser::{self, BrowserClock};
use crate::token::time::Clock;
use crate::token::{AccountId, ApiKey, Field, Problems, Role, Secret};

/// Seconds without a key press or a click until a token on screen is masked.
const MASK_AFTER: i64 = 2 * 60;
/// Seconds until the page warns that it will forget the key.
const WARN_AFTER: i64 = 14 * 60;
/// Seconds until it does.
const FORGET_AFTER: i64 = 15 * 60;

impl App {
    /// Takes what stands in the API key's field. Whom it belongs to has to be asked anew.
    pub fn set_key(self, typed: String) {
        self.key.set_value(Secret::new(typed));
        if self.holder.with_untracked(Option::is_some) {
            self.holder.set(None);
        }
        self.forget_existing();
    }

    /// Takes what stands in the Account ID's field.
    pub fn set_account(self, typed: String) {
        self.draft.update(|draft| draft.account_id = typed);
        self.forget_existing();
    }

    pub(super) fn forget_existing(self) {
        if self.existing.with_untracked(Option::is_some) {
            self.existing.set(None);
        }
    }

    /// Lets a view use what stands in the API key's field, without keeping it.
    pub fn with_key<T>(self, use_key: impl FnOnce(&str) -> T) -> T {
        self.key.with_value(|key| use_key(key.expose()))
    }

    /// Wipes the API key from memory and from its field.
    pub fn forget_key(self) {
        self.set_key(String::new());
        self.forgetting.set(false);
        browser::clear_value(Field::ApiKey.id());
    }

    /// Notes that somebody is there.
    pub fn active(self) {
        self.last_active.set_value(BrowserClock.now());
        if self.forgetting.get_untracked() {
            self.forgetting.set(false);
            self.announce("The API key is kept");
        }
    }

    /// Does what is due by the clock; called every few seconds.
    pub fn tick(self) {
        self.clock_tick.update(|tick| *tick = tick.wrapping_add(1));
        let idle = (BrowserClock.now() - self.last_active.get_value()).num_seconds();
        if idle >= MASK_AFTER {
            self.mask_token();
        }
        // Without the key an unsaved token could not be revoked any more.
        let kept = self.with_key(str::is_empty) || self.unsaved();
        if kept || idle < WARN_AFTER {
            return;
        }
        if idle >= FORGET_AFTER {
            self.forget_key();
            self.announce("The API key is forgotten after 15 minutes without use");
        } else if !self.forgetting.get_untracked() {
            self.forgetting.set(true);
            self.announce("The API key will be forgotten in a minute. Press any key to keep it.");
        }
    }

    /// Makes a token on screen illegible; it is there, and shown again on demand.
    pub fn mask_token(self) {
        if self.on_screen(|screen| matches!(screen, Screen::Created(_))) {
            self.token_shown.set(false);
        }
    }

    /// The key's holder's role, where the service will probably refuse a more powerful one.
    #[must_use]
    pub fn beyond_own(self, role: Role) -> Option<Role> {
        let own = self.holder.with(|holder| holder.as_ref()?.role)?;
        (!own.may_grant(role)).then_some(own)
    }

    /// Whether the field holds another key by now, so that an answer about this one is outdated.
    fn replaced(self, key: &ApiKey) -> bool {
        self.with_key(|typed| {
            ApiKey::parse(typed).map_or(true, |typed| typed.expose() != key.expose())
        })
    }

    /// Asks the service whose key it is, and fills in the account.
    pub fn look_up(self) {
        if self.looking_up.get_untracked() {
            return;
        }
        let key = match self.with_key(ApiKey::parse) {
            Ok(key) => key,
            Err(message) => {
                let mut problems = Problems::default();
                problems.add(Field::ApiKey, message);
                return self.show(problems);
            }
        };
        self.looking_up.set(true);
        self.announce("Looking up the account");
        browser::spawn(async move {
            let config = self.config.get_value();
            let found = api::who_am_i(&config, &key).await;
            self.looking_up.set(false);
            if self.replaced(&key) {
                return;
            }
            match found {
                Ok(holder) => {
                    if config.account.is_none() {
                        let account = holder.account.to_string();
                        self.draft.update(|draft| draft.account_id = account);
                    }
                    self.announce(format!("Account {} found", holder.account));
                    self.holder.set(Some(holder));
                    self.problems
                        .update(|problems| problems.settle(&[Field::ApiKey, Field::AccountId]));
                    self.read_existing();
                }
                // On another screen nobody waits for it any more.
                Err(_) if !self.on_screen(|screen| matches!(screen, Screen::Editing)) => {}
                Err(failure) => {
                    self.announce("The account was not looked up");
                    let mut problems = explain(&failure, Deed::LookUp, &config);
                    if config.account.is_none() {
                        problems
                            .general
                            .push("You can still enter the Account ID yourself.".to_owned());
                    }
                    self.show(problems);
                }
            }
        });
    }

    /// Reads the account's tokens, to warn of names that are taken. It follows a look-up, since the
    /// key is sent nowhere before somebody presses something. It is a courtesy: where the list
    /// can't be read, nobody is bothered.
    pub fn read_existing(self) {
        let account = self
            .draft
            .with_untracked(|draft| AccountId::parse(&draft.account_id));
        let (Ok(key), Ok(account)) = (self.with_key(ApiKey::parse), account) else {
            return;
        };
        browser::spawn(async move {
            let config = self.config.get_value();
            if let Ok(tokens) = api::list(&config, &key, account).await
                && !self.replaced(&key)
            {
                self.existing.set(Some(tokens));
            }
        });
    }
}
