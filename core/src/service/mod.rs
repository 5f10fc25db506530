//! The service: requests to it, and how its answers are read, whatever they are.

mod answer;
mod explain;
mod failure;
pub(crate) mod json;
mod mask;
pub mod request;
mod response;

pub use answer::Answer;
pub use explain::{Operation, explain, worth_repeating};
pub use failure::{Cause, Failure};
pub use request::{Method, Request};
pub use response::{Deletion, ListReader, read_created, read_deleted, read_holder, read_token};
