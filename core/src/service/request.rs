//! Requests to the service. Source: its published API.

use serde::Serialize;

use crate::config::{ApiVersion, Config};
use crate::form::NewToken;
use crate::{AccountId, Role, TokenId};

/// A request without the key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// `GET`, `POST` or `DELETE`.
    pub method: Method,
    /// Absolute, or relative to the page's origin.
    pub url: String,
    /// JSON.
    pub body: Option<String>,
}

impl Request {
    /// Where others send it: at the service's own address.
    #[must_use]
    pub fn public_url(&self, config: &Config) -> String {
        let path = self.url.strip_prefix(config.api_base.as_str()).unwrap_or(&self.url);
        format!("{}{path}", config.public_api_base())
    }
}

/// The methods of the service's token API.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Method {
    /// Reads; may be repeated.
    Get,
    /// Creates a token; must never be repeated automatically.
    Post,
    /// Deletes a token.
    Delete,
}

/// Asks who the key belongs to.
#[must_use]
pub fn who_am_i(config: &Config) -> Request {
    Request { method: Method::Get, url: format!("{}/iam/clients/me", config.api_base), body: None }
}

/// Asks for a new token.
#[must_use]
pub fn create(config: &Config, token: &NewToken) -> Request {
    Request { method: Method::Post, url: tokens_url(config, token.account), body: Some(create_body(token)) }
}

/// Asks for all tokens that the key's owner may see.
#[must_use]
pub fn list(config: &Config, account: AccountId) -> Request {
    Request { method: Method::Get, url: tokens_url(config, account), body: None }
}

/// Asks for one token.
#[must_use]
pub fn token(config: &Config, account: AccountId, id: TokenId) -> Request {
    Request { method: Method::Get, url: format!("{}/{id}", tokens_url(config, account)), body: None }
}

/// Deletes a token.
#[must_use]
pub fn delete(config: &Config, account: AccountId, id: TokenId) -> Request {
    Request { method: Method::Delete, url: format!("{}/{id}", tokens_url(config, account)), body: None }
}

/// The body of a request for a new token.
fn create_body(token: &NewToken) -> String {
    let body = CreateBody {
        name: &token.name,
        description: token.description.as_deref(),
        exp_date: token.expiry.to_wire(),
        client_user: ClientUser { role: token.role.into() },
    };
    // This can't fail, and the service would refuse an empty body.
    serde_json::to_string(&body).unwrap_or_default()
}

/// The address of an account's tokens.
fn tokens_url(config: &Config, account: AccountId) -> String {
    let generation = match config.api_version {
        ApiVersion::V1 => "iam",
        ApiVersion::V2 => "iam/v2",
    };
    format!("{}/{generation}/clients/{account}/tokens", config.api_base)
}

#[derive(Serialize)]
struct CreateBody<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    // Required: null means that the token never expires.
    exp_date: Option<String>,
    client_user: ClientUser,
}

#[derive(Serialize)]
struct ClientUser {
    role: WireRole,
}

#[derive(Serialize)]
struct WireRole {
    id: i64,
    name: &'static str,
}

impl From<Role> for WireRole {
    fn from(role: Role) -> Self {
        Self { id: role.id(), name: role.name() }
    }
}

#[cfg(test)]
mod tests {
    use super::{create, create_body, delete, list, who_am_i};
    use crate::config::{ApiBase, ApiVersion, Config};
    use crate::form::NewToken;
    use crate::form::expiry::Expiry;
    use crate::time::parse_service_time;
    use crate::{AccountId, Role, TokenId};

    fn token() -> NewToken {
        NewToken {
            account: AccountId::new(7).unwrap(),
            name: "a \"quoted\" name".to_owned(),
            description: None,
            role: Role::PurgeAndPrefetch,
            expiry: Expiry::At(parse_service_time("2027-02-22T17:06:00Z").unwrap()),
        }
    }

    #[test]
    fn the_body_has_what_the_service_demands_and_no_empty_description() {
        assert_eq!(
            create_body(&token()),
            r#"{"name":"a \"quoted\" name","exp_date":"2027-02-22T17:06:00Z","client_user":{"role":{"id":3009,"name":"Purge and Prefetch only (API+Web)"}}}"#
        );
    }

    #[test]
    fn never_is_sent_as_null_and_a_description_when_there_is_one() {
        let token = NewToken { description: Some("for CI".to_owned()), expiry: Expiry::Never, role: Role::Users, ..token() };
        assert_eq!(
            create_body(&token),
            r#"{"name":"a \"quoted\" name","description":"for CI","exp_date":null,"client_user":{"role":{"id":2,"name":"Users"}}}"#
        );
    }

    #[test]
    fn both_generations_of_paths_are_spoken() {
        let mut config = Config::default();
        let url = |config: &Config| create(config, &token()).url;
        assert_eq!(url(&config), "https://api.gcore.com/iam/v2/clients/7/tokens");
        config.api_version = ApiVersion::V1;
        assert_eq!(url(&config), "https://api.gcore.com/iam/clients/7/tokens");
        config.api_base = ApiBase::new("/gcore").unwrap();
        let account = AccountId::new(7).unwrap();
        assert_eq!(delete(&config, account, TokenId::new(12)).url, "/gcore/iam/clients/7/tokens/12");
        assert_eq!(list(&config, account).url, "/gcore/iam/clients/7/tokens");
        assert_eq!(super::token(&config, account, TokenId::new(12)).url, "/gcore/iam/clients/7/tokens/12");
        assert_eq!(who_am_i(&config).url, "/gcore/iam/clients/me");
    }

    #[test]
    fn others_send_it_to_the_services_own_address() {
        let base = |address: &str| ApiBase::new(address).unwrap();
        for (api_base, public_api_base, url) in [
            ("/gcore", None, "https://api.gcore.com/iam/clients/me"),
            ("/gcore", Some("https://gcore.example.com"), "https://gcore.example.com/iam/clients/me"),
            ("https://gcore.example.com", None, "https://gcore.example.com/iam/clients/me"),
        ] {
            let public_api_base = public_api_base.map(|origin| serde_json::Value::from(origin).try_into().unwrap());
            let config = Config { api_base: base(api_base), public_api_base, ..Config::default() };
            assert_eq!(who_am_i(&config).public_url(&config), url);
        }
    }
}
