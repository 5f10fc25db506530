//! What the list is exported as, read by those it is for: programs that know docs/export.schema.json, and a spreadsheet.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use chrono::{DateTime, Utc};
use gcore_token_core::ApiKey;
use gcore_token_core::list::{ListedToken, csv, json};
use gcore_token_core::service::{Answer, ListReader};
use gcore_token_core::time::parse_service_time;
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/export.schema.json");

fn now() -> DateTime<Utc> {
    parse_service_time("2026-11-24T12:00:00Z").unwrap()
}

/// Tokens as the page reads them from the service's answer.
fn read(entries: &Value) -> Vec<ListedToken> {
    let answer = Answer { status: 200, body: entries.to_string().into_bytes().into(), retry_after: None };
    let key = ApiKey::parse("29841_demo-administrator").ok().unwrap();
    let mut reader = ListReader::new(&answer, &key).ok().unwrap();
    reader.next(usize::MAX).ok().unwrap().unwrap_or_default()
}

fn entry(name: &str) -> Value {
    json!({
        "id": 7,
        "name": name,
        "description": "",
        "exp_date": "2027-02-22T17:06:00.000000Z",
        "expired": false,
        "deleted": false,
        "created": "2026-01-02T03:04:05.000000Z",
        "last_usage": null,
        "client_user": {
            "role": { "id": 5, "name": "Engineers" },
            "user_id": 1_023_101,
            "client_id": 7_350_925,
            "user_name": "Dana Demo",
            "user_email": "dana@example.com",
            "deleted": false,
        },
    })
}

fn schema() -> Validator {
    let schema: Value = serde_json::from_str(&fs::read_to_string(SCHEMA).unwrap()).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// What the export of these tokens has that the schema doesn't allow.
fn faults(schema: &Validator, tokens: &[ListedToken]) -> Vec<String> {
    let exported = serde_json::from_str(&json(tokens.iter(), now())).unwrap();
    schema.iter_errors(&exported).map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

/// Dates of every kind that a service may write, and of some that none should.
fn date() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!("")),
        Just(json!("2027-02-22")),
        Just(json!("0000-01-01T00:00:00+23:59")),
        Just(json!("9999-12-31T23:59:59-23:59")),
        r"[0-9]{4}-(0[1-9]|1[0-2])-[0-3][0-9]([T ][0-2][0-9]:[0-5][0-9](:[0-6][0-9](\.[0-9]{1,9})?)?(Z|[+-][0-2][0-9]:?[0-5][0-9])?)?"
            .prop_map(Value::from),
    ]
}

fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![4 => any::<String>().prop_map(Value::from), 1 => Just(Value::Null), 1 => any::<i64>().prop_map(Value::from)]
}

prop_compose! {
    fn any_entry()(
        id in any::<i64>(),
        (exp_date, created, last_usage) in (date(), date(), date()),
        (expired, deleted, left) in any::<(bool, bool, bool)>(),
        (name, description, role, user_name, user_email) in (anything(), anything(), anything(), anything(), anything()),
    ) -> Value {
        json!({
            "id": id,
            "name": name,
            "description": description,
            "exp_date": exp_date,
            "expired": expired,
            "deleted": deleted,
            "created": created,
            "last_usage": last_usage,
            "client_user": {
                "role": { "id": id, "name": role },
                "user_id": id,
                "user_name": user_name,
                "user_email": user_email,
                "deleted": left,
            },
        })
    }
}

#[test]
fn the_schema_refuses_what_no_export_holds() {
    let schema = schema();
    let good: Value = serde_json::from_str(&json(read(&json!([entry("ci")])).iter(), now())).unwrap();
    assert!(schema.is_valid(&good));
    for (key, value) in [
        ("id", json!("7")),
        ("name", json!("")),
        ("status", json!("expiring soon")),
        ("exp_date", json!("2027-02-22T17:06:00.000Z")),
        ("last_usage", json!("")),
        ("created", json!("never")),
        ("token", json!("7_secret")),
    ] {
        let mut bad = good.clone();
        bad[0][key] = value;
        assert!(!schema.is_valid(&bad), "{key}");
    }
}

#[test]
fn every_export_is_as_the_published_schema_says() {
    let schema = schema();
    assert_eq!(faults(&schema, &[]), [""; 0]);
    // In a test of this kind it would look for lib.rs, to keep a failure beside it.
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(entries in prop::collection::vec(any_entry(), 1..4))| {
        prop_assert_eq!(faults(&schema, &read(&json!(entries))), [""; 0]);
    });
}

const HOSTILE: [&str; 8] = [
    "=HYPERLINK(\"http://evil.example\",\"x\")",
    "+1+1",
    "@SUM(A1)",
    "-2+3",
    "x;=1+1;y",
    "two \"quoted\", =1",
    "=cmd|' /C calc'!A0",
    "Жürich 😀",
];

/// LibreOffice, if it is there; tools/setup.sh leaves it out, since it is several times as large as all the rest.
fn spreadsheet() -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).flat_map(|folder| ["soffice", "libreoffice"].map(|name| folder.join(name)));
    let program = found.into_iter().find(|file| file.is_file());
    if program.is_none() {
        // Straight to the descriptor: what goes through println! is only shown of failed tests.
        let _ = writeln!(std::io::stderr(), "skipped: soffice is not on PATH, so no spreadsheet opens the CSV");
    }
    program
}

/// The file as LibreOffice understands it, in XML.
fn opened(program: &Path, file: &str) -> String {
    let folder = env::temp_dir().join(format!("export-{}-{}", std::process::id(), file.len()));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("tokens.csv"), file).unwrap();
    let output = Command::new(program)
        .current_dir(&folder)
        // A profile of its own, since LibreOffice hands work to one that is open.
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.display()))
        // Commas, quotation marks, UTF-8, from the first line: what its dialog offers for this file.
        .args([
            "--headless",
            "--norestore",
            "--infilter=Text - txt - csv (StarCalc):44,34,76,1",
            "--convert-to",
            "fods",
            "tokens.csv",
        ])
        .output()
        .unwrap();
    let converted = fs::read_to_string(folder.join("tokens.fods"));
    fs::remove_dir_all(&folder).unwrap();
    converted.unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)))
}

#[test]
fn a_spreadsheet_takes_every_name_for_text() {
    let Some(program) = spreadsheet() else { return };
    let entries: Vec<Value> = HOSTILE.iter().map(|name| entry(name)).collect();
    let xml = opened(&program, &csv(read(&json!(entries)).iter(), now()));
    assert!(!xml.contains("table:formula"), "{xml}");
    // The heading, then a row each: nothing was split elsewhere.
    assert_eq!(xml.matches(">id<").count(), 1);
    assert_eq!(xml.matches(">dana@example.com<").count(), HOSTILE.len());
    let text = xml.replace("&apos;", "'").replace("&quot;", "\"");
    for part in [
        ">'=HYPERLINK(\"http://evil.example\",\"x\")<",
        ">'+1+1<",
        ">'@SUM(A1)<",
        ">'-2+3<",
        ">x;'=1+1;y<",
        ">two \"quoted\", '=1<",
        ">'=cmd|' /C calc'!A0<",
        ">Жürich 😀<",
    ] {
        assert!(text.contains(part), "{part}");
    }
    // It would have been one.
    assert!(opened(&program, "\u{feff}name\r\n\"=1+1\"\r\n").contains("table:formula"));
}
