//! An emulator inside the test, with a clock to turn, and calls to it.

use std::sync::Arc;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request},
};
use chrono::{DateTime, TimeDelta, Utc};
use gcore_emulator::{
    clock::{Clock as _, ManualClock},
    contract::Contract,
    http::{Emulator, Origin, router},
    role::{Role, RoleTag},
    samples,
    service::Service,
};
use serde_json::{Value, json};
use tower::ServiceExt as _;

pub(crate) const ACCOUNT: &str = "7350925";
pub(crate) const ADMINISTRATOR: &str = "1001_demo-administrator";
pub(crate) const ENGINEER: &str = "1002_demo-engineer";
pub(crate) const USER: &str = "1003_demo-user";
pub(crate) const LEGACY: &str = "1004$demo-legacy";

pub(crate) const TOKENS: &str = "/iam/v2/clients/7350925/tokens";
pub(crate) const TOKENS_V1: &str = "/iam/clients/7350925/tokens";
pub(crate) const ME: &str = "/iam/clients/me";

/// Noon on the day at which all these tests play.
pub(crate) fn noon() -> DateTime<Utc> {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

pub(crate) struct Setup {
    pub(crate) v1_gone: bool,
    pub(crate) samples: bool,
    pub(crate) origins: Vec<Origin>,
    pub(crate) contract: Contract,
}

impl Default for Setup {
    fn default() -> Self {
        Self { v1_gone: false, samples: false, origins: Vec::new(), contract: Contract::bundled().unwrap() }
    }
}

impl Setup {
    pub(crate) fn start(self) -> Emulation {
        let clock = Arc::new(ManualClock::at(noon()));
        let mut service = Service::new(Arc::clone(&clock));
        if self.samples {
            service = service.with_samples(samples::around(clock.now()));
        }
        let emulator = Emulator {
            service,
            contract: self.contract,
            v1_gone: self.v1_gone,
            // The client is told as well, and that is what the tests look at.
            report: |_| {},
        };
        Emulation { router: router(emulator, &self.origins), clock }
    }
}

pub(crate) struct Emulation {
    router: Router,
    clock: Arc<ManualClock>,
}

impl Emulation {
    pub(crate) fn start() -> Self {
        Setup::default().start()
    }

    pub(crate) fn wait(&self, time: TimeDelta) {
        self.clock.advance(time);
    }

    /// Sends a call whose answer has to be as documented.
    pub(crate) async fn send(&self, call: &Call) -> Reply {
        let reply = self.send_unchecked(call).await;
        assert_ne!(reply.status, 500, "{} {}: {}", call.method, call.path, reply.text);
        reply
    }

    pub(crate) async fn send_unchecked(&self, call: &Call) -> Reply {
        let mut request = Request::builder().method(call.method).uri(&call.path);
        for (name, value) in &call.headers {
            request = request.header(*name, value.as_slice());
        }
        let request = request.body(Body::from(call.body.clone())).unwrap();
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Reply {
            status: parts.status.as_u16(),
            headers: parts.headers,
            json: serde_json::from_str(&text).unwrap_or(Value::Null),
            text,
        }
    }

    pub(crate) async fn get(&self, key: &str, path: &str) -> Reply {
        self.send(&Call::new("GET", path).key(key)).await
    }

    pub(crate) async fn delete(&self, key: &str, id: u64) -> Reply {
        let path = format!("{TOKENS}/{id}");
        self.send(&Call::new("DELETE", &path).key(key)).await
    }

    pub(crate) async fn create(&self, key: &str, body: &Value) -> Reply {
        self.send(&Call::new("POST", TOKENS).key(key).json(body)).await
    }

    /// A new token's id and text.
    pub(crate) async fn token(&self, key: &str, role: Role) -> (u64, String) {
        let reply = self.create(key, &new_token(role)).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let text = reply.json["token"].as_str().unwrap().to_owned();
        (reply.json["id"].as_u64().unwrap(), text)
    }

    /// The ids that a list holds. `query` starts with its `?`.
    pub(crate) async fn ids(&self, key: &str, query: &str) -> Vec<u64> {
        let reply = self.get(key, &format!("{TOKENS}{query}")).await;
        let tokens = reply.json.as_array().expect("a bare array");
        tokens.iter().map(|one| one["id"].as_u64().unwrap()).collect()
    }
}

/// The body of a creation that nothing is wrong with: a token that never ends.
pub(crate) fn new_token(role: Role) -> Value {
    json!({
        "name": "Build pipeline",
        "exp_date": null,
        "client_user": { "role": RoleTag::from(role) },
    })
}

#[derive(Clone)]
pub(crate) struct Call {
    method: &'static str,
    path: String,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Vec<u8>,
}

impl Call {
    pub(crate) fn new(method: &'static str, path: &str) -> Self {
        Self { method, path: path.to_owned(), headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn key(self, key: &str) -> Self {
        self.header("authorization", format!("APIKey {key}"))
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.header("content-type", "application/json").body(body.to_string())
    }

    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
    /// Null if the text isn't JSON.
    pub(crate) json: Value,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    #[track_caller]
    pub(crate) fn assert_says(&self, status: u16, message: &str) {
        assert_eq!((self.status, &self.json), (status, &json!({ "message": message })));
    }
}
