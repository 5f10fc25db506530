use serde_json::json;

use crate::support::{ADMINISTRATOR, ENGINEER, Emulation, TOKENS};

#[tokio::test]
async fn a_list_is_a_bare_array_without_secrets() {
    let emulation = Emulation::start();
    let reply = emulation.get(ADMINISTRATOR, TOKENS).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.json.as_array().unwrap().len(), 4);
    assert!(!reply.text.contains("demo-administrator"), "{}", reply.text);
    assert!(!reply.text.contains("\"token\""), "{}", reply.text);
}

#[tokio::test]
async fn filters_narrow_a_list_down() {
    let emulation = Emulation::start();
    emulation.delete(ADMINISTRATOR, 1003).await;
    for (query, ids) in [
        ("", vec![1001, 1002, 1003, 1004]),
        ("?role=1", vec![1001, 1004]),
        ("?role=Administrators", vec![1001, 1004]),
        ("?role=Engineers", vec![1002]),
        ("?role=Purge%20and%20Prefetch%20only%20%28API%29", vec![]),
        ("?role=4711", vec![]),
        ("?issued_by=1023101", vec![1001, 1004]),
        ("?issued_by=1023102", vec![1002]),
        ("?issued_by=-1", vec![]),
        ("?not_issued_by=1023101", vec![1002, 1003]),
        ("?deleted=true", vec![1003]),
        ("?deleted=True", vec![1003]),
        ("?deleted=false", vec![1001, 1002, 1004]),
        ("?deleted=False&role=1&not_issued_by=1023102", vec![1001, 1004]),
        ("?issued_by=1023101&not_issued_by=1023101", vec![]),
        ("?page=2", vec![1001, 1002, 1003, 1004]),
    ] {
        assert_eq!(emulation.ids(ADMINISTRATOR, query).await, ids, "{query}");
    }
    assert_eq!(emulation.ids(ENGINEER, "?role=1").await, [0; 0], "no filter shows more");
}

#[tokio::test]
async fn a_filter_that_makes_no_sense_is_refused() {
    let emulation = Emulation::start();
    for (query, errors) in [
        ("?issued_by=me", json!({"issued_by": ["A valid integer is required."]})),
        ("?not_issued_by=", json!({"not_issued_by": ["A valid integer is required."]})),
        ("?issued_by=1.5", json!({"issued_by": ["A valid integer is required."]})),
        ("?deleted=yes", json!({"deleted": ["\"yes\" is not a valid choice."]})),
        // Bytes that are no text.
        ("?deleted=%FF", json!({"deleted": ["\"\u{fffd}\" is not a valid choice."]})),
        ("?issued_by=%FF", json!({"issued_by": ["A valid integer is required."]})),
        ("?role=", json!({"role": ["This field may not be blank."]})),
    ] {
        let reply = emulation.get(ADMINISTRATOR, &format!("{TOKENS}{query}")).await;
        assert_eq!((reply.status, reply.json), (400, json!({"errors": errors})), "{query}");
    }
}
