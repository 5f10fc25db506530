//! The page's decisions as plain functions: what to do when nobody is there, when an answer is lost, when a link
//! is followed, when tokens are revoked.

pub mod idle;
pub mod link;
pub mod reconciliation;
pub mod revocation;
pub mod title;
pub mod verification;
pub mod view;
pub mod waiting;
