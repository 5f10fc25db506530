use std::collections::BTreeSet;

use gcore_emulator::{
    contract::{Contract, Operation, Version},
    role::Role,
};

use crate::support::{ACCOUNT, ADMINISTRATOR, Call, ENGINEER, Emulation, ME, new_token};

/// A call for each answer that the document allows for.
fn calls() -> Vec<(Operation, u16, Call)> {
    use Operation::{Create, Delete, Get, List, WhoAmI};
    let mut calls = vec![(WhoAmI, 200, Call::new("GET", ME).key(ENGINEER)), (WhoAmI, 401, Call::new("GET", ME))];
    for (version, base) in [(Version::V1, "/iam/clients"), (Version::V2, "/iam/v2/clients")] {
        let own = format!("{base}/{ACCOUNT}/tokens");
        let foreign = format!("{base}/1/tokens");
        let post = |path: &str| Call::new("POST", path).key(ADMINISTRATOR);
        let get = |path: &str| Call::new("GET", path).key(ENGINEER);
        let delete = |path: &str| Call::new("DELETE", path).key(ENGINEER);
        let [mine, theirs, nobodys] = [1002, 1001, 999].map(|id| format!("{own}/{id}"));
        calls.extend([
            (Create(version), 200, post(&own).json(&new_token(Role::Users))),
            (Create(version), 400, post(&own).header("content-type", "application/json")),
            (Create(version), 401, Call::new("POST", &own)),
            (Create(version), 404, post(&foreign)),
            (Create(version), 415, post(&own)),
            (List(version), 200, get(&own)),
            (List(version), 400, get(&format!("{own}?issued_by=me"))),
            (List(version), 401, Call::new("GET", &own)),
            (List(version), 404, get(&foreign)),
            (Get(version), 200, get(&mine)),
            (Get(version), 401, Call::new("GET", &mine)),
            (Get(version), 403, get(&theirs)),
            (Get(version), 404, get(&nobodys)),
            (Delete(version), 204, delete(&mine)),
            (Delete(version), 401, Call::new("DELETE", &mine)),
            (Delete(version), 403, delete(&theirs)),
            (Delete(version), 404, delete(&nobodys)),
        ]);
    }
    calls
}

#[tokio::test]
async fn each_operation_gives_each_documented_answer() {
    for (operation, status, call) in calls() {
        let reply = Emulation::start().send(&call).await;
        assert_eq!(reply.status, status, "{}: {}", operation.id(), reply.text);
    }
}

#[test]
fn no_documented_answer_goes_untried() {
    let tried: BTreeSet<_> = calls().into_iter().map(|(operation, status, _)| (operation, status)).collect();
    let documented: BTreeSet<_> = Contract::bundled().unwrap().answers().collect();
    assert_eq!(tried, documented);
}

#[tokio::test]
async fn a_head_request_is_a_get_without_its_body() {
    let call = Call::new("HEAD", ME).key(ENGINEER);
    let reply = Emulation::start().send(&call).await;
    assert_eq!((reply.status, reply.text.as_str()), (200, ""));
}
