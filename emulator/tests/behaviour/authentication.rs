use gcore_emulator::role::Role;

use crate::support::{ADMINISTRATOR, Call, ENGINEER, Emulation, LEGACY, ME, TOKENS, USER};

const NOT_PROVIDED: &str = "Authentication credentials were not provided.";
const INVALID: &str = "Token is invalid or expired";

#[tokio::test]
async fn each_demo_key_is_someone_with_its_role() {
    let emulation = Emulation::start();
    for (key, user, role) in [
        (ADMINISTRATOR, 1_023_101, "Administrators"),
        (ENGINEER, 1_023_102, "Engineers"),
        (USER, 1_023_103, "Users"),
        (LEGACY, 1_023_101, "Administrators"),
    ] {
        let me = emulation.get(key, ME).await.json;
        assert_eq!(me["id"], 7_350_925, "{key}");
        assert_eq!(me["currentUser"], user, "{key}");
        let users = me["users"].as_array().unwrap();
        let current = users.iter().find(|one| one["id"] == user).unwrap();
        assert_eq!(current["groups"][0]["name"], role, "{key}");
    }
}

#[tokio::test]
async fn a_created_token_acts_as_its_issuer_with_its_own_role() {
    let emulation = Emulation::start();
    let (_, token) = emulation.token(ADMINISTRATOR, Role::PurgeApi).await;
    let me = emulation.get(&token, ME).await.json;
    assert_eq!(me["currentUser"], 1_023_101);
    assert_eq!(me["users"][0]["groups"][0]["id"], Role::PurgeApi.id());
}

#[tokio::test]
async fn anything_but_a_live_key_is_refused_in_the_services_words() {
    let emulation = Emulation::start();
    for (authorization, message) in [
        ("", NOT_PROVIDED),
        ("APIKey", NOT_PROVIDED),
        ("apikey 1001_demo-administrator", NOT_PROVIDED),
        ("ApiKey 1001_demo-administrator", NOT_PROVIDED),
        ("Token 1001_demo-administrator", NOT_PROVIDED),
        ("1001_demo-administrator", NOT_PROVIDED),
        ("Basic MTAwMTo=", NOT_PROVIDED),
        ("Bearer 1001_demo-administrator", "Given token not valid for any token type"),
        ("APIKey 29841", "Bad token: 29841"),
        ("APIKey 29841$", "Bad token: 29841"),
        ("APIKey word_secret", "Bad token: word"),
        ("APIKey APIKey 1001_demo-administrator", "Bad token: APIKey 1001"),
        ("APIKey  1001_demo-administrator", "Bad token:  1001"),
        ("APIKey 1001_demo-administrato", INVALID),
        ("APIKey 1001_Demo-administrator", INVALID),
        ("APIKey 1001$demo-administrator", INVALID),
        ("APIKey 1004_demo-legacy", INVALID),
        ("APIKey 1002_demo-administrator", INVALID),
        ("APIKey 9999_demo-administrator", INVALID),
        ("APIKey 1001_demo-administratör", INVALID),
    ] {
        let call = Call::new("GET", ME).header("authorization", authorization);
        let reply = emulation.send(&call).await;
        assert_eq!(reply.status, 401, "{authorization}");
        assert_eq!(reply.json["message"], message, "{authorization}");
    }
}

#[tokio::test]
async fn two_keys_at_once_are_none() {
    let emulation = Emulation::start();
    let call = Call::new("GET", ME).key(ADMINISTRATOR).key(ENGINEER);
    emulation.send(&call).await.assert_says(401, NOT_PROVIDED);
}

#[tokio::test]
async fn a_stranger_learns_nothing_but_that() {
    let emulation = Emulation::start();
    for (method, path) in [
        ("POST", TOKENS),
        ("GET", "/iam/v2/clients/1/tokens"),
        ("GET", "/iam/v2/clients/7350925/tokens/999"),
        ("DELETE", "/iam/v2/clients/7350925/tokens/1001"),
        ("GET", "/iam/v2/clients/7350925/tokens?issued_by=x"),
    ] {
        let reply = emulation.send(&Call::new(method, path)).await;
        reply.assert_says(401, NOT_PROVIDED);
    }
}
