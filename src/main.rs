//! Starts the page.
// Rust's own start prepares threads, arguments and the standard output, which a page has no use for.
#![cfg_attr(target_arch = "wasm32", no_main)]

use std::alloc::System;

use wasm_bindgen::prelude::wasm_bindgen;
use zeroizing_alloc::ZeroAlloc;

/// Freed memory is zeroed, so that no copy of a key or token that passed through a text outlives it.
#[global_allocator]
static WIPES_WHEN_FREED: ZeroAlloc<System> = ZeroAlloc(System);

#[wasm_bindgen(start)]
fn start() {
    gcore_token_portal::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    start();
}
