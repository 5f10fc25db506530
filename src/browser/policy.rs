//! The page's Content-Security-Policy.

use gcore_token_core::config::ApiBase;
use leptos::ev::Custom;
use leptos::prelude::{document, window_event_listener};
use web_sys::SecurityPolicyViolationEvent;

/// Narrows the page's own policy down to requests to one address.
///
/// index.html is the same for every installation, so it can't name the address. A policy can only become stricter: this one counts
/// on top of it and of what the host sends.
pub(crate) fn connect_only_to(api_base: &ApiBase) {
    let policy = document().create_element("meta").and_then(|meta| {
        let origin = if api_base.is_path() { "" } else { api_base.as_str() };
        meta.set_attribute("http-equiv", "Content-Security-Policy")?;
        meta.set_attribute("content", &format!("connect-src 'self' {origin}"))?;
        Ok(meta)
    });
    if let (Ok(policy), Some(head)) = (policy, document().head()) {
        // Without it the page works as before, under index.html's wider policy.
        let _ = head.append_child(&policy);
    }
}

/// Calls back with the address when a policy keeps the page from a request.
pub(crate) fn on_blocked_request(blocked: impl Fn(String) + 'static) {
    let violation = Custom::<SecurityPolicyViolationEvent>::new("securitypolicyviolation");
    let _ = window_event_listener(violation, move |event| {
        if event.effective_directive() == "connect-src" {
            blocked(event.blocked_uri());
        }
    });
}
