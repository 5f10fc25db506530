//! What happens to secrets while nobody uses the page.

use chrono::TimeDelta;

use crate::limits::{FORGET_AFTER, MASK_AFTER, WARN_AFTER, counted};

/// What to do with the API key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyFate {
    /// Keep it.
    Keep,
    /// Keep it for now, and warn that it will be forgotten.
    Warn,
    /// Forget it.
    Forget,
}

/// What to do after some time without a key press or a click.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Idle {
    /// Whether to mask the key and the token, which can be shown again.
    pub mask: bool,
    /// What to do with the API key.
    pub key: KeyFate,
}

/// Decides what to do after this long without a key press or a click. Negative times, which come from a clock that
/// was set back, count as none.
#[must_use]
pub fn idle(idle_for: TimeDelta, may_forget_key: bool) -> Idle {
    let key = if !may_forget_key || idle_for < WARN_AFTER {
        KeyFate::Keep
    } else if idle_for < FORGET_AFTER {
        KeyFate::Warn
    } else {
        KeyFate::Forget
    };
    Idle { mask: idle_for >= MASK_AFTER, key }
}

/// How long the API key is kept if nobody does anything, in whole seconds that have begun: `43 seconds`.
#[must_use]
pub fn left_in_words(idle_for: TimeDelta) -> String {
    let left = FORGET_AFTER - idle_for.clamp(TimeDelta::zero(), FORGET_AFTER);
    let begun = i64::from(left.subsec_nanos() > 0);
    counted(left.num_seconds() + begun, "second")
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Idle, KeyFate, idle, left_in_words};
    use crate::limits::{FORGET_AFTER, MASK_AFTER, WARN_AFTER};

    #[test]
    fn what_is_left_is_counted_down_to_the_end() {
        let left = |before_end: i64| left_in_words(FORGET_AFTER - TimeDelta::milliseconds(before_end));
        for (before_end, words) in [
            (60_000, "60 seconds"),
            (59_999, "60 seconds"),
            (59_000, "59 seconds"),
            (1_001, "2 seconds"),
            (1_000, "1 second"),
            (1, "1 second"),
            (0, "0 seconds"),
            (-5_000, "0 seconds"),
        ] {
            assert_eq!(left(before_end), words, "{before_end}");
        }
        // Of a clock that was set back.
        assert_eq!(left_in_words(-FORGET_AFTER), "900 seconds");
    }

    #[test]
    fn masking_comes_first_then_a_warning_then_the_end_of_the_key() {
        let moment = TimeDelta::seconds(1);
        for (idle_for, mask, fate) in [
            (TimeDelta::days(-1), false, KeyFate::Keep),
            (TimeDelta::zero(), false, KeyFate::Keep),
            (MASK_AFTER - moment, false, KeyFate::Keep),
            (MASK_AFTER, true, KeyFate::Keep),
            (WARN_AFTER - moment, true, KeyFate::Keep),
            (WARN_AFTER, true, KeyFate::Warn),
            (FORGET_AFTER - moment, true, KeyFate::Warn),
            (FORGET_AFTER, true, KeyFate::Forget),
            (TimeDelta::days(400), true, KeyFate::Forget),
        ] {
            for (may_forget, fate) in [(true, fate), (false, KeyFate::Keep)] {
                let due = Idle { mask, key: fate };
                assert_eq!(idle(idle_for, may_forget), due, "{idle_for} {may_forget}");
            }
        }
    }
}
