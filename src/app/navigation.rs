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

    /// The view that a fragment names. What it says of the list, `Query` reads.
    fn named_by(fragment: &str) -> Self {
        match fragment.strip_prefix(Self::Tokens.fragment()) {
            Some(rest) if rest.is_empty() || rest.starts_with('?') => Self::Tokens,
            _ => Self::Create,
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
        let view = View::named_by(&fragment);
        self.switch(view);
        match view {
            View::Create => self.prefill(&fragment),
            View::Tokens => {
                if let Some(query) = Query::parse(&fragment) {
                    self.show_query(query);
                }
                self.read_if_known();
            }
        }
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

#[cfg(test)]
mod tests {
    use super::View;
    use crate::token::list::Query;

    #[test]
    fn a_fragment_names_the_list_where_it_can_be_read_as_a_query() {
        for fragment in [
            "",
            "#",
            "#create",
            "#create?name=x",
            "#tokens",
            "#tokens?status=all",
            "#tokens?",
            "#tokensx",
            "#tokens/",
            "tokens",
        ] {
            let names_the_list = View::named_by(fragment) == View::Tokens;
            assert_eq!(
                names_the_list,
                Query::parse(fragment).is_some(),
                "{fragment}"
            );
        }
    }
}
