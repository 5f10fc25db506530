//! Keeps keys and tokens out of the service's words: it quotes the key that it refuses, and a failed answer may hold
//! the very token that it made.

use serde_json::Value;
use zeroize::Zeroizing;

use crate::ApiKey;
use crate::api_key::leading_digits;
use crate::base64::{is_base64, readings};
use crate::spotting::spotted;

/// What not to show of an answer's words.
pub(super) struct Mask {
    known: Vec<Known>,
}

/// A secret that is known, so that parts of it are recognized, too.
struct Known {
    text: Zeroizing<String>,
    /// Shorter parts may be there by chance.
    min_len: usize,
}

/// How many secrets to look for: an answer has one, and a mocking one shouldn't hold up the page.
const MAX_KNOWN: usize = 12;

/// How many characters of a secret count where nobody knows it, or where it is written in another way.
const MIN_UNKNOWN: usize = 6;

/// How many characters have to agree where spaces stand between them.
const MIN_SPACED: usize = 8;

impl Mask {
    /// A mask for the key. If it is at fault, the words are about it, and every part of four characters or more is
    /// hidden. Otherwise only a part that is too long to be a coincidence, or the whole of a short secret.
    pub(super) fn new(key: &ApiKey, key_at_fault: bool) -> Self {
        let mut mask = Self { known: Vec::new() };
        mask.know(key.expose());
        if key_at_fault {
            mask.known.iter_mut().for_each(|known| known.min_len = 4);
        }
        mask
    }

    fn know(&mut self, text: &str) {
        let compact: String = text.chars().filter(char::is_ascii_graphic).collect();
        let separator = leading_digits(&compact).len() + 1;
        let secret_len = if spotted(&compact, 1).is_empty() { compact.len() } else { compact.len().saturating_sub(separator) };
        if secret_len >= 4 && self.known.len() < MAX_KNOWN && self.known.iter().all(|known| *known.text != compact) {
            self.known.push(Known { text: Zeroizing::new(compact), min_len: secret_len.clamp(4, 16) });
        }
    }

    /// Takes up what an answer's body itself shows to be secret: the values of fields that are called so, and what
    /// can't be anything else.
    pub(super) fn learn(&mut self, body: &Value) {
        match body {
            Value::String(text) => self.learn_text(text),
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(entries) => {
                for (name, value) in entries {
                    self.learn_text(name);
                    match value {
                        Value::String(text) if names_secret(name) => {
                            let compact: String = text.split_whitespace().collect();
                            if is_opaque(text.trim()) || !spotted(&compact, MIN_UNKNOWN).is_empty() {
                                self.know(text);
                            }
                        }
                        value => self.learn(value),
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

    /// The same of a text.
    pub(super) fn learn_text(&mut self, text: &str) {
        for found in spotted(text, MIN_UNKNOWN) {
            if found.certain() {
                self.know(&text[found.start..found.end]);
            }
        }
    }

    /// A text with dots in place of what is secret.
    pub(super) fn masked(&self, text: &str) -> String {
        let mut hidden = vec![false; text.len()];
        self.hide_known(text, &mut hidden);
        hide_tokens(text, &mut hidden);
        hide_values(text, &mut hidden);
        self.hide_encoded(text, &mut hidden);

        let mut shown = String::new();
        let mut dots = false;
        for (at, c) in text.char_indices() {
            if !hidden[at] {
                shown.push(c);
            } else if !dots {
                shown.push_str("•••");
            }
            dots = hidden[at];
        }
        shown
    }

    /// Hides parts of known secrets, in capitals or small letters, and with spaces or signs in between.
    fn hide_known(&self, text: &str, hidden: &mut [bool]) {
        for known in &self.known {
            let mut at = 0;
            while at < text.len() {
                let parts = (0..known.text.len()).filter_map(|from| shared(text.as_bytes(), at, &known.text.as_bytes()[from..]));
                let longest = parts.filter(|part| part.is_telling(known.min_len)).map(|part| part.end).max();
                match longest {
                    Some(end) => {
                        hidden[at..end].fill(true);
                        at = end;
                    }
                    None => at += 1,
                }
            }
        }
    }

    /// Hides what shows a secret once it is decoded from base64 or hexadecimal digits.
    fn hide_encoded(&self, text: &str, hidden: &mut [bool]) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            let run = bytes[at..].iter().take_while(|b| is_base64(**b)).count();
            if readings(&bytes[at..at + run]).any(|decoded| self.shows(&decoded)) {
                let padding = bytes[at + run..].iter().take_while(|b| **b == b'=').count();
                hidden[at..at + run + padding].fill(true);
            }
            at += run.max(1);
        }
        at = 0;
        while at < bytes.len() {
            let run = bytes[at..].iter().take_while(|b| b.is_ascii_hexdigit()).count();
            let mut seen = at + run.max(1);
            // The first digit of an odd number of them may be no part of the code.
            for start in at..at + run.min(2) {
                let (decoded, end) = from_hex(bytes, start);
                if self.shows(&decoded) {
                    hidden[start..end].fill(true);
                }
                seen = seen.max(end);
            }
            at = seen;
        }
    }

    fn shows(&self, decoded: &[u8]) -> bool {
        let text = String::from_utf8_lossy(decoded);
        let known = self.known.iter().any(|known| {
            let least = known.min_len.min(MIN_UNKNOWN);
            let key = known.text.as_bytes();
            (0..decoded.len())
                .any(|at| (0..key.len()).any(|from| shared(decoded, at, &key[from..]).is_some_and(|part| part.unbroken >= least)))
        });
        known || spotted(&text, MIN_UNKNOWN).iter().any(|found| found.digits.len() > 1)
    }
}

/// A part that a text and a secret have in common.
struct Shared {
    /// Characters up to the first space.
    unbroken: usize,
    /// All of them.
    all: usize,
    end: usize,
}

impl Shared {
    fn is_telling(&self, min_len: usize) -> bool {
        self.unbroken >= min_len || self.all >= min_len.max(MIN_SPACED)
    }
}

/// What the text from `at` on shares with the start of a secret.
fn shared(text: &[u8], at: usize, secret: &[u8]) -> Option<Shared> {
    // Most places of most texts are done with here.
    if !text.get(at)?.eq_ignore_ascii_case(secret.first()?) {
        return None;
    }
    let mut found = Shared { unbroken: 0, all: 0, end: at };
    let mut broken = false;
    let mut place = at;
    for wanted in secret {
        let same = |b: &u8| b.eq_ignore_ascii_case(wanted);
        if !text.get(place).is_some_and(same) {
            // Spaces, marks and what is not even ASCII.
            let gap = text.get(place..)?.iter().take(4).take_while(|b| !b.is_ascii_alphanumeric() && !same(b)).count();
            if gap == 0 || !text.get(place + gap).is_some_and(same) {
                break;
            }
            place += gap;
            broken = true;
        }
        place += 1;
        found.all += 1;
        found.unbroken += usize::from(!broken);
        found.end = place;
    }
    Some(found)
}

/// Hides everything of a token's form.
fn hide_tokens(text: &str, hidden: &mut [bool]) {
    for found in spotted(text, MIN_UNKNOWN) {
        if !found.within_word || found.is_random() {
            hidden[found.start..sentence_end(text, found.end)].fill(true);
        }
    }
}

/// The end without the signs that end a sentence.
fn sentence_end(text: &str, end: usize) -> usize {
    text[..end].trim_end_matches(['.', '!', '?', ':']).len()
}

/// Words before a secret, in lower case.
const ANNOUNCED_BY: [&str; 10] =
    ["apikey", "api_key", "api-key", "api key", "bearer", "basic", "token", "authorization", "secret", "password"];

/// Hides what follows `APIKey`, `Bearer`, `token=` and the like, unless it reads like a word.
fn hide_values(text: &str, hidden: &mut [bool]) {
    let lower = text.to_ascii_lowercase();
    for word in ANNOUNCED_BY {
        let mut done = 0;
        for (at, _) in lower.match_indices(word) {
            let after = at + word.len();
            if after < done {
                continue;
            }
            let rest = &text[after..];
            let value = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '=' | '"' | '\'' | '>' | '\\'));
            let start = after + rest.len() - value.len();
            // A sentence calls a token by its name: API token ci-deploy-2 already exists.
            let may_be_called = word == "token" && !text[after..start].contains([':', '=', '>', '\\']);
            let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ',' | ';' | '&' | ')' | '}' | ']');
            let end = sentence_end(text, start + value.find(ends).unwrap_or(value.len())).max(start);
            let value = &text[start..end];
            if start > after && is_opaque(value) && !(may_be_called && is_name(value)) {
                hidden[start..end].fill(true);
                done = end;
            }
        }
    }
}

/// Whether a field of this name holds a secret.
fn names_secret(name: &str) -> bool {
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let ends = ["token", "apikey", "secret", "password", "authorization", "credential", "credentials", "cookie", "jwt"];
    plain == "key" || ends.iter().any(|end| plain.ends_with(end))
}

/// Whether it is words and numbers with signs in between.
fn is_name(value: &str) -> bool {
    value.split(['-', '_', '.', '/']).all(|part| {
        let of = |kind: fn(&u8) -> bool| part.as_bytes().iter().all(kind);
        part.len() < 16 && (of(u8::is_ascii_alphabetic) || of(u8::is_ascii_digit))
    })
}

/// Whether it is no word, number or sentence.
fn is_opaque(value: &str) -> bool {
    let digit = value.contains(|c: char| c.is_ascii_digit());
    let letter = value.contains(|c: char| c.is_ascii_alphabetic());
    let one = !value.contains(char::is_whitespace);
    one && (digit && letter && value.len() >= MIN_UNKNOWN || value.len() >= 24)
}

/// Bytes from pairs of hexadecimal digits, with up to three signs before each as in `31:30`, `%31%30` or `0x31, 0x30`, and where
/// they end.
fn from_hex(text: &[u8], start: usize) -> (Zeroizing<Vec<u8>>, usize) {
    let digit = |at: usize| text.get(at).and_then(|b| char::from(*b).to_digit(16));
    let mut bytes = Zeroizing::new(Vec::new());
    let (mut at, mut end) = (start, start);
    loop {
        let pair = |at: usize| Some((digit(at)? * 16 + digit(at + 1)?) as u8);
        let sign = |b: &u8| matches!(b, b' ' | b':' | b'-' | b',' | b'%' | b'\\' | b'x');
        let gap =
            if bytes.is_empty() { 0 } else { text.get(at..).unwrap_or_default().iter().take(3).take_while(|b| sign(b)).count() };
        // The 0 of 0x is a digit, too.
        let prefix = if text.get(at + gap..at + gap + 2) == Some(b"0x") { 2 } else { 0 };
        let Some(byte) = pair(at + gap + prefix) else {
            return (bytes, end);
        };
        bytes.push(byte);
        at += gap + prefix + 2;
        end = at;
    }
}

#[cfg(test)]
mod tests;
