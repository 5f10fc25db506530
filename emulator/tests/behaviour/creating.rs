use gcore_emulator::role::Role;
use serde_json::{Value, json};

use crate::support::{ADMINISTRATOR, Call, ENGINEER, Emulation, LEGACY, TOKENS, new_token};

const REQUIRED: &str = "This field is required.";
const NULL: &str = "This field may not be null.";
const BLANK: &str = "This field may not be blank.";
const NO_STRING: &str = "Not a valid string.";

#[tokio::test]
async fn a_creation_answers_the_whole_record_and_the_token() {
    let emulation = Emulation::start();
    let body = json!({
        "name": "  Build pipeline ",
        "description": " Purges after each release\n",
        "exp_date": "2026-04-01T08:30:00Z",
        "client_user": {"role": {"id": 3022, "name": "Purge and Prefetch only (API)"}},
    });
    let mut reply = emulation.create(ENGINEER, &body).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let token = reply.json.as_object_mut().unwrap().remove("token").unwrap();
    assert!(token.as_str().unwrap().starts_with("2001_"), "the id is the token's prefix");
    let record = json!({
        "id": 2001,
        "name": "Build pipeline",
        "description": "Purges after each release",
        "exp_date": "2026-04-01T08:30:00.000000Z",
        "expired": false,
        "deleted": false,
        "created": "2026-03-01T12:00:00.000000Z",
        "last_usage": null,
        "client_user": {
            "role": {"id": 3022, "name": "Purge and Prefetch only (API)"},
            "user_id": 1_023_102,
            "client_id": 7_350_925,
            "user_name": "Erik Example",
            "user_email": "erik@example.com",
            "deleted": false,
        },
    });
    assert_eq!(reply.json, record);

    let later = emulation.get(ENGINEER, &format!("{TOKENS}/2001")).await;
    assert_eq!(later.json, record, "the token is never shown again");
}

#[tokio::test]
async fn a_description_may_be_left_out() {
    let emulation = Emulation::start();
    let reply = emulation.create(LEGACY, &new_token(Role::Users)).await;
    assert_eq!(reply.json["description"], "");
}

#[tokio::test]
async fn the_same_request_twice_makes_two_tokens() {
    let emulation = Emulation::start();
    let (one, first) = emulation.token(ADMINISTRATOR, Role::Users).await;
    let (other, second) = emulation.token(ADMINISTRATOR, Role::Users).await;
    assert_eq!((one, other), (2001, 2002));
    assert_ne!(first.split_once('_').unwrap().1, second.split_once('_').unwrap().1);
}

/// What to put at a place in a body without faults; `None` takes the key away.
type Change = (&'static str, Option<Value>);

#[tokio::test]
async fn each_field_that_does_not_fit_is_named() {
    let emulation = Emulation::start();
    let dictionary = "Invalid data. Expected a dictionary, but got list.";
    let cases: Vec<(Change, Value)> = vec![
        (("/name", None), json!({"name": [REQUIRED]})),
        (("/name", Some(json!(null))), json!({"name": [NULL]})),
        (("/name", Some(json!(""))), json!({"name": [BLANK]})),
        (("/name", Some(json!(" \n\t"))), json!({"name": [BLANK]})),
        (("/name", Some(json!(true))), json!({"name": [NO_STRING]})),
        (("/name", Some(json!(["x"]))), json!({"name": [NO_STRING]})),
        (("/description", Some(json!(""))), json!({"description": [BLANK]})),
        (("/description", Some(json!(null))), json!({"description": [NULL]})),
        (("/description", Some(json!(5))), json!({"description": [NO_STRING]})),
        (("/exp_date", None), json!({"exp_date": [REQUIRED]})),
        (("/exp_date", Some(json!(1_900_000_000))), json!({"exp_date": [NO_STRING]})),
        (("/client_user", None), json!({"client_user": [REQUIRED]})),
        (("/client_user", Some(json!(null))), json!({"client_user": [NULL]})),
        (("/client_user", Some(json!([]))), json!({"client_user": {"non_field_errors": [dictionary]}})),
        (("/client_user/role", None), json!({"client_user": {"role": [REQUIRED]}})),
    ];
    for ((place, value), errors) in cases {
        let mut body = new_token(Role::Users);
        change(&mut body, place, value.clone());
        let reply = emulation.create(ADMINISTRATOR, &body).await;
        assert_eq!(reply.status, 400, "{place} {value:?}");
        assert_eq!(reply.json, json!({ "errors": errors }), "{place} {value:?}");
    }
}

fn change(body: &mut Value, place: &str, value: Option<Value>) {
    let (parent, key) = place.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap().as_object_mut().unwrap();
    match value {
        Some(value) => parent.insert(key.to_owned(), value),
        None => parent.remove(key),
    };
}

#[tokio::test]
async fn all_faults_are_told_at_once() {
    let emulation = Emulation::start();
    let reply = emulation.create(ADMINISTRATOR, &json!({})).await;
    let errors = json!({"name": [REQUIRED], "exp_date": [REQUIRED], "client_user": [REQUIRED]});
    assert_eq!(reply.json, json!({ "errors": errors }));

    let mut body = new_token(Role::Administrators);
    body["exp_date"] = json!("2020-01-01T00:00:00Z");
    let reply = emulation.create(ENGINEER, &body).await;
    let errors = json!({
        "exp_date": ["Expiration date must be in the future."],
        "client_user": {"role": ["Can't create token with role Administrators"]},
    });
    assert_eq!(reply.json, json!({ "errors": errors }));
}

#[tokio::test]
async fn a_refused_creation_makes_nothing() {
    let emulation = Emulation::start();
    emulation.create(ADMINISTRATOR, &json!({})).await;
    emulation.create(ENGINEER, &new_token(Role::Administrators)).await;
    assert_eq!(emulation.ids(ADMINISTRATOR, "").await, [1001, 1002, 1003, 1004]);
}

#[tokio::test]
async fn keys_that_nobody_asked_for_are_passed_over() {
    let emulation = Emulation::start();
    let mut body = new_token(Role::Users);
    body["colour"] = json!("green");
    assert_eq!(emulation.create(ADMINISTRATOR, &body).await.status, 200);
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused_as_a_whole() {
    let emulation = Emulation::start();
    let expected = |got| {
        let text = format!("Invalid data. Expected a dictionary, but got {got}.");
        json!({"errors": {"non_field_errors": [text]}})
    };
    for (body, got) in
        [(json!([]), "list"), (json!("text"), "str"), (json!(1), "int"), (json!(1.5), "float"), (json!(false), "bool")]
    {
        let reply = emulation.create(ADMINISTRATOR, &body).await;
        assert_eq!((reply.status, reply.json), (400, expected(got)));
    }
    let reply = emulation.create(ADMINISTRATOR, &Value::Null).await;
    let whole = json!({"errors": {"non_field_errors": [NULL]}});
    assert_eq!((reply.status, reply.json), (400, whole));
}

#[tokio::test]
async fn a_body_that_is_no_json_is_a_parse_error() {
    let emulation = Emulation::start();
    let call = Call::new("POST", TOKENS).key(ADMINISTRATOR).header("content-type", "application/json");
    for body in ["", "{", "name=x", "{\"name\": 'x'}", "\u{feff}{}"] {
        let reply = emulation.send(&call.clone().body(body)).await;
        assert_eq!(reply.status, 400, "{body}");
        let message = reply.json["message"].as_str().unwrap();
        assert!(message.starts_with("JSON parse error - "), "{body}: {message}");
    }
    let reply = emulation.send(&call.body(vec![b' '; 100_000])).await;
    reply.assert_says(400, "Request body is too large.");
}

#[tokio::test]
async fn a_body_has_to_be_announced_as_json() {
    let emulation = Emulation::start();
    let body = new_token(Role::Users).to_string();
    for (announced, status) in [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("Application/JSON", 200),
        ("text/plain;charset=UTF-8", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
    ] {
        let call = Call::new("POST", TOKENS).key(ADMINISTRATOR).header("content-type", announced).body(body.clone());
        let reply = emulation.send(&call).await;
        assert_eq!(reply.status, status, "{announced}");
        if status == 415 {
            let message = format!("Unsupported media type \"{announced}\" in request.");
            reply.assert_says(415, &message);
        }
    }
}
