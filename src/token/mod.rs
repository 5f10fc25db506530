//! What a token is: pure, with no browser, no network and no view in sight.

mod account;
mod api_key;
mod created;
mod draft;
pub mod expiry;
mod field;
mod fragment;
pub mod handover;
pub mod list;
mod policy;
pub mod prefill;
mod role;
mod secret;
pub mod time;

pub use account::{AccountId, Holder};
pub use api_key::{ApiKey, id_of};
pub use created::{CreatedToken, Receipt, Stated};
pub use draft::{Draft, NewToken, Risk};
pub use field::{Field, Problems};
pub use policy::Policy;
pub use role::Role;
pub use secret::Secret;
