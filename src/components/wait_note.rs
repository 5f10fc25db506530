//! What is said to somebody who waits.

use std::time::Duration;

use chrono::TimeDelta;
use gcore_token_core::config::Config;
use gcore_token_core::flow::waiting::waiting_words;
use gcore_token_core::time::Clock;
use leptos::prelude::*;

use super::{Hint, Message};
use crate::browser::clock::BrowserClock;

/// Says what is waited for once that takes more than a moment, and later how long it may still take.
#[component]
pub(crate) fn WaitNote(#[prop(into)] waiting: Signal<bool>, what: &'static str) -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let patience = TimeDelta::seconds(config.timeout_seconds.get().into());
    let waited = RwSignal::new(TimeDelta::zero());
    Effect::new(move || {
        waited.set(TimeDelta::zero());
        if waiting.get() {
            let begin = BrowserClock.now();
            let tick = move || waited.set(BrowserClock.now() - begin);
            // It fails only where there is no window.
            if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(1)) {
                on_cleanup(move || interval.clear());
            }
        }
    });
    let words = move || if waiting.get() { waiting_words(what, waited.get(), patience) } else { None };
    view! {
        <Hint>
            <Message text=move || words().unwrap_or_default() />
        </Hint>
    }
}
