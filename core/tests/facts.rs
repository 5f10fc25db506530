//! testing/facts.json tells the browser tests and the bench what the core knows, so that they type none of it again.
//!
//! `UPDATE_FACTS=1 cargo test -p gcore-token-core --test facts` writes it anew.
#![allow(clippy::unwrap_used)]

use std::{env, fs};

use gcore_token_core::Role;
use gcore_token_core::config::Policy;
use gcore_token_core::form::expiry::Lifetime;
use gcore_token_core::limits::{FORGET_AFTER, LAST_CALL, MASK_AFTER, PAGE_SIZE, WARN_AFTER};
use gcore_token_core::list::{Column, Status};
use serde::Serialize;
use serde_json::Value;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../testing/facts.json");

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Facts {
    roles: Vec<Named>,
    columns: Vec<Choice>,
    lifetimes: Vec<String>,
    statuses: Vec<Choice>,
    mask_after_ms: i64,
    warn_after_ms: i64,
    last_call_ms: i64,
    forget_after_ms: i64,
    page_size: usize,
}

#[derive(Serialize)]
struct Named {
    id: i64,
    name: &'static str,
}

#[derive(Serialize)]
struct Choice {
    label: &'static str,
    value: &'static str,
}

fn facts() -> Facts {
    let policy = Policy::default();
    Facts {
        roles: Role::ALL.map(|role| Named { id: role.id(), name: role.name() }).into(),
        columns: Column::ALL.map(|column| Choice { label: column.label(), value: column.value() }).into(),
        lifetimes: Lifetime::offered(&policy, policy.default_days())
            .into_iter()
            .filter(|lifetime| matches!(lifetime, Lifetime::Days(_)))
            .map(Lifetime::label)
            .collect(),
        statuses: Status::ALL.map(|status| Choice { label: status.label(), value: status.value() }).into(),
        mask_after_ms: MASK_AFTER.num_milliseconds(),
        warn_after_ms: WARN_AFTER.num_milliseconds(),
        last_call_ms: LAST_CALL.num_milliseconds(),
        forget_after_ms: FORGET_AFTER.num_milliseconds(),
        page_size: PAGE_SIZE,
    }
}

#[test]
fn the_file_says_what_the_core_knows() {
    let facts = facts();
    let known = serde_json::to_value(&facts).unwrap();
    let written = fs::read_to_string(FILE).unwrap_or_default();
    let up_to_date = serde_json::from_str::<Value>(&written).is_ok_and(|written| written == known);
    if env::var_os("UPDATE_FACTS").is_some() && !up_to_date {
        let text = serde_json::to_string_pretty(&facts).unwrap() + "\n";
        fs::write(FILE, text).unwrap();
    } else {
        assert!(up_to_date, "testing/facts.json is out of date: write it anew with UPDATE_FACTS=1 (see the head of this test)");
    }
}
