use gcore_emulator::role::Role;

use crate::support::{ADMINISTRATOR, Call, ENGINEER, Emulation, ME, TOKENS, USER};

#[tokio::test]
async fn a_revoked_token_stops_working_at_once_and_stays_listed() {
    let emulation = Emulation::start();
    let (id, token) = emulation.token(ENGINEER, Role::Users).await;
    assert_eq!(emulation.get(&token, ME).await.status, 200);

    let reply = emulation.delete(ENGINEER, id).await;
    assert_eq!((reply.status, reply.text.as_str()), (204, ""));
    assert_eq!(reply.header("content-type"), None);

    emulation.get(&token, ME).await.assert_says(401, "Token is invalid or expired");
    assert_eq!(emulation.ids(ENGINEER, "?deleted=true").await, [id]);
    emulation.get(ENGINEER, &format!("{TOKENS}/{id}")).await.assert_says(404, "API token not found.");
}

#[tokio::test]
async fn there_is_no_revoking_twice() {
    let emulation = Emulation::start();
    assert_eq!(emulation.delete(ADMINISTRATOR, 1002).await.status, 204);
    emulation.delete(ADMINISTRATOR, 1002).await.assert_says(404, "API token not found.");
}

#[tokio::test]
async fn a_key_can_revoke_itself() {
    let emulation = Emulation::start();
    assert_eq!(emulation.delete(USER, 1003).await.status, 204);
    assert_eq!(emulation.get(USER, ME).await.status, 401);
}

#[tokio::test]
async fn the_id_of_a_revoked_token_is_not_given_again() {
    let emulation = Emulation::start();
    let (first, _) = emulation.token(ADMINISTRATOR, Role::Users).await;
    emulation.delete(ADMINISTRATOR, first).await;
    let (second, _) = emulation.token(ADMINISTRATOR, Role::Users).await;
    assert!(second > first);
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let emulation = Emulation::start();
    let account = "Account not found.";
    let token = "API token not found.";
    for base in ["/iam/v2/clients", "/iam/clients"] {
        for (path, message) in [
            ("1/tokens/1001", account),
            ("1/tokens", account),
            ("me2/tokens", account),
            ("0/tokens", account),
            ("-7350925/tokens", account),
            ("99999999999999999999/tokens", account),
            ("%ff/tokens", account),
            ("x/tokens/x", account),
            ("7350925/tokens/999", token),
            ("7350925/tokens/0", token),
            ("7350925/tokens/x", token),
            ("7350925/tokens/1001_demo-administrator", token),
            ("7350925/tokens/99999999999999999999", token),
            ("7350925/tokens/", "Not found."),
            ("7350925", "Not found."),
        ] {
            let reply = emulation.get(ADMINISTRATOR, &format!("{base}/{path}")).await;
            assert_eq!((reply.status, reply.json["message"].as_str()), (404, Some(message)), "{path}");
        }
        for method in ["POST", "DELETE"] {
            let path = match method {
                "POST" => format!("{base}/1/tokens"),
                _ => format!("{base}/1/tokens/1001"),
            };
            let call = Call::new(method, &path).key(ADMINISTRATOR);
            emulation.send(&call).await.assert_says(404, account);
        }
    }
}

#[tokio::test]
async fn there_is_no_update() {
    let emulation = Emulation::start();
    for method in ["PUT", "PATCH", "POST"] {
        let call = Call::new(method, &format!("{TOKENS}/1001")).key(ADMINISTRATOR);
        let reply = emulation.send(&call).await;
        reply.assert_says(405, &format!("Method \"{method}\" not allowed."));
    }
}
