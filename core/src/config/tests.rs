use super::{ApiVersion, Bounded, Config, ConfigError, Days, Policy, Unread};
use crate::Role;
use proptest::prelude::*;

/// The file as it is shipped.
const FILE: &str = include_str!("../../../config.json");

fn parse(text: &str) -> Result<Config, ConfigError> {
    Config::parse(text, |pattern| !pattern.contains('('))
}

#[test]
fn an_empty_object_means_the_defaults() {
    assert_eq!(parse("{}"), Ok(Config::default()));
    assert_eq!(parse("\u{feff}{}\n"), Ok(Config::default()));
}

#[test]
fn the_shipped_file_says_what_the_defaults_are() {
    assert_eq!(parse(FILE), Ok(Config::default()));
}

#[test]
fn every_key_is_read() {
    let config = parse(
        r#"{
        "apiBase": "/gcore/", "publicApiBase": "HTTPS://API.Example", "apiVersion": "v1", "accountId": 7350925, "title": "Tokens",
        "supportUrl": "https://help.example/it", "apiKeyHelpUrl": "https://help.example/keys", "tokenLimit": 50, "timeoutSeconds": 5,
        "policy": {"maxLifetimeDays": 30, "allowNever": false, "defaultLifetimeDays": 60,
            "allowedRoles": ["Users", "Engineers"], "requireDescription": true,
            "namePattern": "ci-.+", "nameHint": "ci- and a name"}}"#,
    )
    .unwrap();
    assert_eq!(config.api_base.as_str(), "/gcore");
    assert_eq!(config.api_version, ApiVersion::V1);
    assert_eq!(config.account_id.unwrap().to_string(), "7350925");
    assert_eq!(config.title, "Tokens");
    assert_eq!(config.public_api_base.unwrap().as_str(), "https://api.example");
    assert_eq!(config.support_url.unwrap().as_str(), "https://help.example/it");
    assert_eq!(config.api_key_help_url.unwrap().as_str(), "https://help.example/keys");
    assert_eq!(config.token_limit.unwrap().get(), 50);
    assert_eq!(config.timeout_seconds.get(), 5);
    assert_eq!(
        config.policy,
        Policy {
            max_lifetime_days: Days::new(30),
            allow_never: false,
            default_lifetime_days: Days::clamped(60),
            allowed_roles: vec![Role::Engineers, Role::Users],
            require_description: true,
            name_pattern: Some("ci-.+".to_owned()),
            name_hint: Some("ci- and a name".to_owned()),
        }
    );
    assert_eq!(config.policy.default_days(), 30);
}

#[test]
fn a_lifetime_to_start_with_restricts_nothing() {
    for (policy, restricts) in [
        ("{}", false),
        (r#"{"defaultLifetimeDays": 30}"#, false),
        (r#"{"maxLifetimeDays": 30}"#, true),
        (r#"{"allowNever": false, "defaultLifetimeDays": 30}"#, true),
        (r#"{"requireDescription": true}"#, true),
    ] {
        let config = parse(&format!(r#"{{"policy": {policy}}}"#)).unwrap();
        assert_eq!(config.policy.restricts(), restricts, "{policy}");
    }
}

#[test]
fn a_mistake_names_its_key_and_its_line() {
    for (text, line, key, words) in [
        ("{\n\"apibase\": \"/x\"}", 2, "apibase", "no such key"),
        ("{\n\"policy\": {\n\"allownever\": true}}", 3, "policy.allownever", "no such key"),
        ("{\n\n\"timeoutSeconds\": \"30\"}", 3, "timeoutSeconds", "from 1 to 300"),
        ("{\"timeoutSeconds\": 0}", 1, "timeoutSeconds", "from 1 to 300"),
        ("{\"timeoutSeconds\": 1.5}", 1, "timeoutSeconds", "from 1 to 300"),
        ("{\"title\": \"\"}", 1, "title", "a text"),
        ("{\"title\": \"title\",\n\"title\": \"x\"}", 2, "title", "twice"),
        ("{\"apiVersion\": \"v3\"}", 1, "apiVersion", "\"v1\" or \"v2\""),
        ("{\"accountId\": \"1\"}", 1, "accountId", "number"),
        ("{\"supportUrl\": \"javascript:alert(1)\"}", 1, "supportUrl", "https"),
        ("{\"supportUrl\": \"http://help.example\"}", 1, "supportUrl", "https"),
        ("{\"policy\": null}", 1, "policy", "an object"),
        ("{\"policy\":\n{\"allowedRoles\": []}}", 2, "policy.allowedRoles", "at least one"),
        ("{\"policy\":\n{\"allowedRoles\": [\"Root\"]}}", 2, "policy.allowedRoles", "at least one"),
        ("{\"policy\":\n{\"namePattern\": \"(\"}}", 2, "policy.namePattern", "regular expression"),
        ("{\"policy\":\n{\"maxLifetimeDays\": 99999}}", 2, "policy.maxLifetimeDays", "36500"),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(error.place().unwrap(), format!("Line {line}, key {key}"), "{text}");
        let message = error.message();
        assert!(message.contains(words), "{text}: {message}");
    }
}

#[test]
fn a_key_is_found_where_it_stands() {
    for (text, place) in [
        // The name of a key as a value, and as a key of something else.
        ("{\"title\":\n\"timeoutSeconds\",\n\"timeoutSeconds\": 0}", "Line 3, key timeoutSeconds"),
        ("{\"policy\": {\"nameHint\": \"x\",\n\"title\": 1},\n\"title\": 2}", "Line 2, key policy.title"),
        ("{\"policy\": {\"nameHint\": \"x\",\n\"allowNever\": true,\n\"nameHint\": \"y\"}}", "Line 3, key policy.nameHint"),
        ("{\"policy\": {},\n\"policy\": {}}", "Line 2, key policy"),
        ("{\"ti\\u0074le\": 7}", "Key title"),
        ("{\"a.b\": 7}", "Line 1, key a.b"),
    ] {
        assert_eq!(parse(text).unwrap_err().place().unwrap(), place, "{text}");
    }
}

#[test]
fn each_value_says_what_it_has_to_be() {
    let roles = Role::ALL.map(|role| format!("\"{}\"", role.name()));
    let roles = format!("It must be a list of at least one of {}.", roles.join(", "));
    let whole_policy = |value: &str, key: &str| format!("{{\"policy\": {{\"{key}\": {value}}}}}");
    for (key, expected) in [
        ("apiBase", "It must be an https origin such as \"https://api.gcore.com\", or a path such as \"/gcore\"."),
        ("apiVersion", "It must be \"v1\" or \"v2\"."),
        ("accountId", "It must be an account’s number, or null."),
        ("title", "It must be a text."),
        ("supportUrl", "It must be an https address, or null."),
        ("timeoutSeconds", "It must be a whole number from 1 to 300."),
        ("policy", "It must be an object."),
        ("policy.maxLifetimeDays", "It must be a whole number from 1 to 36500, or null."),
        ("policy.allowNever", "It must be true or false."),
        ("policy.defaultLifetimeDays", "It must be a whole number from 1 to 36500."),
        ("policy.allowedRoles", &roles),
        ("policy.requireDescription", "It must be true or false."),
        ("policy.namePattern", "It must be a regular expression in JavaScript’s syntax, or null."),
        ("policy.nameHint", "It must be a text, or null."),
    ] {
        for wrong in ["[]", "[7]", "-1", "0.5", "[{\"a\": \", expected b\"}]"] {
            let text = match key.strip_prefix("policy.") {
                Some(key) => whole_policy(wrong, key),
                None => format!("{{\"{key}\": {wrong}}}"),
            };
            let error = parse(&text).unwrap_err();
            assert_eq!(error.place(), Some(format!("Line 1, key {key}")), "{text}");
            assert_eq!(error.message(), expected, "{text}");
        }
    }
}

#[test]
fn roles_are_in_the_order_of_the_page_and_none_comes_twice() {
    let config = parse(r#"{"policy": {"allowedRoles": ["Users", "Engineers", "Users"]}}"#);
    let roles = config.unwrap().policy.allowed_roles;
    assert_eq!(roles, [Role::Engineers, Role::Users]);
    // Names are written as on the wire.
    assert!(parse(r#"{"policy": {"allowedRoles": ["users"]}}"#).is_err());
}

#[test]
fn a_number_is_within_its_bounds() {
    type Few = Bounded<2, 4>;
    let numbers = [1, 2, 4, 5].map(|number| Few::new(number).map(Few::get));
    assert_eq!(numbers, [None, Some(2), Some(4), None]);
    let clamped = [0, 3, 9].map(|number| Few::clamped(number).get());
    assert_eq!(clamped, [2, 3, 4]);
}

#[test]
fn a_file_that_did_not_arrive_has_no_place() {
    for (unread, message) in [
        (
            Unread::Missing,
            "It is missing, and this installation doesn’t work without it. The operator of this page must put it back beside index.html.",
        ),
        (Unread::NoAnswer, "It could not be read: no answer came. Load the page again."),
        (Unread::Status(500), "It could not be read: the host answered with status 500. Load the page again."),
    ] {
        let error = ConfigError::Unread(unread);
        assert_eq!((error.place(), error.message().as_str()), (None, message));
    }
}

#[test]
fn a_file_that_is_not_json_names_the_line() {
    for (text, line, message) in [
        ("", 1, "The file ends too early."),
        ("\n\n", 3, "The file ends too early."),
        ("{\n\"title\": \"a\",\n", 3, "The file ends too early."),
        ("{\n\"title\": \"a\",\n}", 3, "JSON syntax error at column 1."),
        ("{\n\"title\": \"a\",,\n}", 2, "JSON syntax error at column 14."),
        ("<!doctype html>", 1, "JSON syntax error at column 1."),
        ("{} {}", 1, "JSON syntax error at column 4."),
        ("[]", 1, "It must be an object: { … }."),
        ("[{}]", 1, "It must be an object: { … }."),
        ("7", 1, "It must be an object: { … }."),
        ("null", 1, "It must be an object: { … }."),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(error.place(), Some(format!("Line {line}")), "{text}");
        assert_eq!(error.message(), message, "{text}");
    }
}

#[test]
fn scheme_and_host_are_taken_in_any_case() {
    for (key, typed, taken) in [
        ("apiBase", "HTTPS://API.GCORE.COM", "https://api.gcore.com"),
        ("apiBase", "Https://Gateway.Example:8443/", "https://gateway.example:8443"),
        ("apiBase", "https://gateway.example:443", "https://gateway.example"),
        ("apiBase", "http://localhost:80/", "http://localhost"),
        ("apiBase", "http://localhost:443", "http://localhost:443"),
        ("apiBase", "HTTP://LocalHost:4010", "http://localhost:4010"),
        ("publicApiBase", "HTTPS://Api.Gcore.Com", "https://api.gcore.com"),
        ("supportUrl", "HTTPS://Help.Example/API/Keys?Q=1", "https://help.example/API/Keys?Q=1"),
        ("apiKeyHelpUrl", "https://HELP.example", "https://help.example"),
    ] {
        let config = parse(&format!("{{\"{key}\": \"{typed}\"}}")).unwrap();
        let read = match key {
            "apiBase" => config.api_base.as_str(),
            "publicApiBase" => config.public_api_base.as_ref().unwrap().as_str(),
            "supportUrl" => config.support_url.as_ref().unwrap().as_str(),
            _ => config.api_key_help_url.as_ref().unwrap().as_str(),
        };
        assert_eq!(read, taken, "{key}: {typed}");
    }
    // A path is the host's own.
    assert_eq!(parse("{\"apiBase\": \"/Gcore\"}").unwrap().api_base.as_str(), "/Gcore");
}

#[test]
fn what_is_copied_names_an_address_that_others_reach() {
    for (text, named) in [
        ("{}", "https://api.gcore.com"),
        ("{\"apiBase\": \"/gcore\"}", "https://api.gcore.com"),
        ("{\"apiBase\": \"https://gateway.example\"}", "https://gateway.example"),
        ("{\"apiBase\": \"/gcore\", \"publicApiBase\": \"https://public.example\"}", "https://public.example"),
        ("{\"apiBase\": \"https://inner.example\", \"publicApiBase\": \"https://public.example\"}", "https://public.example"),
    ] {
        assert_eq!(parse(text).unwrap().public_api_base(), named, "{text}");
    }
}

#[test]
fn requests_go_to_https_to_a_path_or_to_this_machine() {
    for good in [
        "https://api.gcore.com",
        "https://api.gcore.com/",
        "https://gateway.example:8443",
        "https://gate-way.1.example.",
        "https://gateway",
        "http://localhost:4010",
        "http://127.0.0.1:4010",
        "/gcore",
        "/tools/api/gcore",
    ] {
        assert!(parse(&format!("{{\"apiBase\": \"{good}\"}}")).is_ok(), "{good}");
    }
    for bad in [
        "",
        "/",
        "http://api.gcore.com",
        "http://127.0.0.1.evil.example",
        "http://[::1]:4010",
        "https://",
        "https://user@evil.example",
        "https://a.example/path",
        "https://a.example?x",
        "https://a.example:0",
        "https://a.example:",
        "https://a.example:+8443",
        "https://a.example:08443",
        "https://a.example:443:443",
        "https://a.example:-1",
        "https://a.example:65536",
        "https://.",
        "https://-",
        "https://..",
        "https://a..example",
        "https://.example",
        "https://-a.example",
        "https://a-.example",
        "https://:8443",
        "//evil.example",
        "/..//evil.example",
        "/a/../b",
        "/gcore?x=1",
        "gcore",
        "javascript:alert(1)",
        "ftp://a.example",
    ] {
        assert!(parse(&format!("{{\"apiBase\": \"{bad}\"}}")).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = parse(&text);
        let _ = parse(&format!("{{\"apiBase\": {text:?}}}"));
    }

    /// A file that is almost right, with a piece of it in another place.
    #[test]
    fn no_mixed_up_file_makes_it_panic(from in 0..FILE.len(), length in 0..40_usize, to in 0..FILE.len(), text in "\\PC{0,3}") {
        let at = |at: usize| FILE.floor_char_boundary(at);
        let piece = &FILE[at(from)..at(from + length)];
        let mixed = format!("{}{piece}{text}{}", &FILE[..at(to)], &FILE[at(to)..]);
        if let Err(error) = parse(&mixed) {
            prop_assert!(error.place().is_some() && !error.message().is_empty());
        }
    }
}
