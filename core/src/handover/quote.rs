//! A quoting function for each language that text ends up in. Each accepts any text.

use crate::text::{breaks_line, is_unseen};

/// A word that bash, dash, zsh and fish read alike. Drops NUL, which no shell can represent.
///
/// Between single quotes, fish takes a backslash before a quote or another backslash for an escape, and the others
/// don't. Where that could be, the backslash stands outside of the quotes, which all of them read the same way.
pub(super) fn shell(out: &mut String, text: &str) {
    let mut chars = text.chars().filter(|c| *c != '\0').peekable();
    out.push('\'');
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\'', _) => out.push_str("'\\''"),
            ('\\', None | Some('\\' | '\'')) => out.push_str("'\\\\'"),
            _ => out.push(c),
        }
    }
    out.push('\'');
}

/// A string of PowerShell, where typographic quotation marks end a string, too.
pub(super) fn powershell(out: &mut String, text: &str) {
    out.push('\'');
    for c in text.chars() {
        if matches!(c, '\'' | '\u{2018}'..='\u{201b}') {
            out.push(c);
        }
        out.push(c);
    }
    out.push('\'');
}

/// A value in a `.env` file. Its many parsers agree on bare words, and on quotes with nothing
/// special inside. Anything else is written for the shells that source such files.
pub(super) fn dotenv(out: &mut String, text: &str) {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    // None of them takes a lone $ for a reference, but some look for one outside of single quotes.
    let special = |c: char| matches!(c, '"' | '$' | '`' | '\\' | '!') || c.is_control();
    if !text.is_empty() && text.chars().all(plain) {
        out.push_str(text);
    } else if text.contains('\'') && !text.contains(special) {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        shell(out, text);
    }
}

/// A string of Python.
pub(super) fn python(out: &mut String, text: &str) {
    double_quoted(out, text, false);
}

/// An interpreted string of Go.
pub(super) fn go(out: &mut String, text: &str) {
    double_quoted(out, text, false);
}

/// A string of YAML.
pub(super) fn yaml(out: &mut String, text: &str) {
    double_quoted(out, text, false);
}

/// A string of HCL, in which `${` and `%{` would start a template.
pub(super) fn hcl(out: &mut String, text: &str) {
    double_quoted(out, text, true);
}

/// Text for a comment: on one line, and without the characters of directives that tools look for
/// in comments (Python's `coding:`, an editor's `vim:`).
pub(super) fn words(out: &mut String, text: &str) {
    let mut line = String::new();
    one_line(&mut line, text);
    out.extend(line.chars().map(|c| match c {
        ' ' | ',' | '.' | '-' | '_' | '/' | '(' | ')' | '+' => c,
        c if c.is_ascii_alphanumeric() || !c.is_ascii() => c,
        _ => ' ',
    }));
}

/// Text on one line: each run of white space and control characters becomes a space. Invisible
/// characters and those that change the reading direction are dropped.
pub(super) fn one_line(out: &mut String, text: &str) {
    let start = out.len();
    let mut gap = false;
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            gap = true;
        } else if !hidden(c) {
            if gap && out.len() > start {
                out.push(' ');
            }
            gap = false;
            out.push(c);
        }
    }
}

/// JSON with hidden characters, which only occur in its strings, as escapes.
pub(super) fn visible_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if hidden(c) && !matches!(c, '\t' | '\n' | '\r') {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// Whether a character acts on the terminal or on surrounding text instead of being visible.
fn hidden(c: char) -> bool {
    breaks_line(c) || is_unseen(c)
}

/// What Python, Go, YAML and HCL have in common: `\"`, `\\`, and a code point after `\u`
/// (four hex digits) or `\U` (eight). Only printable ASCII is left alone.
fn double_quoted(out: &mut String, text: &str, template: bool) {
    out.push('"');
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let opens = template && matches!(c, '$' | '%') && chars.peek() == Some(&'{');
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' if !opens => out.push(c),
            '\0'..='\u{ffff}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => out.push_str(&format!("\\U{:08x}", u32::from(c))),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests;
