//! Files handed to the browser to save.

use js_sys::Array;
use leptos::prelude::document;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, HtmlElement, Url};

/// Hands a text to the browser as a file to save; tells whether the browser took it.
pub(crate) fn download(name: &str, text: &str) -> bool {
    let saved = || -> Result<(), JsValue> {
        let blob = Blob::new_with_str_sequence(&Array::of1(&text.into()))?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let link: HtmlElement = document().create_element("a")?.unchecked_into();
        link.set_attribute("href", &address)?;
        link.set_attribute("download", name)?;
        link.click();
        // The browser has taken the text by now; the address would keep it alive.
        Url::revoke_object_url(&address)
    };
    saved().is_ok()
}
