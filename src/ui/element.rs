//! Elements, built piece by piece.
//!
//! This is Leptos' builder with its types erased early. `view!` compiles every shape of element,
//! attribute and handler for itself, which made the form alone 48 kB in brotli. It also writes
//! static parts through `innerHTML`, which the page's Trusted Types policy refuses; here nothing
//! does.

use std::borrow::Cow;

use leptos::attr::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::attr::custom::custom_attribute;
use leptos::ev::{Custom, on};
use leptos::html::custom;
use leptos::prelude::*;
use leptos::tachys::html::property::prop;
use web_sys::Event;

use crate::closure::{Function, Supplier};

/// An element under construction. Boxed, since a pointer is handed from step to step in a fraction
/// of the code that the parts take.
pub struct El(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Starts an element.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Parts {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }))
}

impl El {
    /// An attribute that stays as it is.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.0
            .attributes
            .push(custom_attribute(name, value.into()).into_any_attr());
        self
    }

    /// An attribute that follows the state; `None` takes it away.
    pub fn live_attr(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.signal_attr(name, signal(Box::new(value)))
    }

    #[inline(never)]
    fn signal_attr(mut self, name: &'static str, value: Signal<Option<String>>) -> Self {
        self.0
            .attributes
            .push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// An attribute that is there or not, such as `hidden`.
    pub fn flag(self, name: &'static str, set: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        self.boxed_flag(name, Box::new(set))
    }

    #[inline(never)]
    fn boxed_flag(self, name: &'static str, set: Live<bool>) -> Self {
        self.live_attr(name, move || set.get().then(String::new))
    }

    /// Its class.
    #[inline(never)]
    pub fn class(self, class: &'static str) -> Self {
        self.attr("class", class)
    }

    /// Its id.
    #[inline(never)]
    pub fn id(self, id: &'static str) -> Self {
        self.attr("id", id)
    }

    /// The `value` of a control, which follows the state.
    pub fn value(self, value: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.signal_value(signal(Box::new(value)))
    }

    #[inline(never)]
    fn signal_value(mut self, value: Signal<String>) -> Self {
        self.0.attributes.push(prop("value", value).into_any_attr());
        self
    }

    /// A property that is set or not: `checked`, or `selected` for an option, since a dropdown's own
    /// `value` would be set before its options exist.
    pub fn set(
        self,
        property: &'static str,
        set: impl Fn() -> bool + Send + Sync + 'static,
    ) -> Self {
        self.signal_set(property, signal(Box::new(set)))
    }

    #[inline(never)]
    fn signal_set(mut self, property: &'static str, set: Signal<bool>) -> Self {
        self.0.attributes.push(prop(property, set).into_any_attr());
        self
    }

    /// Calls back on an event, such as `click`.
    pub fn on(self, event: &'static str, handler: impl Fn(Event) + 'static) -> Self {
        self.boxed_on(event, Box::new(handler))
    }

    #[inline(never)]
    fn boxed_on(mut self, event: &'static str, handler: Box<dyn Function<Event, ()>>) -> Self {
        let handler = move |event| handler.apply(event);
        self.0
            .attributes
            .push(on(Custom::<Event>::new(event), handler).into_any_attr());
        self
    }

    /// Calls back with what stands in a control, on an event such as `input`.
    pub fn on_value(self, event: &'static str, handler: impl Fn(String) + 'static) -> Self {
        self.boxed_on_value(event, Box::new(handler))
    }

    #[inline(never)]
    fn boxed_on_value(self, event: &'static str, handler: Box<dyn Function<String, ()>>) -> Self {
        self.on(event, move |event| {
            handler.apply(event_target_value(&event))
        })
    }

    /// Text that stays as it is. It is text and never markup.
    #[inline(never)]
    pub fn text(mut self, text: impl Into<Cow<'static, str>>) -> Self {
        self.0.children.push(text.into().into_any());
        self
    }

    /// Text that follows the state.
    pub fn live_text(self, text: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.signal_text(signal(Box::new(text)))
    }

    #[inline(never)]
    fn signal_text(mut self, text: Signal<String>) -> Self {
        self.0.children.push(text.into_any());
        self
    }

    /// A child element or view.
    pub fn child(self, child: impl Into<AnyView>) -> Self {
        self.with(child.into())
    }

    #[inline(never)]
    fn with(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    /// Child elements.
    pub fn children(mut self, children: impl IntoIterator<Item = El>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// A part that is built anew whenever the state it reads changes.
    pub fn live(self, part: impl Fn() -> AnyView + Send + 'static) -> Self {
        self.child(live(part))
    }
}

impl From<El> for AnyView {
    #[inline(never)]
    fn from(el: El) -> Self {
        let Parts {
            tag,
            attributes,
            children,
        } = *el.0;
        custom(tag)
            .add_any_attr(attributes)
            .child(children)
            .into_any()
    }
}

/// A part that is built anew whenever the state it reads changes.
pub fn live(part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    boxed_live(Box::new(part))
}

#[inline(never)]
fn boxed_live(part: Box<dyn Supplier<AnyView> + Send>) -> AnyView {
    (move || part.get()).into_any()
}

/// What follows the state.
type Live<T> = Box<dyn Supplier<T> + Send + Sync>;

#[inline(never)]
fn signal<T: Send + Sync + 'static>(value: Live<T>) -> Signal<T> {
    Signal::derive(move || value.get())
}

/// Several views in a row.
pub fn row(views: Vec<AnyView>) -> AnyView {
    views.into_any()
}

/// Nothing to see.
pub fn nothing() -> AnyView {
    ().into_any()
}

/// A paragraph.
pub fn p(class: &'static str, text: impl Into<Cow<'static, str>>) -> El {
    el("p").class(class).text(text)
}

/// A button that calls back; `class` says how weighty it is.
pub fn button(class: &'static str, label: &'static str, pressed: impl Fn() + 'static) -> El {
    boxed_button(class, label, Box::new(pressed))
}

#[inline(never)]
fn boxed_button(class: &'static str, label: &'static str, pressed: Box<dyn Supplier<()>>) -> El {
    el("button")
        .attr("type", "button")
        .class(class)
        .text(label)
        .on("click", move |_| pressed.get())
}

/// A part of the page under a heading of its own.
#[inline(never)]
pub fn card(heading_id: &'static str, heading: &'static str) -> El {
    el("section")
        .class("card")
        .attr("aria-labelledby", heading_id)
        .child(focusable("h3", heading_id, heading))
}

/// A heading that takes the focus when what is below it is new.
#[inline(never)]
pub fn focusable(tag: &'static str, id: &'static str, words: &'static str) -> El {
    el(tag).id(id).attr("tabindex", "-1").text(words)
}

/// Terms and what they are.
pub fn facts(class: &'static str, facts: Vec<(&'static str, AnyView)>) -> El {
    let mut list = el("dl").class(class);
    for (term, description) in facts {
        list = list
            .child(el("dt").text(term))
            .child(el("dd").child(description));
    }
    list
}

/// A name that somebody gave: whatever direction its letters turn, the words around it keep theirs.
pub fn name(name: impl Into<Cow<'static, str>>) -> El {
    el("bdi").text(name)
}

/// Text as a view of its own.
pub fn text(text: impl Into<Cow<'static, str>>) -> AnyView {
    text.into().into_any()
}
