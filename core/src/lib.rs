//! What a Gcore API token is, and every rule about it.
//!
//! It uses no browser, no network and no view, so every rule can be tested natively. What only a browser
//! knows (the time, the zone, whether a regular expression matches) is passed in.
//!
//! | Module | Is for |
//! |---|---|
//! | [`config`] | config.json → settings, or what is wrong with them |
//! | [`form`] | the create form: what was typed → a token to request, or problems |
//! | [`service`] | requests to the service, and how its answers are read |
//! | [`list`] | the account's tokens: filtered, sorted, exported, replaced |
//! | [`handover`] | a new token as a snippet or file for the tool that will use it |
//! | [`flow`] | the decisions in between: when to forget a key, what a lost answer means |
//! | [`limits`] | times and sizes that people notice |
//! | [`locale`] | the reader's language and time zone |
//! | [`text`] | what characters look like, and what of that a browser knows |
//! | [`time`] | instants, local time, and both in words |

mod account;
mod api_key;
mod base64;
pub mod config;
mod created;
pub mod flow;
pub mod form;
pub(crate) mod fragment;
pub mod handover;
pub mod limits;
pub mod list;
pub mod locale;
mod pasted;
mod role;
mod secret;
pub mod service;
mod spotting;
pub mod text;
pub mod time;
mod token_id;

pub use account::{AccountId, Holder};
pub use api_key::ApiKey;
pub use created::{CreatedToken, Difference, Receipt};
pub use role::{Role, TokenRole};
pub use secret::Secret;
pub use spotting::find_token_ids;
pub use token_id::TokenId;
