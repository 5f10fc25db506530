//! What the result shows besides the token.

use gcore_token_core::flow::verification::Verification;
use gcore_token_core::handover::Format;
use leptos::prelude::*;

use crate::browser::schedule::sleep;
use crate::components::Latest;

/// How long the button says that it has copied, in milliseconds.
const COPIED_MS: i32 = 4000;

/// See the module. It is the same after a look at the other view.
#[derive(Clone, Copy)]
pub(super) struct ResultState {
    /// Whether the token is legible on the screen.
    pub(super) visible: RwSignal<bool>,
    /// The format in which it is copied. For the next token it is the same.
    pub(super) format: RwSignal<Format>,
    /// Whether the clipboard holds the token, as far as this page knows.
    pub(super) on_clipboard: RwSignal<bool>,
    /// Whether the token has left the page, by the clipboard or as a file.
    pub(super) handed_over: RwSignal<bool>,
    /// Whether it was copied a moment ago.
    pub(super) just_copied: RwSignal<bool>,
    /// How long a moment is.
    copied_for_now: Latest,
    /// What came of the last copy or download, in words.
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
            handed_over: RwSignal::new(false),
            just_copied: RwSignal::new(false),
            copied_for_now: Latest::new(),
            copied: RwSignal::new(String::new()),
            verification: RwSignal::new(Verification::Unverified),
            verifying: Latest::new(),
        }
    }

    /// Forgets what was said of another token.
    pub(super) fn reset(self) {
        self.visible.set(!document().hidden());
        self.handed_over.set(false);
        self.unsay_copied();
        self.verification.set(Verification::Unverified);
        self.verifying.forget();
    }

    /// Chooses the format in which the token is copied next.
    pub(super) fn choose(self, format: Format) {
        self.format.set(format);
        self.unsay_copied();
    }

    /// What is on the clipboard now was put there in this format.
    pub(super) fn note_copied(self, format: Format) {
        self.on_clipboard.set(format.holds_secret());
        self.note_handed_over(format);
        self.copied.set(String::new());
        self.just_copied.set(true);
        self.copied_for_now.ask(sleep(COPIED_MS), move |()| self.just_copied.set(false));
    }

    /// The token is elsewhere in this format, if it is in it.
    pub(super) fn note_handed_over(self, format: Format) {
        self.handed_over.update(|handed_over| *handed_over |= format.holds_secret());
    }

    /// Takes back what was said of a copy.
    fn unsay_copied(self) {
        self.copied_for_now.forget();
        self.just_copied.set(false);
        self.copied.set(String::new());
    }
}
