//! Text that must not leak.

use zeroize::Zeroizing;

/// The text of an API key or a token. It takes a deliberate call to read it, and it is wiped from memory.
///
/// Without `Debug`, `Display`, `Clone` and `Serialize` it can't end up in a log, in an
/// attribute or in a second place by accident. Its memory is zeroed on drop.
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
    /// Takes ownership, so that the caller keeps no copy.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text, for a header, the clipboard or the screen.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<Zeroizing<String>> for Secret {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}
