//! What is said to somebody who waits for the service.

use chrono::TimeDelta;

use crate::limits::in_words;

/// From when on it is said what is waited for: whatever is quicker needs no words.
const SLOW: TimeDelta = TimeDelta::seconds(1);

/// From when on it is said how long it may still take.
const VERY_SLOW: TimeDelta = TimeDelta::seconds(10);

/// What is said after a time of waiting for an answer that may take up to `patience`, such as `Reading the tokens… The page will
/// wait up to 18 more seconds.`
#[must_use]
pub fn waiting_words(what: &str, waited: TimeDelta, patience: TimeDelta) -> Option<String> {
    let left = patience - waited;
    match waited {
        _ if waited < SLOW => None,
        _ if waited < VERY_SLOW || left < TimeDelta::seconds(1) => Some(format!("{what}…")),
        _ => Some(format!("{what}… The page will wait up to {}.", in_words(left).replacen(' ', " more ", 1))),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::waiting_words;

    #[test]
    fn the_longer_it_takes_the_more_is_said() {
        let said =
            |seconds, patience| waiting_words("Reading the tokens", TimeDelta::seconds(seconds), TimeDelta::seconds(patience));
        assert_eq!(said(0, 30), None);
        assert_eq!(said(1, 30).as_deref(), Some("Reading the tokens…"));
        assert_eq!(said(9, 30).as_deref(), Some("Reading the tokens…"));
        assert_eq!(said(10, 30).as_deref(), Some("Reading the tokens… The page will wait up to 20 more seconds."));
        assert_eq!(said(12, 30).as_deref(), Some("Reading the tokens… The page will wait up to 18 more seconds."));
        assert_eq!(said(29, 30).as_deref(), Some("Reading the tokens… The page will wait up to 1 more second."));
        // The clock may be ahead of the answer.
        assert_eq!(said(31, 30).as_deref(), Some("Reading the tokens…"));
    }
}
