//! The create form: what is typed into it, and the token that it requests.

mod draft;
pub mod expiry;
mod field;
pub mod prefill;
mod problems;

pub use draft::{Draft, NewToken, Risk};
pub use field::Field;
pub use problems::Problems;
