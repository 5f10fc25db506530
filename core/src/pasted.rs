//! Finds the key in what was pasted: a line of a shell, a file, a header.
//!
//! One reader serves all: the words of a shell, with the escapes that Python, Go, YAML, HCL and JSON have between double
//! quotes. PowerShell has an escape of its own. What the page's own snippets hold comes out as it went in, whichever language
//! it was written for.

use zeroize::Zeroizing;

use crate::text::is_unseen;

/// The texts in a pasted one that may be keys: words, without their quotes and escapes, that `is_key` says are some.
/// Each is there once. What may be half a key counts only beside a whole one, which is then not the only one.
pub(crate) fn keys(pasted: &str, is_key: impl Fn(&str) -> bool) -> Vec<Zeroizing<String>> {
    let is_comment = |line: &&str| line.starts_with('#') || line.starts_with("//");
    let lines = || pasted.lines().map(|line| line.trim_matches(|c: char| c.is_whitespace() || is_unseen(c)));
    let keys = keys_in(lines().filter(|line| !is_comment(line)), &is_key);
    // A field of one line makes one of all, and the comment may come first.
    if keys.is_empty() { keys_in(lines().filter(is_comment), &is_key) } else { keys }
}

fn keys_in<'l>(lines: impl Iterator<Item = &'l str>, is_key: &impl Fn(&str) -> bool) -> Vec<Zeroizing<String>> {
    let mut found: Vec<Zeroizing<String>> = Vec::new();
    let mut any_whole = false;
    for line in lines {
        let of_powershell = line.get(..5).filter(|start| start.eq_ignore_ascii_case("$env:")).and_then(|_| line.split_once('='));
        let words = of_powershell.map_or_else(|| words(line, '\\'), |(_, value)| words(value, POWERSHELL_ESCAPE));
        for (at, word) in words.iter().enumerate() {
            if !is_key(&word.text) {
                continue;
            }
            any_whole |= is_whole(&words, at);
            if found.iter().all(|other| **other != *word.text) {
                found.push(word.text.clone());
            }
        }
    }
    if any_whole { found } else { Vec::new() }
}

/// Whether a word ends where it seems to: without quotes, a key that goes on after a space may be cut. In `A=… B=…` the second
/// name can't be a part of the first value.
fn is_whole(words: &[Word], at: usize) -> bool {
    let Some(next) = words.get(at + 1) else {
        return true;
    };
    let assigned = at.checked_sub(1).is_some_and(|before| words[before].is_assigned);
    // A key may end in equals signs: `cd==` is no assignment.
    let next_is_assigned = next.is_assigned && words.get(at + 2).is_some_and(|value| !value.text.starts_with('='));
    words[at].quoted || next.after_sign || assigned && next_is_assigned
}

#[derive(Default)]
struct Word {
    text: Zeroizing<String>,
    /// Whether a part of it stood in quotes.
    quoted: bool,
    /// Whether more than a space separates it from the word before.
    after_sign: bool,
    /// Whether it is a name, and an equals sign follows.
    is_assigned: bool,
}

const POWERSHELL_ESCAPE: char = '`';

/// The words of a line as a shell, or a language with double quotes, reads them, with this character before what is meant
/// as it stands.
fn words(line: &str, escape: char) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word::default();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let after_quotes = word.quoted && matches!(c, ',' | '}' | ']' | ':' | '/');
        let after_name = c == '=' && is_name(&word.text);
        match c {
            '\'' | '"' => {
                let read = if c == '\'' { single_quoted(rest) } else { double_quoted(rest, escape) };
                match read {
                    Some((text, after)) => {
                        word.text.push_str(&text);
                        word.quoted = true;
                        rest = after;
                        // Between its quotes, two of them stand for one.
                        if escape == POWERSHELL_ESCAPE && rest.starts_with(c) {
                            word.text.push(c);
                        }
                    }
                    // A lone one is a letter like any other: it's.
                    None => word.text.push(c),
                }
            }
            c if c == escape => {
                let escaped = rest.chars().next();
                word.text.extend(escaped);
                rest = &rest[escaped.map_or(0, char::len_utf8)..];
            }
            c if c.is_whitespace() => end(&mut words, &mut word, false),
            '|' | ';' | '&' | '<' | '>' | '(' | ')' => end(&mut words, &mut word, true),
            '{' | '[' if word.text.is_empty() => {}
            // Most often a comment, which no key goes on with.
            '#' if word.text.is_empty() => {
                word.after_sign = true;
                word.text.push(c);
            }
            ':' if is_name(&word.text) => end(&mut words, &mut word, true),
            _ if after_quotes || after_name => {
                word.is_assigned = after_name;
                end(&mut words, &mut word, true);
            }
            c => word.text.push(c),
        }
    }
    end(&mut words, &mut word, true);
    words
}

fn end(words: &mut Vec<Word>, word: &mut Word, sign: bool) {
    if !word.text.is_empty() || word.quoted {
        let word = std::mem::take(word);
        // The quotes may stand around name and value.
        match word.text.split_once('=').filter(|(name, _)| is_name(name)) {
            Some((_, value)) => {
                words.push(Word { text: Zeroizing::new(value.to_owned()), after_sign: true, ..word });
            }
            None => words.push(word),
        }
    }
    word.after_sign |= sign;
}

/// A name that something is assigned to, an option's or a variable's.
fn is_name(text: &str) -> bool {
    let name = text.trim_start_matches(['-', '$']);
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.'))
}

/// What follows an opening `'`, up to the closing one.
fn single_quoted(text: &str) -> Option<(Zeroizing<String>, &str)> {
    let (inner, rest) = text.split_once('\'')?;
    Some((Zeroizing::new(inner.to_owned()), rest))
}

/// What follows an opening `"`, up to the closing one.
fn double_quoted(text: &str, escape: char) -> Option<(Zeroizing<String>, &str)> {
    let mut read = Zeroizing::new(String::new());
    let mut rest = text.chars();
    loop {
        match rest.next()? {
            '"' => return Some((read, rest.as_str())),
            c if c == escape => {
                let escaped = rest.next()?;
                let digits = match escaped {
                    'u' => 4,
                    'U' => 8,
                    _ => 0,
                };
                let code = rest.as_str().get(..digits).filter(|code| !code.is_empty());
                match code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?)) {
                    Some(c) => {
                        read.push(c);
                        rest = rest.as_str()[digits..].chars();
                    }
                    None => {
                        if !matches!(escaped, '"' | '\\' | '$' | '`' | '\'' | '/') {
                            read.push(escape);
                        }
                        read.push(escaped);
                    }
                }
            }
            c => read.push(c),
        }
    }
}
