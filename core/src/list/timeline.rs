//! How many tokens expire in each of the next 12 months.

use std::fmt;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::ListedToken;
use crate::form::expiry::Expiry;
use crate::time::{Clock, month_name, plus, wall_time};

/// A month in local time.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct YearMonth {
    /// The year.
    pub year: i32,
    /// 1 is January.
    pub month: u32,
}

/// A month in local time, and how many active tokens expire in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Month {
    /// Which one.
    pub month: YearMonth,
    /// How many tokens expire in it.
    pub ending: usize,
}

impl YearMonth {
    /// The month in which an instant falls. `utc_offset_seconds` tells how far local time is ahead of UTC then.
    #[must_use]
    pub fn of(at: DateTime<Utc>, utc_offset_seconds: i32) -> Self {
        let local = plus(at, TimeDelta::seconds(utc_offset_seconds.into()));
        Self { year: local.year(), month: local.month() }
    }

    /// The month's name.
    #[must_use]
    pub fn name(self) -> &'static str {
        month_name(self.month)
    }

    /// Its name in a fragment, `2026-12`.
    #[must_use]
    pub fn value(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// Looks a month up by that name.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        let (year, month) = value.split_once('-')?;
        let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        let month = month.parse().ok().filter(|month| (1..=12).contains(month))?;
        Some(Self { year: year.parse().ok()?, month })
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name(), self.year)
    }
}

/// The rest of this month and the following twelve, so that a token of a year is in it.
const MONTHS: usize = 13;

/// How many active tokens expire in each month, from this month to the same one next year.
#[must_use]
pub fn timeline<'t>(tokens: impl Iterator<Item = &'t ListedToken>, clock: &impl Clock) -> Vec<Month> {
    let now = clock.now();
    let today = wall_time(now, clock);
    let count = |year: i32, month: u32| year * 12 + month as i32 - 1;
    let first = count(today.year(), today.month());
    let mut months: Vec<Month> = (first..)
        .take(MONTHS)
        .map(|at| YearMonth { year: at.div_euclid(12), month: at.rem_euclid(12) as u32 + 1 })
        .map(|month| Month { month, ending: 0 })
        .collect();
    for token in tokens.filter(|token| token.active(now)) {
        let Some(end) = end_within_reach(token, now) else {
            continue;
        };
        let end = wall_time(end, clock);
        let month = usize::try_from(count(end.year(), end.month()) - first).ok().and_then(|at| months.get_mut(at));
        if let Some(month) = month {
            month.ending += 1;
        }
    }
    months
}

/// `None` for an end so far away that asking the browser for its local time would be a waste.
fn end_within_reach(token: &ListedToken, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match token.expiry {
        Some(Expiry::At(end)) if (end - now).num_days() < 400 => Some(end),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::{YearMonth, timeline};
    use crate::TokenId;
    use crate::form::expiry::Expiry;
    use crate::list::samples::token;
    use crate::list::{ListedToken, Query, TokenList};
    use crate::text::samples::RULES;
    use crate::time::{Clock, parse_service_time};

    /// Two hours ahead of UTC.
    struct Eastern;

    impl Clock for Eastern {
        fn now(&self) -> DateTime<Utc> {
            parse_service_time("2026-11-24T12:00:00Z").unwrap()
        }
        fn utc_offset_seconds(&self, at: DateTime<Utc>) -> i32 {
            assert!(at < parse_service_time("2036-01-01").unwrap(), "asked for the local time of an end that no month here has");
            7200
        }
        fn local_text(&self, at: DateTime<Utc>) -> String {
            at.to_string()
        }
    }

    #[test]
    fn ends_are_counted_in_their_local_month_for_a_year() {
        let tokens: Vec<_> = [
            "2026-11-24T11:00:00Z",
            "2026-11-30T23:00:00Z",
            "2026-12-31T12:00:00Z",
            "2027-11-24T12:00:00Z",
            "2027-12-01T12:00:00Z",
            "2036-11-24T12:00:00Z",
        ]
        .into_iter()
        .map(|end| {
            let mut token = token(1, "ci", "2026-01-01");
            token.expiry = parse_service_time(end).map(Expiry::At);
            token
        })
        .collect();
        let months = timeline(tokens.iter(), &Eastern);
        assert_eq!(months.len(), 13);
        let counted: Vec<_> = months
            .iter()
            .filter(|month| month.ending > 0)
            .map(|month| (month.month.year, month.month.name(), month.ending))
            .collect();
        assert_eq!(counted, [(2026, "December", 2), (2027, "November", 1)]);
        assert_eq!((months[0].month.year, months[0].month.name()), (2026, "November"));
    }

    #[test]
    fn a_month_leads_to_as_many_tokens_as_it_counts() {
        let mut list = TokenList::new(Eastern.now(), RULES).in_zone(|_| 7200);
        let ends =
            ["2026-11-01", "2026-11-24T11:55:00Z", "2026-11-25", "2026-12-31T21:59:59Z", "2026-12-31T22:00:00Z", "2027-11-30"];
        list.extend((1..).zip(ends).flat_map(|(id, end)| {
            let expiry = parse_service_time(end).map(Expiry::At);
            let lives = ListedToken { expiry, ..token(id, "ci", "2026-01-01") };
            [ListedToken { id: TokenId::new(-id), expired: true, ..lives.clone() }, lives]
        }));
        let months = timeline(list.tokens().map(AsRef::as_ref), &Eastern);
        for month in &months {
            let query = Query { ends_in: Some(month.month), ..Query::default() };
            assert_eq!(month.ending, list.matching(&query, Eastern.now()).len(), "{}", month.month);
        }
        // By this computer's clock one of them ended weeks ago, but the service says that it works.
        let ending: Vec<_> = months.iter().map(|month| month.ending).collect();
        assert_eq!(ending, [2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    }

    #[test]
    fn a_month_is_named_alike_in_a_link() {
        let month = YearMonth { year: 2026, month: 12 };
        assert_eq!((month.value().as_str(), month.to_string().as_str()), ("2026-12", "December 2026"));
        assert_eq!(YearMonth::from_value("2026-12"), Some(month));
        for odd in ["", "2026", "2026-13", "2026-00", "2026-1", "26-12", "2026-12-01", "-026-12", "２０２６-12", "+026-12"] {
            assert_eq!(YearMonth::from_value(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_month_is_that_of_the_readers_zone() {
        let midnight = parse_service_time("2026-12-31T23:30:00Z").unwrap();
        assert_eq!(YearMonth::of(midnight, 0).value(), "2026-12");
        assert_eq!(YearMonth::of(midnight, 3600).value(), "2027-01");
        assert_eq!(YearMonth::of(DateTime::<Utc>::MAX_UTC, 50_400).month, 12);
    }
}
