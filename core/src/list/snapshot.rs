//! What has changed since the list was exported.

use std::collections::BTreeMap;
use std::mem;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::{LastUse, ListedToken, Query, State, TokenList};
use crate::TokenId;
use crate::form::expiry::Expiry;
use crate::limits::grouped;
use crate::service::json::{self, Elements, as_utf8, mended};
use crate::text::{one_line, shown};
use crate::time::{parse_service_time, utc_text};

/// How many bytes an exported file may have: more than that of an account with ten thousand tokens.
pub const MAX_SNAPSHOT: usize = 10_000_000;

/// The list as it was when somebody exported it as JSON.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Snapshot {
    tokens: BTreeMap<TokenId, Past>,
    /// How many of its entries are no tokens, or have no number that can be read.
    pub unreadable: usize,
}

/// What a file can't be compared for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SnapshotProblem {
    /// It has more than [`MAX_SNAPSHOT`] bytes.
    TooLarge,
    /// It is no JSON, or no list.
    NoList,
    /// None of its entries is a token.
    NoTokens,
    /// None of its tokens is in the list.
    OtherAccount,
}

impl SnapshotProblem {
    /// What is wrong, and what to do.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::TooLarge => "This file is too large. Choose one that Export JSON made.",
            Self::NoList => "This file is not a list in JSON. Choose one that Export JSON made.",
            Self::NoTokens => "No token can be read in this file. Choose one that Export JSON made.",
            Self::OtherAccount => {
                "None of this file’s tokens is in the list: it is from another account or API key. Choose another file."
            }
        }
    }
}

/// A token as a file tells of it; `None` for what it doesn't tell.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Past {
    name: String,
    role: Option<String>,
    end: Option<Expiry>,
    last_used: Option<LastUse>,
    active: bool,
}

/// A row of the file, as [`json`](super::json) writes it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Row {
    #[serde(deserialize_with = "json::token_id")]
    id: Option<TokenId>,
    #[serde(deserialize_with = "json::text")]
    name: Option<String>,
    #[serde(deserialize_with = "json::text")]
    role: Option<String>,
    #[serde(deserialize_with = "json::text")]
    status: Option<String>,
    #[serde(deserialize_with = "json::text")]
    exp_date: Option<String>,
    #[serde(deserialize_with = "json::text")]
    last_usage: Option<String>,
}

impl Row {
    fn token(self) -> Option<(TokenId, Past)> {
        let never_or = |told: Option<String>| match told.as_deref() {
            Some("never") => Some(None),
            told => told.and_then(parse_service_time).map(Some),
        };
        let past = Past {
            name: self.name.unwrap_or_default(),
            role: self.role,
            end: never_or(self.exp_date).map(|end| end.map_or(Expiry::Never, Expiry::At)),
            last_used: never_or(self.last_usage).map(|used| used.map_or(LastUse::Never, LastUse::At)),
            active: !matches!(self.status.as_deref(), Some("expired" | "deleted")),
        };
        Some((self.id?, past))
    }
}

/// Reads a file a part at a time, so that a long one holds nobody up. What of it can't be read costs nothing but itself.
pub struct SnapshotReader {
    text: String,
    elements: Elements,
    snapshot: Snapshot,
}

impl SnapshotReader {
    /// Begins with the first entry.
    ///
    /// # Errors
    /// The file is too large.
    pub fn new(file: &[u8]) -> Result<Self, SnapshotProblem> {
        if file.len() > MAX_SNAPSHOT {
            return Err(SnapshotProblem::TooLarge);
        }
        Ok(Self { text: as_utf8(file).into_owned(), elements: Elements::default(), snapshot: Snapshot::default() })
    }

    /// Reads so many entries more, and hands over what all of them hold once there are no more.
    ///
    /// # Errors
    /// The file is no export.
    pub fn next(&mut self, count: usize) -> Result<Option<Snapshot>, SnapshotProblem> {
        for _ in 0..count {
            let Some(entry) = self.elements.next(&self.text).map_err(|_| SnapshotProblem::NoList)? else {
                let none = self.snapshot.tokens.is_empty() && self.snapshot.unreadable > 0;
                return if none { Err(SnapshotProblem::NoTokens) } else { Ok(Some(mem::take(&mut self.snapshot))) };
            };
            match json::object(&mended(entry)).and_then(Row::token) {
                Some((id, past)) => {
                    self.snapshot.tokens.entry(id).or_insert(past);
                }
                None => self.snapshot.unreadable += 1,
            }
        }
        Ok(None)
    }
}

/// What is different by now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// Tokens that worked and don't any more, by number.
    pub gone: Vec<Gone>,
    /// Active tokens that the file doesn't have, what expires first before the others.
    pub new: Vec<Arc<ListedToken>>,
    /// Tokens that still work and of which something is different, by number.
    pub changed: Vec<Changed>,
    /// How many entries of the file can't be read.
    pub unreadable: usize,
}

/// A token that is gone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gone {
    /// The token's id.
    pub id: TokenId,
    /// What the file says it is called; empty if it had no name.
    pub name: String,
    /// What has become of it; `None` if nothing tells.
    pub state: Option<State>,
}

impl Gone {
    /// What has become of it.
    #[must_use]
    pub fn words(&self) -> &'static str {
        self.state.map_or("Not listed any more", State::label)
    }
}

/// A token of which something is different.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// As it is now.
    pub token: Arc<ListedToken>,
    /// At least one.
    pub changes: Vec<Change>,
}

/// What is different about a token, in words, from before to now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// What of it: `Role`.
    pub what: &'static str,
    /// What it was.
    pub before: String,
    /// What it is.
    pub now: String,
}

impl Change {
    /// `Role: Users → Engineers`
    #[must_use]
    pub fn words(&self) -> String {
        format!("{}: {} → {}", self.what, self.before, self.now)
    }
}

impl Snapshot {
    /// What is different in the account by now, whatever the list shows. What was hidden when the file was made counts as new.
    ///
    /// # Errors
    /// The file is of another account.
    pub fn compare(&self, list: &TokenList, now: DateTime<Utc>) -> Result<Comparison, SnapshotProblem> {
        let known = self.tokens.keys().any(|id| list.token(*id).is_some());
        if !known && !self.tokens.is_empty() && list.tokens().next().is_some() {
            return Err(SnapshotProblem::OtherAccount);
        }
        let mut gone = Vec::new();
        let mut changed = Vec::new();
        for (id, past) in self.tokens.iter().filter(|(_, past)| past.active) {
            let token = list.token(*id);
            match token.filter(|token| token.active(now)) {
                Some(token) => {
                    let changes = past.changes(token);
                    if !changes.is_empty() {
                        changed.push(Changed { token: Arc::clone(token), changes });
                    }
                }
                None => {
                    let ended = matches!(past.end, Some(Expiry::At(end)) if end <= now);
                    let state = token.map(|token| token.state(now)).or(ended.then_some(State::Expired));
                    gone.push(Gone { id: *id, name: past.name.clone(), state });
                }
            }
        }
        let new =
            list.matching(&Query::default(), now).into_iter().filter(|token| !self.tokens.contains_key(&token.id)).collect();
        Ok(Comparison { gone, new, changed, unreadable: self.unreadable })
    }
}

impl Past {
    /// What is different about a token by now, as far as both times were told.
    fn changes(&self, token: &ListedToken) -> Vec<Change> {
        // The file has no blank names.
        let name = if token.name.trim().is_empty() { "" } else { &token.name };
        let name = (self.name != name).then(|| change("Name", &quoted(&self.name), &quoted(name)));
        let role = self.role.as_ref().zip(Some(token.role.label()).filter(|role| !role.trim().is_empty()));
        let role = role.filter(|(before, now)| *before != now).map(|(before, now)| change("Role", before, &now));
        let end = self.end.zip(token.expiry).filter(|(before, now)| before != now);
        let end = end.map(|(before, now)| change("Expiration", &end_words(before), &end_words(now)));
        let used = self.last_used.filter(|before| token.last_used != LastUse::Unreadable && *before != token.last_used);
        let used = used.map(|before| change("Last used", &use_words(before), &use_words(token.last_used)));
        // Times may differ by less than is shown.
        [name, role, end, used].into_iter().flatten().filter(|change| change.before != change.now).collect()
    }
}

fn change(what: &'static str, before: &str, now: &str) -> Change {
    let text = |text: &str| one_line(&shown(text));
    Change { what, before: text(before), now: text(now) }
}

fn quoted(name: &str) -> String {
    if name.is_empty() { "no name".to_owned() } else { format!("“{name}”") }
}

fn end_words(end: Expiry) -> String {
    match end {
        Expiry::At(at) => utc_text(at),
        Expiry::Never => "never".to_owned(),
    }
}

fn use_words(used: LastUse) -> String {
    match used {
        LastUse::At(at) => utc_text(at),
        LastUse::Never | LastUse::Unreadable => "never".to_owned(),
    }
}

impl Comparison {
    /// How much is different, in a sentence.
    #[must_use]
    pub fn words(&self) -> String {
        let counts = [(self.new.len(), "new"), (self.gone.len(), "gone"), (self.changed.len(), "changed")];
        let parts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{} {what}", grouped(count)))
            .collect();
        let mut words = if parts.is_empty() {
            "Nothing has changed since that file.".to_owned()
        } else {
            format!("Since that file: {}.", parts.join(", "))
        };
        match self.unreadable {
            0 => {}
            1 => words.push_str(" 1 entry of the file can’t be read."),
            count => words.push_str(&format!(" {} entries of the file can’t be read.", grouped(count))),
        }
        words
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use proptest::prelude::*;

    use super::{Change, Comparison, MAX_SNAPSHOT, Snapshot, SnapshotProblem, SnapshotReader};
    use crate::form::expiry::Expiry;
    use crate::list::samples::token;
    use crate::list::{LastUse, ListedToken, TokenList, csv, json};
    use crate::text::samples::RULES;
    use crate::time::parse_service_time;
    use crate::{Role, TokenRole};

    fn now() -> DateTime<Utc> {
        parse_service_time("2026-11-24T12:00:00Z").unwrap()
    }

    fn list(tokens: &[ListedToken]) -> TokenList {
        let mut list = TokenList::new(now(), RULES);
        list.extend(tokens.iter().cloned());
        list
    }

    /// Reads a file in parts of two entries.
    fn read(file: &[u8]) -> Result<Snapshot, SnapshotProblem> {
        let mut reader = SnapshotReader::new(file)?;
        loop {
            if let Some(snapshot) = reader.next(2)? {
                return Ok(snapshot);
            }
        }
    }

    fn exported(tokens: &[ListedToken]) -> Snapshot {
        read(json(tokens.iter(), now()).as_bytes()).unwrap()
    }

    fn compared(before: &[ListedToken], after: &[ListedToken]) -> Comparison {
        exported(before).compare(&list(after), now()).unwrap()
    }

    fn days(days: i64) -> Option<Expiry> {
        Some(Expiry::At(now() + TimeDelta::days(days)))
    }

    #[test]
    fn what_is_new_gone_or_changed_is_said() {
        let before = [1, 2, 3, 4, 5, 6].map(|id| token(id, "ci", "2026-01-01"));
        let mut before = before.to_vec();
        before[3].expiry = days(-1);
        before[3].last_used = LastUse::At(now());
        before[4].deleted = true;
        // The list was read before it ended.
        let exported = read(json(before.iter(), now() - TimeDelta::days(2)).as_bytes()).unwrap();
        let mut after = vec![before[0].clone(), before[1].clone(), before[5].clone(), token(7, "new", "2026-11-24")];
        after[0].name = "ci\n\u{202e}2".to_owned();
        after[0].role = Role::Engineers.into();
        after[0].expiry = days(30);
        after[0].last_used = LastUse::At(now() - TimeDelta::hours(1));
        after[2].deleted = true;
        let found = exported.compare(&list(&after), now()).unwrap();
        assert_eq!(found.words(), "Since that file: 1 new, 3 gone, 1 changed.");
        let gone: Vec<_> = found.gone.iter().map(|gone| (gone.id.number(), gone.name.as_str(), gone.words())).collect();
        assert_eq!(gone, [(3, "ci", "Not listed any more"), (4, "ci", "Expired"), (6, "ci", "Deleted")]);
        assert_eq!(found.new.iter().map(|token| token.id.number()).collect::<Vec<_>>(), [7]);
        assert_eq!(found.changed.len(), 1);
        let words: Vec<String> = found.changed[0].changes.iter().map(Change::words).collect();
        assert_eq!(
            words,
            [
                "Name: “ci” → “ci [U+202E]2”",
                "Role: Users → Engineers",
                "Expiration: never → 2026-12-24 12:00 UTC",
                "Last used: never → 2026-11-24 11:00 UTC",
            ]
        );
    }

    #[test]
    fn only_what_works_can_be_new_and_what_was_not_told_is_no_change() {
        let before = [token(1, "ci", "")];
        let mut after = [token(1, "ci", ""), token(2, "ci", ""), token(3, "deploy", "")];
        after[1].deleted = true;
        after[0].role = TokenRole::Unknown;
        after[0].expiry = None;
        after[0].last_used = LastUse::Unreadable;
        assert_eq!(compared(&before, &after).words(), "Since that file: 1 new.");
        let used = |seconds| [ListedToken { last_used: LastUse::At(now() + TimeDelta::seconds(seconds)), ..token(1, "ci", "") }];
        assert_eq!(compared(&used(1), &used(59)).words(), "Nothing has changed since that file.");
    }

    #[test]
    fn a_file_that_is_no_export_is_explained() {
        let tokens = [token(1, "ci", "")];
        let csv = csv(tokens.iter(), now());
        for (file, problem) in [
            (csv.as_bytes(), SnapshotProblem::NoList),
            (b"", SnapshotProblem::NoList),
            (b"{}", SnapshotProblem::NoList),
            (b"[{\"id\":1},", SnapshotProblem::NoList),
            (b"[{\"id\":1}] x", SnapshotProblem::NoList),
            (b"\xff\xd8\xff\xe0", SnapshotProblem::NoList),
            (b"[1, \"x\", null, {\"name\":\"ci\"}]", SnapshotProblem::NoTokens),
            (&vec![b' '; MAX_SNAPSHOT + 1], SnapshotProblem::TooLarge),
        ] {
            assert_eq!(read(file), Err(problem), "{}", file.len());
            assert!(problem.words().contains("Choose"));
        }
        let other = exported(&tokens).compare(&list(&[token(2, "ci", "")]), now());
        assert_eq!(other, Err(SnapshotProblem::OtherAccount));
    }

    #[test]
    fn what_of_a_file_can_not_be_read_costs_nothing_but_itself() {
        let file = "\u{feff}[{\"id\":\"1\",\"name\":7,\"exp_date\":\"soon\",\"role\":[],\"more\":{}},\n\n \
                    5, {\"id\":1,\"name\":\"again\"}, {}]";
        let read = read(file.as_bytes()).unwrap();
        assert_eq!((read.tokens.len(), read.unreadable), (1, 2));
        let found = read.compare(&list(&[token(1, "", "")]), now()).unwrap();
        assert_eq!(found.words(), "Nothing has changed since that file. 2 entries of the file can’t be read.");
        // Nothing was there, and now there is.
        assert_eq!(compared(&[], &[token(1, "ci", "")]).words(), "Since that file: 1 new.");
        assert_eq!(compared(&[token(1, "ci", "")], &[]).words(), "Since that file: 1 gone.");
        assert_eq!(compared(&[], &[]).words(), "Nothing has changed since that file.");
    }

    prop_compose! {
        fn any_token()(
            id in 1..9_i64,
            name in "(?s).{0,12}",
            role in prop::option::of(prop::sample::select(Role::ALL.to_vec())),
            left in prop::option::of(1..9_i64),
            used in prop::option::of(1..9_i64),
            (told, deleted) in any::<(bool, bool)>(),
        ) -> ListedToken {
            ListedToken {
                role: role.map_or(TokenRole::Unknown, TokenRole::Known),
                expiry: left.map(|left| days(left).unwrap()).or(told.then_some(Expiry::Never)),
                last_used: used.map_or(LastUse::Never, |used| LastUse::At(now() - TimeDelta::days(used))),
                deleted,
                ..token(id, &name, "2026-01-01")
            }
        }
    }

    proptest! {
        #[test]
        fn a_list_is_not_different_from_its_own_export(tokens in prop::collection::vec(any_token(), 0..12)) {
            let list = list(&tokens);
            let tokens: Vec<ListedToken> = list.tokens().map(|token| ListedToken::clone(token)).collect();
            let found = exported(&tokens).compare(&list, now()).unwrap();
            prop_assert_eq!(found.words(), "Nothing has changed since that file.");
        }

        #[test]
        fn each_token_is_in_one_place_at_most(
            before in prop::collection::vec(any_token(), 0..12),
            after in prop::collection::vec(any_token(), 0..12),
        ) {
            let list = list(&after);
            if let Ok(found) = exported(&before).compare(&list, now()) {
                let mut ids: Vec<_> = found.gone.iter().map(|gone| gone.id).collect();
                ids.extend(found.new.iter().chain(found.changed.iter().map(|changed| &changed.token)).map(|token| token.id));
                let all = ids.len();
                ids.sort_unstable();
                ids.dedup();
                prop_assert_eq!(ids.len(), all);
                for change in found.changed.iter().flat_map(|changed| &changed.changes) {
                    prop_assert!(!change.words().contains('\n') && change.before != change.now, "{:?}", change);
                }
            }
        }

        #[test]
        fn no_file_makes_it_panic(file in prop::collection::vec(any::<u8>(), 0..80), odd in "[\\[{\"id:0-9,}\\] nul\\\\]{0,60}") {
            let _ = read(&file);
            let _ = read(odd.as_bytes());
        }
    }
}
