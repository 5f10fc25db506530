//! The early form, which index.html shows before the program is there: nobody types twice what was typed meanwhile.

use gcore_token_core::form::Field;
use leptos::prelude::document;
use leptos::task::{spawn_local, tick};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use zeroize::Zeroizing;

/// The fields of the early form.
const FIELDS: [Field; 4] = [Field::ApiKey, Field::AccountId, Field::Name, Field::Description];

/// What was typed by now.
pub(crate) struct EarlyForm {
    pub(crate) typed: Vec<(Field, Zeroizing<String>)>,
    caret: Option<Caret>,
}

/// Where somebody is typing: a field, and what is selected in it, in UTF-16 units.
struct Caret {
    field: Field,
    start: u32,
    end: u32,
}

impl EarlyForm {
    pub(crate) fn read() -> Self {
        let typed = |field: Field| {
            let value = Zeroizing::new(input(&early_id(field))?.value());
            (!value.is_empty()).then_some((field, value))
        };
        Self { typed: FIELDS.into_iter().filter_map(typed).collect(), caret: read_caret() }
    }

    /// Puts the caret into the form to where it was in the early one.
    pub(crate) fn restore_caret(&self) {
        let Some(Caret { field, start, end }) = self.caret else {
            return;
        };
        spawn_local(async move {
            // The page takes what was typed first, which moves the caret to its end.
            tick().await;
            if let Some(input) = input(field.id()) {
                let _ = input.focus();
                let _ = input.set_selection_range(start, end);
            }
        });
    }
}

fn early_id(field: Field) -> String {
    format!("early-{}", field.id())
}

fn input(id: &str) -> Option<HtmlInputElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn read_caret() -> Option<Caret> {
    let active: HtmlInputElement = document().active_element()?.dyn_into().ok()?;
    let field = FIELDS.into_iter().find(|field| early_id(*field) == active.id())?;
    let start = active.selection_start().ok()??;
    let end = active.selection_end().ok()??;
    Some(Caret { field, start, end })
}
