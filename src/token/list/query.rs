//! What of the list is shown and in which order, and the fragment that says so.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, TimeDelta, Utc};

use super::{Attention, LastUse, ListedToken};
use crate::token::expiry::Expiry;
use crate::token::fragment::{encoded, line, pairs};
use crate::token::list::State;

/// Nobody searches for more; a link that has more is cut.
const LONGEST_SEARCH: usize = 200;

/// "Soon" is within this time.
const SOON: TimeDelta = TimeDelta::days(30);

/// What the `Status` filter offers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// What can be used.
    Active,
    /// What can be used, and ends within 30 days.
    ExpiringSoon,
    /// What can be used, and never was.
    NeverUsed,
    /// What has ended by itself.
    Expired,
    /// What somebody deleted.
    Deleted,
    /// Everything.
    All,
}

impl Status {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::ExpiringSoon,
        Self::NeverUsed,
        Self::Expired,
        Self::Deleted,
        Self::All,
    ];

    /// The option's text.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::ExpiringSoon => "Expiring soon",
            Self::NeverUsed => "Never used",
            Self::Expired => "Expired",
            Self::Deleted => "Deleted",
            Self::All => "All",
        }
    }

    /// The option's value, and its name in a fragment.
    #[must_use]
    pub fn value(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::ExpiringSoon => "expiring-soon",
            Self::NeverUsed => "never-used",
            Self::Expired => "expired",
            Self::Deleted => "deleted",
            Self::All => "all",
        }
    }

    /// The option of a value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.value() == value)
    }

    fn takes(self, token: &ListedToken, now: DateTime<Utc>) -> bool {
        let active = token.active(now);
        match self {
            Self::Active => active,
            Self::ExpiringSoon => active && token.left(now).is_some_and(|left| left <= SOON),
            Self::NeverUsed => active && token.last_used == LastUse::Never,
            Self::Expired => token.state(now) == State::Expired,
            Self::Deleted => token.state(now) == State::Deleted,
            Self::All => true,
        }
    }
}

/// A column that the list can be sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Column {
    /// The token's name.
    Name,
    /// What it may do.
    Role,
    /// What has become of it.
    Status,
    /// When it ends.
    Expiration,
    /// When it was last used.
    LastUsed,
    /// When it was made.
    Created,
    /// Who made it.
    Issuer,
}

impl Column {
    /// All columns, from left to right.
    pub const ALL: [Self; 7] = [
        Self::Name,
        Self::Role,
        Self::Status,
        Self::Expiration,
        Self::LastUsed,
        Self::Created,
        Self::Issuer,
    ];

    /// The column's heading.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Name => "Name",
            Self::Role => "Role",
            Self::Status => "Status",
            Self::Expiration => "Expiration",
            Self::LastUsed => "Last used",
            Self::Created => "Created",
            Self::Issuer => "Issuer",
        }
    }

    /// The column's name in a fragment.
    #[must_use]
    pub fn value(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Role => "role",
            Self::Status => "status",
            Self::Expiration => "expiration",
            Self::LastUsed => "last-used",
            Self::Created => "created",
            Self::Issuer => "issuer",
        }
    }
}

/// What of the list is shown, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// Which tokens, by what has become of them.
    pub status: Status,
    /// Which of them, by what is remarkable about them.
    pub attention: Option<Attention>,
    /// Words that must all be in what is searched.
    pub search: String,
    /// The column that is sorted by.
    pub sort: Column,
    /// Whether the order is from the last to the first.
    pub descending: bool,
}

impl Default for Query {
    /// What can be used, and what ends next first.
    fn default() -> Self {
        Self {
            status: Status::Active,
            attention: None,
            search: String::new(),
            sort: Column::Expiration,
            descending: false,
        }
    }
}

impl Query {
    /// Reads a fragment such as `#tokens?status=expired&search=ci&sort=name&order=descending`.
    /// Unknown names and values are left out. `None` when it names another view.
    #[must_use]
    pub fn parse(fragment: &str) -> Option<Self> {
        let rest = fragment.strip_prefix('#')?.strip_prefix("tokens")?;
        let mut query = Self::default();
        if rest.is_empty() {
            return Some(query);
        }
        for (name, value) in pairs(rest.strip_prefix('?')?) {
            match name {
                "status" => {
                    query.status = Status::from_value(&value).unwrap_or(query.status);
                }
                "attention" => {
                    query.attention = Attention::ALL
                        .into_iter()
                        .find(|attention| attention.value() == value);
                }
                "search" => query.search = line(&value, LONGEST_SEARCH),
                "sort" => {
                    query.sort = Column::ALL
                        .into_iter()
                        .find(|column| column.value() == value)
                        .unwrap_or(query.sort);
                }
                "order" => query.descending = value == "descending",
                _ => {}
            }
        }
        Some(query)
    }

    /// The fragment that shows the same; only what differs from the default is in it.
    #[must_use]
    pub fn fragment(&self) -> String {
        let default = Self::default();
        let mut pairs = Vec::new();
        if self.status != default.status {
            pairs.push(format!("status={}", self.status.value()));
        }
        if let Some(attention) = self.attention {
            pairs.push(format!("attention={}", attention.value()));
        }
        if !self.search.trim().is_empty() {
            pairs.push(format!("search={}", encoded(self.search.trim())));
        }
        if self.sort != default.sort {
            pairs.push(format!("sort={}", self.sort.value()));
        }
        if self.descending {
            pairs.push("order=descending".to_owned());
        }
        if pairs.is_empty() {
            "#tokens".to_owned()
        } else {
            format!("#tokens?{}", pairs.join("&"))
        }
    }

    /// Whether it leaves out any active token.
    #[must_use]
    pub fn narrows(&self) -> bool {
        let all = matches!(self.status, Status::Active | Status::All);
        !all || self.attention.is_some() || !self.search.trim().is_empty()
    }

    /// Sorts by a column; by the same one a second time the other way round.
    pub fn sort_by(&mut self, column: Column) {
        self.descending = self.sort == column && !self.descending;
        self.sort = column;
    }
}

/// Puts a text in lower case. It is passed in, since Rust's tables for it are 7 kB to download and a browser has them.
pub type LowerCase = fn(&str) -> String;

/// The account's tokens, ready to be looked through.
#[derive(Clone, Debug)]
pub struct TokenList {
    entries: Vec<Entry>,
    lower_case: LowerCase,
    orders: Orders,
    /// When it was read.
    pub read: DateTime<Utc>,
}

/// The places of all tokens in the order of each column, from the first to the last: worked out once, since a list of
/// thousands takes longer to sort than a frame of the screen lasts.
type Orders = [OnceLock<Vec<u32>>; Column::ALL.len()];

/// A token and the text that is searched for it, worked out once.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Entry {
    token: Arc<ListedToken>,
    /// In lower case: the texts of [`Entry::TEXTS`], one after the other.
    searched: String,
    /// Where each of them ends.
    ends: [usize; Self::TEXTS],
}

const NAME: usize = 0;
const ISSUER: usize = 2;
const ROLE: usize = 4;

impl Entry {
    const TEXTS: usize = 6;

    fn new(token: Arc<ListedToken>, lower_case: LowerCase) -> Self {
        let id = token.id.to_string();
        let texts: [&str; Self::TEXTS] = [
            &token.name,
            &token.description,
            &token.issuer,
            &token.issuer_email,
            &token.role,
            &id,
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

    /// One of the texts that are searched, in lower case.
    fn text(&self, at: usize) -> &str {
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] + 1);
        self.searched.get(start..self.ends[at]).unwrap_or_default()
    }

    /// Whether the service didn't tell what a column shows.
    fn lacks(&self, column: Column) -> bool {
        match column {
            Column::Name => self.text(NAME).is_empty(),
            Column::Role => self.text(ROLE).is_empty(),
            Column::Issuer => self.text(ISSUER).is_empty(),
            Column::Status => false,
            Column::Expiration => self.token.expiry.is_none(),
            Column::LastUsed => self.token.last_used == LastUse::Unreadable,
            Column::Created => self.token.created.is_none(),
        }
    }

    /// Where it stands beside another one; what is missing comes last.
    fn compare(&self, other: &Self, column: Column) -> Ordering {
        let (one, two) = (&*self.token, &*other.token);
        let texts = |at: usize| self.text(at).cmp(other.text(at));
        let missing = self.lacks(column).cmp(&other.lacks(column));
        missing.then_with(|| match column {
            Column::Name => texts(NAME).then(one.id.cmp(&two.id)),
            Column::Role => texts(ROLE),
            Column::Issuer => texts(ISSUER),
            // Time changes it: see `TokenList::by_status`.
            Column::Status => Ordering::Equal,
            // Never is after every end.
            Column::Expiration => end_of(one).cmp(&end_of(two)),
            // Never used is before every use.
            Column::LastUsed => one.last_used.cmp(&two.last_used),
            Column::Created => one.created.cmp(&two.created),
        })
    }
}

fn end_of(token: &ListedToken) -> DateTime<Utc> {
    match token.expiry {
        Some(Expiry::At(at)) => at,
        _ => DateTime::<Utc>::MAX_UTC,
    }
}

impl TokenList {
    /// A list without any token yet.
    #[must_use]
    pub fn new(read: DateTime<Utc>, lower_case: LowerCase) -> Self {
        Self {
            entries: Vec::new(),
            lower_case,
            orders: Orders::default(),
            read,
        }
    }

    /// Takes up what the service listed next. One that lists a number twice is taken at its first word.
    pub fn extend(&mut self, tokens: impl Iterator<Item = ListedToken>) {
        self.orders = Orders::default();
        for token in tokens {
            if self.tokens().all(|known| known.id != token.id) {
                let entry = Entry::new(Arc::new(token), self.lower_case);
                self.entries.push(entry);
            }
        }
    }

    /// All tokens, in the service's order.
    pub fn tokens(&self) -> impl Iterator<Item = &Arc<ListedToken>> {
        self.entries.iter().map(|entry| &entry.token)
    }

    /// How many tokens can be used.
    #[must_use]
    pub fn active(&self, now: DateTime<Utc>) -> usize {
        self.tokens().filter(|token| token.active(now)).count()
    }

    /// Works the order by a column out, so that nobody waits for it later. Others build on the one by name.
    pub fn sort(&self, column: Column) {
        self.ascending(column);
    }

    /// All tokens by a column; those that are equal by name, and those of one name by number.
    fn ascending(&self, column: Column) -> &[u32] {
        self.orders[column as usize].get_or_init(|| {
            let mut places = match column {
                Column::Name => (0..).take(self.entries.len()).collect(),
                _ => self.ascending(Column::Name).to_vec(),
            };
            // Stable, so that what is equal stays sorted by name.
            places.sort_by(|one, two| self.compare(*one, *two, column));
            places
        })
    }

    /// The other way round; what is missing stays last, and names still decide among those that are equal.
    fn descending(&self, column: Column) -> Vec<u32> {
        let ascending = self.ascending(column);
        let told = ascending.partition_point(|place| !self.entry(*place).lacks(column));
        let (told, missing) = ascending.split_at(told);
        let equal = told.chunk_by(|one, two| self.compare(*one, *two, column).is_eq());
        equal.rev().flatten().chain(missing).copied().collect()
    }

    /// All tokens by what has become of them by now.
    fn by_status(&self, descending: bool, now: DateTime<Utc>) -> Vec<u32> {
        let mut states = [State::Active, State::Expired, State::Deleted];
        if descending {
            states.reverse();
        }
        let by_name = self.ascending(Column::Name).iter().copied();
        states
            .iter()
            .flat_map(|state| {
                by_name
                    .clone()
                    .filter(|place| self.entry(*place).token.state(now) == *state)
            })
            .collect()
    }

    fn entry(&self, place: u32) -> &Entry {
        &self.entries[place as usize]
    }

    fn compare(&self, one: u32, two: u32, column: Column) -> Ordering {
        self.entry(one).compare(self.entry(two), column)
    }

    /// The tokens that a query asks for, in its order.
    #[must_use]
    pub fn found(&self, query: &Query, now: DateTime<Utc>) -> Vec<Arc<ListedToken>> {
        let search = (self.lower_case)(&query.search);
        let words: Vec<&str> = search.split_whitespace().collect();
        let order = match (query.sort, query.descending) {
            (Column::Status, descending) => Cow::Owned(self.by_status(descending, now)),
            (column, true) => Cow::Owned(self.descending(column)),
            (column, false) => Cow::Borrowed(self.ascending(column)),
        };
        order
            .iter()
            .map(|place| self.entry(*place))
            .filter(|entry| {
                query.status.takes(&entry.token, now)
                    && query
                        .attention
                        .is_none_or(|attention| attention.concerns(&entry.token, now))
                    && words.iter().all(|word| entry.searched.contains(word))
            })
            .map(|entry| Arc::clone(&entry.token))
            .collect()
    }

    /// The token of a number.
    #[must_use]
    pub fn token(&self, id: i64) -> Option<&Arc<ListedToken>> {
        self.tokens().find(|token| token.id == id)
    }

    /// How many tokens there is a reason to look at.
    #[must_use]
    pub fn concerned(&self, attention: Attention, now: DateTime<Utc>) -> usize {
        self.tokens()
            .filter(|token| attention.concerns(token, now))
            .count()
    }

    /// Puts what is known of a token by now in its place; `None` marks it as deleted.
    pub fn update(&mut self, id: i64, token: Option<ListedToken>) {
        let entry = self.entries.iter_mut().find(|entry| entry.token.id == id);
        let Some(entry) = entry else { return };
        let token = token.unwrap_or_else(|| ListedToken {
            deleted: true,
            ..ListedToken::clone(&entry.token)
        });
        let new = Entry::new(Arc::new(token), self.lower_case);
        let old = std::mem::replace(entry, new);
        // What is learned most often is a last use or an end, and most orders stay as they are.
        let moved = |column: &Column| old.compare(entry, *column).is_ne();
        if moved(&Column::Name) {
            self.orders = Orders::default();
        }
        for column in Column::ALL.iter().filter(|column| moved(column)) {
            self.orders[*column as usize] = OnceLock::new();
        }
    }
}

#[cfg(test)]
mod tests;
