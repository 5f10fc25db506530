//! Whatever is sent: no answer is the emulator's own failure, and the list can be read afterwards.

use std::cell::Cell;

use gcore_emulator::role::Role;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{ADMINISTRATOR, Call, Emulation, TOKENS, new_token};

/// Dates that are almost right, and some that are.
fn date() -> impl Strategy<Value = String> {
    let year = prop_oneof![4 => Just("9999"), 1 => Just("0000"), 1 => Just("2027"), 1 => Just("1969"), 1 => Just("10000"), 1 => Just("-001")];
    let day = prop_oneof![4 => Just("12-31"), 1 => Just("01-01"), 1 => Just("02-29"), 1 => Just("02-30"), 1 => Just("13-01")];
    let time = prop_oneof![
        Just("23:59:59"),
        Just("00:00:00"),
        Just("23:59:60"),
        Just("24:00:00"),
        Just("23:59:59.999999999"),
        Just("23:59:59."),
        Just("00:00:00.0000000000001"),
    ];
    let zone = prop_oneof![Just("Z"), Just("z"), Just("-23:59"), Just("+23:59"), Just("-00:00"), Just("+24:00"), Just("")];
    let joint = prop_oneof![4 => Just("T"), 1 => Just("t"), 1 => Just(" "), 1 => Just("")];
    (year, day, joint, time, zone).prop_map(|(year, day, joint, time, zone)| format!("{year}-{day}{joint}{time}{zone}"))
}

fn text() -> impl Strategy<Value = String> {
    let odd = [
        "\0",
        "\u{200b}",
        "\u{202e}",
        "\u{feff}",
        "\u{fffd}",
        "\u{10ffff}",
        "\n",
        "\\ud83d",
        "é",
        "e\u{301}",
        "\"",
        "'",
        "<",
        " ",
    ];
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop::sample::select(odd.to_vec()), 0..6).prop_map(|parts| parts.concat()),
        (0..40_000_usize).prop_map(|length| "x".repeat(length)),
    ]
}

/// A value for a field: mostly of its own type.
fn value(texts: impl Strategy<Value = String> + 'static) -> impl Strategy<Value = Value> {
    prop_oneof![
        8 => texts.prop_map(Value::String),
        1 => prop::sample::select(vec![Value::Null, json!(0), json!(1e308), json!(u64::MAX), json!([]), json!({}), json!(true)]),
    ]
}

/// Sends it, and reads the list afterwards: neither answer may be a failure of the emulator's own.
fn survives(emulation: &Emulation, call: &Call) -> Result<u16, TestCaseError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (reply, list) = runtime.block_on(async {
        let reply = emulation.send_unchecked(call).await;
        (reply, emulation.send_unchecked(&Call::new("GET", TOKENS).key(ADMINISTRATOR)).await)
    });
    prop_assert!(reply.status < 500, "{}", reply.text);
    prop_assert_eq!(list.status, 200, "{}", list.text);
    prop_assert!(list.json.is_array());
    Ok(reply.status)
}

#[test]
fn no_creation_breaks_the_service_or_its_list() {
    let emulation = Emulation::start();
    let end = value(prop_oneof![4 => date(), 1 => any::<String>()]);
    let stored = Cell::new(0);
    proptest!(|(name in value(text()), description in value(text()), end in end)| {
        let mut body = new_token(Role::Users);
        body["name"] = name;
        body["description"] = description;
        body["exp_date"] = end;
        let call = Call::new("POST", TOKENS).key(ADMINISTRATOR).json(&body);
        stored.set(stored.get() + u32::from(survives(&emulation, &call)? == 200));
    });
    assert!(stored.get() > 0, "nothing was right, so nothing was tried");
}

#[test]
fn no_body_and_no_query_breaks_them() {
    let emulation = Emulation::start();
    let body = prop_oneof![
        any::<Vec<u8>>(),
        r#"\{"name": "[a-z]{0,3}(\\ud83d|\\u0000|\\)?", "exp_date": (null|1e999|"x"), "client_user": \{"role": (\{"id": 2, "name": "Users"\}|2)\}\}"#
            .prop_map(String::into_bytes),
    ];
    proptest!(|(body in body, query in "[a-z_]{0,8}(=[%0-9a-z+]{0,6})?(&(role|deleted|issued_by)=[-%0-9a-z]{0,20})?")| {
        let call = Call::new("POST", TOKENS).key(ADMINISTRATOR).header("content-type", "application/json").body(body);
        survives(&emulation, &call)?;
        survives(&emulation, &Call::new("GET", &format!("{TOKENS}?{query}")).key(ADMINISTRATOR))?;
    });
}
