//! What the emulator does, as a client sees it. One program, so that it is linked once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod anything;
mod authentication;
mod cors;
mod creating;
mod document;
mod endpoints;
mod listing;
mod program;
mod revoking;
mod roles;
mod sample_set;
mod support;
mod time;
mod versions;
