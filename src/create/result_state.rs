//! What the result shows besides the token.

use gcore_token_core::flow::verification::Verification;
use gcore_token_core::handover::Format;
use leptos::prelude::*;

use crate::components::Latest;

/// See the module. It is the same after a look at the other view.
#[derive(Clone, Copy)]
pub(super) struct ResultState {
    /// Whether the token is legible on the screen.
    pub(super) visible: RwSignal<bool>,
    /// The form in which it is copied for a tool.
    pub(super) format: RwSignal<Format>,
    /// Whether the clipboard holds the token, as far as this page knows.
    pub(super) on_clipboard: RwSignal<bool>,
    /// What came of the last copy, in words.
    pub(super) copied: RwSignal<String>,
    pub(super) verification: RwSignal<Verification>,
    pub(super) verifying: Latest,
}

impl ResultState {
    pub(super) fn new() -> Self {
        Self {
            visible: RwSignal::new(false),
            format: RwSignal::new(Format::ALL[0]),
            on_clipboard: RwSignal::new(false),
            copied: RwSignal::new(String::new()),
            verification: RwSignal::new(Verification::Unverified),
            verifying: Latest::new(),
        }
    }

    /// Forgets what was said of another token.
    pub(super) fn reset(self) {
        self.visible.set(!document().hidden());
        self.format.set(Format::ALL[0]);
        self.copied.set(String::new());
        self.verification.set(Verification::Unverified);
        self.verifying.forget();
    }
}
