//! Text that must not leak.

use zeroize::Zeroizing;

/// An API key's or a token's text: it can be looked at on purpose, and wiped.
///
/// It has no `Debug`, `Display`, `Clone` or `Serialize`, so it can't end up in a log, in an
/// attribute or in a second place by accident. Its memory is zeroed when it is dropped.
///
/// ```compile_fail
/// println!("{:?}", gcore_token_core::Secret::new(String::new()));
/// ```
/// ```compile_fail
/// let _ = gcore_token_core::Secret::new(String::new()).clone();
/// ```
/// ```compile_fail
/// let _ = serde_json::to_string(&gcore_token_core::Secret::new(String::new()));
/// ```
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over; the caller keeps no copy.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for a header, the clipboard or the screen.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}
