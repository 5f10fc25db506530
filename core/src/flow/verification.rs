//! Whether a new token works: the page tries it out by asking the service who it belongs to.

use crate::service::{Cause, Failure};
use crate::{AccountId, Holder};

/// Whether a token works.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Verification {
    /// Nobody has asked yet.
    #[default]
    Unverified,
    /// The request is on its way.
    Running,
    /// It works and belongs to this account.
    Works(AccountId),
    /// The service doesn't accept it, or not yet.
    NotAccepted,
    /// The answer, if any, doesn't tell.
    Unknown(Unknown),
}

/// Why it is not known whether a token works.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unknown {
    /// No answer came.
    NoAnswer,
    /// The answer says nothing about the token.
    NoVerdict,
}

impl Verification {
    /// From the answer to "who am I" with the token as the key.
    #[must_use]
    pub fn from_result(result: &Result<Holder, Failure>) -> Self {
        match result {
            Ok(holder) => Self::Works(holder.account),
            Err(failure) => match failure.cause {
                Cause::KeyRefused if failure.says_key_is_refused() => Self::NotAccepted,
                Cause::Unreachable | Cause::TimedOut => Self::Unknown(Unknown::NoAnswer),
                _ => Self::Unknown(Unknown::NoVerdict),
            },
        }
    }

    /// A sentence for the user; empty before anybody has asked.
    #[must_use]
    pub fn message(self) -> String {
        match self {
            Self::Unverified => "",
            Self::Running => "Verifying…",
            Self::Works(account) => {
                return format!("The token works: it belongs to account {account}.");
            }
            Self::NotAccepted => "The service does not accept the token yet. A new token can take a moment: verify it again.",
            Self::Unknown(Unknown::NoAnswer) => "No answer came, so it is not known whether the token works. Verify it again.",
            Self::Unknown(Unknown::NoVerdict) => "The answer does not say whether the token works. Verify it again.",
        }
        .to_owned()
    }

    /// The same of a token that was found somewhere.
    #[must_use]
    pub fn found_message(self) -> String {
        match self {
            Self::Works(account) => format!("It still works: it belongs to account {account}. Revoke it."),
            Self::NotAccepted => "The service does not accept it: it has expired, was deleted or is incomplete.".to_owned(),
            Self::Unknown(Unknown::NoAnswer) => "No answer came, so it is not known whether it works. Try again.".to_owned(),
            Self::Unknown(Unknown::NoVerdict) => {
                "The answer does not say whether it works. Try again; if that doesn’t help, revoke it.".to_owned()
            }
            Self::Unverified | Self::Running => self.message(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Unknown, Verification};
    use crate::service::{Cause, Failure};
    use crate::{AccountId, Holder};

    #[test]
    fn an_answer_tells_whether_the_token_works() {
        let no_answer = Verification::Unknown(Unknown::NoAnswer);
        let no_verdict = Verification::Unknown(Unknown::NoVerdict);
        for (cause, verification) in [
            // Without a reason it may come from something in between.
            (Cause::KeyRefused, no_verdict),
            // The service knows the token, and forbids this one question.
            (Cause::NotAllowed, no_verdict),
            (Cause::Unreachable, no_answer),
            (Cause::TimedOut, no_answer),
            (Cause::Refused, no_verdict),
            (Cause::NotFound, no_verdict),
            (Cause::TooManyRequests, no_verdict),
            (Cause::ServiceFailed, no_verdict),
            (Cause::Unreadable, no_verdict),
            (Cause::LoginPage, no_verdict),
        ] {
            let failed = Err(Failure::without_answer(cause));
            assert_eq!(Verification::from_result(&failed), verification, "{cause:?}");
        }
        let messages = vec!["Token is invalid or expired".to_owned()];
        let refused = Err(Failure { messages, ..Failure::without_answer(Cause::KeyRefused) });
        assert_eq!(Verification::from_result(&refused), Verification::NotAccepted);
        let account = AccountId::new(7_350_925).unwrap();
        let holder = Holder { account, account_name: None, person: None, user_id: None, role: None, unusual_status: None };
        let works = Verification::from_result(&Ok(holder));
        assert_eq!(works, Verification::Works(account));
        assert_eq!(works.message(), "The token works: it belongs to account 7350925.");
        for (verification, words) in [
            (works, "It still works: it belongs to account 7350925. Revoke it."),
            (Verification::NotAccepted, "The service does not accept it: it has expired, was deleted or is incomplete."),
            (no_answer, "No answer came, so it is not known whether it works. Try again."),
            (no_verdict, "The answer does not say whether it works. Try again; if that doesn’t help, revoke it."),
            (Verification::Running, "Verifying…"),
        ] {
            assert_eq!(verification.found_message(), words);
        }
    }

    #[test]
    fn nothing_is_said_before_somebody_asks() {
        assert_eq!(Verification::default().message(), "");
        for verification in [
            Verification::Running,
            Verification::NotAccepted,
            Verification::Unknown(Unknown::NoAnswer),
            Verification::Unknown(Unknown::NoVerdict),
        ] {
            assert!(!verification.message().is_empty(), "{verification:?}");
        }
    }
}
