//! Where the keyboard focus is, and what is in view.

use leptos::prelude::{document, window};
use web_sys::{Element, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Room for the focus ring, in CSS pixels.
const MARGIN: f64 = 8.0;

/// Whether the element of an id has it.
pub(crate) fn is_focused(id: &str) -> bool {
    document().active_element().is_some_and(|active| active.id() == id)
}

/// Scrolls no farther than it takes to see an element.
pub(crate) fn scroll_into_view(element: &Element) {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Scrolls what has it out from under an element that lies at the bottom of the window.
pub(crate) fn uncover_focused(cover: &Element) {
    let Some(focused) = document().active_element().filter(|active| !cover.contains(Some(active))) else {
        return;
    };
    let (cover, focused) = (cover.get_bounding_client_rect(), focused.get_bounding_client_rect());
    // Of what begins above the window, something is in sight anyway.
    if focused.top() > 0.0 && focused.bottom() > cover.top() && focused.top() < cover.bottom() {
        window().scroll_by_with_x_and_y(0.0, focused.bottom() - cover.top() + MARGIN);
    }
}
