//! What characters look like, where that isn't what they are: unseen ones, those that turn the reading direction, digits of
//! other scripts.
//!
//! What takes tables (cases, forms of Unicode, the order of a language) is passed in as [`TextRules`], since a browser has them.

use std::borrow::Cow;

/// What a browser knows of texts. Passed in, since the tables for it would be downloaded with the page.
#[derive(Clone, Copy, Debug)]
pub struct TextRules {
    /// A text in lower case, in every script that has two cases.
    pub lower_case: fn(&str) -> String,
    /// A text in Unicode's form NFKD: letters and their accents apart, and no full-width letters or ligatures.
    pub decompose: fn(&str) -> String,
}

impl TextRules {
    /// A text to search in or for: without case, accents, widths and marks that nobody sees.
    #[must_use]
    pub fn fold(&self, text: &str) -> String {
        if text.is_ascii() {
            return text.to_ascii_lowercase();
        }
        let mut folded = String::with_capacity(text.len());
        for c in (self.lower_case)(&(self.decompose)(text)).chars() {
            match c {
                c if is_accent(c) || is_unseen(c) => {}
                // Lower case of one language or place only.
                'ß' => folded.push_str("ss"),
                'ς' => folded.push('σ'),
                'ı' => folded.push('i'),
                c => folded.push(c),
            }
        }
        folded
    }

    /// What a text is sorted by, character by character: without case, accents and marks that nobody sees, and numbers by their
    /// value, so that `ci-10` comes after `ci-2` and `Ärger` beside `arger`. What only differs in those follows the text itself.
    #[must_use]
    pub fn sort_key(&self, text: &str) -> String {
        let folded = self.fold(text);
        let mut key = String::with_capacity(folded.len() + text.len() + 8);
        let mut rest = folded.as_str();
        while let Some(c) = rest.chars().next() {
            if c.is_ascii_digit() {
                let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
                let digits = rest[..rest.len() - after.len()].trim_start_matches('0');
                // Of two numbers, the one with more digits is larger.
                key.push('0');
                key.extend(u32::try_from(digits.len()).ok().and_then(char::from_u32));
                key.push_str(digits);
                rest = after;
            } else {
                key.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        key.push('\0');
        key.push_str(text);
        key
    }

    /// Whether two texts look the same: but for unseen marks, kinds of white space and forms of Unicode.
    #[must_use]
    pub fn look_alike(&self, one: &str, other: &str) -> bool {
        one == other || self.look_of(one) == self.look_of(other)
    }

    /// What is to be seen of a text, to compare it with that of others.
    #[must_use]
    pub fn look_of(&self, text: &str) -> String {
        let decomposed = if text.is_ascii() { text.to_owned() } else { (self.decompose)(text) };
        let mut look = String::with_capacity(decomposed.len());
        for word in decomposed.split(is_space) {
            let mut seen = word.chars().filter(|c| !is_unseen(*c)).peekable();
            if seen.peek().is_some() && !look.is_empty() {
                look.push(' ');
            }
            look.extend(seen);
        }
        look
    }
}

/// A text with whatever would be unseen, or would turn the reading direction, as its number: `U+202E` between brackets.
/// Line breaks and tabs stay.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(hides_something) {
        return Cow::Borrowed(text);
    }
    let has_flag = text.contains('\u{1f3f4}');
    let mut shown = String::with_capacity(text.len() + 8);
    let mut before = '\0';
    for c in text.chars() {
        let of_use = match c {
            // Some flags are made of unseen letters.
            '\u{e0020}'..='\u{e007f}' => has_flag,
            // Which way a character is written, as people write their names.
            '\u{e0100}'..='\u{e01ef}' => is_ideograph(before),
            _ => false,
        };
        if hides_something(c) && !of_use {
            shown.push_str(&format!("[U+{:04X}]", u32::from(c)));
        } else {
            shown.push(c);
        }
        before = c;
    }
    Cow::Owned(shown)
}

/// Whether there is nothing to see.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| is_space(c) || is_unseen(c))
}

/// One line: each control character and line's end is a space, and there are none around it.
pub(crate) fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if breaks_line(c) { ' ' } else { c }).collect();
    line.trim().to_owned()
}

/// Lines that end in `\n`, with tabs and nothing else that acts on a terminal.
pub(crate) fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: String = text.chars().map(|c| if breaks_line(c) && !matches!(c, '\n' | '\t') { ' ' } else { c }).collect();
    lines.trim().to_owned()
}

pub(crate) fn breaks_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// White space, and what looks like it.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{2800}' | '\u{3164}' | '\u{ffa0}')
}

/// Whether nothing of a character is to be seen, not even a gap.
pub(crate) fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a character hides something without being of use: all that is unseen, but for what joins letters and
/// chooses between pictures.
fn hides_something(c: char) -> bool {
    let useful = matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{180b}'..='\u{180d}' | '\u{180f}');
    let breaks = c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    (is_unseen(c) || breaks || matches!(c, '\u{2028}' | '\u{2029}' | '\u{2800}' | '\u{3164}' | '\u{ffa0}')) && !useful
}

/// Characters of Chinese, which other languages of East Asia write, too.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Marks that stand above and below letters of any script with letters like ours.
fn is_accent(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}'
    )
}

/// The digit zero of each script that counts in tens. Source: Unicode's `Nd`, without scripts that nobody writes any more.
const ZEROS: [u32; 35] = [
    0x30, 0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20, 0x1040,
    0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa8d0, 0xa9d0, 0xaa50, 0xff10, 0x1d7ce, 0x1d7d8,
    0x1d7e2, 0x1d7ec,
];

/// A number as it is typed in any script: its digits as ours, without spaces and unseen marks. Anything else stays.
pub(crate) fn plain_number(typed: &str) -> String {
    let digit = |c: char| {
        let code = u32::from(c);
        ZEROS.iter().find_map(|zero| char::from_digit(code.checked_sub(*zero)?, 10))
    };
    typed.chars().filter(|c| !is_space(*c) && !is_unseen(*c)).map(|c| digit(c).unwrap_or(c)).collect()
}

#[cfg(test)]
pub(crate) mod samples {
    use unicode_normalization::UnicodeNormalization;

    use super::TextRules;

    /// Rules as a browser has them, in small.
    pub(crate) const RULES: TextRules = TextRules { lower_case: str::to_lowercase, decompose: |text| text.nfkd().collect() };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::samples::RULES;
    use super::{is_blank, is_unseen, lines, one_line, plain_number, shown};

    #[test]
    fn texts_are_in_the_order_in_which_people_look_for_them() {
        let sorted = [
            "#1",
            "1",
            "2",
            "002b",
            "10",
            "a",
            "Ab",
            "arger",
            "Ärger",
            "ci-02",
            "ci-2",
            "ci-10",
            "ci-10a",
            "ci-11",
            "Straße",
            "strasse 2",
            "zebra",
            "Ωmega",
        ];
        let mut texts = sorted;
        texts.reverse();
        texts.sort_by_key(|text| RULES.sort_key(text));
        assert_eq!(texts, sorted);
    }

    #[test]
    fn a_search_finds_what_is_meant() {
        for (text, folded) in [
            ("CI-Deploy", "ci-deploy"),
            ("Ärger", "arger"),
            ("A\u{308}rger", "arger"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("İstanbul", "istanbul"),
            ("ISTANBUL", "istanbul"),
            ("ısı", "isi"),
            ("Ｃｉ－１０", "ci-10"),
            ("ﬁle", "file"),
            ("ΟΔΟΣ", "οδοσ"),
            ("ci\u{200b}-\u{ad}1", "ci-1"),
            ("Ёлка", "елка"),
            ("①", "1"),
            // Marks that are letters stay.
            ("क्षि", "क्षि"),
        ] {
            assert_eq!(RULES.fold(text), folded, "{text}");
        }
        assert_eq!(RULES.fold("が"), RULES.fold("か\u{3099}"));
    }

    #[test]
    fn what_looks_the_same_is_the_same() {
        for (one, other) in [
            ("ci", "ci\u{200b}"),
            ("ci deploy", "ci\u{a0}deploy"),
            ("ci deploy", " ci \u{2003} deploy\u{feff}"),
            ("ci  deploy", "ci deploy"),
            ("ci deploy \u{200b}", "ci deploy"),
            ("é", "e\u{301}"),
            ("ci", "\u{202d}ci\u{202c}"),
            ("Ｃｉ", "Ci"),
            ("ci deploy", "ci\tdeploy"),
        ] {
            assert!(RULES.look_alike(one, other), "{one:?} {other:?}");
        }
        for (one, other) in [("ci", "CI"), ("ci", "c i"), ("é", "e"), ("ci-1", "ci_1"), ("", "x"), ("с", "c")] {
            assert!(!RULES.look_alike(one, other), "{one:?} {other:?}");
        }
    }

    #[test]
    fn what_is_unseen_is_shown_by_its_number() {
        for (text, seen) in [
            ("ci-deploy", "ci-deploy"),
            ("ci\u{202e}gpj.exe", "ci[U+202E]gpj.exe"),
            ("\u{2066}a\u{2069}", "[U+2066]a[U+2069]"),
            ("ci\u{200b}", "ci[U+200B]"),
            ("a\0b\u{1b}c\n\td", "a[U+0000]b[U+001B]c\n\td"),
            ("\u{e0041}", "[U+E0041]"),
            ("a\u{a0}b", "a\u{a0}b"),
            // Emoji and scripts need these.
            ("👩\u{200d}💻 ❤\u{fe0f}", "👩\u{200d}💻 ❤\u{fe0f}"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("🏴\u{e0067}\u{e0062}\u{e007f}", "🏴\u{e0067}\u{e0062}\u{e007f}"),
            ("辻\u{e0100}さん \u{9089}\u{e010f}\u{20bb7}\u{e0100}", "辻\u{e0100}さん \u{9089}\u{e010f}\u{20bb7}\u{e0100}"),
            // One behind another character, or more than one, could hold a message.
            ("a\u{e0100}", "a[U+E0100]"),
            ("辻\u{e0100}\u{e01ef}", "辻\u{e0100}[U+E01EF]"),
        ] {
            assert_eq!(shown(text), seen);
        }
    }

    #[test]
    fn nothing_to_see_is_nothing() {
        for text in ["", " ", "\u{200b}", "\u{feff}\u{a0}\u{3000}", "\u{2060}\n", "\u{3164}", "\u{202e}\u{202c}", "\0"] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["x", " \u{200b}x", "-", "\u{fffd}", "日"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn controls_become_spaces_and_a_description_keeps_its_lines() {
        assert_eq!(one_line(" a\0b\nc\u{1b}[31m\u{2028}d\t"), "a b c [31m d");
        assert_eq!(lines("a\r\nb\rc\n\td\0e\u{7f}\n"), "a\nb\nc\n\td e");
    }

    #[test]
    fn a_number_is_read_in_any_script() {
        for typed in [
            "7350925",
            "７３５０９２５",
            "٧٣٥٠٩٢٥",
            "۷۳۵۰۹۲۵",
            "७३५०९२५",
            "৭৩৫০৯২৫",
            "๗๓๕๐๙๒๕",
            "𝟕𝟑𝟓𝟎𝟗𝟐𝟓",
            "7\u{a0}350\u{202f}925",
            "\u{200b}7350925\u{feff}",
            "\u{202d}7350925\u{202c}",
        ] {
            assert_eq!(plain_number(typed), "7350925", "{typed}");
        }
        assert_eq!(plain_number("७x-½"), "7x-½");
    }

    proptest! {
        #[test]
        fn what_is_shown_hides_nothing(text in any::<String>()) {
            let seen = shown(&text);
            let hidden = ['\u{202e}', '\u{2066}', '\u{200b}', '\0', '\u{feff}'];
            prop_assert!(!seen.contains(hidden));
            prop_assert_eq!(shown(&seen), &*seen);
            let look = RULES.look_of(&text);
            prop_assert!(!look.contains(is_unseen));
            prop_assert_eq!(look.is_empty(), is_blank(&text), "{:?}", look);
            let twin = [" ", &text, "\u{200b}"].concat();
            prop_assert!(RULES.look_alike(&text, &twin));
        }
    }
}
