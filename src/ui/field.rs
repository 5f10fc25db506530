//! A field's frame: label, hint, error and control, wired for assistive technology once for all.

use leptos::prelude::*;

use crate::app::App;
use crate::token::Field;

/// The attributes that tie a control to its hint and its error.
#[derive(Clone, Copy)]
pub struct Wiring {
    field: Field,
    app: App,
    has_hint: bool,
}

impl Wiring {
    /// Wires a field; its frame must be a [`FieldFrame`] with or without a hint accordingly.
    pub fn new(field: Field, has_hint: bool) -> Self {
        Self {
            field,
            app: expect_context::<App>(),
            has_hint,
        }
    }

    fn error(self) -> Option<String> {
        self.app.problems.with(|problems| problems.of(self.field))
    }

    /// The value of `aria-invalid`; absent when the field is fine.
    pub fn invalid(self) -> Option<&'static str> {
        self.error().map(|_| "true")
    }

    /// The value of `aria-describedby`.
    pub fn described_by(self) -> Option<String> {
        let id = self.field.id();
        match (self.has_hint, self.error().is_some()) {
            (false, false) => None,
            (true, false) => Some(format!("{id}-hint")),
            (false, true) => Some(format!("{id}-error")),
            (true, true) => Some(format!("{id}-error {id}-hint")),
        }
    }
}

/// Label, hint and error around a control.
#[component]
pub fn FieldFrame(
    field: Field,
    /// Said below the label; keeps what was there before it is needed.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// Said behind the label, such as "optional".
    #[prop(optional)]
    remark: &'static str,
    children: Children,
) -> impl IntoView {
    let app = expect_context::<App>();
    let id = field.id();
    let error = Memo::new(move |_| app.problems.with(|problems| problems.of(field)));
    view! { class="ui",
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <div class="label">
                <label for=id>{field.label()}</label>
                {(!remark.is_empty()).then(|| view! { class="ui", <span class="remark">{remark}</span> })}
            </div>
            {hint.map(|hint| view! { class="ui", <p class="hint" id=format!("{id}-hint")>{move || hint.get()}</p> })}
            {move || error.get().map(|message| view! { class="ui",
                <p class="error" id=format!("{id}-error")>{message}</p>
            })}
            {children()}
        </div>
    }
}

/// A line of text.
#[component]
pub fn TextField(
    field: Field,
    #[prop(into)] value: Signal<String>,
    on_input: impl Fn(String) + 'static,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional)] remark: &'static str,
    #[prop(default = "text")] input_mode: &'static str,
) -> impl IntoView {
    let wiring = Wiring::new(field, hint.is_some());
    let control = view! { class="ui",
        <input
            type="text"
            id=field.id()
            inputmode=input_mode
            autocomplete="off"
            autocapitalize="off"
            spellcheck="false"
            aria-invalid=move || wiring.invalid()
            aria-describedby=move || wiring.described_by()
            prop:value=move || value.get()
            on:input=move |event| on_input(event_target_value(&event))
        />
    };
    match hint {
        Some(hint) => {
            view! { <FieldFrame field remark hint=Signal::stored(hint)>{control}</FieldFrame> }
                .into_any()
        }
        None => view! { <FieldFrame field remark>{control}</FieldFrame> }.into_any(),
    }
}
