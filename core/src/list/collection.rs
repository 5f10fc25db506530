//! The account's tokens, filtered and sorted when they are asked for.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::column::SortKey;
use super::{Attention, ListedToken, Query};
use crate::TokenId;

/// Puts a text in lower case. It is passed in: Rust's tables for it are 7 kB to download, and a browser has them.
pub type LowerCase = fn(&str) -> String;

/// The account's tokens, none of them twice.
#[derive(Clone, Debug)]
pub struct TokenList {
    /// In the service's order.
    entries: Vec<Entry>,
    /// Where in `entries` each token is.
    places: BTreeMap<TokenId, usize>,
    lower_case: LowerCase,
    /// When it was read.
    pub read_at: DateTime<Utc>,
}

/// A token and the text that is searched for it, put in lower case once: thousands of texts in one go would
/// hold up the letter that is being typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) token: Arc<ListedToken>,
    /// The texts of a token, one after the other.
    searched: String,
    /// Where each of them ends.
    ends: [usize; Self::TEXTS],
}

impl Entry {
    const TEXTS: usize = 6;

    fn new(token: Arc<ListedToken>, lower_case: LowerCase) -> Self {
        let texts: [&str; Self::TEXTS] = [
            &token.name,
            &token.issuer,
            &token.role.label(),
            &token.description,
            &token.issuer_email,
            &token.id.to_string(),
        ];
        let mut searched = String::new();
        let ends = texts.map(|text| {
            searched.push_str(&lower_case(text));
            let end = searched.len();
            // Set apart by a character that nobody types: no word is found across two of them.
            searched.push('\0');
            end
        });
        Self {
            token,
            searched,
            ends,
        }
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

    /// By name, those without one last, and those of one name by number.
    fn compare_names(&self, other: &Self) -> Ordering {
        let (one, two) = (self.name(), other.name());
        one.is_empty()
            .cmp(&two.is_empty())
            .then_with(|| one.cmp(two))
            .then_with(|| self.token.id.cmp(&other.token.id))
    }
}

/// An entry and what it is sorted by.
struct Sortable<'e> {
    key: Option<SortKey<'e>>,
    entry: &'e Entry,
}

impl Sortable<'_> {
    /// What the service didn't tell stays last in both directions, and names decide among those that are equal.
    fn compare(&self, other: &Self, descending: bool) -> Ordering {
        match (&self.key, &other.key) {
            (Some(one), Some(two)) if descending => two.cmp(one),
            (Some(one), Some(two)) => one.cmp(two),
            (one, two) => one.is_none().cmp(&two.is_none()),
        }
        .then_with(|| self.entry.compare_names(other.entry))
    }
}

impl TokenList {
    /// A list without any token yet.
    #[must_use]
    pub fn new(read_at: DateTime<Utc>, lower_case: LowerCase) -> Self {
        Self {
            entries: Vec::new(),
            places: BTreeMap::new(),
            lower_case,
            read_at,
        }
    }

    /// Takes up what the service listed next. Where it lists a number twice, its first word counts.
    pub fn extend(&mut self, tokens: impl IntoIterator<Item = ListedToken>) {
        for token in tokens {
            if let btree_map::Entry::Vacant(place) = self.places.entry(token.id) {
                place.insert(self.entries.len());
                self.entries
                    .push(Entry::new(Arc::new(token), self.lower_case));
            }
        }
    }

    /// All tokens, in the service's order.
    pub fn tokens(&self) -> impl Iterator<Item = &Arc<ListedToken>> {
        self.entries.iter().map(|entry| &entry.token)
    }

    /// The token of a number.
    #[must_use]
    pub fn token(&self, id: TokenId) -> Option<&Arc<ListedToken>> {
        let place = self.places.get(&id)?;
        Some(&self.entries[*place].token)
    }

    /// How many tokens can be used.
    #[must_use]
    pub fn active_count(&self, now: DateTime<Utc>) -> usize {
        self.tokens().filter(|token| token.active(now)).count()
    }

    /// How many tokens there is a reason to look at.
    #[must_use]
    pub fn concerned(&self, attention: Attention, now: DateTime<Utc>) -> usize {
        self.tokens()
            .filter(|token| attention.concerns(token, now))
            .count()
    }

    /// The tokens that a query asks for, in its order.
    #[must_use]
    pub fn matching(&self, query: &Query, now: DateTime<Utc>) -> Vec<Arc<ListedToken>> {
        let search = (self.lower_case)(&query.search);
        let words: Vec<&str> = search.split_whitespace().collect();
        let mut found: Vec<Sortable> = self
            .entries
            .iter()
            .filter(|entry| query.takes(&entry.token, now))
            .filter(|entry| words.iter().all(|word| entry.searched.contains(word)))
            .map(|entry| Sortable {
                key: query.sort.sort_key(entry, now),
                entry,
            })
            .collect();
        found.sort_unstable_by(|one, two| one.compare(two, query.descending));
        found
            .into_iter()
            .map(|sortable| Arc::clone(&sortable.entry.token))
            .collect()
    }

    /// Puts what is known of a token by now in its place; `None` marks it as deleted.
    pub fn update(&mut self, id: TokenId, token: Option<ListedToken>) {
        let Some(entry) = self.places.get(&id).map(|place| &mut self.entries[*place]) else {
            return;
        };
        let token = match token {
            Some(token) => ListedToken { id, ..token },
            None => ListedToken {
                deleted: true,
                ..ListedToken::clone(&entry.token)
            },
        };
        *entry = Entry::new(Arc::new(token), self.lower_case);
    }
}
