//! Files handed to the browser to save.

use std::time::Duration;

use js_sys::Array;
use leptos::prelude::{document, set_timeout};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlElement, Url};

/// How long the browser may take to fetch a file that it was handed.
const KEPT_FOR: Duration = Duration::from_secs(60);

/// Hands a text to the browser as a file to save; tells whether the browser took it.
pub(crate) fn download(name: &str, text: &str) -> bool {
    let saved = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type(name));
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
        let address = Url::create_object_url_with_blob(&blob)?;
        let link: HtmlElement = document().create_element("a")?.unchecked_into();
        link.set_attribute("href", &address)?;
        link.set_attribute("download", name)?;
        link.click();
        // A browser that asks where to save it takes the text only then; after that, the address would keep it alive.
        set_timeout(move || drop(Url::revoke_object_url(&address)), KEPT_FOR);
        Ok(())
    };
    saved().is_ok()
}

/// The type of a file, by which some systems choose the program that opens it.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "csv")) => "text/csv;charset=utf-8",
        Some((_, "json")) => "application/json",
        Some((_, "ics")) => "text/calendar;charset=utf-8",
        Some((_, "yaml")) => "application/yaml",
        _ => "text/plain;charset=utf-8",
    }
}
