//! Thin wrappers around what the browser offers, one subject a file. No rules live here.

pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod download;
pub(crate) mod focus;
pub(crate) mod lifecycle;
pub(crate) mod location;
pub(crate) mod policy;
pub(crate) mod schedule;
pub(crate) mod text;
