//! The only place that fetches.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Function, Promise, Uint8Array};
use leptos::prelude::{set_timeout_with_handle, window};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Headers, ReferrerPolicy, RequestCache, RequestCredentials,
    RequestInit, RequestRedirect, Response,
};

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
    signal: Option<&AbortSignal>,
) -> Result<Answer, JsValue> {
    let headers = Headers::new()?;
    headers.set("Authorization", &format!("APIKey {}", key.expose()))?;
    headers.set("Accept", "application/json")?;
    let init = RequestInit::new();
    init.set_method(match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Delete => "DELETE",
    });
    if let Some(body) = request.body {
        headers.set("Content-Type", "application/json")?;
        init.set_body(&body.into());
    }
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::Omit);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_signal(signal);
    let response = fetch(&request.url, &init).await?;
    let retry_after = response
        .headers()
        .get("Retry-After")?
        .and_then(|seconds| seconds.trim().parse().ok());
    // Bytes rather than text: the one copy in wasm memory is then of a size known beforehand.
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Answer {
        status: response.status(),
        body: Uint8Array::new(&body).to_vec().into(),
        retry_after,
    })
}

/// Lets the browser paint and take key presses in the middle of long work.
pub async fn breathe() {
    let pause = Promise::new(&mut |resume, _| {
        // Without a timer there is nothing to wait for.
        if set_timeout(&resume).is_err() {
            let _ = resume.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(pause).await;
}

fn set_timeout(then: &Function) -> Result<i32, JsValue> {
    window().set_timeout_with_callback(then)
}

async fn fetch(url: &str, init: &RequestInit) -> Result<Response, JsValue> {
    JsFuture::from(window().fetch_with_str_and_init(url, init))
        .await?
        .dyn_into()
}

/// Fetches the text of a file that lies beside the page; `None` when there is no such file.
///
/// # Errors
/// The status, or 0 when no answer came: that is not the same as a file that isn't there.
pub async fn neighbour(name: &str) -> Result<Option<String>, u16> {
    let init = RequestInit::new();
    // Asks the host each time: an operator's new rule is not to wait for a cache.
    init.set_cache(RequestCache::NoCache);
    let response = fetch(name, &init).await.map_err(|_| 0_u16)?;
    match response.status() {
        404 | 410 => Ok(None),
        200..=299 => {
            let text = response.text().map_err(|_| 0_u16)?;
            let text = JsFuture::from(text).await.map_err(|_| 0_u16)?;
            Ok(text.as_string())
        }
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

    fn signal(&self) -> Option<AbortSignal> {
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
