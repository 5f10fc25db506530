use gcore_emulator::{
    contract::{Contract, Operation, Version},
    role::Role,
};
use serde_json::{Value, json};

use crate::support::{ADMINISTRATOR, Call, ENGINEER, Emulation, ME, Setup, TOKENS, new_token};

/// The bundled document with one passage changed.
fn edited(passage: &str, replacement: &str) -> Result<Contract, String> {
    let text = Contract::bundled().unwrap().text().to_owned();
    assert!(text.contains(passage), "the document holds no {passage:?}");
    Contract::parse(&text.replace(passage, replacement)).map_err(|error| error.to_string())
}

#[tokio::test]
async fn an_answer_that_breaks_the_document_is_a_loud_500() {
    let create = Call::new("POST", TOKENS).key(ADMINISTRATOR).json(&new_token(Role::Users));
    let me = Call::new("GET", ME).key(ADMINISTRATOR);
    let list = Call::new("GET", TOKENS).key(ADMINISTRATOR);
    let foreign = Call::new("GET", &format!("{TOKENS}/1001")).key(ENGINEER);
    for (passage, replacement, call, explanation) in [
        ("currentUser: { type: integer", "currentUser: { type: string", &me, "`/currentUser`"),
        ("companyName: { type: string }", "company: { type: string }", &me, "companyName"),
        ("        created: {", "        made: {", &list, "`/0`"),
        ("last_usage, client_user]", "last_usage, client_user, colour]", &list, "colour"),
        (
            "        - $ref: \"#/components/schemas/TokenRecord\"\n      required",
            "        - type: object\n      required",
            &create,
            "client_user",
        ),
        ("'^[1-9][0-9]*[_$][!-~]+$'", "'^never$'", &create, "`/token`"),
        ("        \"403\":", "        \"410\":", &foreign, "the document doesn't name this status"),
        ("message: { type: string, minLength: 1 }", "message: { type: integer }", &foreign, "`/message`"),
    ] {
        let contract = edited(passage, replacement).unwrap();
        let emulation = Setup { contract, ..Setup::default() }.start();
        let reply = emulation.send_unchecked(call).await;
        assert_eq!(reply.status, 500, "{passage}");
        let message = reply.json["message"].as_str().unwrap();
        assert!(message.starts_with("The emulator's answer breaks openapi.yaml: "), "{message}");
        assert!(message.contains(explanation), "{passage}: {message}");
    }
}

#[tokio::test]
async fn the_explanation_does_not_give_a_token_away() {
    let contract = edited("'^[1-9][0-9]*[_$][!-~]+$'", "'^never$'").unwrap();
    let emulation = Setup { contract, ..Setup::default() }.start();
    let call = Call::new("POST", TOKENS).key(ADMINISTRATOR).json(&new_token(Role::Users));
    let reply = emulation.send_unchecked(&call).await;
    assert_eq!(reply.status, 500);
    assert!(!reply.text.contains("2001_"), "{}", reply.text);
}

#[tokio::test]
async fn a_rule_added_to_the_document_holds_for_requests_at_once() {
    let contract = edited(
        "          description: What the token is for.",
        "          maxLength: 5\n          description: What the token is for.",
    )
    .unwrap();
    let emulation = Setup { contract, ..Setup::default() }.start();
    let reply = emulation.create(ADMINISTRATOR, &new_token(Role::Users)).await;
    assert_eq!(reply.status, 400);
    let errors = json!({"name": ["Ensure this field has no more than 5 characters."]});
    assert_eq!(reply.json, json!({ "errors": errors }));

    let contract = edited("name: issued_by\n", "name: issued_by\n      required: true\n").unwrap();
    let emulation = Setup { contract, ..Setup::default() }.start();
    let reply = emulation.get(ADMINISTRATOR, TOKENS).await;
    let errors = json!({"issued_by": ["This field is required."]});
    assert_eq!((reply.status, reply.json), (400, json!({ "errors": errors })));
}

#[tokio::test]
async fn values_in_the_path_are_held_to_the_document_too() {
    let contract = edited(
        "begins with.\n      schema: { type: integer, minimum: 1 }",
        "begins with.\n      schema: { type: integer, minimum: 1002 }",
    )
    .unwrap();
    let emulation = Setup { contract, ..Setup::default() }.start();
    let reply = emulation.get(ADMINISTRATOR, &format!("{TOKENS}/1002")).await;
    assert_eq!(reply.status, 200);
    let reply = emulation.get(ADMINISTRATOR, &format!("{TOKENS}/1001")).await;
    reply.assert_says(404, "API token not found.");
}

#[test]
fn an_answer_needs_a_body_exactly_where_the_document_has_one() {
    let contract = Contract::bundled().unwrap();
    let delete = Operation::Delete(Version::V2);
    assert!(contract.check_answer(delete, 204, None).is_ok());
    assert!(contract.check_answer(delete, 204, Some(&json!({}))).is_err());
    assert!(contract.check_answer(Operation::WhoAmI, 200, None).is_err());
    assert!(contract.check_answer(Operation::List(Version::V1), 200, Some(&json!([]))).is_ok());
    assert!(contract.check_answer(Operation::List(Version::V1), 200, Some(&json!({}))).is_err());
}

#[test]
fn a_document_that_does_not_fit_the_code_is_refused_at_start() {
    for (passage, replacement, explanation) in [
        ("operationId: whoAmI", "operationId: whoIsIt", "which the code lacks"),
        ("operationId: getTokenV1", "operationId: getToken", "getToken is there twice"),
        ("      operationId: whoAmI\n", "", "which the code lacks"),
        ("  /iam/clients/me:\n    get:", "  /iam/clients/me:\n    x-get:", "it lacks whoAmI"),
        ("#/components/responses/Deleted", "#/components/responses/Nothing", "leads nowhere"),
        ("      name: tokenId\n", "", "a parameter has no name"),
        ("in: query", "in: cookie", "is in no place that is known here"),
        ("schema: { type: string, pattern: '\\S' }", "x: {}", "role has no schema"),
        ("\"415\"", "default", "a status isn't a number"),
        ("pattern: '\\S'", "pattern: '('", "can't be used"),
        ("application/json:", "text/html:", "a body isn't JSON with a schema"),
        ("paths:", "  paths", "can't be used"),
    ] {
        let error = edited(passage, replacement).err().expect(passage);
        assert!(error.starts_with("openapi.yaml can't be used: "), "{error}");
        assert!(error.contains(explanation), "{passage}: {error}");
    }
}

#[tokio::test]
async fn the_document_is_served_to_anyone() {
    let emulation = Emulation::start();
    let reply = emulation.send(&Call::new("GET", "/openapi.yaml")).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, Some("application/yaml")));
    assert_eq!(reply.text, Contract::bundled().unwrap().text());
}

/// Every text of `key` in what a request is held to, references followed.
fn texts(key: &str, value: &Value, root: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().flat_map(|value| texts(key, value, root)).collect(),
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, value)| match value {
                Value::String(reference) if name == "$ref" => {
                    texts(key, root.pointer(reference.trim_start_matches('#')).unwrap(), root)
                }
                Value::String(text) if name == key => vec![text.clone()],
                value => texts(key, value, root),
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn requests_break_no_rule_that_has_other_words_than_those_of_the_service() {
    let root: Value = serde_saphyr::from_str(Contract::bundled().unwrap().text()).unwrap();
    let requests: Vec<&Value> = root["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values().chain([item]))
        .flat_map(|place| [place.get("parameters"), place.get("requestBody")])
        .flatten()
        .collect();
    // The words for these are "may not be blank", and those for a wrong date.
    for (key, expected) in [("pattern", r"\S"), ("format", "date-time")] {
        let found: Vec<String> = requests.iter().flat_map(|request| texts(key, request, &root)).collect();
        assert!(!found.is_empty(), "{key}");
        assert!(found.iter().all(|text| text == expected), "{key}: {found:?}");
    }
}

#[test]
fn the_document_has_the_version_of_the_program() {
    let root: Value = serde_saphyr::from_str(Contract::bundled().unwrap().text()).unwrap();
    assert_eq!(root["info"]["version"], env!("CARGO_PKG_VERSION"));
}
