//! The `Authorization` header.

use axum::http::{HeaderMap, header::AUTHORIZATION};

use crate::{key::ApiKey, key::Malformed, refusal::Refusal};

/// The key in `Authorization: APIKey …`, spelled exactly so.
pub(super) fn key(headers: &HeaderMap) -> Result<ApiKey, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return Err(Refusal::NotAuthenticated);
    };
    // Anything but printable ASCII can't be a key.
    let text = value.to_str().map_err(|_| Refusal::InvalidToken)?;
    match text.split_once(' ') {
        Some(("APIKey", key)) => ApiKey::parse(key).map_err(|Malformed(quoted)| Refusal::BadToken(quoted)),
        Some(("Bearer", _)) => Err(Refusal::NotABearer),
        _ => Err(Refusal::NotAuthenticated),
    }
}
