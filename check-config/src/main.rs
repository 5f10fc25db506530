//! Checks a config.json as the page does, without a browser: `check-config FILE`.
//!
//! Says key, line and what is wrong, and ends with 1; with 2 where there is no file to check.

use std::process::ExitCode;
use std::time::{Duration, Instant};

use gcore_token_core::config::{Config, ConfigError, slow_pattern_probes};
use gcore_token_core::limits::MAX_TEST_TIME;
use regress::Regex;

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "it is what the program is for")]
fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(path), None) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: check-config FILE");
        return ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("{}: {error}", path.display());
            return ExitCode::from(2);
        }
    };
    match check(&text) {
        Ok(config) => {
            println!("{}: fine; apiBase is {}", path.display(), config.api_base);
            ExitCode::SUCCESS
        }
        Err(error) => {
            let place = error.place().map_or_else(String::new, |place| format!("{place}: "));
            eprintln!("{}: {place}{}", path.display(), error.message());
            ExitCode::FAILURE
        }
    }
}

/// Reads the text as the page does, with this program's idea of JavaScript's regular expressions.
fn check(text: &str) -> Result<Config, ConfigError> {
    let config = Config::parse(text, |pattern| regular_expression(pattern).is_some())?;
    match &config.policy.name_pattern {
        Some(pattern) if takes_too_long(pattern) => Err(ConfigError::slow_pattern(text)),
        _ => Ok(config),
    }
}

fn takes_too_long(pattern: &str) -> bool {
    let limit = MAX_TEST_TIME.to_std().unwrap_or(Duration::ZERO);
    let Some(expression) = regular_expression(&format!("^(?:{pattern})$")) else {
        return false;
    };
    let is_slow = |name: &str| {
        let begin = Instant::now();
        let _ = expression.find(name);
        begin.elapsed() > limit
    };
    // Something else on the machine may have held up one of them.
    slow_pattern_probes(pattern).any(|name| is_slow(&name) && is_slow(&name) && is_slow(&name))
}

fn regular_expression(source: &str) -> Option<Regex> {
    Regex::with_flags(source, "u").ok()
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn the_shipped_file_is_fine() {
        assert!(check(include_str!("../../config.json")).is_ok());
    }

    #[test]
    fn a_pattern_is_read_as_a_browser_reads_it() {
        for (pattern, mistake) in [
            ("ci-[a-z0-9-]+", None),
            (r"(?<team>\\p{Ll}+)-\\k<team>(?!x)", None),
            (r"[a-z", Some("a regular expression")),
            // Allowed without the flag u, with which browsers read it.
            (r"\\-", Some("a regular expression")),
            ("([a-z0-9]+-?)+", Some("It takes too long")),
        ] {
            let text = format!("{{\n\"policy\": {{\n\"namePattern\": \"{pattern}\"}}}}");
            let error = check(&text).err();
            assert_eq!(error.is_some(), mistake.is_some(), "{pattern} {error:?}");
            if let (Some(error), Some(mistake)) = (error, mistake) {
                assert_eq!(error.place().as_deref(), Some("Line 3, key policy.namePattern"));
                assert!(error.message().contains(mistake), "{}", error.message());
            }
        }
    }
}
