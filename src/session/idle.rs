//! A page that nobody uses: the key is masked, and forgotten in the end.

use chrono::TimeDelta;
use gcore_token_core::flow::idle::{KeyFate, idle, left_in_words};
use gcore_token_core::limits;
use gcore_token_core::time::Clock;
use leptos::prelude::*;

use super::Session;
use crate::browser::clock::BrowserClock;
use crate::components::Place;

impl Session {
    /// Notes that somebody is there, which answers the warning.
    pub(crate) fn note_activity(self) {
        self.note_presence();
        if self.warning.get_untracked() {
            self.warning.set(false);
            self.announcer.say("The API key is kept");
        }
    }

    /// Notes that somebody reads. A warning stays until it is answered: it is not to vanish under a pointer on its way to the button.
    pub(crate) fn note_reading(self) {
        if !self.warning.get_untracked() {
            self.note_presence();
        }
    }

    fn note_presence(self) {
        self.last_active.set_value(BrowserClock.now());
    }

    /// How long nobody has done anything.
    fn idle_for(self) -> TimeDelta {
        BrowserClock.now() - self.last_active.get_value()
    }

    /// How long the key is kept if nobody does anything, in words.
    pub(super) fn key_is_kept_for(self) -> String {
        left_in_words(self.idle_for())
    }

    /// Does what is due by the clock; `key_needed` tells whether a token could not be revoked any more without the key. Tells
    /// whether what is secret is to be masked.
    pub(crate) fn check_idle(self, key_needed: bool) -> bool {
        let may_forget_key = !key_needed && !self.with_key(str::is_empty);
        let idle_for = self.idle_for();
        let due = idle(idle_for, may_forget_key);
        match due.key {
            KeyFate::Keep => {}
            KeyFate::Warn => {
                let last_call = idle_for >= limits::FORGET_AFTER - limits::LAST_CALL;
                // Heard twice: each second would be too often.
                if !self.warning.get_untracked() || last_call && !self.last_call.get_value() {
                    let left = if last_call { limits::LAST_CALL } else { limits::FORGET_AFTER - limits::WARN_AFTER };
                    let left = limits::in_words(left);
                    self.announcer.say(format!("The API key will be forgotten in {left}. Press any key to keep it."));
                    self.last_call.set_value(last_call);
                }
                if !self.warning.get_untracked() {
                    self.warning.set(true);
                }
            }
            KeyFate::Forget => {
                self.forget_key();
                self.forgotten.set(true);
                let after = limits::in_words(limits::FORGET_AFTER);
                self.announcer.say(format!("The API key was forgotten after {after} of inactivity"));
                // What had the focus may be gone with what the key had shown.
                self.focus.move_if_lost(Place::ScreenHeading);
            }
        }
        due.mask
    }
}
