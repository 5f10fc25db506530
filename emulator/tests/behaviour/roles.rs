use std::sync::Arc;

use gcore_emulator::{
    clock::ManualClock,
    key::{ApiKey, Separator},
    refusal::Refusal,
    role::{Role, RoleTag},
    service::{Caller, Service},
    wire::{NewToken, NewTokenUser},
};
use serde_json::json;

use crate::support::{ADMINISTRATOR, ENGINEER, Emulation, Setup, TOKENS, USER, new_token, noon};

use Role::{Administrators, Engineers, PurgeApi, PurgeApiWeb, Users};

/// Who may create tokens with what: the contract's table.
const MATRIX: [(Role, &[Role]); 5] = [
    (Administrators, &[Administrators, Engineers, PurgeApiWeb, PurgeApi, Users]),
    (Engineers, &[Engineers, PurgeApiWeb, PurgeApi, Users]),
    (PurgeApiWeb, &[PurgeApiWeb, PurgeApi, Users]),
    (PurgeApi, &[PurgeApi, Users]),
    (Users, &[Users]),
];

#[tokio::test]
async fn each_role_grants_itself_and_lower_ones_only() {
    let emulation = Emulation::start();
    for (own, grantable) in MATRIX {
        let (_, key) = emulation.token(ADMINISTRATOR, own).await;
        for wanted in Role::ALL {
            let reply = emulation.create(&key, &new_token(wanted)).await;
            let case = format!("{} grants {}", own.name(), wanted.name());
            if grantable.contains(&wanted) {
                assert_eq!(reply.status, 200, "{case}");
                let role = &reply.json["client_user"]["role"];
                assert_eq!(*role, json!({"id": wanted.id(), "name": wanted.name()}), "{case}");
            } else {
                assert_eq!(reply.status, 400, "{case}");
                let text = format!("Can't create token with role {}", wanted.name());
                let errors = json!({"errors": {"client_user": {"role": [text]}}});
                assert_eq!(reply.json, errors, "{case}");
            }
        }
    }
}

#[test]
fn the_rules_need_no_http() {
    let service = Service::new(Arc::new(ManualClock::at(noon())));
    for (own, grantable) in MATRIX {
        let caller = Caller { user_id: 1_023_101, role: own };
        for wanted in Role::ALL {
            let request = NewToken {
                name: "Build pipeline".to_owned(),
                description: None,
                exp_date: None,
                client_user: NewTokenUser { role: RoleTag::from(wanted) },
            };
            match service.create(caller, request, Separator::Underscore) {
                Ok(created) => {
                    assert!(grantable.contains(&wanted));
                    let key = ApiKey::parse(&created.token).ok().unwrap();
                    assert_eq!(service.authenticate(&key).unwrap().role, wanted);
                }
                Err(Refusal::Fields(_)) => assert!(!grantable.contains(&wanted)),
                Err(other) => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_role_needs_two_halves_that_agree() {
    let emulation = Emulation::start();
    for (role, errors) in [
        (json!({"id": 1, "name": "Engineers"}), json!(["Invalid role: Engineers"])),
        (json!({"id": 6, "name": "RoleName"}), json!(["Invalid role: RoleName"])),
        (json!({"id": 5, "name": "engineers"}), json!(["Invalid role: engineers"])),
        (json!({"id": 5}), json!({"name": ["This field is required."]})),
        (json!({"name": "Engineers"}), json!({"id": ["This field is required."]})),
        (json!({"id": "5", "name": "Engineers"}), json!({"id": ["A valid integer is required."]})),
        (json!(null), json!(["This field may not be null."])),
        (json!("Engineers"), json!({"non_field_errors": ["Invalid data. Expected a dictionary, but got str."]})),
    ] {
        let mut body = new_token(Engineers);
        body["client_user"]["role"] = role.clone();
        let reply = emulation.create(ADMINISTRATOR, &body).await;
        assert_eq!(reply.status, 400, "{role}");
        assert_eq!(reply.json, json!({"errors": {"client_user": {"role": errors}}}), "{role}");
    }
}

#[tokio::test]
async fn administrators_see_all_tokens_and_others_their_own() {
    let emulation = Emulation::start();
    let (engineers, _) = emulation.token(ENGINEER, Users).await;
    let (users, _) = emulation.token(USER, Users).await;
    assert_eq!(emulation.ids(ADMINISTRATOR, "").await, [1001, 1002, 1003, 1004, engineers, users]);
    assert_eq!(emulation.ids(ENGINEER, "").await, [1002, engineers]);
    assert_eq!(emulation.ids(USER, "").await, [1003, users]);
}

#[tokio::test]
async fn an_administrators_lower_token_sees_what_the_person_issued() {
    let emulation = Emulation::start();
    let (id, key) = emulation.token(ADMINISTRATOR, Users).await;
    assert_eq!(emulation.ids(&key, "").await, [1001, 1004, id]);
}

#[tokio::test]
async fn only_administrators_touch_the_tokens_of_others() {
    let emulation = Setup { samples: true, ..Setup::default() }.start();
    let denied = "You do not have permission to perform this action.";
    for key in [ENGINEER, USER] {
        let reply = emulation.get(key, &format!("{TOKENS}/1001")).await;
        reply.assert_says(403, denied);
        emulation.delete(key, 1001).await.assert_says(403, denied);
    }
    let path = format!("{TOKENS}/1002");
    assert_eq!(emulation.get(ADMINISTRATOR, &path).await.json["id"], 1002);
    assert_eq!(emulation.get(ENGINEER, &path).await.json["id"], 1002);
    assert_eq!(emulation.delete(ADMINISTRATOR, 1003).await.status, 204);
}
