//! The person's key: whose it is, and when it is forgotten.

use super::{App, FORGETTING_ID, HEADING_ID, Screen, View};
use crate::api::{self, Deed, explain};
use crate::browser::{self, BrowserClock};
use crate::token::time::Clock;
use crate::token::{ApiKey, Field, Problems, Role, Secret};

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
        self.look_up_age.update_value(|age| *age += 1);
        self.looking_up.set(false);
        if self.holder.with_untracked(Option::is_some) {
            self.holder.set(None);
        }
        self.forget_existing();
    }

    /// Takes what was typed into a field before the page was there; the account only where it is
    /// asked for.
    pub fn type_into(self, field: Field, typed: &str) {
        let typed = typed.to_owned();
        match field {
            Field::ApiKey => self.set_key(typed),
            Field::AccountId if self.config.account.is_none() => {
                self.set_account(typed);
            }
            Field::Name => self.draft.update(|draft| draft.name = typed),
            Field::Description => self.draft.update(|draft| draft.description = typed),
            Field::AccountId | Field::Role | Field::Expiration | Field::ExpirationDateTime => {}
        }
    }

    /// Takes what stands in the Account ID's field.
    pub fn set_account(self, typed: String) {
        self.draft.update(|draft| draft.account_id = typed);
        self.forget_existing();
    }

    pub(super) fn forget_existing(self) {
        self.existing_age.update_value(|age| *age += 1);
        self.reading.set(false);
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
        self.key_shown.set(false);
        // At once, since the page may be on its way into the back/forward cache …
        browser::clear_value(Field::ApiKey.id());
        // … and by another element, since undoing would bring the key back in this one.
        self.forgotten
            .update(|count| *count = count.wrapping_add(1));
    }

    /// Notes that somebody is there, which answers the warning; its own button does so itself.
    pub fn active(self) {
        self.last_active.set_value(BrowserClock.now());
        if !browser::focus_is_within(FORGETTING_ID) {
            self.end_warning();
        }
    }

    fn end_warning(self) {
        if self.forgetting.get_untracked() {
            self.forgetting.set(false);
            self.announce("The API key is kept");
        }
    }

    /// Keeps the key for longer, and puts the focus where it does no harm.
    pub fn keep_key(self) {
        self.last_active.set_value(BrowserClock.now());
        self.end_warning();
        let editing = self.on_screen(|screen| matches!(screen, Screen::Editing));
        browser::focus(if editing && self.sees(View::Create) {
            Field::ApiKey.id()
        } else {
            HEADING_ID
        });
    }

    /// Does what is due by the clock; called every few seconds.
    pub fn tick(self) {
        self.clock_tick.update(|tick| *tick = tick.wrapping_add(1));
        let idle = (BrowserClock.now() - self.last_active.get_value()).num_seconds();
        if idle >= MASK_AFTER {
            self.mask();
        }
        // Without the key a token that is unsaved or lost could not be revoked any more.
        let needed = self.unsaved() || self.lost.with_untracked(Option::is_some);
        let kept = needed || self.with_key(str::is_empty);
        if kept || idle < WARN_AFTER {
            return;
        }
        if idle >= FORGET_AFTER {
            self.forget_key();
            self.announce("The API key is forgotten after 15 minutes without use");
            // What had the focus may be gone with what the key had shown.
            browser::focus_if_lost(HEADING_ID);
        } else if !self.forgetting.get_untracked() {
            self.forgetting.set(true);
            self.announce("The API key will be forgotten in a minute. Press any key to keep it.");
        }
    }

    /// Makes key and token illegible; they are there, and shown again on demand.
    pub fn mask(self) {
        self.key_shown.set(false);
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

    /// The key, or the message that it is missing.
    pub(super) fn demand_key(self) -> Option<ApiKey> {
        self.with_key(ApiKey::parse)
            .map_err(|message| {
                let mut problems = Problems::default();
                if self.has_key_field() {
                    problems.add(Field::ApiKey, message);
                } else {
                    problems
                        .general
                        .push("The API key is forgotten, and needed for this.".to_owned());
                }
                self.show(problems);
            })
            .ok()
    }

    /// Asks the service whose key it is, and fills in the account.
    pub fn look_up(self) {
        if self.looking_up.get_untracked() {
            return;
        }
        let Some(key) = self.demand_key() else { return };
        let age = self.look_up_age.get_value();
        let typed_account = self.draft.with_untracked(|draft| draft.account_id.clone());
        self.looking_up.set(true);
        self.announce("Looking up the account");
        browser::spawn(async move {
            let config = &self.config;
            let found = api::who_am_i(config, &key).await;
            // About a key that was replaced meanwhile, or on another screen, nobody waits for it.
            if self.look_up_age.get_value() != age {
                return;
            }
            self.looking_up.set(false);
            if !self.has_key_field() {
                return;
            }
            match found {
                Ok(holder) => {
                    let kept = self
                        .draft
                        .with_untracked(|draft| draft.account_id == typed_account);
                    if config.account.is_none() && kept {
                        self.set_account(holder.account.to_string());
                    }
                    self.announce(format!("Account {} found", holder.account));
                    self.holder.set(Some(holder));
                    self.problems
                        .update(|problems| problems.settle(&[Field::ApiKey, Field::AccountId]));
                    self.read_existing(true);
                }
                Err(failure) => {
                    self.announce("The account was not looked up");
                    let mut problems = explain(&failure, Deed::LookUp, config);
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

    /// Whether the API key's field is on screen.
    fn has_key_field(self) -> bool {
        self.sees(View::Tokens) || self.on_screen(|screen| matches!(screen, Screen::Editing))
    }
}
