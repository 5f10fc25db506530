//! The service's client: the only place that talks to it.

use chrono::{DateTime, Utc};
use gcore_token_core::config::{Config, ConfigError, Unread};
use gcore_token_core::form::NewToken;
use gcore_token_core::list::{ListedToken, TokenList};
use gcore_token_core::service::request::{self, Method};
use gcore_token_core::service::{
    Answer, Cause, Deletion, Failure, ListReader, read_created, read_deleted, read_holder, read_token,
};
use gcore_token_core::time::Clock;
use gcore_token_core::{AccountId, ApiKey, CreatedToken, Holder, TokenId};
use gloo_net::http::{Headers, Request, RequestBuilder, Response};
use js_sys::{Promise, Reflect};
use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect, ResponseType};

use crate::browser::clock::BrowserClock;
use crate::browser::schedule::yield_to_browser;
use crate::browser::text::{TEXT_RULES, is_pattern, matches, takes_too_long};

/// So many tokens are read at a time: less than a frame's worth on a slow machine.
const CHUNK: usize = 200;

/// The service, asked with one API key.
pub(crate) struct Client {
    config: &'static Config,
    key: ApiKey,
}

impl Client {
    pub(crate) fn new(config: &'static Config, key: ApiKey) -> Self {
        Self { config, key }
    }

    /// The id of the token that the key is.
    pub(crate) fn key_id(&self) -> Option<TokenId> {
        self.key.token_id()
    }

    /// Asks who holds the key.
    pub(crate) async fn who_am_i(&self) -> Result<Holder, Failure> {
        let answer = self.ask(request::who_am_i(self.config)).await?;
        read_holder(&answer, &self.key)
    }

    /// Makes a token. Sent once and never again by itself: a repeated POST makes a second token.
    ///
    /// # Errors
    /// Why there is no token, or none that can be shown; see [`Failure::outcome_unknown`].
    pub(crate) async fn create(&self, token: &NewToken) -> Result<CreatedToken, Failure> {
        let answer = self.ask(request::create(self.config, token)).await?;
        read_created(&answer, &self.key, token, &TEXT_RULES)
    }

    /// Asks for all tokens that the key's holder may see; `now` is when the list counts as read.
    pub(crate) async fn list(&self, account: AccountId, now: DateTime<Utc>) -> Result<TokenList, Failure> {
        let answer = self.ask(request::list(self.config, account)).await?;
        let mut reader = ListReader::new(&answer, &self.key)?;
        let zone = |at| BrowserClock.utc_offset_seconds(at);
        let mut list = TokenList::new(now, TEXT_RULES).in_zone(zone).under(self.config.policy.clone(), matches);
        // A long list read in one go would hold up whoever is typing.
        while let Some(tokens) = reader.next(CHUNK)? {
            list.extend(tokens);
            yield_to_browser().await;
        }
        list.unreadable = reader.unreadable();
        list.prepare();
        yield_to_browser().await;
        Ok(list)
    }

    /// Asks for one token.
    pub(crate) async fn token(&self, account: AccountId, id: TokenId) -> Result<ListedToken, Failure> {
        let answer = self.ask(request::token(self.config, account, id)).await?;
        read_token(&answer, &self.key, id)
    }

    /// Deletes a token, which cuts off at once whatever uses it. Without an answer, nobody knows whether it did.
    pub(crate) async fn revoke(&self, account: AccountId, id: TokenId) -> Deletion {
        match self.ask(request::delete(self.config, account, id)).await {
            Ok(answer) => read_deleted(&answer, &self.key),
            Err(failure) => Deletion::Unconfirmed(failure),
        }
    }

    /// Sends one request, once, and waits for the whole answer.
    ///
    /// Nothing but the key identifies the caller: no cookie, no referrer, no header that CORS would have to allow beyond
    /// `Authorization` and `Content-Type`. Nothing is cached and no redirect is followed, since it would carry the key elsewhere.
    async fn ask(&self, request: request::Request) -> Result<Answer, Failure> {
        let deadline = AbortSignal::timeout_with_u32(self.config.timeout_seconds.get() * 1000);
        match self.exchange(request, &deadline).await {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => Err(Failure::without_answer(Cause::LoginPage)),
            Err(_) => Err(Failure::without_answer(if deadline.aborted() { Cause::TimedOut } else { Cause::Unreachable })),
        }
    }

    /// `None` for a redirect, of which a browser tells nothing else.
    async fn exchange(&self, request: request::Request, deadline: &AbortSignal) -> Result<Option<Answer>, gloo_net::Error> {
        let headers = Headers::new();
        headers.set("Authorization", &format!("APIKey {}", self.key.expose()));
        headers.set("Accept", "application/json");
        let method: fn(&str) -> RequestBuilder = match request.method {
            Method::Get => Request::get,
            Method::Post => Request::post,
            Method::Delete => Request::delete,
        };
        let builder = method(&request.url)
            .headers(headers)
            .credentials(RequestCredentials::Omit)
            .cache(RequestCache::NoStore)
            .redirect(RequestRedirect::Manual)
            .referrer_policy(ReferrerPolicy::NoReferrer)
            .abort_signal(Some(deadline));
        let response = match request.body {
            Some(body) => builder.header("Content-Type", "application/json").body(body)?.send().await?,
            None => builder.send().await?,
        };
        if response.type_() == ResponseType::Opaqueredirect {
            return Ok(None);
        }
        let retry_after = response.headers().get("Retry-After").and_then(|seconds| seconds.trim().parse().ok());
        Ok(Some(Answer { status: response.status(), body: response.binary().await?.into(), retry_after }))
    }
}

/// Reads config.json, for which `src/boot.js` has asked already.
///
/// # Errors
/// What is wrong with it. A file that isn't there means the defaults, unless index.html says that this installation has one; one
/// that doesn't arrive has rules that nobody knows.
pub(crate) async fn read_config() -> Result<Config, ConfigError> {
    let no_answer = || ConfigError::Unread(Unread::NoAnswer);
    let asked = Reflect::get(&window(), &"configuration".into()).map_err(|_| no_answer())?;
    let response = JsFuture::from(Promise::resolve(&asked)).await.map_err(|_| no_answer())?;
    let response = Response::from(response.dyn_into::<web_sys::Response>().map_err(|_| no_answer())?);
    match response.status() {
        404 | 410 if is_config_required() => Err(ConfigError::Unread(Unread::Missing)),
        404 | 410 => Ok(Config::default()),
        200..=299 => {
            let text = response.text().await.map_err(|_| no_answer())?;
            let config = Config::parse(&text, is_pattern)?;
            match &config.policy.name_pattern {
                Some(pattern) if takes_too_long(pattern).await => Err(ConfigError::slow_pattern(&text)),
                _ => Ok(config),
            }
        }
        status => Err(ConfigError::Unread(Unread::Status(status))),
    }
}

/// Whether the operator's rules would vanish with the file; `make release` says so in index.html.
fn is_config_required() -> bool {
    document().document_element().is_some_and(|page| page.get_attribute("data-config").as_deref() == Some("required"))
}
