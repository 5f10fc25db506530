//! The early form, which index.html shows before the program is there. The page is built beside it and takes its place once it is
//! whole, with all that was typed, chosen and pressed by then: nobody does anything twice.

use gcore_token_core::form::Field;
use leptos::prelude::document;
use leptos::task::{spawn_local, tick};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use zeroize::Zeroizing;

use crate::browser::schedule::sleep;

/// The fields of the early form, in the order in which they are taken over.
const FIELDS: [Field; 7] =
    [Field::ApiKey, Field::AccountId, Field::Name, Field::Description, Field::Role, Field::Expiration, Field::ExpirationDateTime];

/// See the module.
#[derive(Clone)]
pub(crate) struct EarlyForm {
    /// What stands in the page's place as long as the program isn't there.
    early_page: Element,
    /// What takes its place.
    page: HtmlElement,
}

/// What somebody did by the time the page took over.
pub(crate) struct Typed {
    pub(crate) values: Vec<(Field, Zeroizing<String>)>,
    /// Whether "Create token" was pressed, and the lifetime that was seen then.
    pub(crate) submitted: Option<String>,
    /// Whether Enter was pressed in the API key's field, or the key pasted there.
    key_entered: bool,
    focus: Option<EarlyFocus>,
}

/// Where somebody is: a field, and what is selected in it, in UTF-16 units.
struct EarlyFocus {
    id: &'static str,
    selection: Option<(u32, u32)>,
}

impl EarlyForm {
    /// `None` in a document that is not this page's.
    pub(crate) fn find() -> Option<Self> {
        let early_page = document().get_element_by_id("page")?;
        let page = document().create_element("div").ok()?.unchecked_into::<HtmlElement>();
        page.set_id("page");
        Some(Self { early_page, page })
    }

    /// Where the page is built, out of sight.
    pub(crate) fn new_page(&self) -> HtmlElement {
        self.page.clone()
    }

    /// Waits while something is begun that would be lost or doubled in another element: a word that is being composed by an input
    /// method, a date of which a part is missing, a button that is held down.
    pub(crate) async fn wait_until_idle(&self) {
        while self.is_busy() {
            sleep(50).await;
        }
    }

    fn is_busy(&self) -> bool {
        let half_a_date = element::<HtmlInputElement>(&early_id(Field::ExpirationDateTime))
            .is_some_and(|input| input.validity().bad_input() && is_focused(&input));
        half_a_date || self.noted("busy")
    }

    /// What `boot.js` noted about the form.
    fn noted(&self, what: &str) -> bool {
        document().get_element_by_id("early").is_some_and(|form| form.has_attribute(&format!("data-{what}")))
    }

    /// Takes what was done, and puts the page in the early form's place.
    pub(crate) fn take_over(&self) -> Typed {
        let value = |field: Field| Some((field, typed(&early_id(field))?));
        let typed = Typed {
            values: FIELDS.into_iter().filter_map(value).collect(),
            submitted: self.noted("submitted").then(|| chosen(&early_id(Field::Expiration))).flatten(),
            key_entered: self.noted("key-entered"),
            focus: EarlyFocus::read(),
        };
        self.give_way();
        typed
    }

    /// Puts the page in the early form's place.
    pub(crate) fn give_way(&self) {
        // What is no longer on screen would keep the key in the browser's memory.
        if let Some(input) = element::<HtmlInputElement>(&early_id(Field::ApiKey)) {
            input.set_value("");
        }
        let _ = self.early_page.replace_with_with_node_1(&self.page);
    }
}

impl Typed {
    /// Whether somebody is still at the API key: it may not be whole yet.
    pub(crate) fn is_at_key(&self) -> bool {
        self.focus.as_ref().is_some_and(|focus| focus.id == Field::ApiKey.id()) && !self.key_entered
    }

    /// Puts the focus, and the caret, to where they were in the early form.
    pub(crate) fn restore_focus(&self) {
        let Some(EarlyFocus { id, selection }) = self.focus else {
            return;
        };
        spawn_local(async move {
            // The page takes what was typed first, which moves the caret to its end.
            tick().await;
            if let Some(control) = element::<HtmlElement>(id) {
                let _ = control.focus();
            }
            let Some((start, end)) = selection else { return };
            if let Some(input) = element::<HtmlInputElement>(id) {
                let _ = input.set_selection_range(start, end);
            } else if let Some(area) = element::<HtmlTextAreaElement>(id) {
                let _ = area.set_selection_range(start, end);
            }
        });
    }
}

impl EarlyFocus {
    fn read() -> Option<Self> {
        let active = document().active_element()?;
        let field = FIELDS.into_iter().find(|field| early_id(*field) == active.id());
        let id = match field {
            Some(field) => field.id(),
            None if active.id() == "early-create-token" => "create-token",
            None => return None,
        };
        Some(Self { id, selection: selection(&active) })
    }
}

/// What is selected in a text field; `None` in one that selects no text, such as one for a date.
fn selection(field: &Element) -> Option<(u32, u32)> {
    let (start, end) = if let Some(input) = field.dyn_ref::<HtmlInputElement>() {
        (input.selection_start(), input.selection_end())
    } else {
        let area = field.dyn_ref::<HtmlTextAreaElement>()?;
        (area.selection_start(), area.selection_end())
    };
    Some((start.ok()??, end.ok()??))
}

fn early_id(field: Field) -> String {
    format!("early-{}", field.id())
}

fn element<E: JsCast>(id: &str) -> Option<E> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

fn is_focused(element: &Element) -> bool {
    document().active_element().is_some_and(|active| active == *element)
}

/// What was typed into a field or chosen in it; `None` where it is as it was.
fn typed(id: &str) -> Option<Zeroizing<String>> {
    let value = if let Some(input) = element::<HtmlInputElement>(id) {
        input.value()
    } else if let Some(area) = element::<HtmlTextAreaElement>(id) {
        area.value()
    } else {
        chosen(id).filter(|value| !is_default(id, value))?
    };
    (!value.is_empty()).then(|| Zeroizing::new(value))
}

/// The value of a dropdown.
fn chosen(id: &str) -> Option<String> {
    element::<HtmlSelectElement>(id).map(|select| select.value())
}

fn is_default(id: &str, value: &str) -> bool {
    let default = document().query_selector(&format!("#{id} option[selected]")).ok().flatten();
    default.is_some_and(|option| option.get_attribute("value").as_deref() == Some(value))
}
