//! The page on which an engineer makes a Gcore API token.
//!
//! Data flows one way: what a person typed → [`token::Draft`] → [`token::NewToken`] → a request →
//! an answer → [`token::CreatedToken`] or [`token::Problems`] → the screen.
//!
//! | Module | Is for | Uses |
//! |---|---|---|
//! | `closure` | closures behind a pointer, of which less is compiled | |
//! | [`json`] | JSON as a tree | |
//! | [`token`] | what a token is, and every rule about it; pure | |
//! | [`config`] | config.json → settings; pure | `json`, `token` |
//! | [`api`] | the service; pure but for `api::send`, the only place that talks to it | `browser`, `json`, `token`, `config` |
//! | [`browser`] | thin wrappers around what the browser offers | `token::time` |
//! | [`app`] | what is on screen, and what happens when | all |
//! | [`ui`] | the views: they show state and report intent | `app`, `browser`, `config`, `token` |

pub mod api;
pub mod app;
pub mod browser;
mod closure;
pub mod config;
pub mod json;
mod start;
pub mod token;
pub mod ui;

pub use start::start;
