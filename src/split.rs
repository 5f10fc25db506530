//! The seam along which `tools/dist.sh` takes the program apart: what is behind a function that is marked with `wasm_split`, and
//! nothing else needs, goes into a wasm of its own.
//!
//! The macro expects a runtime that fetches it. The one that comes with it knows no hashes, and is 1 kB more; here `src/boot.js`
//! fetches, as it does with the program. The names are those that the macro writes.

/// The part did not arrive, or is not what it should be.
#[derive(Debug)]
pub struct SplitLoaderError;

/// What the macro calls.
pub mod rt {
    use std::ffi::c_void;
    use std::pin::Pin;

    use super::SplitLoaderError;
    use crate::browser;

    /// What the macro's own loader would call back.
    pub type LoadCallbackFn = unsafe extern "C" fn(*const c_void, bool);

    /// The macro's own loader would be in it, which nobody calls.
    pub struct LazySplitLoader;

    impl LazySplitLoader {
        pub const fn new(_: unsafe extern "C" fn(LoadCallbackFn, *const c_void)) -> Self {
            Self
        }
    }

    /// Comes back when the part is there, or can't be had.
    pub async fn ensure_loaded(_: Pin<&LazySplitLoader>) -> Result<(), SplitLoaderError> {
        if browser::load_list().await {
            Ok(())
        } else {
            Err(SplitLoaderError)
        }
    }
}
