//! One request and its answer: who is it, is the request as documented, do it, is the answer.

use axum::{
    RequestExt as _,
    body::to_bytes,
    extract::{Query, RawPathParams, Request},
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::Value;

use super::{Emulator, authorization, json};
use crate::{
    contract::{Operation, Pairs, Violation},
    refusal::Refusal,
    service::Filter,
};

/// The longest request body that is read, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// An answer before it becomes HTTP: its status, and its body unless it has none.
type Answer = (u16, Option<Value>);

pub(super) async fn answer(emulator: &Emulator, operation: Operation, request: Request) -> Response {
    let checked = match carry_out(emulator, operation, request).await {
        Ok((status, body)) => checked(emulator, operation, status, body),
        Err(Failure::Refused(refusal)) => checked(emulator, operation, refusal.status(), Some(refusal.body())),
        Err(Failure::Broken(violation)) => Err(violation),
    };
    match checked {
        Ok((status, Some(body))) => json(status, &body.to_string()),
        Ok((status, None)) => StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response(),
        Err(violation) => {
            (emulator.report)(&violation);
            let body = serde_json::json!({ "message": violation.to_string() });
            json(500, &body.to_string())
        }
    }
}

fn checked(emulator: &Emulator, operation: Operation, status: u16, body: Option<Value>) -> Result<Answer, Violation> {
    emulator.contract.check_answer(operation, status, body.as_ref())?;
    Ok((status, body))
}

/// Why there is no answer to give as it is.
enum Failure {
    Refused(Refusal),
    Broken(Violation),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

async fn carry_out(emulator: &Emulator, operation: Operation, mut request: Request) -> Result<Answer, Failure> {
    if !emulator.serves(operation.version()) {
        return Err(Refusal::PathNotFound.into());
    }
    let Emulator { service, contract, .. } = emulator;

    // Who is asking comes before what they ask, so that a stranger learns nothing from the answer.
    let key = authorization::key(request.headers())?;
    let caller = service.authenticate(&key)?;

    let path = path_values(&mut request).await;
    if operation.version().is_some() {
        service.check_account(number(&path, "clientId"))?;
    }
    if contract.wrong_in_path(operation, &path).is_some() {
        return Err(Refusal::TokenNotFound.into());
    }

    let parsed = Query::<Vec<(String, String)>>::try_from_uri(request.uri());
    let Query(query) = parsed.map_err(|error| Refusal::Unreadable(error.body_text()))?;
    contract.check_query(operation, &query).into_result()?;

    match operation {
        Operation::WhoAmI => ok(&service.who_am_i(caller)),
        Operation::List(_) => ok(&service.list(caller, &filter(&query))),
        Operation::Get(_) => ok(&service.get(caller, number(&path, "tokenId"))?),
        Operation::Delete(_) => {
            service.delete(caller, number(&path, "tokenId"))?;
            Ok((204, None))
        }
        Operation::Create(version) => {
            let body = json_body(request).await?;
            contract.check_body(operation, &body).into_result()?;
            let new = serde_json::from_value(body).map_err(unreadable)?;
            ok(&service.create(caller, new, version.separator())?)
        }
    }
}

fn ok(body: &impl Serialize) -> Result<Answer, Failure> {
    serde_json::to_value(body).map(|body| (200, Some(body))).map_err(|error| Failure::Broken(Violation(error.to_string())))
}

async fn path_values(request: &mut Request) -> Vec<(String, String)> {
    // Escapes that aren't UTF-8 fail here, and name nothing that exists.
    request
        .extract_parts::<RawPathParams>()
        .await
        .map(|params| params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
        .unwrap_or_default()
}

/// A number from the path; 0, which is nothing's id, if it isn't there.
fn number(path: &Pairs, name: &str) -> u64 {
    path.iter().find(|(key, _)| key == name).and_then(|(_, value)| value.parse().ok()).unwrap_or_default()
}

/// The query as a filter. It has been checked, so what doesn't parse isn't there.
fn filter(query: &Pairs) -> Filter {
    let text = |name| query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    Filter {
        role: text("role").map(|role| role.trim().to_owned()),
        issued_by: text("issued_by").and_then(|id| id.parse().ok()),
        not_issued_by: text("not_issued_by").and_then(|id| id.parse().ok()),
        deleted: text("deleted").map(|flag| flag.eq_ignore_ascii_case("true")),
    }
}

async fn json_body(request: Request) -> Result<Value, Refusal> {
    let media = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::NotJson(media.to_owned()));
    }
    let bytes = to_bytes(request.into_body(), BODY_LIMIT)
        .await
        .map_err(|_| Refusal::Unreadable("Request body is too large.".to_owned()))?;
    serde_json::from_slice(&bytes).map_err(unreadable)
}

fn unreadable(error: serde_json::Error) -> Refusal {
    Refusal::Unreadable(format!("JSON parse error - {error}"))
}
