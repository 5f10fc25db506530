//! The filters by role and by issuer: their options, and their names in a fragment.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{ListedToken, Query, TokenList, UNKNOWN};
use crate::form::prefill::role;
use crate::spotting::holds_token;
use crate::text::{TextRules, one_line, shown};
use crate::{Role, TokenRole};

/// An option of the filter by role.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RoleFilter {
    /// The role of this id, whatever it is called.
    Id(i64),
    /// A role of which the service told no id. One that looks like a token counts as unknown.
    Name(String),
    /// The service told no role.
    Unknown,
}

/// An option of the filter by issuer.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum IssuerFilter {
    /// Whose API key it is; see [`TokenList::user_id`]. Finds nothing where that isn't known.
    Mine,
    /// The user of this id.
    Id(i64),
    /// A user of whom the service told no id. One who is called like a token counts as unknown.
    Name(String),
    /// The service didn't tell who.
    Unknown,
}

/// An option to choose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// Its filter's value.
    pub value: String,
    /// Its text, on one line.
    pub label: String,
    /// How many tokens the list shows with it, as everything else is chosen.
    pub count: usize,
}

/// What tells a name from a number and from the other words.
const NAME: &str = "name:";
const MINE: &str = "mine";
const NOBODY_KNOWS: &str = "unknown";

impl RoleFilter {
    /// The option that finds a token.
    #[must_use]
    pub fn of(token: &ListedToken) -> Self {
        match &token.role {
            TokenRole::Known(role) => Self::Id(role.id()),
            TokenRole::Other { id: Some(id), .. } => Self::Id(*id),
            TokenRole::Other { name: Some(name), .. } if !holds_token(name) => Self::Name(name.clone()),
            TokenRole::Other { .. } | TokenRole::Unknown => Self::Unknown,
        }
    }

    /// The option's value, and its name in a fragment.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Id(id) => id.to_string(),
            Self::Name(name) => of_name(name),
            Self::Unknown => NOBODY_KNOWS.to_owned(),
        }
    }

    /// Looks an option up by its value, or a published role by its name.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        match value.strip_prefix(NAME) {
            Some(name) => (!holds_token(name)).then(|| Self::Name(name.to_owned())),
            None if value == NOBODY_KNOWS => Some(Self::Unknown),
            None => value.parse().ok().or_else(|| role(value).map(Role::id)).map(Self::Id),
        }
    }

    pub(super) fn takes(&self, token: &ListedToken) -> bool {
        Self::of(token) == *self
    }

    /// Its text, as the token tells it.
    fn label(&self, told: Option<&ListedToken>) -> String {
        match (self, told.map(|token| &token.role)) {
            (Self::Id(id), _) if let Some(role) = Role::from_id(*id) => role.name().to_owned(),
            (Self::Id(id), Some(TokenRole::Other { name: Some(name), .. })) => with_id(name, *id),
            (Self::Id(id), _) => format!("Role {id}"),
            (Self::Name(name), _) => text(name),
            (Self::Unknown, _) => UNKNOWN.to_owned(),
        }
    }

    /// Published roles first, the most powerful on top, then the others by name, and what is unknown.
    fn choice(&self, told: Option<&ListedToken>, count: usize, rules: &TextRules) -> Placed {
        let published = Role::ALL.iter().position(|role| *self == Self::Id(role.id()));
        let last = Role::ALL.len() + usize::from(*self == Self::Unknown);
        Placed::new(published.unwrap_or(last), Choice { value: self.value(), label: self.label(told), count }, rules)
    }
}

impl IssuerFilter {
    /// The option that finds a token, besides `Mine`.
    #[must_use]
    pub fn of(token: &ListedToken) -> Self {
        match (token.issuer_id, token.issuer.as_str()) {
            (Some(id), _) => Self::Id(id),
            (None, name) if !name.is_empty() && !holds_token(name) => Self::Name(name.to_owned()),
            (None, _) => Self::Unknown,
        }
    }

    /// The option's value, and its name in a fragment.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Mine => MINE.to_owned(),
            Self::Id(id) => id.to_string(),
            Self::Name(name) => of_name(name),
            Self::Unknown => NOBODY_KNOWS.to_owned(),
        }
    }

    /// Looks an option up by its value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        match value.strip_prefix(NAME) {
            Some(name) => (!holds_token(name)).then(|| Self::Name(name.to_owned())),
            None if value == MINE => Some(Self::Mine),
            None if value == NOBODY_KNOWS => Some(Self::Unknown),
            None => value.parse().ok().map(Self::Id),
        }
    }

    /// Whether it finds a token. `user_id` is the key holder's.
    pub(super) fn takes(&self, token: &ListedToken, user_id: Option<i64>) -> bool {
        match self {
            Self::Mine => user_id.is_some() && token.issuer_id == user_id,
            other => Self::of(token) == *other,
        }
    }

    /// Its text, as the token tells it.
    fn label(&self, told: Option<&ListedToken>) -> String {
        let label = match (self, told) {
            (Self::Mine, _) => "Mine".to_owned(),
            (Self::Id(id), Some(token)) if !text(&token.issuer).is_empty() && token.issuer != format!("User {id}") => {
                with_id(&token.issuer, *id)
            }
            (Self::Id(id), _) => format!("User {id}"),
            (Self::Name(name), _) => text(name),
            (Self::Unknown, _) => UNKNOWN.to_owned(),
        };
        if told.is_some_and(|token| token.issuer_deleted) && *self != Self::Mine { format!("{label}, deleted") } else { label }
    }

    /// `Mine` first, then all by name, and what is unknown.
    fn choice(&self, told: Option<&ListedToken>, count: usize, rules: &TextRules) -> Placed {
        let group = match self {
            Self::Mine => 0,
            Self::Id(_) | Self::Name(_) => 1,
            Self::Unknown => 2,
        };
        Placed::new(group, Choice { value: self.value(), label: self.label(told), count }, rules)
    }
}

/// An option with its place among the others.
struct Placed {
    /// Which group it is in, and what it is sorted by there.
    place: (usize, String),
    choice: Choice,
}

impl Placed {
    fn new(group: usize, choice: Choice, rules: &TextRules) -> Self {
        Self { place: (group, rules.sort_key(&choice.label)), choice }
    }
}

fn in_order(mut choices: Vec<Placed>) -> Vec<Choice> {
    choices.sort_by(|one, two| one.place.cmp(&two.place));
    choices.into_iter().map(|placed| placed.choice).collect()
}

/// What looks like a token belongs in no address.
fn of_name(name: &str) -> String {
    if holds_token(name) { NOBODY_KNOWS.to_owned() } else { format!("{NAME}{name}") }
}

/// On one line, and with nothing hidden in it.
fn text(name: &str) -> String {
    one_line(&shown(name))
}

fn with_id(name: &str, id: i64) -> String {
    format!("{} ({id})", text(name))
}

/// Of an option that the list holds: a token that tells of it, and how many the query finds.
type Held<'l> = (&'l ListedToken, usize);

impl TokenList {
    /// The roles of the list, and the one that the query names.
    #[must_use]
    pub fn role_choices(&self, query: &Query, now: DateTime<Utc>) -> Vec<Choice> {
        let others = Query { role: None, ..query.clone() };
        let held = self.held(&others, now, RoleFilter::of);
        let choice = |role: &RoleFilter, told, count| role.choice(told, count, self.rules());
        let mut choices: Vec<_> = held.iter().map(|(role, (token, count))| choice(role, Some(token), *count)).collect();
        choices.extend(query.role.iter().filter(|role| !held.contains_key(role)).map(|role| choice(role, None, 0)));
        in_order(choices)
    }

    /// Who made the tokens of the list, and whom the query names. `Mine` is among them if it is known who that is.
    #[must_use]
    pub fn issuer_choices(&self, query: &Query, now: DateTime<Utc>) -> Vec<Choice> {
        let others = Query { issuer: None, ..query.clone() };
        let held = self.held(&others, now, IssuerFilter::of);
        let known = |issuer: &IssuerFilter| held.contains_key(issuer) || *issuer == IssuerFilter::Mine && self.user_id.is_some();
        let choice = |issuer: &IssuerFilter, told, count| issuer.choice(told, count, self.rules());
        let mut choices: Vec<_> = held.iter().map(|(issuer, (token, count))| choice(issuer, Some(token), *count)).collect();
        choices.extend(query.issuer.iter().filter(|issuer| !known(issuer)).map(|issuer| choice(issuer, None, 0)));
        if let Some(id) = self.user_id {
            let count = held.get(&IssuerFilter::Id(id)).map_or(0, |(_, count)| *count);
            choices.push(choice(&IssuerFilter::Mine, None, count));
        }
        in_order(choices)
    }

    /// The options that all tokens make, with how many of each the query finds.
    fn held<F: Ord>(&self, query: &Query, now: DateTime<Utc>, of: fn(&ListedToken) -> F) -> BTreeMap<F, Held<'_>> {
        let mut held: BTreeMap<F, Held> = self.tokens().map(|token| (of(token), (&**token, 0))).collect();
        for token in self.found(query, now) {
            held.entry(of(token)).or_insert((token, 0)).1 += 1;
        }
        held
    }

    /// What a query shows, in words on one line: `Status: Active; Role: Engineers; Search: ci`.
    #[must_use]
    pub fn query_words(&self, query: &Query) -> String {
        let role = |role: &RoleFilter| role.label(self.tokens().find(|token| role.takes(token)).map(|token| &**token));
        let made_by = |issuer: &IssuerFilter, token: &ListedToken| issuer.takes(token, self.user_id);
        let issuer =
            |issuer: &IssuerFilter| issuer.label(self.tokens().find(|token| made_by(issuer, token)).map(|token| &**token));
        let search = text(&query.search);
        let parts = [
            Some(format!("Status: {}", query.status.label())),
            query.attention.map(|attention| format!("Needs attention: {}", attention.said_of(2))),
            query.ends_in.map(|month| format!("Expires in: {month}")),
            query.role.as_ref().map(|of| format!("Role: {}", role(of))),
            query.issuer.as_ref().map(|of| format!("Issuer: {}", issuer(of))),
            (!search.is_empty()).then(|| format!("Search: {search}")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
    }
}
