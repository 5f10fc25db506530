use std::sync::Arc;

use chrono::TimeDelta;
use gcore_emulator::{
    clock::{Clock as _, ManualClock},
    key::{ApiKey, Separator},
    refusal::Refusal,
    role::{Role, RoleTag},
    service::{BAD_DATE, PAST_DATE, Service},
    wire::{NewToken, NewTokenUser},
};
use serde_json::json;

use crate::support::{ADMINISTRATOR, ENGINEER, Emulation, ME, TOKENS, new_token, noon};

#[tokio::test]
async fn an_expiry_is_a_future_instant_with_a_zone_or_never() {
    let emulation = Emulation::start();
    for (given, answered) in [
        (json!(null), Ok(json!(null))),
        (json!("2026-03-01T12:00:01Z"), Ok(json!("2026-03-01T12:00:01.000000Z"))),
        (json!("2026-03-01T12:00:00.000001Z"), Ok(json!("2026-03-01T12:00:00.000001Z"))),
        (json!("2026-03-01T15:00:00+02:00"), Ok(json!("2026-03-01T13:00:00.000000Z"))),
        (json!("2028-02-29T00:00:00Z"), Ok(json!("2028-02-29T00:00:00.000000Z"))),
        (json!("9999-12-31T23:59:59Z"), Ok(json!("9999-12-31T23:59:59.000000Z"))),
        (json!("9999-12-31T23:59:59+23:59"), Ok(json!("9999-12-31T00:00:59.000000Z"))),
        (json!("9999-12-31T23:59:59-23:59"), Err(BAD_DATE)),
        (json!("9999-12-31T23:59:59-00:01"), Err(BAD_DATE)),
        (json!("9999-12-31T00:00:00.5-23:59"), Ok(json!("9999-12-31T23:59:00.500000Z"))),
        (json!("2026-03-01T12:00:00Z"), Err(PAST_DATE)),
        (json!("2026-03-01T11:59:59Z"), Err(PAST_DATE)),
        (json!("2026-03-01T13:00:00+02:00"), Err(PAST_DATE)),
        (json!("1970-01-01T00:00:00Z"), Err(PAST_DATE)),
        (json!("2027-02-29T00:00:00Z"), Err(BAD_DATE)),
        (json!("2027-13-01T00:00:00Z"), Err(BAD_DATE)),
        (json!("2027-01-01T24:00:00Z"), Err(BAD_DATE)),
        (json!("2027-01-01T00:00:00"), Err(BAD_DATE)),
        (json!("2027-01-01T00:00Z"), Err(BAD_DATE)),
        (json!("2027-01-01"), Err(BAD_DATE)),
        (json!("tomorrow"), Err(BAD_DATE)),
        (json!("null"), Err(BAD_DATE)),
        (json!(""), Err(BAD_DATE)),
    ] {
        let mut body = new_token(Role::Users);
        body["exp_date"] = given.clone();
        let reply = emulation.create(ADMINISTRATOR, &body).await;
        match answered {
            Ok(expiry) => assert_eq!((reply.status, &reply.json["exp_date"]), (200, &expiry), "{given}"),
            Err(text) => {
                let errors = json!({"errors": {"exp_date": [text]}});
                assert_eq!((reply.status, &reply.json), (400, &errors), "{given}");
            }
        }
    }
}

#[tokio::test]
async fn a_token_works_until_the_instant_of_its_expiry() {
    let emulation = Emulation::start();
    let mut body = new_token(Role::Users);
    body["exp_date"] = json!("2026-03-08T12:00:00Z");
    let reply = emulation.create(ADMINISTRATOR, &body).await;
    let token = reply.json["token"].as_str().unwrap();
    let record = format!("{TOKENS}/{}", reply.json["id"]);

    emulation.wait(TimeDelta::days(7) - TimeDelta::seconds(1));
    assert_eq!(emulation.get(token, ME).await.status, 200);
    assert_eq!(emulation.get(ADMINISTRATOR, &record).await.json["expired"], false);

    emulation.wait(TimeDelta::seconds(1));
    emulation.get(token, ME).await.assert_says(401, "Token is invalid or expired");
    let expired = emulation.get(ADMINISTRATOR, &record).await.json;
    assert_eq!((&expired["expired"], &expired["deleted"]), (&json!(true), &json!(false)));
}

#[tokio::test]
async fn a_token_without_expiry_outlives_a_century() {
    let emulation = Emulation::start();
    let (_, token) = emulation.token(ADMINISTRATOR, Role::Users).await;
    emulation.wait(TimeDelta::days(36_525));
    assert_eq!(emulation.get(&token, ME).await.status, 200);
}

#[tokio::test]
async fn every_use_of_a_token_is_noted_even_one_that_is_refused_something() {
    let emulation = Emulation::start();
    let record = format!("{TOKENS}/1002");
    let last_usage = async || emulation.get(ADMINISTRATOR, &record).await.json["last_usage"].clone();
    assert_eq!(last_usage().await, json!(null));

    emulation.wait(TimeDelta::hours(1));
    emulation.get(ENGINEER, ME).await;
    assert_eq!(last_usage().await, json!("2026-03-01T13:00:00.000000Z"));

    emulation.wait(TimeDelta::hours(1));
    assert_eq!(emulation.get(ENGINEER, &format!("{TOKENS}/1001")).await.status, 403);
    assert_eq!(last_usage().await, json!("2026-03-01T14:00:00.000000Z"));

    emulation.wait(TimeDelta::hours(1));
    assert_eq!(emulation.get("1002_wrong", ME).await.status, 401);
    assert_eq!(last_usage().await, json!("2026-03-01T14:00:00.000000Z"));
}

#[test]
fn the_service_goes_by_the_clock_that_it_is_given() {
    let clock = Arc::new(ManualClock::at(noon()));
    let service = Service::new(Arc::clone(&clock));
    let key = ApiKey::parse(ADMINISTRATOR).ok().unwrap();
    let caller = service.authenticate(&key).unwrap();
    let request = NewToken {
        name: "Short".to_owned(),
        description: None,
        exp_date: Some("2026-03-01T12:00:10Z".to_owned()),
        client_user: NewTokenUser { role: RoleTag::from(Role::Users) },
    };
    let created = service.create(caller, request, Separator::Dollar).ok().unwrap();
    let short = ApiKey::parse(&created.token).ok().unwrap();
    assert!(service.authenticate(&short).is_ok());
    clock.advance(TimeDelta::seconds(10));
    assert_eq!(service.now(), clock.now());
    assert_eq!(service.authenticate(&short), Err(Refusal::InvalidToken));
}
