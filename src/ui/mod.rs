//! The views: they show state and report intent, and hold no rules.
//!
//! Every `view!` here names a class for all its elements (`class="ui",`). Without one, Leptos
//! writes static parts through `innerHTML`, which the page's Trusted Types policy refuses.

mod create;
mod ended;
mod expiration;
mod field;
mod page;
mod problems;
mod result;
mod review;

pub use page::{ConfigErrorPage, Page};
