//! Starts the page.

use std::alloc::System;

use zeroizing_alloc::ZeroAlloc;

/// Freed memory is zeroed, so that no copy of a key or token that passed through a text outlives it.
#[global_allocator]
static WIPES_WHEN_FREED: ZeroAlloc<System> = ZeroAlloc(System);

fn main() {
    gcore_token_portal::start();
}
