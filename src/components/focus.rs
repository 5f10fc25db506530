//! Where the keyboard focus goes: a wish, which the element it is for takes up as soon as it is on screen.

use gcore_token_core::form::Field;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::browser::lifecycle::before_press;
use crate::browser::schedule::yield_to_browser;

/// A place that takes the focus when something happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// The heading that a new screen starts with.
    ScreenHeading,
    /// The error summary.
    Problems,
    /// The control of a field.
    Field(Field),
    /// The button that submits the form.
    CreateButton,
    /// The review of a risky token.
    Review,
    /// The region about a request whose outcome is unknown.
    Unconfirmed,
    /// The heading above the list of tokens.
    ListHeading,
    /// The heading of the dialog that asks before tokens are revoked.
    DialogHeading,
}

/// Moves the focus. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct Focus(RwSignal<Option<Place>>);

impl Focus {
    pub(crate) fn new() -> Self {
        let wanted = RwSignal::new(None);
        // Whoever presses something meanwhile decides where to go.
        before_press(move || {
            if wanted.with_untracked(Option::is_some) {
                wanted.set(None);
            }
        });
        Self(wanted)
    }

    /// Moves the focus to a place, as soon as it is there.
    pub(crate) fn move_to(self, place: Place) {
        self.0.set(Some(place));
    }

    /// Takes the focus off what is about to go: with it, browsers lay the page out once more just to remove it.
    pub(crate) fn leave() {
        if let Some(active) = document().active_element().and_then(|active| active.dyn_into::<HtmlElement>().ok()) {
            let _ = active.blur();
        }
    }

    /// Moves the focus to a place, unless it is about to go elsewhere.
    pub(crate) fn move_by_default_to(self, place: Place) {
        if self.0.with_untracked(Option::is_none) {
            self.move_to(place);
        }
    }

    /// Moves the focus to a place if it is nowhere, since what had it is gone.
    pub(crate) fn move_if_lost(self, place: Place) {
        spawn_local(async move {
            tick().await;
            tick().await;
            if document().active_element().is_none_or(|active| active.tag_name() == "BODY") {
                self.move_by_default_to(place);
            }
        });
    }

    /// The reference that makes an element a place.
    pub(crate) fn target<E>(self, place: Place) -> NodeRef<E>
    where
        E: ElementType + 'static,
        E::Output: JsCast + Clone + 'static,
    {
        let element = NodeRef::<E>::new();
        self.follow(place, element);
        element
    }

    /// Makes the element of a reference a place.
    pub(crate) fn follow<E>(self, place: Place, element: NodeRef<E>)
    where
        E: ElementType + 'static,
        E::Output: JsCast + Clone + 'static,
    {
        let element = Signal::derive_local(move || element.get().map(JsCast::unchecked_into::<HtmlElement>));
        self.take_up(place, element);
    }

    fn take_up(self, place: Place, element: Signal<Option<HtmlElement>, LocalStorage>) {
        let Self(wanted) = self;
        Effect::new(move || {
            let element = element.get();
            if wanted.get() == Some(place)
                && let Some(element) = element
            {
                spawn_local(async move {
                    // What shows it, or is about to change it, has its turn first. To move the focus, the browser lays out the page,
                    // which is work enough for a task of its own.
                    yield_to_browser().await;
                    if wanted.get_untracked() == Some(place) && element.is_connected() {
                        wanted.set(None);
                        let _ = element.focus();
                    }
                });
            }
        });
    }
}
