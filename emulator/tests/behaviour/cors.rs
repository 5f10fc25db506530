use gcore_emulator::role::Role;

use crate::support::{ADMINISTRATOR, Call, Emulation, ME, Setup, TOKENS, new_token};

const PORTAL: &str = "http://127.0.0.1:8080";
const OTHER: &str = "https://portal.example.com";
const ALLOW_ORIGIN: &str = "access-control-allow-origin";

fn open() -> Emulation {
    Setup { origins: [PORTAL, OTHER].map(|origin| origin.parse().unwrap()).into(), ..Setup::default() }.start()
}

fn preflight(origin: &str, method: &str) -> Call {
    Call::new("OPTIONS", TOKENS)
        .header("origin", origin)
        .header("access-control-request-method", method)
        .header("access-control-request-headers", "authorization,content-type")
}

#[tokio::test]
async fn unless_asked_no_page_of_another_origin_may_call() {
    let emulation = Emulation::start();
    let preflight = emulation.send(&preflight(PORTAL, "POST")).await;
    assert_eq!(preflight.status, 405);
    let call = Call::new("GET", ME).key(ADMINISTRATOR).header("origin", PORTAL);
    let reply = emulation.send(&call).await;
    assert_eq!(reply.status, 200);
    for reply in [preflight, reply] {
        let named = reply.headers.keys().any(|name| name.as_str().starts_with("access-control"));
        assert!(!named, "{:?}", reply.headers);
    }
}

#[tokio::test]
async fn a_preflight_names_all_that_a_client_may_send() {
    let emulation = open();
    for origin in [PORTAL, OTHER] {
        for method in ["GET", "POST", "DELETE"] {
            let reply = emulation.send(&preflight(origin, method)).await;
            assert_eq!(reply.status, 200);
            assert_eq!(reply.header(ALLOW_ORIGIN), Some(origin));
            let headers = reply.header("access-control-allow-headers").unwrap();
            assert_eq!(headers, "authorization,content-type,accept");
            let methods = reply.header("access-control-allow-methods").unwrap();
            assert!(methods.split(',').any(|one| one == method), "{methods}");
            assert_eq!(reply.header("access-control-allow-credentials"), None);
            assert!(reply.header("vary").unwrap().contains("origin"));
        }
    }
}

#[tokio::test]
async fn pages_of_the_named_origins_may_read_answers_and_refusals() {
    let emulation = open();
    for (key, status) in [(ADMINISTRATOR, 200), ("1001_wrong", 401)] {
        let call = Call::new("POST", TOKENS).key(key).json(&new_token(Role::Users)).header("origin", PORTAL);
        let reply = emulation.send(&call).await;
        assert_eq!((reply.status, reply.header(ALLOW_ORIGIN)), (status, Some(PORTAL)));
    }
    let nowhere = Call::new("GET", "/nowhere").header("origin", PORTAL);
    let reply = emulation.send(&nowhere).await;
    assert_eq!((reply.status, reply.header(ALLOW_ORIGIN)), (404, Some(PORTAL)));
}

#[tokio::test]
async fn pages_of_any_other_origin_may_not() {
    let emulation = open();
    for origin in ["http://127.0.0.1:8081", "https://127.0.0.1:8080", "null"] {
        let reply = emulation.send(&preflight(origin, "POST")).await;
        assert_eq!(reply.header(ALLOW_ORIGIN), None, "{origin}");
        let call = Call::new("GET", ME).key(ADMINISTRATOR).header("origin", origin);
        let reply = emulation.send(&call).await;
        assert_eq!(reply.header(ALLOW_ORIGIN), None, "{origin}");
    }
}
