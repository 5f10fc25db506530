//! The time, for what is said of times on a page that is open for long.

use std::time::Duration;

use chrono::{DateTime, Utc};
use gcore_token_core::time::Clock;
use leptos::prelude::*;

use crate::browser::clock::BrowserClock;

/// How often it moves on.
const STEP: Duration = Duration::from_secs(5);

/// The time, a few seconds old at most. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct Now(RwSignal<DateTime<Utc>>);

impl Now {
    pub(crate) fn new() -> Self {
        let now = RwSignal::new(BrowserClock.now());
        set_interval(move || now.set(BrowserClock.now()), STEP);
        Self(now)
    }

    pub(crate) fn get(self) -> DateTime<Utc> {
        self.0.get()
    }

    /// Moves on at once, for what can't wait for the next step.
    pub(crate) fn catch_up(self) {
        self.0.set(BrowserClock.now());
    }

    /// The time, for what has to be looked at by the minute only.
    pub(crate) fn minute(self) -> Memo<DateTime<Utc>> {
        Memo::new(move |before: Option<&DateTime<Utc>>| {
            let now = self.get();
            match before {
                Some(before) if before.timestamp().div_euclid(60) == now.timestamp().div_euclid(60) => *before,
                _ => now,
            }
        })
    }
}
