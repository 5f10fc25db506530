use super::{ApiVersion, Bounded, Config, ConfigError, Days, Policy, Unread};
use crate::Role;
use proptest::prelude::*;

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
    assert_eq!(
        parse(include_str!("../../../config.json")),
        Ok(Config::default())
    );
}

#[test]
fn every_key_is_read() {
    let config = parse(
        r#"{
        "apiBase": "/gcore/", "apiVersion": "v1", "accountId": 7350925, "title": "Tokens",
        "supportUrl": "https://help.example/it", "timeoutSeconds": 5,
        "policy": {"maxLifetimeDays": 30, "allowNever": false, "defaultLifetimeDays": 60,
            "allowedRoles": ["Users", "Engineers"], "requireDescription": true,
            "namePattern": "ci-.+", "nameHint": "ci- and a name"}}"#,
    )
    .unwrap();
    assert_eq!(config.api_base.as_str(), "/gcore");
    assert_eq!(config.api_version, ApiVersion::V1);
    assert_eq!(config.account_id.unwrap().to_string(), "7350925");
    assert_eq!(config.title, "Tokens");
    assert_eq!(
        config.support_url.unwrap().as_str(),
        "https://help.example/it"
    );
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
fn a_mistake_names_its_key_and_its_line() {
    for (text, line, key, words) in [
        ("{\n\"apibase\": \"/x\"}", 2, "apibase", "No such key"),
        (
            "{\n\"policy\": {\n\"allownever\": true}}",
            3,
            "policy.allownever",
            "No such key",
        ),
        (
            "{\n\n\"timeoutSeconds\": \"30\"}",
            3,
            "timeoutSeconds",
            "from 1 to 300",
        ),
        (
            "{\"timeoutSeconds\": 0}",
            1,
            "timeoutSeconds",
            "from 1 to 300",
        ),
        (
            "{\"timeoutSeconds\": 1.5}",
            1,
            "timeoutSeconds",
            "from 1 to 300",
        ),
        ("{\"title\": \"\"}", 1, "title", "a text"),
        (
            "{\"title\": \"title\",\n\"title\": \"x\"}",
            2,
            "title",
            "twice",
        ),
        (
            "{\"apiVersion\": \"v3\"}",
            1,
            "apiVersion",
            "\"v1\" or \"v2\"",
        ),
        ("{\"accountId\": \"1\"}", 1, "accountId", "number"),
        (
            "{\"supportUrl\": \"javascript:alert(1)\"}",
            1,
            "supportUrl",
            "https",
        ),
        (
            "{\"supportUrl\": \"http://help.example\"}",
            1,
            "supportUrl",
            "https",
        ),
        ("{\"policy\": null}", 1, "policy", "an object"),
        (
            "{\"policy\":\n{\"allowedRoles\": []}}",
            2,
            "policy.allowedRoles",
            "at least one",
        ),
        (
            "{\"policy\":\n{\"allowedRoles\": [\"Root\"]}}",
            2,
            "policy.allowedRoles",
            "at least one",
        ),
        (
            "{\"policy\":\n{\"namePattern\": \"(\"}}",
            2,
            "policy.namePattern",
            "regular expression",
        ),
        (
            "{\"policy\":\n{\"maxLifetimeDays\": 99999}}",
            2,
            "policy.maxLifetimeDays",
            "36500",
        ),
    ] {
        let error = parse(text).unwrap_err();
        assert_eq!(
            error.place().unwrap(),
            format!("Line {line}, key {key}"),
            "{text}"
        );
        let message = error.message();
        assert!(message.contains(words), "{text}: {message}");
    }
}

#[test]
fn a_file_that_is_not_json_names_the_line() {
    for (text, line) in [
        ("", 1),
        ("{\n\"title\": \"a\",\n}", 3),
        ("<!doctype html>", 1),
        ("[]", 1),
        ("{} {}", 1),
    ] {
        let place = parse(text).unwrap_err().place();
        assert_eq!(place, Some(format!("Line {line}")), "{text}");
    }
}

#[test]
fn requests_go_to_https_to_a_path_or_to_this_machine() {
    for good in [
        "https://api.gcore.com",
        "https://api.gcore.com/",
        "https://gateway.example:8443",
        "http://localhost:4010",
        "http://127.0.0.1:4010",
        "/gcore",
        "/tools/api/gcore",
    ] {
        assert!(
            parse(&format!("{{\"apiBase\": \"{good}\"}}")).is_ok(),
            "{good}"
        );
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
        "//evil.example",
        "/..//evil.example",
        "/a/../b",
        "/gcore?x=1",
        "gcore",
        "javascript:alert(1)",
        "ftp://a.example",
    ] {
        assert!(
            parse(&format!("{{\"apiBase\": \"{bad}\"}}")).is_err(),
            "{bad}"
        );
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = parse(&text);
        let _ = parse(&format!("{{\"apiBase\": {text:?}}}"));
    }
}
