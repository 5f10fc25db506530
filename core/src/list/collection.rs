//! The account's tokens, filtered and sorted on demand.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::collections::btree_map;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::column::SortKey;
use super::entry::{Entry, LowerCase};
use super::{Attention, ListedToken, Query};
use crate::TokenId;

/// The account's tokens, without duplicates.
#[derive(Clone, Debug)]
pub struct TokenList {
    /// In the service's order.
    entries: Vec<Entry>,
    /// The index of each token in `entries`.
    places: BTreeMap<TokenId, usize>,
    lower_case: LowerCase,
    /// When it was read.
    pub read_at: DateTime<Utc>,
    /// How many entries could not be read, and are missing here.
    pub unreadable: usize,
}

/// An entry with its sort key.
struct Sortable<'e> {
    key: Option<SortKey<'e>>,
    entry: &'e Entry,
}

impl Sortable<'_> {
    /// Unknown values come last in both directions, and equal ones are sorted by name.
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
    /// An empty list.
    #[must_use]
    pub fn new(read_at: DateTime<Utc>, lower_case: LowerCase) -> Self {
        Self { entries: Vec::new(), places: BTreeMap::new(), lower_case, read_at, unreadable: 0 }
    }

    /// Adds more tokens. If the service lists an id twice, the first one wins.
    pub fn extend(&mut self, tokens: impl IntoIterator<Item = ListedToken>) {
        for token in tokens {
            if let btree_map::Entry::Vacant(place) = self.places.entry(token.id) {
                place.insert(self.entries.len());
                self.entries.push(Entry::new(Arc::new(token), self.lower_case));
            }
        }
    }

    /// All tokens, in the service's order.
    pub fn tokens(&self) -> impl Iterator<Item = &Arc<ListedToken>> {
        self.entries.iter().map(|entry| &entry.token)
    }

    /// Looks a token up by its id.
    #[must_use]
    pub fn token(&self, id: TokenId) -> Option<&Arc<ListedToken>> {
        let place = self.places.get(&id)?;
        Some(&self.entries[*place].token)
    }

    /// How many tokens are active.
    #[must_use]
    pub fn active_count(&self, now: DateTime<Utc>) -> usize {
        self.tokens().filter(|token| token.active(now)).count()
    }

    /// How many tokens need this kind of attention.
    #[must_use]
    pub fn concerned(&self, attention: Attention, now: DateTime<Utc>) -> usize {
        self.tokens().filter(|token| attention.concerns(token, now)).count()
    }

    /// The tokens that match a query, in its order.
    #[must_use]
    pub fn matching(&self, query: &Query, now: DateTime<Utc>) -> Vec<Arc<ListedToken>> {
        let search = (self.lower_case)(&query.search);
        let words: Vec<&str> = search.split_whitespace().collect();
        let mut found: Vec<Sortable> = self
            .entries
            .iter()
            .filter(|entry| query.takes(&entry.token, now))
            .filter(|entry| words.iter().all(|word| entry.searched.contains(word)))
            .map(|entry| Sortable { key: query.sort.sort_key(entry, now), entry })
            .collect();
        found.sort_unstable_by(|one, two| one.compare(two, query.descending));
        found.into_iter().map(|sortable| Arc::clone(&sortable.entry.token)).collect()
    }

    /// Replaces what is known about a token; `None` marks it as deleted.
    pub fn update(&mut self, id: TokenId, token: Option<ListedToken>) {
        let Some(entry) = self.places.get(&id).map(|place| &mut self.entries[*place]) else {
            return;
        };
        let token = match token {
            Some(token) => ListedToken { id, ..token },
            None => ListedToken { deleted: true, ..ListedToken::clone(&entry.token) },
        };
        *entry = Entry::new(Arc::new(token), self.lower_case);
    }
}
