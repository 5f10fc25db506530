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
        Self { look: rules.look_of(&token.name), searched, token }
    }

    /// Empty if it shows nothing.
    pub(super) fn name(&self) -> &str {
        Some(self.token.name.as_str()).filter(|name| !is_blank(name)).unwrap_or_default()
    }
}

/// The places of a token's texts in the order of the reader's language; `None` for what is empty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    pub(super) name: Option<u32>,
    pub(super) role: Option<u32>,
    pub(super) issuer: Option<u32>,
}

/// The places of all entries, each kind of text on its own.
pub(super) fn places(entries: &[Entry], rules: &TextRules) -> Vec<Places> {
    let roles: Vec<String> = entries.iter().map(|entry| entry.token.role.label()).collect();
    let names = ranked(entries.iter().map(Entry::name).collect(), rules);
    let issuers = ranked(entries.iter().map(|entry| entry.token.issuer.as_str()).collect(), rules);
    let roles = ranked(roles.iter().map(String::as_str).collect(), rules);
    names.into_iter().zip(roles).zip(issuers).map(|((name, role), issuer)| Places { name, role, issuer }).collect()
}

fn ranked(texts: Vec<&str>, rules: &TextRules) -> Vec<Option<u32>> {
    let told: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
    let mut ranks = (rules.ranks)(&told).into_iter();
    texts.into_iter().map(|text| if text.is_empty() { None } else { ranks.next() }).collect()
}
