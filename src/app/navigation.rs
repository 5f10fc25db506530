//! Which view is on screen: the address says so, and a link to it shows the same.

use super::{App, HEADING_ID, REVIEW_ID, Screen};
use crate::browser;
use crate::token::list::Query;

/// A view of the page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum View {
    /// The form, and what comes of it.
    Create,
    /// The tokens that exist.
    Tokens,
}

impl View {
    /// The fragment that shows it.
    #[must_use]
    pub fn fragment(self) -> &'static str {
        match self {
            Self::Create => "#create",
            Self::Tokens => "#tokens",
        }
    }
}

impl App {
    /// Whether a view is on screen.
    pub(super) fn sees(self, view: View) -> bool {
        self.view.get_untracked() == view
    }

    /// Shows what the address names when the page opens; nobody's focus is moved.
    pub fn open_at_address(self) {
        self.follow_address();
    }

    /// Shows what the address names by now: a link was followed, or the way back.
    pub fn address_changed(self) {
        let before = self.view.get_untracked();
        self.follow_address();
        if !self.sees(before) {
            let reviewing = self.on_screen(|screen| matches!(screen, Screen::Reviewing(_)));
            browser::focus(if reviewing && self.sees(View::Create) {
                REVIEW_ID
            } else {
                HEADING_ID
            });
        }
    }

    fn follow_address(self) {
        let fragment = browser::fragment();
        let Some(query) = Query::parse(&fragment) else {
            self.switch(View::Create);
            return self.prefill(&fragment);
        };
        self.switch(View::Tokens);
        self.show_query(query);
        self.read_if_known();
    }

    fn switch(self, view: View) {
        if self.sees(view) {
            return;
        }
        // Each view has its own problems, and finds them again.
        let mut problems = self.parked.get_value();
        self.problems
            .update(|shown| std::mem::swap(shown, &mut problems));
        self.parked.set_value(problems);
        self.view.set(view);
    }
}
