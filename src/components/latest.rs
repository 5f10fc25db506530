//! Whether an answer is still wanted.

use leptos::prelude::*;
use leptos::task::spawn_local;

/// Requests of one kind, of which only the latest one's answer is taken: what was asked about before a key, an account or a screen
/// changed is nobody's business any more.
#[derive(Clone, Copy)]
pub(crate) struct Latest {
    number: StoredValue<u32>,
    waiting: RwSignal<bool>,
}

impl Latest {
    pub(crate) fn new() -> Self {
        Self { number: StoredValue::new(0), waiting: RwSignal::new(false) }
    }

    /// Asks, and hands the answer over if it is still wanted by then.
    pub(crate) fn ask<T: 'static>(self, question: impl Future<Output = T> + 'static, take: impl FnOnce(T) + 'static) {
        self.forget();
        let asked = self.number.get_value();
        self.waiting.set(true);
        spawn_local(async move {
            let answer = question.await;
            if self.number.try_get_value() == Some(asked) {
                self.waiting.set(false);
                take(answer);
            }
        });
    }

    /// No answer to what was asked so far is wanted any more.
    pub(crate) fn forget(self) {
        self.number.update_value(|number| *number = number.wrapping_add(1));
        if self.waiting.get_untracked() {
            self.waiting.set(false);
        }
    }

    /// Whether an answer is waited for.
    pub(crate) fn waiting(self) -> Signal<bool> {
        self.waiting.into()
    }
}
