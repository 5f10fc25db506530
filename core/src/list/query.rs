//! Which tokens the list shows, in which order, and the fragment for it.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::{Attention, Column, IssuerFilter, LastUse, ListedToken, RoleFilter, State, YearMonth};
use crate::api_key::leading_digits;
use crate::form::expiry::Expiry;
use crate::fragment::{encoded, mended, pairs, query_of, without_ending};
use crate::limits::{ENDS_SOON, MAX_SEARCH, counted, grouped, in_words};
use crate::spotting::{MIN_SECRET, spotted};
use crate::text::one_line;
use crate::{TokenId, find_token_ids};

/// How many seconds local time is ahead of UTC at an instant.
pub(super) type Zone = fn(DateTime<Utc>) -> i32;

/// An option of the `Status` filter.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Status {
    /// Usable.
    Active,
    /// Usable, and expires within [`ENDS_SOON`].
    ExpiringSoon,
    /// Usable, and never used.
    NeverUsed,
    /// Past its expiration.
    Expired,
    /// Deleted before its expiration.
    Deleted,
    /// Everything.
    All,
}

impl Status {
    /// In the order of the filter's options.
    pub const ALL: [Self; 6] = [Self::Active, Self::ExpiringSoon, Self::NeverUsed, Self::Expired, Self::Deleted, Self::All];

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

    /// Looks an option up by its value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.value() == value)
    }

    fn takes(self, token: &ListedToken, now: DateTime<Utc>) -> bool {
        let active = token.active(now);
        match self {
            Self::Active => active,
            Self::ExpiringSoon => active && !token.outlives_end && token.left(now).is_some_and(|left| left <= ENDS_SOON),
            Self::NeverUsed => active && token.last_used == LastUse::Never,
            Self::Expired => token.state(now) == State::Expired,
            Self::Deleted => token.state(now) == State::Deleted,
            Self::All => true,
        }
    }
}

/// What to search for when this is typed or pasted: for a key or token its number, and nothing else of it is kept.
///
/// What only has a key's form, such as `2024_backup`, is taken for one if a token of that number is listed.
#[must_use]
pub fn search_text(typed: &str, is_listed: impl Fn(TokenId) -> bool) -> Cow<'_, str> {
    if let Some(id) = find_token_ids(typed).first() {
        return Cow::Owned(id.to_string());
    }
    let word = typed.trim();
    let id = match spotted(word, MIN_SECRET).as_slice() {
        [only] if only.start == 0 && only.end == word.len() => TokenId::parse(only.digits),
        _ => None,
    };
    id.filter(|id| is_listed(*id)).map_or(Cow::Borrowed(typed), |id| Cow::Owned(id.to_string()))
}

/// Whether what is typed into the search may be the beginning of a token.
#[must_use]
pub fn may_become_token(typed: &str) -> bool {
    let typed = typed.trim_start();
    let number = leading_digits(typed);
    !number.is_empty() && typed[number.len()..].starts_with(['_', '$'])
}

/// Which tokens the list shows, and in which order.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Query {
    /// The selected status.
    pub status: Status,
    /// Limits the list to tokens that need this kind of attention.
    pub attention: Option<Attention>,
    /// Limits the list to tokens that expire in a month.
    pub ends_in: Option<YearMonth>,
    /// Limits the list to tokens with a role.
    pub role: Option<RoleFilter>,
    /// Limits the list to tokens that somebody made.
    pub issuer: Option<IssuerFilter>,
    /// Words that a token must all contain.
    pub search: String,
    /// The column to sort by.
    pub sort: Column,
    /// Whether to sort in descending order.
    pub descending: bool,
}

impl Default for Query {
    /// Active tokens, with the next to expire first.
    fn default() -> Self {
        Self {
            status: Status::Active,
            attention: None,
            ends_in: None,
            role: None,
            issuer: None,
            search: String::new(),
            sort: Column::Expiration,
            descending: false,
        }
    }
}

impl Query {
    /// Parses a fragment such as `#tokens?status=expired&search=ci&sort=name&order=descending`,
    /// ignoring unknown names and values. `None` if it names another view. Links are mended as those to the form are.
    #[must_use]
    pub fn parse(fragment: &str) -> Option<Self> {
        let mut query = Self::default();
        for (name, value) in pairs(&query_of(fragment, "#tokens")?) {
            match name {
                "status" => {
                    query.status = mended(&value, Status::from_value).unwrap_or(query.status);
                }
                "attention" => {
                    let of = |value: &str| Attention::ALL.into_iter().find(|attention| attention.value() == value);
                    query.attention = mended(&value, of);
                }
                "ends-in" => query.ends_in = mended(&value, YearMonth::from_value),
                "role" => query.role = mended(&value, RoleFilter::from_value),
                "issuer" => query.issuer = mended(&value, IssuerFilter::from_value),
                "search" => {
                    let searched: String = search_text(&value, |_| false).chars().take(MAX_SEARCH).collect();
                    query.search = one_line(&searched);
                }
                "sort" => {
                    query.sort = mended(&value, Column::from_value).unwrap_or(query.sort);
                }
                "order" => query.descending = without_ending(&value) == "descending",
                _ => {}
            }
        }
        Some(query)
    }

    /// The fragment that shows the same. It holds only what differs from the default.
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
        if let Some(month) = self.ends_in {
            pairs.push(format!("ends-in={}", month.value()));
        }
        if let Some(role) = &self.role {
            pairs.push(format!("role={}", encoded(&role.value())));
        }
        if let Some(issuer) = &self.issuer {
            pairs.push(format!("issuer={}", encoded(&issuer.value())));
        }
        if !self.search.trim().is_empty() {
            pairs.push(format!("search={}", encoded(search_text(self.search.trim(), |_| false).as_ref())));
        }
        if self.sort != default.sort {
            pairs.push(format!("sort={}", self.sort.value()));
        }
        if self.descending {
            pairs.push("order=descending".to_owned());
        }
        if pairs.is_empty() { "#tokens".to_owned() } else { format!("#tokens?{}", pairs.join("&")) }
    }

    /// How many tokens it finds, and of which kind: `3 active tokens found`.
    #[must_use]
    pub fn headline(&self, count: usize) -> String {
        if let Some(attention) = self.attention {
            return format!("{} {}", grouped(count), attention.said_of(count));
        }
        let of = |kind| counted(count as i64, kind);
        let found = if self.search.trim().is_empty() { "" } else { " found" };
        if let Some(month) = self.ends_in {
            return format!("{} expiring in {month}{found}", of("token"));
        }
        match self.status {
            Status::Active => format!("{}{found}", of("active token")),
            Status::ExpiringSoon => format!("{} expiring within {}{found}", of("token"), in_words(ENDS_SOON)),
            Status::NeverUsed => format!("{} never used{found}", of("token")),
            Status::Expired => format!("{}{found}", of("expired token")),
            Status::Deleted => format!("{}{found}", of("deleted token")),
            Status::All => format!("{}{found}", of("token")),
        }
    }

    /// Whether it can hide active tokens.
    #[must_use]
    pub fn narrows(&self) -> bool {
        let all = matches!(self.status, Status::Active | Status::All);
        let filtered = self.attention.is_some() || self.ends_in.is_some() || self.role.is_some() || self.issuer.is_some();
        !all || filtered || !self.search.trim().is_empty()
    }

    /// Whether a token matches, apart from the search. `user_id` is the key holder's; `zone` tells how many seconds local time is
    /// ahead of UTC.
    pub(super) fn takes(&self, token: &ListedToken, user_id: Option<i64>, zone: Zone, now: DateTime<Utc>) -> bool {
        self.status.takes(token, now)
            && self
                .ends_in
                .is_none_or(|month| matches!(token.expiry, Some(Expiry::At(at)) if YearMonth::of(at, zone(at)) == month))
            && self.attention.is_none_or(|attention| attention.concerns(token, now))
            && self.role.as_ref().is_none_or(|role| role.takes(token))
            && self.issuer.as_ref().is_none_or(|issuer| issuer.takes(token, user_id))
    }

    /// Sorts by a column, or reverses the order if it is already sorted by that one.
    pub fn sort_by(&mut self, column: Column) {
        self.descending = self.sort == column && !self.descending;
        self.sort = column;
    }
}

#[cfg(test)]
mod tests {
    use super::{Query, search_text};
    use crate::{Role, TokenId};

    #[test]
    fn a_pasted_token_is_searched_by_its_number() {
        let listed = |id: TokenId| id == TokenId::new(1001);
        for (typed, searched) in [
            ("29841_5f2b8c91d04e7a63", "29841"),
            (" APIKey 29841_5f2b8c91d04e7a63 ", "29841"),
            ("export GCORE_API_KEY='1002_demo-engineer'", "1002"),
            ("29841$5f2b8c91", "29841"),
            ("1001_demo-administrator", "1001"),
            (" 1001_demo-administrator\n", "1001"),
            // Nothing of this number is listed, or it is too short to be a secret.
            ("1002_demo-engineer", "1002_demo-engineer"),
            ("1001_ci", "1001_ci"),
            ("2024_backup", "2024_backup"),
            // Among other words it may be the name of something.
            ("find 1001_demo-administrator", "find 1001_demo-administrator"),
            ("1001_demo-administrator logs", "1001_demo-administrator logs"),
            ("ci deploy", "ci deploy"),
            ("1001", "1001"),
            ("", ""),
        ] {
            assert_eq!(search_text(typed, listed), searched, "{typed}");
        }
    }

    #[test]
    fn what_a_link_has_suffered_shows_no_more_than_it_asked_for() {
        let mended = |link: &str| Query::parse(link).map(|query| query.fragment());
        for asked in [
            "status=expired",
            "attention=unused-for-90-days",
            "ends-in=2026-12",
            "role=2",
            "role=77",
            "issuer=1023101",
            "issuer=mine",
            "sort=name",
            "order=descending",
            "status=expired&attention=unused-for-90-days&role=unknown&sort=name&order=descending",
        ] {
            let link = format!("#tokens?{asked}");
            assert_eq!(mended(&link).as_ref(), Some(&link));
            for suffered in [
                format!("{link}."),
                format!("{link})."),
                format!("{link}%3E%22"),
                format!("{link}+"),
                link.replace('=', "=+"),
                link.replace('&', "&amp;"),
                link.replace('?', "&"),
                link.replace('?', "%3F").replace('=', "%3D").replace('&', "%26"),
                format!("{}.", link.replace('?', "%3f")),
            ] {
                assert_eq!(mended(&suffered).as_ref(), Some(&link), "{suffered}");
            }
        }
        for role in Role::ALL {
            for ending in ["", ".", ")."] {
                let link = format!("#tokens?role={}{ending}", role.name().replace(' ', "+").replace("+W", "%2BW"));
                assert_eq!(mended(&link), Some(format!("#tokens?role={}", role.id())), "{link}");
            }
        }
        // A bracket that mails take for the end of the sentence.
        assert_eq!(mended("#tokens?role=Purge+and+Prefetch+only+(API"), mended("#tokens?role=3022"));
        assert_eq!(mended("#tokens."), Some("#tokens".to_owned()));
        // The rest of a name may be a part of it.
        assert_eq!(Query::parse("#tokens?role=name:Ops)").unwrap().fragment(), "#tokens?role=name%3AOps%29");
        assert_eq!(Query::parse("#tokens?status=expired-").unwrap(), Query::default());
    }

    #[test]
    fn the_headline_says_how_many_of_which_kind_are_found() {
        for (fragment, count, headline) in [
            ("#tokens", 0, "0 active tokens"),
            ("#tokens", 1, "1 active token"),
            ("#tokens?search=ci", 3, "3 active tokens found"),
            ("#tokens?search=%20", 3, "3 active tokens"),
            ("#tokens?status=expiring-soon", 1, "1 token expiring within 30 days"),
            ("#tokens?status=never-used&search=ci", 2, "2 tokens never used found"),
            ("#tokens?status=expired", 1, "1 expired token"),
            ("#tokens?status=deleted", 2, "2 deleted tokens"),
            ("#tokens?status=all", 1_234, "1,234 tokens"),
            ("#tokens?ends-in=2026-12&status=all&search=ci", 1, "1 token expiring in December 2026 found"),
            ("#tokens?attention=expires-in-30-days&search=ci", 1, "1 token expires within 30 days"),
        ] {
            assert_eq!(Query::parse(fragment).unwrap().headline(count), headline, "{fragment}");
        }
    }

    #[test]
    fn whatever_may_hide_active_tokens_narrows_the_list() {
        for (fragment, narrows) in [
            ("#tokens", false),
            ("#tokens?status=all", false),
            ("#tokens?sort=name&order=descending", false),
            ("#tokens?search=%20", false),
            ("#tokens?status=expired", true),
            ("#tokens?status=expiring-soon", true),
            ("#tokens?attention=expires-in-30-days", true),
            ("#tokens?ends-in=2026-12", true),
            ("#tokens?role=1", true),
            ("#tokens?issuer=mine", true),
            ("#tokens?search=ci", true),
        ] {
            assert_eq!(Query::parse(fragment).unwrap().narrows(), narrows, "{fragment}");
        }
    }

    #[test]
    fn no_address_holds_a_token() {
        let query = Query::parse("#tokens?search=29841_5f2b8c91d04e7a63").unwrap();
        assert_eq!(query.search, "29841");
        for search in ["29841_5f2b8c91d04e7a63", "令牌是29841_5f2b8c91d04e7a63", r"\t29841_5f2b8c91d04e7a63"] {
            let query = Query { search: search.to_owned(), ..Query::default() };
            assert_eq!(query.fragment(), "#tokens?search=29841");
        }
    }
}
