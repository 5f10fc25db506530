//! A field's frame: label, hint, error and control, wired for assistive technology once for all.

use leptos::prelude::*;

use super::derived::derived;
use super::element::{El, button, el, live, nothing, p};
use crate::app::App;
use crate::token::Field;

/// A field in the making.
pub struct FieldFrame {
    app: App,
    field: Field,
    hint: Option<String>,
    remark: &'static str,
}

impl FieldFrame {
    /// A field with its label.
    pub fn new(app: App, field: Field) -> Self {
        Self {
            app,
            field,
            hint: None,
            remark: "",
        }
    }

    /// Said below the label, before it is needed.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Said behind the label, such as "optional".
    pub fn remark(mut self, remark: &'static str) -> Self {
        self.remark = remark;
        self
    }

    /// Puts a control into the frame, and ties it to its label, its hint and its error.
    /// `below` is shown under it.
    pub fn around(self, control: El, below: AnyView) -> El {
        let Self {
            app,
            field,
            hint,
            remark,
        } = self;
        let id = field.id();
        let has_hint = hint.is_some();
        let error = derived(move || app.problems.with(|problems| problems.of(field)));
        let wrong = move || error.with(Option::is_some);
        let control = control
            .id(id)
            .live_attr("aria-invalid", move || wrong().then(|| "true".to_owned()))
            .live_attr("aria-describedby", move || match (wrong(), has_hint) {
                (false, false) => None,
                (false, true) => Some(format!("{id}-hint")),
                (true, false) => Some(format!("{id}-error")),
                (true, true) => Some(format!("{id}-error {id}-hint")),
            });
        let mut label = el("div")
            .class("label")
            .child(el("label").attr("for", id).text(field.label()));
        if !remark.is_empty() {
            label = label.child(el("span").class("remark").text(remark));
        }
        let mut frame = el("div")
            .live_attr("class", move || {
                Some(if wrong() { "field wrong" } else { "field" }.to_owned())
            })
            .child(label);
        if let Some(hint) = hint {
            frame = frame.child(p("hint", hint).attr("id", format!("{id}-hint")));
        }
        frame
            .child(live(move || match error.get() {
                Some(message) => p("error", message).attr("id", format!("{id}-error")).into(),
                None => nothing(),
            }))
            .child(control_row(app, field, control))
            .child(below)
    }

    /// A line of text.
    pub fn line(
        self,
        value: impl Fn() -> String + Send + Sync + 'static,
        typed: impl Fn(String) + 'static,
    ) -> El {
        let control = input("text").value(value).on_value("input", typed);
        self.around(control, nothing())
    }
}

/// Only the key has a button beside its control.
fn control_row(app: App, field: Field, control: El) -> El {
    match field {
        Field::ApiKey => with_show_button(app, control),
        _ => control,
    }
}

/// The key's control, masked until it is to be seen, and the button for that.
fn with_show_button(app: App, control: El) -> El {
    let control = control.live_attr("class", move || {
        Some(
            if app.key_shown.get() {
                "secret"
            } else {
                "secret masked"
            }
            .to_owned(),
        )
    });
    let toggle = button("secondary", "Show", move || {
        app.key_shown.update(|shown| *shown = !*shown)
    })
    .attr("aria-label", "Show API key")
    .live_attr("aria-pressed", move || {
        Some(app.key_shown.get().to_string())
    });
    el("div").class("with-button").child(control).child(toggle)
}

/// A control that no browser completes, corrects or keeps.
pub fn input(kind: &'static str) -> El {
    el("input")
        .attr("type", kind)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "off")
        .attr("spellcheck", "false")
}

/// An option of a dropdown.
pub fn option(
    value: String,
    label: String,
    selected: impl Fn() -> bool + Send + Sync + 'static,
) -> El {
    el("option")
        .attr("value", value)
        .text(label)
        .set("selected", selected)
}
