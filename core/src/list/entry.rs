//! A token of the list, ready to be searched and sorted.

use std::cmp::Ordering;
use std::sync::Arc;

use super::ListedToken;

/// Converts a text to lower case. Passed in, since Rust's tables for it are 7 kB to download and a browser has them.
pub type LowerCase = fn(&str) -> String;

/// A token and its searchable text, converted to lower case in advance: doing that for thousands of tokens on
/// each letter of a search would hold up typing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) token: Arc<ListedToken>,
    /// All texts, one after the other.
    pub(super) searched: String,
    /// Where each text ends.
    ends: [usize; Self::TEXTS],
}

impl Entry {
    const TEXTS: usize = 6;

    pub(super) fn new(token: Arc<ListedToken>, lower_case: LowerCase) -> Self {
        let texts: [&str; Self::TEXTS] =
            [&token.name, &token.issuer, &token.role.label(), &token.description, &token.issuer_email, &token.id.to_string()];
        let mut searched = String::new();
        let ends = texts.map(|text| {
            searched.push_str(&lower_case(text));
            let end = searched.len();
            // Separated by a character that nobody types, so that no word matches across two texts.
            searched.push('\0');
            end
        });
        Self { token, searched, ends }
    }

    /// In lower case.
    pub(super) fn name(&self) -> &str {
        self.text(0)
    }

    /// In lower case.
    pub(super) fn issuer(&self) -> &str {
        self.text(1)
    }

    /// In lower case.
    pub(super) fn role(&self) -> &str {
        self.text(2)
    }

    fn text(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        &self.searched[start..self.ends[at]]
    }

    /// By name, with nameless tokens last, then by id.
    pub(super) fn compare_names(&self, other: &Self) -> Ordering {
        let (one, two) = (self.name(), other.name());
        one.is_empty().cmp(&two.is_empty()).then_with(|| one.cmp(two)).then_with(|| self.token.id.cmp(&other.token.id))
    }
}
