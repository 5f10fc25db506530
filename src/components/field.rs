//! Labelled controls: label, hint, error and control, wired for assistive technology once for all.

use gcore_token_core::form::Field;
use leptos::html;
use leptos::prelude::*;
use web_sys::Element;

use super::{Anew, Focus, Message, Place, ProblemList, Show};

/// What ties a control to its label, its hint and its error.
#[derive(Clone, Copy)]
pub(crate) struct Control {
    pub(crate) id: &'static str,
    label: &'static str,
    /// Said below the label, before it is needed.
    hint: Option<Signal<String>>,
    /// Of the form, whose problems are shown at it.
    field: Option<Field>,
    error: Signal<Option<String>>,
    /// The id of what describes it besides.
    description: Option<&'static str>,
}

impl Control {
    /// The control of a form's field.
    pub(crate) fn of(field: Field) -> Self {
        let problems = expect_context::<ProblemList>();
        let error = Memo::new(move |_| problems.of(field)).into();
        Self { field: Some(field), error, ..Self::free(field.id(), field.label()) }
    }

    /// A control that no form checks.
    pub(crate) fn free(id: &'static str, label: &'static str) -> Self {
        Self { id, label, hint: None, field: None, error: Signal::stored(None), description: None }
    }

    /// The same with a hint.
    pub(crate) fn with_hint(self, hint: impl Into<Signal<String>>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub(crate) fn invalid(self) -> Option<&'static str> {
        self.error.with(Option::is_some).then_some("true")
    }

    pub(crate) fn described_by(self) -> Option<String> {
        let error = self.error.with(Option::is_some).then(|| format!("{}-error", self.id));
        let hint = self.hint.map(|_| format!("{}-hint", self.id));
        let ids: Vec<String> = [error, hint, self.description.map(str::to_owned)].into_iter().flatten().collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    /// Names what describes it besides.
    pub(crate) fn with_description(self, id: &'static str) -> Self {
        Self { description: Some(id), ..self }
    }

    fn focus_target<E>(self) -> NodeRef<E>
    where
        E: html::ElementType + 'static,
        E::Output: wasm_bindgen::JsCast + Clone + 'static,
    {
        match self.field {
            Some(field) => expect_context::<Focus>().target(Place::Field(field)),
            None => NodeRef::new(),
        }
    }
}

/// Label, hint and error around a control.
#[component]
pub(crate) fn FieldFrame(
    control: Control,
    /// Said behind the label, such as "optional".
    #[prop(optional)]
    remark: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let Control { id, label, hint, error, .. } = control;
    view! {
        <div class="field" class:wrong=move || error.with(Option::is_some)>
            <div class="label">
                <label for=id>{label}</label>
                {remark.map(|remark| view! { <span class="remark">{remark}</span> })}
            </div>
            {hint.map(|hint| view! {
                <Anew key=hint>
                    <p class="hint" id=format!("{id}-hint")>
                        {hint.get_untracked()}
                    </p>
                </Anew>
            })}
            <Show when=move || error.with(Option::is_some)>
                <p class="error" id=format!("{id}-error")>
                    <Message text=move || error.get().unwrap_or_default() />
                </p>
            </Show>
            {children()}
        </div>
    }
}

/// What keeps browsers, password managers, identity fillers and writing assistants off a field, as the widespread ones honour it.
const OPT_OUTS: [(&str, &str); 15] = [
    ("autocapitalize", "off"),
    ("autocomplete", "off"),
    ("autocorrect", "off"),
    ("spellcheck", "false"),
    ("translate", "no"),
    ("writingsuggestions", "false"),
    ("data-1p-ignore", "true"),
    ("data-bwignore", "true"),
    ("data-enable-grammarly", "false"),
    ("data-form-type", "other"),
    ("data-gramm", "false"),
    ("data-gramm_editor", "false"),
    ("data-lpignore", "true"),
    ("data-lt-active", "false"),
    ("data-protonpass-ignore", "true"),
];

/// A directive for a field that holds nothing for others to read, complete or keep.
pub(crate) fn unassisted(field: Element) {
    for (attribute, value) in OPT_OUTS {
        // These are all names that an attribute can have.
        let _ = field.set_attribute(attribute, value);
    }
}

/// How often the page came back from the browser's memory. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct Returns(RwSignal<u32>);

impl Returns {
    pub(crate) fn new() -> Self {
        Self(RwSignal::new(0))
    }

    pub(crate) fn count(self) {
        self.0.update(|times| *times += 1);
    }
}

/// Has the control show its value again when the page comes back: WebKit empties all that is not to be completed, and tells
/// nobody.
pub(crate) fn restore_on_return(input: NodeRef<html::Input>, value: Signal<String>) {
    let Returns(times) = expect_context();
    Effect::new(move || {
        let value = value.get_untracked();
        // Writing what is there already would wipe half a date.
        if times.get() > 0
            && let Some(input) = input.get_untracked()
            && input.value() != value
        {
            input.set_value(&value);
        }
    });
}

/// A line of text that no browser, password manager or writing assistant completes, corrects, reads or keeps.
#[component]
pub(crate) fn TextInput(
    control: Control,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    #[prop(optional)] placeholder: Option<&'static str>,
) -> impl IntoView {
    let input = control.focus_target::<html::Input>();
    restore_on_return(input, value);
    view! {
        <input
            node_ref=input
            id=control.id
            type="text"
            use:unassisted
            placeholder=placeholder
            aria-invalid=move || control.invalid()
            aria-describedby=move || control.described_by()
            prop:value=move || value.get()
            on:input:target=move |event| on_input.run(event.target().value())
        />
    }
}

/// Text of several lines, under the same protection; it grows with what is typed.
#[component]
pub(crate) fn TextArea(
    control: Control,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
) -> impl IntoView {
    let input = control.focus_target::<html::Textarea>();
    view! {
        <textarea
            node_ref=input
            id=control.id
            rows="2"
            use:unassisted
            aria-invalid=move || control.invalid()
            aria-describedby=move || control.described_by()
            prop:value=move || value.get()
            on:input:target=move |event| on_input.run(event.target().value())
        ></textarea>
    }
}

/// What a dropdown offers.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A dropdown.
#[component]
pub(crate) fn Select(
    control: Control,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    /// The value that is selected.
    #[prop(into)]
    selected: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
) -> impl IntoView {
    let select = control.focus_target::<html::Select>();
    // Options are many where issuers are, and a letter of a search changes none.
    let selected = Memo::new(move |_| selected.get());
    view! {
        <select
            node_ref=select
            id=control.id
            aria-invalid=move || control.invalid()
            aria-describedby=move || control.described_by()
            on:change:target=move |event| on_change.run(event.target().value())
        >
            {move || {
                let selected = selected.get();
                let option = |Choice { value, label }| {
                    let selected = value == selected;
                    view! {
                        <option value=value prop:selected=selected>
                            {label}
                        </option>
                    }
                };
                choices.get().into_iter().map(option).collect_view()
            }}
        </select>
    }
}
