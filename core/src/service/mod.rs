//! The service: requests to it, and how its answers are read, whatever they are.

mod explain;
mod failure;
mod json;
mod mask;
pub mod request;
mod response;

pub use explain::{Operation, explain};
pub use failure::{Cause, Failure};
pub use request::{Method, Request};
pub use response::{Answer, Deletion, ListReader, read_created, read_deleted, read_holder, read_token};
