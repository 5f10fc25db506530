//! What happens to what is secret while nobody is there.

use chrono::TimeDelta;

use crate::limits::{FORGET_AFTER, MASK_AFTER, WARN_AFTER};

/// What the API key is there for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyUse {
    /// There is none.
    Absent,
    /// A token that is unsaved or unconfirmed could not be revoked without it.
    Needed,
    /// It may go.
    Free,
}

/// What becomes of the API key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KeyFate {
    /// It stays, and nothing is said.
    Keep,
    /// It stays for now; a warning says that it will be forgotten.
    Warn,
    /// It is forgotten.
    Forget,
}

/// What is due after some time without a key press or a click.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Idle {
    /// Whether key and token are made illegible; they are there, and shown again on demand.
    pub mask: bool,
    /// What becomes of the API key.
    pub key: KeyFate,
}

/// Says what is due after this time without a key press or a click. A clock that was put back makes it negative,
/// which counts as no time.
#[must_use]
pub fn idle(idle_for: TimeDelta, key: KeyUse) -> Idle {
    let fate = if key != KeyUse::Free || idle_for < WARN_AFTER {
        KeyFate::Keep
    } else if idle_for < FORGET_AFTER {
        KeyFate::Warn
    } else {
        KeyFate::Forget
    };
    Idle {
        mask: idle_for >= MASK_AFTER,
        key: fate,
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::{Idle, KeyFate, KeyUse, idle};
    use crate::limits::{FORGET_AFTER, MASK_AFTER, WARN_AFTER};

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
            for (key, fate) in [
                (KeyUse::Free, fate),
                (KeyUse::Needed, KeyFate::Keep),
                (KeyUse::Absent, KeyFate::Keep),
            ] {
                let due = Idle { mask, key: fate };
                assert_eq!(idle(idle_for, key), due, "{idle_for} {key:?}");
            }
        }
    }
}
