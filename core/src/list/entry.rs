//! A token of the list, ready to be searched and sorted.

use std::sync::Arc;

use super::ListedToken;
use crate::text::{TextRules, is_blank};

/// A token with what is worked out of its texts in advance: doing that for thousands of tokens on each letter of a search
/// would hold up typing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub(super) token: Arc<ListedToken>,
    /// All texts as they are searched, one after the other.
    pub(super) searched: String,
    /// What is to be seen of the name.
    pub(super) look: String,
    /// What its texts are sorted by; empty for what shows nothing.
    name_key: String,
    role_key: String,
    issuer_key: String,
}

impl Entry {
    pub(super) fn new(token: Arc<ListedToken>, rules: &TextRules) -> Self {
        let (role, id) = (token.role.label(), token.id.to_string());
        let texts = [&token.name, &token.description, &token.issuer, &token.issuer_email, &role, &id];
        let mut searched = String::new();
        for text in texts {
            searched.push_str(&rules.fold(text));
            // Separated by a character that nobody types, so that no word matches across two texts.
            searched.push('\0');
        }
        let key = |text: &str| if is_blank(text) { String::new() } else { rules.sort_key(text) };
        let (name_key, role_key, issuer_key) = (key(&token.name), key(&role), key(&token.issuer));
        Self { look: rules.look_of(&token.name), searched, name_key, role_key, issuer_key, token }
    }
}

/// The places of a token's texts in the order in which people look for them; `None` for what is empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    pub(super) name: Option<u32>,
    pub(super) role: Option<u32>,
    pub(super) issuer: Option<u32>,
}

/// The places of all entries, each kind of text on its own.
pub(super) fn places(entries: &[Entry]) -> Vec<Places> {
    let ranked_by = |key: fn(&Entry) -> &str| ranked(&entries.iter().map(key).collect::<Vec<_>>());
    let names = ranked_by(|entry| &entry.name_key);
    let roles = ranked_by(|entry| &entry.role_key);
    let issuers = ranked_by(|entry| &entry.issuer_key);
    names.into_iter().zip(roles).zip(issuers).map(|((name, role), issuer)| Places { name, role, issuer }).collect()
}

/// The place of each key among all of them; equal ones have the same place, and empty ones none.
fn ranked(keys: &[&str]) -> Vec<Option<u32>> {
    let mut order: Vec<usize> = (0..keys.len()).filter(|at| !keys[*at].is_empty()).collect();
    order.sort_by_key(|at| keys[*at]);
    let mut ranks = vec![None; keys.len()];
    let (mut rank, mut before) = (0, None);
    for at in order {
        rank += u32::from(before.is_some_and(|before| before != keys[at]));
        before = Some(keys[at]);
        ranks[at] = Some(rank);
    }
    ranks
}
