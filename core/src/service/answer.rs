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

    /// Whether a proxy or a login page may have spoken in place of the service.
    pub(super) fn is_web_page(&self) -> bool {
        // Behind a byte order mark, if there is one.
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        body.trim_ascii_start().starts_with(b"<")
    }
}
