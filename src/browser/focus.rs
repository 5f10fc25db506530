//! Where the keyboard focus is.

use leptos::prelude::document;
use web_sys::Element;

/// Whether the element of an id has it.
pub(crate) fn is_focused(id: &str) -> bool {
    document().active_element().is_some_and(|active| active.id() == id)
}

/// Whether an element, or one in it, has it.
pub(crate) fn is_within(element: &Element) -> bool {
    element.contains(document().active_element().as_deref())
}
