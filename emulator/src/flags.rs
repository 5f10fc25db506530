//! The command line.

use std::net::SocketAddr;

use chrono::{DateTime, Utc};
use clap::{Parser, ValueEnum};

use crate::http::Origin;

/// Whether the v1 paths answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum V1 {
    /// They do, as before their removal.
    On,
    /// They answer 404, as after it.
    Gone,
}

/// Gcore's token API in memory, for development and tests.
#[derive(Debug, Clone, Parser)]
#[command(version)]
pub struct Flags {
    /// Address and port to listen on; port 0 picks a free one. The first line on stdout is
    /// `listening on http://ADDRESS`
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:4010")]
    pub listen: SocketAddr,

    /// Origin whose pages may call from a browser; repeatable. Without it, none may
    #[arg(long = "cors-origin", value_name = "ORIGIN")]
    pub cors_origins: Vec<Origin>,

    /// Whether the v1 token paths answer
    #[arg(long, value_name = "STATE", default_value = "gone")]
    pub v1: V1,

    /// Also start with 25 sample tokens of several users, in every state
    #[arg(long)]
    pub sample_tokens: bool,

    /// Freeze the clock at this instant (RFC 3339), for reproducible answers
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<DateTime<Utc>>,
}
