//! The views: they show state and report intent, and hold no rules.

mod access;
mod create;
mod derived;
mod element;
mod ended;
mod expiration;
mod field;
mod lost;
mod page;
mod problems;
mod result;
mod review;
mod revocation;
mod timeline;
mod token_table;
mod tokens;

pub use page::{config_error_page, page};
