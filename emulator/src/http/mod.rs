//! Routes, headers and CORS around the [`Service`].

mod authorization;
mod cors;
mod exchange;

use std::sync::Arc;

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::{Method, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing::{MethodFilter, get, on},
};

pub use cors::{BadOrigin, Origin};

use crate::{
    contract::{Contract, Version, Violation},
    refusal::Refusal,
    service::Service,
};

/// The whole emulator, ready to be served.
pub struct Emulator {
    /// The rules and the tokens.
    pub service: Service,
    /// What requests and answers are held against.
    pub contract: Contract,
    /// Whether the v1 paths are gone, and answer 404.
    pub v1_gone: bool,
    /// Told of each answer that was held back, besides the client.
    pub report: fn(&Violation),
}

impl Emulator {
    fn serves(&self, version: Option<Version>) -> bool {
        !(self.v1_gone && version == Some(Version::V1))
    }
}

/// The routes that the document names, the document itself, and JSON for all else. Pages of
/// `origins` may call them from a browser.
pub fn router(emulator: Emulator, origins: &[Origin]) -> Router {
    let emulator = Arc::new(emulator);
    let mut router = Router::new().route("/openapi.yaml", get(document));
    for (operation, method, path) in emulator.contract.routes() {
        let handler = move |State(emulator): State<Arc<Emulator>>, request: Request| async move {
            exchange::answer(&emulator, operation, request).await
        };
        // Fails for no method that a document can name.
        if let Ok(filter) = MethodFilter::try_from(method.clone()) {
            router = router.route(path, on(filter, handler));
        }
    }
    let router = router
        .fallback(|| async { refuse(&Refusal::PathNotFound) })
        .method_not_allowed_fallback(|method: Method| async move { refuse(&Refusal::MethodNotAllowed(method.to_string())) })
        .with_state(emulator);
    match cors::layer(origins) {
        Some(layer) => router.layer(layer),
        None => router,
    }
}

async fn document(State(emulator): State<Arc<Emulator>>) -> Response {
    let text = emulator.contract.text().to_owned();
    ([(CONTENT_TYPE, "application/yaml")], text).into_response()
}

fn refuse(refusal: &Refusal) -> Response {
    json(refusal.status(), &refusal.body().to_string())
}

fn json(status: u16, text: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = Body::from(text.to_owned());
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}
