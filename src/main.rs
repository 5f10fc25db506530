//! The page on which an engineer makes a Gcore API token.
//!
//! `app` shows one of two views, `create` and `tokens`. Both stand on `session` (the API key, its account and that account's tokens),
//! `revoke` and `components`; these on `client`, the only file that talks to the service, and on `browser`. Every rule is in the
//! crate `gcore-token-core`, which knows no browser. docs/architecture.md says why.

mod app;
mod browser;
mod client;
mod components;
mod config_error;
mod create;
mod early_form;
mod revoke;
mod session;
mod tokens;

use std::alloc::System;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use zeroizing_alloc::ZeroAlloc;

use self::app::App;
use self::browser::schedule::yield_to_browser;
use self::config_error::ConfigErrorPage;
use self::early_form::EarlyForm;

/// Freed memory is zeroed, so that no copy of a key or token that passed through a text outlives it.
#[global_allocator]
static ZEROING: ZeroAlloc<System> = ZeroAlloc(System);

/// Reads config.json and puts the page in place of the early form.
fn main() {
    spawn_local(async {
        let config = client::read_config().await;
        let Some(early_form) = EarlyForm::find() else {
            return;
        };
        // Reading the settings and building the page in one task would hold up whoever is typing.
        yield_to_browser().await;
        let page = early_form.new_page();
        match config {
            Ok(config) => {
                // Settings last as long as the page.
                let config = Box::leak(Box::new(config));
                mount_to(page, move || view! { <App config early_form /> }).forget();
            }
            Err(error) => {
                mount_to(page, move || view! { <ConfigErrorPage error /> }).forget();
                early_form.give_way();
            }
        }
    });
}
