use gcore_emulator::role::Role;

use crate::support::{ADMINISTRATOR, Call, Emulation, LEGACY, ME, Setup, TOKENS, TOKENS_V1, new_token};

#[tokio::test]
async fn the_old_paths_make_dollar_tokens_and_the_new_ones_underscores() {
    let emulation = Emulation::start();
    for (path, separator) in [(TOKENS_V1, '$'), (TOKENS, '_')] {
        let call = Call::new("POST", path).key(ADMINISTRATOR).json(&new_token(Role::Users));
        let created = emulation.send(&call).await.json;
        let token = created["token"].as_str().unwrap();
        let (id, secret) = token.split_once(separator).unwrap();
        assert_eq!(id, created["id"].to_string());
        assert!(secret.bytes().all(|byte| byte.is_ascii_hexdigit()), "{path}");
        assert_eq!(emulation.get(token, ME).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn both_generations_show_the_same_tokens() {
    let emulation = Emulation::start();
    let old = emulation.get(LEGACY, TOKENS_V1).await;
    let new = emulation.get(LEGACY, TOKENS).await;
    assert_eq!(old.json, new.json);
    let call = Call::new("DELETE", &format!("{TOKENS_V1}/1002")).key(LEGACY);
    assert_eq!(emulation.send(&call).await.status, 204);
    assert_eq!(emulation.ids(LEGACY, "?deleted=true").await, [1002]);
    emulation.get(LEGACY, &format!("{TOKENS}/1002")).await.assert_says(404, "API token not found.");
}

#[tokio::test]
async fn once_gone_the_old_paths_are_not_found_while_old_tokens_still_work() {
    let emulation = Setup { v1_gone: true, ..Setup::default() }.start();
    let one = format!("{TOKENS_V1}/1001");
    for (method, path) in [("POST", TOKENS_V1), ("GET", TOKENS_V1), ("GET", &one), ("DELETE", &one)] {
        for call in [Call::new(method, path), Call::new(method, path).key(LEGACY)] {
            emulation.send(&call).await.assert_says(404, "Not found.");
        }
    }
    assert_eq!(emulation.get(LEGACY, ME).await.status, 200);
    assert_eq!(emulation.get(LEGACY, TOKENS).await.status, 200);
}
