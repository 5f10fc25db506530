//! Whether the operator's pattern for names can be tested in time.
//!
//! JavaScript's regular expressions go back and try again. One that repeats what is repeated already, such as
//! `([a-z0-9]+-?)+`, takes twice as long for each further letter of a name that doesn't match, so thirty letters
//! would freeze the page. Nobody can tell that from looking at any pattern, so it is tried out.

use crate::limits::MAX_TESTED_NAME;

/// How many different characters of the pattern itself to make names of.
const MAX_LETTERS: usize = 12;

/// How many characters of a piece of the pattern to start names with.
const MAX_START: usize = 40;

/// How many choices at a pattern's start to try.
const MAX_CHOICES: usize = 4;

/// Names to time a pattern on: long runs of what it may be made for, with an end that most patterns refuse, since
/// only then all ways are tried.
///
/// They get longer little by little. Who stops at the first one that takes too long hasn't waited much longer than
/// that. The longest are what [`Draft`](crate::form::Draft) tests at most.
pub fn slow_pattern_probes(pattern: &str) -> impl Iterator<Item = String> {
    let starts = starts(pattern);
    let runs = runs(pattern);
    lengths().flat_map(move |length| {
        let mut probes = Vec::new();
        for start in &starts {
            let left = length.saturating_sub(start.chars().count() + 1);
            for run in &runs {
                let body: String = run.chars().cycle().take(left).collect();
                probes.extend(["\n", "!"].map(|end| format!("{start}{body}{end}")));
            }
        }
        probes
    })
}

/// 8, 10, 12 … 100, and then a quarter more each time.
fn lengths() -> impl Iterator<Item = usize> {
    let next = |length: &usize| match *length {
        MAX_TESTED_NAME => None,
        length if length < 100 => Some(length + 2),
        length => Some((length * 5 / 4).min(MAX_TESTED_NAME)),
    };
    std::iter::successors(Some(8), next)
}

/// What names are made of: the usual letters, and those that the pattern names.
fn runs(pattern: &str) -> Vec<String> {
    let mut runs: Vec<String> = ["a", "A", "0", "-", "_", " ", "a-", "aA0", "é"].map(str::to_owned).into();
    for c in pattern.chars() {
        let run = c.to_string();
        if runs.len() < MAX_LETTERS + 9 && (is_letter(c) || matches!(c, '.' | '/' | ':' | '@' | '#')) && !runs.contains(&run) {
            runs.push(run);
        }
    }
    runs
}

/// Nothing, and the texts that a match has to start with, as far as they are plain to see: `ci-` of `ci-(x+)+`, both
/// `prod-` and `dev-` of `(prod|dev)-(x+)+`. What follows them is only tried after them.
fn starts(pattern: &str) -> Vec<String> {
    let plain = |c: char| is_letter(c) || matches!(c, '-' | '_' | ' ' | ':' | '/' | '@' | '#');
    let literal = |text: &str| text.chars().take_while(|c| plain(*c)).take(MAX_START).collect::<String>();
    let pattern = pattern.trim_start_matches('^');
    let first = literal(pattern);
    let group = pattern[first.len()..].strip_prefix('(').and_then(|rest| rest.trim_start_matches("?:").split_once(')'));
    let mut starts = vec![String::new(), first.clone()];
    if let Some((choices, rest)) = group {
        let rest = literal(rest);
        starts.extend(choices.split('|').take(MAX_CHOICES).map(|choice| format!("{first}{}{rest}", literal(choice))));
    }
    starts.sort();
    starts.dedup();
    starts
}

/// A letter or digit of any script, or something as harmless; without the tables that tell which it is.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || c > '\u{bf}'
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use proptest::prelude::*;

    use super::{MAX_LETTERS, MAX_TESTED_NAME, lengths, runs, slow_pattern_probes, starts};
    use crate::config::{Config, ConfigError};
    use crate::limits::MAX_TEST_TIME;

    /// Whether a pattern takes longer than [`MAX_TEST_TIME`] on one of the probes.
    fn is_slow_pattern(pattern: &str, mut time: impl FnMut(&str) -> TimeDelta) -> bool {
        slow_pattern_probes(pattern).any(|probe| time(&probe) > MAX_TEST_TIME)
    }

    /// As if each step took a microsecond.
    fn slow_if(pattern: &str, steps: impl Fn(&str) -> u32) -> bool {
        let mut waited = TimeDelta::zero();
        let slow = is_slow_pattern(pattern, |name| {
            let took = TimeDelta::microseconds(steps(name).into());
            waited += took;
            took
        });
        // Finding out must not freeze the page itself.
        assert!(waited < TimeDelta::seconds(5), "{pattern}: {waited}");
        slow
    }

    /// How many letters of a name, after its start, are in a run that the pattern's group takes.
    fn run(name: &str, start: &str, takes: fn(char) -> bool) -> u32 {
        name.strip_prefix(start).map_or(0, |rest| rest.chars().take_while(|c| takes(*c)).count() as u32)
    }

    #[test]
    fn a_pattern_that_doubles_with_each_letter_is_found_and_one_that_does_not_is_not() {
        let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let powers = |base: u32, letters: u32| base.checked_pow(letters).unwrap_or(u32::MAX);
        assert!(slow_if("([a-z0-9]+-?)+", |name| powers(2, run(name, "", small))));
        assert!(slow_if("ci-(x+)*", |name| powers(2, run(name, "ci-", |c| c == 'x'))));
        assert!(slow_if("(?:prod|dev)-([a-z]+_?)+", |name| powers(2, run(name, "dev-", small))));
        assert!(slow_if("team/(ж|ж)+", |name| powers(2, run(name, "team/", |c| c == 'ж'))));
        // A power of the length: bad only for long names.
        assert!(slow_if("[a-z]*[a-z]*[a-z]*!", |name| powers(run(name, "", small), 3)));
        assert!(!slow_if("[a-z0-9-]+", |name| run(name, "", small)));
        assert!(!slow_if("team-[a-z]+|ci", |name| run(name, "team-", small)));
    }

    #[test]
    fn the_starts_that_names_may_need_are_seen() {
        for (pattern, found) in [
            ("ci-[a-z]+", &["", "ci-"][..]),
            ("^ci-[a-z]+", &["", "ci-"]),
            ("team-(a|b)+", &["", "team-", "team-a", "team-b"]),
            ("(?:prod|dev)-x", &["", "dev-x", "prod-x"]),
            ("[a-z]+", &[""]),
            ("", &[""]),
            ("(", &[""]),
            ("¿[a-z]+", &[""]),
        ] {
            assert_eq!(starts(pattern), found, "{pattern}");
        }
    }

    #[test]
    fn lengths_go_by_two_and_then_by_quarters_up_to_the_longest() {
        let lengths: Vec<usize> = lengths().collect();
        assert_eq!(lengths[..3], [8, 10, 12]);
        let hundred = lengths.iter().position(|length| *length == 100).unwrap();
        assert_eq!(lengths[hundred - 1..hundred + 4], [98, 100, 125, 156, 195]);
        assert!(lengths.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(lengths.last(), Some(&MAX_TESTED_NAME));
    }

    #[test]
    fn so_many_letters_of_a_pattern_are_tried_and_no_more() {
        let letters = |count: u32| (0..count).filter_map(|at| char::from_u32(0x3b1 + at)).collect::<String>();
        let usual = runs("").len();
        assert_eq!(runs("αα[β]+\\.").len(), usual + 3);
        assert_eq!(runs(&letters(60)).len(), usual + MAX_LETTERS);
    }

    #[test]
    fn the_operator_is_told_the_place() {
        let text = "{\n\"policy\": {\n\"namePattern\": \"([a-z]+-?)+\"}}";
        assert!(Config::parse(text, |_| true).is_ok());
        let error = ConfigError::slow_pattern(text);
        assert_eq!(error.place().as_deref(), Some("Line 3, key policy.namePattern"));
        assert!(error.message().starts_with("It takes too long"), "{}", error.message());
    }

    proptest! {
        #[test]
        fn probes_grow_slowly_and_are_few(pattern in any::<String>()) {
            let lengths: Vec<usize> = slow_pattern_probes(&pattern).map(|probe| probe.chars().count()).collect();
            prop_assert!(lengths.len() < 25_000, "{}", lengths.len());
            // Two pieces of the pattern and the sign between them come before anything else.
            let start = 3 * 40 + 1;
            for pair in lengths.windows(2) {
                prop_assert!(pair[1] <= (pair[0] * 5 / 4).max(pair[0] + 2).max(start));
            }
            prop_assert_eq!(lengths.last(), Some(&1_000));
        }
    }
}
