//! Explains a failure and what to do next.

use chrono::TimeDelta;

use super::failure::{Cause, Failure};
use crate::config::{ApiBase, ApiVersion, Config};
use crate::form::{Field, Problems};
use crate::limits::{counted, in_words};

/// What failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Operation {
    /// Looking up the key's account.
    LookUp,
    /// Reading the account's tokens.
    List,
    /// Creating a token.
    Create,
    /// Deleting a token.
    Revoke,
}

impl Operation {
    fn failed(self) -> &'static str {
        match self {
            Self::LookUp => "The account could not be looked up.",
            Self::List => "The tokens could not be loaded.",
            Self::Create => "No token was created.",
            Self::Revoke => "The token was not revoked.",
        }
    }
}

/// Says what happened and what to do, with each message at the field that caused it.
#[must_use]
pub fn explain(failure: &Failure, operation: Operation, config: &Config) -> Problems {
    let mut problems = told(failure, operation, config);
    match failure.cause {
        // The service has said it all.
        Cause::Refused if !problems.fields.is_empty() => {}
        Cause::KeyRefused if operation != Operation::Revoke => problems.add(
            Field::ApiKey,
            "The service does not accept this API key. It may be incomplete, expired or deleted: paste another one.",
        ),
        Cause::NotFound if blames_account(operation, config) => problems.add(
            Field::AccountId,
            "The service does not know this Account ID, or this API key cannot use it. Look it up with the key.",
        ),
        _ => problems.general.push(sentence(failure, operation, config)),
    }
    if operation == Operation::Create && failure.outcome_unknown() {
        problems.general.push("A token may have been created anyway. See below what the account’s list says.".to_owned());
    }
    problems
}

/// What the service says, each message at its field where the form shows that.
fn told(failure: &Failure, operation: Operation, config: &Config) -> Problems {
    let mut problems =
        Problems { service_messages: failure.messages.clone(), request_id: failure.request_id.clone(), ..Problems::default() };
    for (field, message) in &failure.at_fields {
        let labelled = format!("{}: {message}", field.label());
        // Only the form has fields to link to, and no Account ID if the account is fixed.
        let hidden = *field == Field::AccountId && config.account_id.is_some();
        if hidden || operation != Operation::Create {
            problems.service_messages.push(labelled);
        } else {
            problems.add(*field, labelled);
        }
    }
    problems
}

/// Whether a 404 means that there is no such account for this key.
fn blames_account(operation: Operation, config: &Config) -> bool {
    is_in_account(operation) && config.account_id.is_none() && config.api_version != ApiVersion::V1
}

/// Whether the address of a request names an account and no token.
fn is_in_account(operation: Operation) -> bool {
    matches!(operation, Operation::Create | Operation::List)
}

/// What happened and what to do, where no field is at fault.
fn sentence(failure: &Failure, operation: Operation, config: &Config) -> String {
    let status = failure.status.map_or(String::new(), |status| format!(" (status {status})"));
    let failed = operation.failed();
    let base = &config.api_base;
    match failure.cause {
        Cause::Refused => format!("The service refused this{status}. {failed}"),
        Cause::KeyRefused => {
            format!("The service no longer accepts the API key you entered{status}. {failed} Revoke it with another API key.")
        }
        Cause::NotAllowed => format!(
            "This API key does not have permission to do this{status}. {failed} Use a key with a higher role, or ask an account administrator."
        ),
        // The old API's paths may be gone for good, so a 404 means nothing else.
        Cause::NotFound if config.api_version == ApiVersion::V1 && is_in_account(operation) => format!(
            "The service has nothing at this address{status}. {failed} This page is set to the old API, v1, which may be gone: its operator can set \"apiVersion\" to \"v2\" in config.json."
        ),
        Cause::NotFound => {
            format!("The service has {}{status}. {failed} {}", missing(operation, config), suspect(operation, config))
        }
        Cause::TooManyRequests => {
            let seconds = failure.retry_after.filter(|seconds| *seconds > 0);
            let wait = seconds.map_or_else(
                || "Wait a minute".to_owned(),
                |seconds| format!("Wait {}", in_words(TimeDelta::seconds(seconds.into()))),
            );
            format!("Too many requests were sent to the service. {failed} {wait}, then try again.")
        }
        Cause::LoginPage => {
            let next = match operation {
                Operation::Revoke => " The token may still work. If it does, revoke it again.",
                _ => again(operation, " Then try again."),
            };
            let refused = failure.status.is_some_and(|status| status >= 400);
            let what = if refused { "A login page or a firewall" } else { "A login page" };
            format!(
                "{what} seems to have answered instead of the service{status}: you may have been signed out of this portal. Open this page in a new tab and sign in there; what you entered here was kept.{next} If this keeps happening, the operator of this page has to let requests to {base} through."
            )
        }
        Cause::Unreachable | Cause::TimedOut | Cause::ServiceFailed | Cause::Unreadable if operation == Operation::Revoke => {
            format!("The service did not confirm this{status}: the token may still work. Revoke it again.")
        }
        Cause::ServiceFailed => {
            format!("The service reported an internal error{status}.{}", again(operation, " Try again in a few minutes."))
        }
        Cause::Unreadable if base.is_path() => format!(
            "The service sent an unexpected answer{status}. A proxy may have changed it. If this keeps happening, the operator of this page can check that this site passes {base} on to the service."
        ),
        Cause::Unreadable => format!("The service sent an unexpected answer{status}. A proxy may have changed it."),
        Cause::Unreachable if base.is_path() => format!(
            "No answer came from {base} on this site. Check your connection; if it is fine, the operator of this page can check that this site passes {base} on to the service."
        ),
        Cause::Unreachable => format!(
            "No answer came from {base}. Either the network is down, or the service does not allow this page (CORS): a browser can’t tell the two apart. Check your connection; if it is fine, the operator of this page can put the service behind a path of the same site and set \"apiBase\" to it."
        ),
        Cause::TimedOut => {
            let within = counted(config.timeout_seconds.get().into(), "second");
            format!("No answer came within {within}.{}", again(operation, " Try again."))
        }
    }
}

/// Advice to do the same again. Nobody creates a token again before the page has looked up whether there is one.
fn again(operation: Operation, advice: &'static str) -> &'static str {
    if operation == Operation::Create { "" } else { advice }
}

/// What a 404 says is missing.
fn missing(operation: Operation, config: &Config) -> &'static str {
    if names_fixed_account(operation, config) { "nothing at this address, or no such account" } else { "nothing at this address" }
}

/// Which setting may be to blame for a 404, among those that are set at all.
fn suspect(operation: Operation, config: &Config) -> &'static str {
    match (config.api_base != ApiBase::default(), names_fixed_account(operation, config)) {
        (true, true) => "Tell the operator of this page: \"apiBase\" or \"accountId\" in config.json may be wrong.",
        (true, false) => "Tell the operator of this page: \"apiBase\" in config.json may be wrong.",
        (false, true) => "Tell the operator of this page: \"accountId\" in config.json may be wrong.",
        (false, false) => "Tell the operator of this page: the service may have changed.",
    }
}

/// Whether a request names the account that config.json fixes.
fn names_fixed_account(operation: Operation, config: &Config) -> bool {
    config.account_id.is_some() && operation != Operation::LookUp
}

/// Whether doing the same again may help and can't do harm: it only reads, and what went wrong may be over by then.
#[must_use]
pub fn worth_repeating(failure: &Failure, operation: Operation) -> bool {
    let reads = matches!(operation, Operation::LookUp | Operation::List);
    let may_pass = match failure.cause {
        Cause::TooManyRequests
        | Cause::ServiceFailed
        | Cause::Unreadable
        | Cause::LoginPage
        | Cause::Unreachable
        | Cause::TimedOut => true,
        Cause::Refused | Cause::KeyRefused | Cause::NotAllowed | Cause::NotFound => false,
    };
    reads && may_pass
}

#[cfg(test)]
mod tests {
    use super::{Operation, explain, worth_repeating};
    use crate::AccountId;
    use crate::config::{ApiBase, ApiVersion, Config};
    use crate::form::Field;
    use crate::service::{Cause, Failure};

    const CAUSES: [Cause; 10] = [
        Cause::Refused,
        Cause::KeyRefused,
        Cause::NotAllowed,
        Cause::NotFound,
        Cause::TooManyRequests,
        Cause::ServiceFailed,
        Cause::Unreadable,
        Cause::LoginPage,
        Cause::Unreachable,
        Cause::TimedOut,
    ];

    #[test]
    fn every_failure_of_every_operation_says_something() {
        for cause in CAUSES {
            for operation in [Operation::LookUp, Operation::List, Operation::Create, Operation::Revoke] {
                let problems = explain(&Failure::without_answer(cause), operation, &Config::default());
                assert!(!problems.is_empty(), "{cause:?} {operation:?}");
            }
        }
    }

    #[test]
    fn the_services_messages_are_never_lost() {
        for cause in CAUSES {
            let failure = Failure {
                messages: vec!["its own words".to_owned()],
                at_fields: vec![(Field::AccountId, "at a field".to_owned())],
                ..Failure::without_answer(cause)
            };
            let config = Config { account_id: AccountId::new(1), ..Config::default() };
            let problems = explain(&failure, Operation::Create, &config);
            assert_eq!(problems.service_messages, ["its own words", "Account ID: at a field"]);
        }
    }

    #[test]
    fn only_the_form_has_fields_and_elsewhere_a_refusal_is_said_in_words() {
        let at_fields = vec![(Field::Name, "Taken".to_owned()), (Field::AccountId, "Unknown".to_owned())];
        let failure = Failure { status: Some(400), at_fields, ..Failure::without_answer(Cause::Refused) };
        for (operation, failed) in [
            (Operation::LookUp, "The account could not be looked up."),
            (Operation::List, "The tokens could not be loaded."),
            (Operation::Revoke, "The token was not revoked."),
        ] {
            let problems = explain(&failure, operation, &Config::default());
            assert_eq!(problems.fields, []);
            assert_eq!(problems.general, [format!("The service refused this (status 400). {failed}")]);
            assert_eq!(problems.service_messages, ["Token name: Taken", "Account ID: Unknown"]);
        }
        let problems = explain(&failure, Operation::Create, &Config::default());
        assert_eq!((problems.general, problems.service_messages), (vec![], vec![]));
        assert_eq!(problems.fields.len(), 2);
        // An account that is fixed has no field either.
        let fixed = Config { account_id: AccountId::new(7), ..Config::default() };
        let failure = Failure { at_fields: vec![(Field::AccountId, "Unknown".to_owned())], ..failure };
        let problems = explain(&failure, Operation::Create, &fixed);
        assert_eq!(problems.general, ["The service refused this (status 400). No token was created."]);
        assert_eq!(problems.service_messages, ["Account ID: Unknown"]);
    }

    #[test]
    fn the_id_of_the_request_is_there_to_be_told_to_support() {
        for cause in CAUSES {
            let failure = Failure { request_id: Some("abc-1".to_owned()), ..Failure::without_answer(cause) };
            for operation in [Operation::LookUp, Operation::List, Operation::Create, Operation::Revoke] {
                let problems = explain(&failure, operation, &Config::default());
                assert_eq!(problems.request_id.as_deref(), Some("abc-1"), "{cause:?} {operation:?}");
            }
        }
    }

    #[test]
    fn nobody_is_told_to_try_again_where_a_token_may_have_been_created() {
        for cause in CAUSES {
            let failure = Failure::without_answer(cause);
            let said = |operation| explain(&failure, operation, &Config::default()).general.join(" ").to_lowercase();
            if failure.outcome_unknown() {
                assert!(!said(Operation::Create).contains("try again"), "{cause:?}");
            }
            if matches!(cause, Cause::ServiceFailed | Cause::TimedOut | Cause::LoginPage) {
                for operation in [Operation::LookUp, Operation::List] {
                    assert!(said(operation).contains("try again"), "{cause:?} {operation:?}");
                }
            }
        }
    }

    #[test]
    fn a_login_in_place_of_an_answer_is_said_and_nothing_is_called_not_done() {
        for (operation, next) in [
            (Operation::LookUp, "Then try again."),
            (Operation::List, "Then try again."),
            (Operation::Create, "A token may have been created anyway"),
            (Operation::Revoke, "The token may still work"),
        ] {
            for (status, what) in [
                (None, "A login page seems to have answered instead of the service:"),
                (Some(200), "A login page seems to have answered instead of the service (status 200):"),
                (Some(400), "A login page or a firewall seems to have answered instead of the service (status 400):"),
                (Some(403), "A login page or a firewall seems to have answered instead of the service (status 403):"),
            ] {
                let problems =
                    explain(&Failure { status, ..Failure::without_answer(Cause::LoginPage) }, operation, &Config::default());
                let said = problems.general.join(" ");
                for part in [what, "signed out of this portal", next, "let requests to https://api.gcore.com through"] {
                    assert!(said.contains(part), "{part}: {said}");
                }
                assert!(!said.contains(" was not ") && !said.contains("could not be") && !said.contains("No token"), "{said}");
                assert_eq!(problems.fields, []);
            }
        }
    }

    #[test]
    fn that_a_token_may_exist_is_said_after_a_request_for_one_that_may_have_worked() {
        for cause in CAUSES {
            for operation in [Operation::LookUp, Operation::List, Operation::Create, Operation::Revoke] {
                let failure = Failure::without_answer(cause);
                let said = explain(&failure, operation, &Config::default()).general.join(" ");
                let may_exist = operation == Operation::Create && failure.outcome_unknown();
                assert_eq!(said.contains("may have been created anyway"), may_exist, "{cause:?} {operation:?}");
            }
        }
    }

    #[test]
    fn an_unknown_account_is_said_at_the_account_unless_v1_may_be_gone() {
        let failure = Failure::without_answer(Cause::NotFound);
        let mut config = Config::default();
        let problems = explain(&failure, Operation::Create, &config);
        assert!(problems.of(Field::AccountId).is_some());
        config.api_version = ApiVersion::V1;
        let problems = explain(&failure, Operation::Create, &config);
        assert!(problems.general[0].contains("\"v2\""));
    }

    #[test]
    fn nobody_is_advised_to_set_what_is_set() {
        let direct = Config::default();
        let other = Config { api_base: ApiBase::new("https://gcore.example.com").unwrap(), ..Config::default() };
        let behind = Config { api_base: ApiBase::new("/gcore").unwrap(), ..Config::default() };
        let fixed = |config: &Config| Config { account_id: AccountId::new(7), ..config.clone() };
        let (base, account) = ("apiBase", "accountId");
        for (cause, operation, config, said, unsaid) in [
            (
                Cause::Unreachable,
                Operation::List,
                &direct,
                &["api.gcore.com", "(CORS)", "set \"apiBase\" to it"][..],
                &[account][..],
            ),
            (Cause::Unreachable, Operation::List, &other, &["gcore.example.com", "(CORS)", "set \"apiBase\" to it"], &[account]),
            (
                Cause::Unreachable,
                Operation::LookUp,
                &behind,
                &["from /gcore on this site", "Check your connection"],
                &[base, "CORS"],
            ),
            (
                Cause::Unreachable,
                Operation::Create,
                &behind,
                &["this site passes /gcore on to the service", "may have been created"],
                &[base],
            ),
            (Cause::Unreachable, Operation::Revoke, &behind, &["Revoke it again"], &[base, "CORS"]),
            (Cause::Unreadable, Operation::List, &direct, &["A proxy may have changed it"], &[base, "on this site"]),
            (Cause::Unreadable, Operation::List, &behind, &["this site passes /gcore on to the service"], &[base]),
            (Cause::NotFound, Operation::LookUp, &direct, &["nothing at this address.", "may have changed"], &[base, account]),
            (Cause::NotFound, Operation::LookUp, &fixed(&direct), &["may have changed"], &[base, account]),
            (Cause::NotFound, Operation::LookUp, &behind, &["\"apiBase\" in config.json"], &[account]),
            (Cause::NotFound, Operation::LookUp, &fixed(&other), &["\"apiBase\" in config.json"], &[account]),
            (
                Cause::NotFound,
                Operation::List,
                &fixed(&direct),
                &["nothing at this address, or no such account", "\"accountId\" in config.json"],
                &[base],
            ),
            (Cause::NotFound, Operation::Create, &fixed(&behind), &["\"apiBase\" or \"accountId\""], &[]),
            (Cause::NotFound, Operation::Revoke, &direct, &["may have changed"], &[base, account]),
        ] {
            let problems = explain(&Failure::without_answer(cause), operation, config);
            let words = problems.general.join(" ");
            for said in said {
                assert!(words.contains(said), "{cause:?} {operation:?} {said:?}: {words}");
            }
            for unsaid in unsaid {
                assert!(!words.contains(unsaid), "{cause:?} {operation:?} {unsaid:?}: {words}");
            }
        }
    }

    #[test]
    fn the_other_version_is_advised_only_where_the_old_one_is_set_and_asked() {
        for (version, operation, advised) in [
            (ApiVersion::V1, Operation::Create, true),
            (ApiVersion::V1, Operation::List, true),
            // The same address in both.
            (ApiVersion::V1, Operation::LookUp, false),
            (ApiVersion::V2, Operation::Create, false),
            (ApiVersion::V2, Operation::List, false),
        ] {
            for account_id in [None, AccountId::new(7)] {
                let config = Config { api_version: version, account_id, ..Config::default() };
                let problems = explain(&Failure::without_answer(Cause::NotFound), operation, &config);
                assert_eq!(problems.general.join(" ").contains("apiVersion"), advised, "{version:?} {operation:?}");
            }
        }
    }

    #[test]
    fn only_reading_is_repeated_and_only_where_it_may_help() {
        for cause in CAUSES {
            let failure = Failure::without_answer(cause);
            let may_pass = failure.outcome_unknown() || cause == Cause::TooManyRequests;
            for (operation, reads) in
                [(Operation::LookUp, true), (Operation::List, true), (Operation::Create, false), (Operation::Revoke, false)]
            {
                assert_eq!(worth_repeating(&failure, operation), reads && may_pass, "{cause:?} {operation:?}");
            }
        }
    }

    #[test]
    fn the_wait_that_the_service_asks_for_is_said() {
        for (retry_after, words) in [
            (Some(17), "Wait 17 seconds, then"),
            (Some(1), "Wait 1 second, then"),
            (Some(60), "Wait 1 minute, then"),
            (Some(7_200), "Wait 2 hours, then"),
            (Some(0), "Wait a minute, then"),
            (None, "Wait a minute, then"),
            (Some(u32::MAX), "Wait 4,294,967,295 seconds, then"),
        ] {
            let failure = Failure { retry_after, ..Failure::without_answer(Cause::TooManyRequests) };
            let problems = explain(&failure, Operation::Create, &Config::default());
            assert!(problems.general[0].contains(words), "{}", problems.general[0]);
        }
    }
}
