//! Whether something is being pressed.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::lifecycle::on_pointer;
use crate::browser::schedule::{sleep, yield_to_browser};

/// What moves under a pointer that is down is missed when it is let go. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct Press(StoredValue<bool>);

impl Press {
    pub(crate) fn new() -> Self {
        let down = StoredValue::new(false);
        on_pointer(move |is_down| {
            if is_down {
                down.set_value(true);
            } else {
                spawn_local(async move {
                    // What was pressed hears of it first.
                    yield_to_browser().await;
                    down.set_value(false);
                });
            }
        });
        Self(down)
    }

    /// Does something as soon as nothing is pressed.
    pub(crate) fn once_over(self, act: impl FnOnce() + 'static) {
        if !self.0.get_value() {
            return act();
        }
        spawn_local(async move {
            while self.0.get_value() {
                sleep(20).await;
            }
            act();
        });
    }
}
