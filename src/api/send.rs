//! The only place that fetches.

use std::cell::Cell;
use std::rc::Rc;

use gloo_net::http::{Headers, RequestBuilder};
use leptos::prelude::set_timeout_with_handle;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestRedirect};

use super::reply::{Answer, Cause};
use super::wire::{Method, Request};
use crate::token::ApiKey;

/// Sends one request with a key, once, and waits for the whole answer.
///
/// Nothing but the key identifies the caller: no cookie, no referrer, no header that CORS would
/// have to allow beyond `Authorization` and `Content-Type`. Nothing is cached and no redirect is
/// followed, since it would carry the key elsewhere.
///
/// # Errors
/// [`Cause::TimedOut`] after so many seconds, [`Cause::Unreachable`] for everything else that
/// keeps the browser from a whole answer.
pub async fn send(request: Request, key: &ApiKey, timeout_seconds: u32) -> Result<Answer, Cause> {
    let deadline = Deadline::start(timeout_seconds);
    let sent = exchange(request, key, deadline.signal().as_ref()).await;
    sent.map_err(|_| {
        if deadline.has_passed() {
            Cause::TimedOut
        } else {
            Cause::Unreachable
        }
    })
}

async fn exchange(
    request: Request,
    key: &ApiKey,
    signal: Option<&web_sys::AbortSignal>,
) -> Result<Answer, gloo_net::Error> {
    let method = match request.method {
        Method::Get => gloo_net::http::Method::GET,
        Method::Post => gloo_net::http::Method::POST,
        Method::Delete => gloo_net::http::Method::DELETE,
    };
    let headers = Headers::new();
    headers.set("Authorization", &format!("APIKey {}", key.expose()));
    headers.set("Accept", "application/json");
    if request.body.is_some() {
        headers.set("Content-Type", "application/json");
    }
    let builder = RequestBuilder::new(&request.url)
        .method(method)
        .headers(headers)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .abort_signal(signal);
    let response = match request.body {
        Some(body) => builder.body(body)?.send().await?,
        None => builder.send().await?,
    };
    let retry_after = response
        .headers()
        .get("Retry-After")
        .and_then(|seconds| seconds.trim().parse().ok());
    // Bytes rather than text: the one copy in wasm memory is then of a size known beforehand.
    let body = response.binary().await?;
    Ok(Answer {
        status: response.status(),
        body: body.into(),
        retry_after,
    })
}

/// Fetches the text of a file that lies beside the page; `None` when there is no such file.
///
/// # Errors
/// The status, or 0 when no answer came: that is not the same as a file that isn't there.
pub async fn neighbour(name: &str) -> Result<Option<String>, u16> {
    let response = RequestBuilder::new(name)
        .credentials(RequestCredentials::SameOrigin)
        .send()
        .await
        .map_err(|_| 0_u16)?;
    match response.status() {
        404 | 410 => Ok(None),
        _ if response.ok() => response.text().await.map(Some).map_err(|_| 0),
        status => Err(status),
    }
}

/// Aborts a request that takes too long; forgotten when dropped.
struct Deadline {
    controller: Option<AbortController>,
    passed: Rc<Cell<bool>>,
    timer: Option<leptos::prelude::TimeoutHandle>,
}

impl Deadline {
    fn start(seconds: u32) -> Self {
        let controller = AbortController::new().ok();
        let passed = Rc::new(Cell::new(false));
        let timer = {
            let (controller, passed) = (controller.clone(), Rc::clone(&passed));
            let abort = move || {
                passed.set(true);
                if let Some(controller) = &controller {
                    controller.abort();
                }
            };
            set_timeout_with_handle(abort, Duration::from_secs(seconds.into())).ok()
        };
        Self {
            controller,
            passed,
            timer,
        }
    }

    fn signal(&self) -> Option<web_sys::AbortSignal> {
        self.controller
            .as_ref()
            .map(|controller| controller.signal().unchecked_into())
    }

    fn has_passed(&self) -> bool {
        self.passed.get()
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if let Some(timer) = &self.timer {
            timer.clear();
        }
    }
}
