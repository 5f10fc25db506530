//! What is selected in the list, beyond what is on screen.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::{ListedToken, Query, TokenList};
use crate::TokenId;
use crate::limits::{counted, grouped};

/// How many tokens are selected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Selection {
    /// Those that can be revoked; others don't count.
    pub selected: usize,
    /// How many of them no page shows, since the query doesn't find them.
    pub hidden: usize,
}

impl Selection {
    /// `240 tokens selected, 12 of them not shown`
    #[must_use]
    pub fn words(self) -> String {
        let hidden = match (self.selected, self.hidden) {
            (_, 0) => String::new(),
            (1, _) => ", not shown".to_owned(),
            (selected, hidden) if hidden == selected => ", none of them shown".to_owned(),
            (_, hidden) => format!(", {} of them not shown", grouped(hidden)),
        };
        format!("{} selected{hidden}", counted(self.selected as i64, "token"))
    }
}

/// What is selected when somebody selects all of these tokens: those that can be revoked, in their order.
#[must_use]
pub fn revocable(tokens: &[Arc<ListedToken>]) -> Vec<TokenId> {
    tokens.iter().filter(|token| token.can_be_revoked()).map(|token| token.id).collect()
}

impl TokenList {
    /// What of a selection counts, and what of that a query hides.
    #[must_use]
    pub fn selection(&self, ids: &BTreeSet<TokenId>, query: &Query, now: DateTime<Utc>) -> Selection {
        let can_be_revoked = |id: &&TokenId| self.token(**id).is_some_and(|token| token.can_be_revoked());
        let selected = ids.iter().filter(can_be_revoked).count();
        let shown = self.found(query, now).filter(|token| token.can_be_revoked() && ids.contains(&token.id)).count();
        Selection { selected, hidden: selected - shown }
    }
}

#[cfg(test)]
mod tests {
    use super::Selection;

    #[test]
    fn a_selection_says_what_of_it_is_out_of_sight() {
        for (selected, hidden, words) in [
            (0, 0, "0 tokens selected"),
            (1, 0, "1 token selected"),
            (1, 1, "1 token selected, not shown"),
            (2, 1, "2 tokens selected, 1 of them not shown"),
            (3, 3, "3 tokens selected, none of them shown"),
            (240, 12, "240 tokens selected, 12 of them not shown"),
            (5_000, 1_200, "5,000 tokens selected, 1,200 of them not shown"),
        ] {
            assert_eq!(Selection { selected, hidden }.words(), words);
        }
    }
}
