//! An answer of the service, before anybody makes sense of it.

use zeroize::Zeroizing;

/// An answer as it came.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body's bytes, which may hold a secret.
    pub body: Zeroizing<Vec<u8>>,
    /// How many seconds the service asks to wait, if the browser may see that.
    pub retry_after: Option<u32>,
}

impl Answer {
    pub(super) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
