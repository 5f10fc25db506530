//! The only place that talks to the service.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Promise, Reflect, Uint8Array};
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
    let response: Response = JsFuture::from(window().fetch_with_str_and_init(&request.url, &init))
        .await?
        .dyn_into()?;
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

/// The text of config.json, for which the loader has asked already; `None` when there is no such file.
///
/// # Errors
/// The status, or 0 when no answer came: that is not the same as a file that isn't there.
pub async fn configuration() -> Result<Option<String>, u16> {
    let asked = Reflect::get(&window(), &"configuration".into()).map_err(|_| 0_u16)?;
    let response = JsFuture::from(Promise::resolve(&asked))
        .await
        .and_then(JsCast::dyn_into::<Response>)
        .map_err(|_| 0_u16)?;
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
