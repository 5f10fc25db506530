//! The account's tokens, filtered and sorted on demand.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, Utc};

use super::entry::{Entry, Places, places};
use super::query::Zone;
use super::rules::Rules;
use super::{Attention, Column, ListedToken, Query};
use crate::TokenId;
use crate::config::Policy;
use crate::limits::grouped;
use crate::text::TextRules;

/// The account's tokens, without duplicates.
#[derive(Clone, Debug)]
pub struct TokenList {
    /// In the service's order.
    entries: Vec<Entry>,
    /// The index of each token in `entries`.
    places: BTreeMap<TokenId, usize>,
    rules: TextRules,
    zone: Zone,
    /// `None` as long as nobody told.
    operator: Option<Rules>,
    /// The order of all texts, once somebody asked for it.
    order: OnceLock<Vec<Places>>,
    /// When it was read.
    pub read_at: DateTime<Utc>,
    /// The user whose API key it was read with, if known: whose tokens are [`IssuerFilter::Mine`](super::IssuerFilter).
    pub user_id: Option<i64>,
    /// How many entries could not be read, and are missing here.
    pub unreadable: usize,
}

/// An entry with what it is sorted by.
struct Sortable<'e> {
    key: Option<i64>,
    name: Option<u32>,
    entry: &'e Entry,
}

impl Sortable<'_> {
    /// Unknown values come last in both directions. Equal ones are sorted by name, nameless ones last, and by number.
    fn compare(&self, other: &Self, by_name: bool, descending: bool) -> Ordering {
        let turned = |order: Ordering| if descending { order.reverse() } else { order };
        let by_key = match (&self.key, &other.key) {
            (Some(one), Some(two)) => turned(one.cmp(two)),
            (one, two) => one.is_none().cmp(&two.is_none()),
        };
        let by_id = self.entry.token.id.cmp(&other.entry.token.id);
        let names = self.name.is_none().cmp(&other.name.is_none()).then(self.name.cmp(&other.name));
        by_key.then(names).then(if by_name && self.name.is_some() { turned(by_id) } else { by_id })
    }
}

/// A token that has the name already, or one that looks the same.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Twin {
    /// The token's id.
    pub id: TokenId,
    /// Whether the names are the same to the last character.
    pub same: bool,
}

impl Twin {
    /// A warning at the name of a new token.
    #[must_use]
    pub fn words(self) -> String {
        let id = self.id;
        if self.same {
            format!("A token with this name already exists (Token ID {id}). Tokens with the same name are hard to tell apart.")
        } else {
            format!(
                "A token whose name looks the same already exists (Token ID {id}): they differ only in spaces or invisible characters."
            )
        }
    }
}

impl TokenList {
    /// An empty list.
    #[must_use]
    pub fn new(read_at: DateTime<Utc>, rules: TextRules) -> Self {
        Self {
            entries: Vec::new(),
            places: BTreeMap::new(),
            rules,
            zone: |_| 0,
            operator: None,
            order: OnceLock::new(),
            read_at,
            user_id: None,
            unreadable: 0,
        }
    }

    /// Has it tell which tokens break the operator's rules. `matches(pattern, name)` tells whether a regular expression matches
    /// the whole name; it is asked about no name that is longer than [`MAX_TESTED_NAME`](crate::limits::MAX_TESTED_NAME).
    #[must_use]
    pub fn under(mut self, policy: Policy, matches: fn(&str, &str) -> bool) -> Self {
        let operator = Rules { policy, matches };
        for entry in &mut self.entries {
            let broken = operator.broken_by(&entry.token, self.read_at);
            Arc::make_mut(&mut entry.token).broken_rules = broken;
        }
        self.operator = Some(operator);
        self
    }

    /// Has months be those of the reader's zone. `zone` tells how many seconds local time is ahead of UTC at an instant; UTC as long
    /// as nobody told.
    #[must_use]
    pub fn in_zone(self, zone: fn(DateTime<Utc>) -> i32) -> Self {
        Self { zone, ..self }
    }

    /// A token with what follows from what this list knows.
    fn taken(&self, token: ListedToken) -> Arc<ListedToken> {
        let mut token = token.told_at(self.read_at);
        let broken = self.operator.as_ref().map(|operator| operator.broken_by(&token, self.read_at));
        token.broken_rules = broken.unwrap_or_default();
        Arc::new(token)
    }

    /// Adds more tokens. If the service lists an id twice, the first one wins.
    pub fn extend(&mut self, tokens: impl IntoIterator<Item = ListedToken>) {
        for token in tokens {
            if !self.places.contains_key(&token.id) {
                self.places.insert(token.id, self.entries.len());
                self.entries.push(Entry::new(self.taken(token), &self.rules));
            }
        }
        self.order.take();
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

    /// How texts are compared.
    pub(crate) fn rules(&self) -> &TextRules {
        &self.rules
    }

    /// An active token that has this name, or else one whose name looks the same.
    #[must_use]
    pub fn twin(&self, name: &str, now: DateTime<Utc>) -> Option<Twin> {
        let name = name.trim();
        let look = self.rules.look_of(name);
        if look.is_empty() {
            return None;
        }
        let twins = || self.entries.iter().filter(|entry| entry.look == look && entry.token.active(now));
        let same = |entry: &&Entry| entry.token.name == name;
        let twin = twins().find(same).or_else(|| twins().next())?;
        Some(Twin { id: twin.token.id, same: same(&twin) })
    }

    /// How many entries are missing, in a sentence; `None` if all are there.
    #[must_use]
    pub fn unreadable_words(&self) -> Option<String> {
        match self.unreadable {
            0 => None,
            1 => Some("1 entry of the list can’t be read, and is not shown.".to_owned()),
            count => Some(format!("{} entries of the list can’t be read, and are not shown.", grouped(count))),
        }
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
        let order = self.order();
        let finds = self.finds(query, now);
        let mut found: Vec<Sortable> = self
            .entries
            .iter()
            .zip(order)
            .filter(|(entry, _)| finds(entry))
            .map(|(entry, places)| Sortable { key: query.sort.sort_key(&entry.token, places, now), name: places.name, entry })
            .collect();
        let by_name = query.sort == Column::Name;
        found.sort_by(|one, two| one.compare(two, by_name, query.descending));
        found.into_iter().map(|sortable| Arc::clone(&sortable.entry.token)).collect()
    }

    /// Whether a query finds an entry.
    fn finds<'q>(&self, query: &'q Query, now: DateTime<Utc>) -> impl Fn(&Entry) -> bool + use<'q> {
        let search = self.rules.fold(&query.search);
        let words: Vec<String> = search.split_whitespace().map(str::to_owned).collect();
        let (user_id, zone) = (self.user_id, self.zone);
        move |entry| query.takes(&entry.token, user_id, zone, now) && words.iter().all(|word| entry.searched.contains(word))
    }

    /// The tokens that match a query, in the service's order.
    pub(super) fn found<'l, 'q>(
        &'l self,
        query: &'q Query,
        now: DateTime<Utc>,
    ) -> impl Iterator<Item = &'l Arc<ListedToken>> + use<'l, 'q> {
        let finds = self.finds(query, now);
        self.entries.iter().filter(move |entry| finds(entry)).map(|entry| &entry.token)
    }

    /// The places of all texts. Finding them takes a long list as long as a search: whoever has time before asks for them.
    fn order(&self) -> &[Places] {
        self.order.get_or_init(|| places(&self.entries))
    }

    /// Finds the order of all texts, so that the first search or sorting needn't.
    pub fn prepare(&self) {
        self.order();
    }

    /// Replaces what is known about a token; `None` marks it as deleted.
    pub fn update(&mut self, id: TokenId, token: Option<ListedToken>) {
        let Some(place) = self.places.get(&id).copied() else {
            return;
        };
        let known = &self.entries[place].token;
        let token = match token {
            Some(token) => ListedToken { id, ..token },
            None => ListedToken { deleted: true, ..ListedToken::clone(known) },
        };
        // Asking for the order anew takes its time, and what is revoked keeps its texts.
        let texts = |token: &ListedToken| (token.name.clone(), token.issuer.clone(), token.role.label());
        if texts(&token) != texts(known) {
            self.order.take();
        }
        self.entries[place] = Entry::new(self.taken(token), &self.rules);
    }
}
