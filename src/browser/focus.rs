//! Where the keyboard focus is, and what is in view.

use leptos::prelude::document;
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Whether the element of an id has it.
pub(crate) fn is_focused(id: &str) -> bool {
    document().active_element().is_some_and(|active| active.id() == id)
}

/// Whether an element, or one in it, has it.
pub(crate) fn is_within(element: &Element) -> bool {
    element.contains(document().active_element().as_deref())
}

/// Scrolls no farther than it takes to see an element.
pub(crate) fn scroll_into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}
