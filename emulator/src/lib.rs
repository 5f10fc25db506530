//! Gcore's API-token service in memory, for development and tests.
//!
//! From the inside out; a module uses only those above it:
//!
//! | Module | Is for |
//! |---|---|
//! | [`clock`] | where "now" comes from, so that tests can set it |
//! | [`role`] | the five roles and who may grant which |
//! | [`key`] | what an API key looks like; secrets that can't be printed |
//! | [`moment`] | a point in time and the spelling in which it is answered |
//! | [`account`] | the account and its users |
//! | [`token`] | the record of one token |
//! | [`samples`] | a lifelike set of other people's tokens |
//! | [`refusal`] | every way to say no, with its status and body |
//! | [`wire`] | JSON bodies, in and out |
//! | [`service`] | the rules, without HTTP |
//! | [`contract`] | `openapi.yaml`, read at start and held against every request and answer |
//! | [`http`] | routes, headers and CORS |
//! | [`flags`] | the command line |

pub mod account;
pub mod clock;
pub mod contract;
pub mod flags;
pub mod http;
pub mod key;
pub mod moment;
pub mod refusal;
pub mod role;
pub mod samples;
pub mod service;
pub mod token;
pub mod wire;
