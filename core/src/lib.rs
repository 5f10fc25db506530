//! What a Gcore API token is, and every rule about it.
//!
//! Pure: it knows no browser, no network and no view, so every rule is tested natively. What only a browser
//! can tell (the time, the zone, whether a regular expression matches) is passed in.
//!
//! | Module | Is for |
//! |---|---|
//! | [`config`] | config.json → settings, or what is wrong with them |
//! | [`form`] | the create form: what was typed → a token that can be asked for, or problems |
//! | [`service`] | what is asked of the service, and how its answers are read |
//! | [`list`] | the account's tokens: filtered, sorted, exported, replaced |
//! | [`handover`] | a new token in the form that its next home takes |
//! | [`flow`] | the decisions between those: when a key is forgotten, what a lost answer means |
//! | [`limits`] | the times and sizes that people meet |
//! | [`time`] | instants, wall clocks and the words for them |

mod account;
mod api_key;
pub mod config;
mod created;
pub mod flow;
pub mod form;
pub(crate) mod fragment;
pub mod handover;
pub mod limits;
pub mod list;
mod role;
mod secret;
pub mod service;
pub mod time;
mod token_id;

pub use account::{AccountId, Holder};
pub use api_key::ApiKey;
pub use created::{CreatedToken, Difference, Receipt};
pub use role::{Role, TokenRole};
pub use secret::Secret;
pub use token_id::TokenId;
