//! Thin wrappers around what the browser offers; no rules live here.

use std::pin::Pin;

use chrono::{DateTime, Utc};
use js_sys::{Array, Date, Function, JsString, Object, Promise, Reflect};
use leptos::prelude::{document, window};
use leptos::task::tick;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlDialogElement, HtmlElement, HtmlInputElement};

use crate::closure;
use crate::token::time::Clock;

/// Runs a task beside the page. Boxed, so that the machinery around it is compiled once.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    spawn_boxed(Box::pin(task));
}

#[inline(never)]
fn spawn_boxed(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}

/// Lets the browser paint and take key presses in the middle of long work.
pub async fn breathe() {
    pause(0).await;
}

/// Waits for some time.
pub async fn pause(milliseconds: i32) {
    let pause = Promise::new(&mut |resume, _| {
        // Without a timer there is nothing to wait for.
        if set_timeout(&resume, milliseconds).is_err() {
            let _ = resume.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(pause).await;
}

fn set_timeout(then: &Function, milliseconds: i32) -> Result<i32, JsValue> {
    window().set_timeout_with_callback_and_timeout_and_arguments_0(then, milliseconds)
}

/// The browser's clock, in its time zone and language.
#[derive(Clone, Copy)]
pub struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> DateTime<Utc> {
        instant(Date::now())
    }

    fn utc_offset_seconds(&self, at: DateTime<Utc>) -> i32 {
        // JavaScript counts minutes, and from local time to UTC.
        let minutes = js_date(at).get_timezone_offset();
        if minutes.is_finite() {
            -(minutes as i32) * 60
        } else {
            0
        }
    }

    fn local_text(&self, at: DateTime<Utc>) -> String {
        let long = JsValue::from_str("long");
        let numeric = JsValue::from_str("numeric");
        let options = object(&[
            ("weekday", &long),
            ("year", &numeric),
            ("month", &long),
            ("day", &numeric),
            ("hour", &numeric),
            ("minute", &JsValue::from_str("2-digit")),
            ("timeZoneName", &JsValue::from_str("short")),
        ]);
        js_date(at).to_locale_string(&language(), &options).into()
    }
}

/// The zone's name, such as `America/New_York`; empty where the browser doesn't tell.
#[must_use]
pub fn zone_name() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    Reflect::get(&format.resolved_options(), &"timeZone".into())
        .ok()
        .and_then(|name| name.as_string())
        .unwrap_or_default()
}

/// Has the browser read half of what it takes for its first date: all of it at once, 50 ms on a slow machine, would hold up
/// whoever is typing. Chromium shares that half among all that follows a language.
pub fn prepare_dates() {
    let _ = js_sys::Intl::Collator::new(&Array::new(), &Object::new());
}

/// The language in which the browser writes dates, as a BCP 47 tag.
#[must_use]
pub fn language() -> String {
    window()
        .navigator()
        .language()
        .unwrap_or_else(|| "en".to_owned())
}

fn instant(milliseconds: f64) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds as i64).unwrap_or_default()
}

fn js_date(at: DateTime<Utc>) -> Date {
    Date::new(&JsValue::from_f64(at.timestamp_millis() as f64))
}

fn object(entries: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh object can't fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

fn regular_expression(source: &str) -> Option<js_sys::RegExp> {
    // Constructed through Reflect, since a wrong pattern throws.
    let constructor: Function = Reflect::get(&window(), &"RegExp".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let arguments = Array::of2(&source.into(), &"u".into());
    Reflect::construct(&constructor, &arguments)
        .ok()?
        .dyn_into()
        .ok()
}

/// Whether a text is a regular expression in JavaScript's syntax.
#[must_use]
pub fn is_pattern(pattern: &str) -> bool {
    regular_expression(pattern).is_some()
}

/// Whether a regular expression matches a whole text.
#[must_use]
pub fn matches(pattern: &str, text: &str) -> bool {
    regular_expression(&format!("^(?:{pattern})$")).is_some_and(|expression| expression.test(text))
}

/// A text in lower case, in every script that has two cases.
#[must_use]
pub fn lower_case(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase()
    } else {
        JsString::from(text).to_lower_case().into()
    }
}

/// Does something with an element as soon as it is there; `done` tells whether that worked.
fn once_there(id: &'static str, done: impl Fn(HtmlElement) -> bool + 'static) {
    boxed_once_there(id, Box::new(done));
}

fn boxed_once_there(id: &'static str, done: Box<dyn closure::Function<HtmlElement, bool>>) {
    spawn(async move {
        // Each round lets the views that wait for a change do their work; the later ones also let parts
        // come that are built in a task of their own.
        for round in 0..30 {
            if round < 20 {
                tick().await;
            } else {
                breathe().await;
            }
            if element(id).is_some_and(|element| done.apply(element)) {
                return;
            }
        }
    });
}

/// The element of an id.
#[must_use]
pub fn element(id: &str) -> Option<HtmlElement> {
    document().get_element_by_id(id)?.dyn_into().ok()
}

/// Moves the focus to an element as soon as it is there.
pub fn focus(id: &'static str) {
    once_there(id, move |element| {
        element.focus().is_ok()
            && document()
                .active_element()
                .is_some_and(|active| active.id() == id)
    });
}

/// Moves the focus to an element if it is nowhere, since what had it is gone.
pub fn focus_if_lost(id: &'static str) {
    spawn(async move {
        tick().await;
        tick().await;
        let lost = document()
            .active_element()
            .is_none_or(|active| active.tag_name() == "BODY");
        if lost {
            focus(id);
        }
    });
}

/// Opens a dialog as soon as it is there; all else waits until it closes.
pub fn show_modal(id: &'static str) {
    once_there(id, |element| {
        element
            .dyn_into::<HtmlDialogElement>()
            .is_ok_and(|dialog| dialog.open() || dialog.show_modal().is_ok())
    });
}

/// Closes a dialog, which puts the focus back to where it was.
pub fn close_modal(id: &str) {
    if let Some(Ok(dialog)) = element(id).map(JsCast::dyn_into::<HtmlDialogElement>) {
        dialog.close();
    }
}

/// A shape of a drawing: an SVG element with its attributes and its text.
pub struct Shape {
    /// The element's name.
    pub tag: &'static str,
    /// Its attributes.
    pub attributes: Vec<(&'static str, String)>,
    /// Its text.
    pub text: String,
}

/// Draws shapes into an element as soon as it is there, in place of what it held. They are
/// decoration: what they show has to be said in words as well.
pub fn draw(id: &'static str, view_box: &'static str, shapes: Vec<Shape>) {
    once_there(id, move |place| {
        let drawn = || -> Result<(), JsValue> {
            let drawing = svg_element("svg")?;
            drawing.set_attribute("viewBox", view_box)?;
            drawing.set_attribute("aria-hidden", "true")?;
            for shape in &shapes {
                let element = svg_element(shape.tag)?;
                for (name, value) in &shape.attributes {
                    element.set_attribute(name, value)?;
                }
                element.set_text_content(Some(&shape.text));
                drawing.append_child(&element)?;
            }
            place.set_text_content(None);
            place.append_child(&drawing)?;
            Ok(())
        };
        drawn().is_ok()
    });
}

fn svg_element(tag: &str) -> Result<web_sys::Element, JsValue> {
    document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag)
}

/// Whether the focus is in an element or on it.
#[must_use]
pub fn focus_is_within(id: &str) -> bool {
    let (region, focused) = (
        document().get_element_by_id(id),
        document().active_element(),
    );
    matches!((region, focused), (Some(region), Some(focused)) if region.contains(Some(&focused)))
}

/// Fills a control as soon as it is there. The text is a property of the control and no attribute.
pub fn set_value(id: &'static str, value: impl Fn() -> zeroize::Zeroizing<String> + 'static) {
    once_there(id, move |element| {
        element.dyn_into::<HtmlInputElement>().is_ok_and(|control| {
            control.set_value(&value());
            true
        })
    });
}

/// What stands in a control, if it is there.
#[must_use]
pub fn value(id: &str) -> Option<zeroize::Zeroizing<String>> {
    let control = element(id)?.dyn_into::<HtmlInputElement>().ok()?;
    Some(zeroize::Zeroizing::new(control.value()))
}

/// Where the focus is and what is selected there, in UTF-16 units, if it is in a line of text.
#[must_use]
pub fn caret() -> Option<(String, u32, u32)> {
    let control = document().active_element()?;
    let control = control.dyn_into::<HtmlInputElement>().ok()?;
    let start = control.selection_start().ok()??;
    let end = control.selection_end().ok()??;
    Some((control.id(), start, end))
}

/// Puts the focus into a line of text, and selects there what was selected elsewhere.
pub fn put_caret(id: &'static str, start: u32, end: u32) {
    once_there(id, move |element| {
        let Ok(control) = element.dyn_into::<HtmlInputElement>() else {
            return false;
        };
        control.focus().is_ok() && control.set_selection_range(start, end).is_ok()
    });
}

/// Empties a control, if it is there.
pub fn clear_value(id: &str) {
    if let Some(Ok(control)) = element(id).map(JsCast::dyn_into::<HtmlInputElement>) {
        control.set_value("");
    }
}

/// Puts a text on the clipboard; `false` where the browser doesn't offer or allow it.
pub async fn write_clipboard(text: &str) -> bool {
    let navigator = window().navigator();
    // It is undefined on pages that are not served securely.
    let offered =
        Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|clipboard| clipboard.is_object());
    offered
        && JsFuture::from(navigator.clipboard().write_text(text))
            .await
            .is_ok()
}

/// Selects what an element shows, so that copying by hand takes one key, and tries the older way
/// of copying; tells whether that worked.
pub async fn copy_selected(element_id: &str) -> bool {
    // The element may only just be about to show its text.
    tick().await;
    select(element_id);
    document()
        .dyn_into::<web_sys::HtmlDocument>()
        .is_ok_and(|document| document.exec_command("copy").unwrap_or(false))
}

/// Hands a text to the browser as a file to save.
pub fn download(name: &str, text: &str) -> bool {
    let saved = || -> Result<(), JsValue> {
        let parts = Array::of1(&text.into());
        let blob = web_sys::Blob::new_with_str_sequence(&parts)?;
        let address = web_sys::Url::create_object_url_with_blob(&blob)?;
        let link: web_sys::HtmlElement = document().create_element("a")?.unchecked_into();
        link.set_attribute("href", &address)?;
        link.set_attribute("download", name)?;
        link.click();
        // The browser has taken the text by now; the address would keep it alive.
        web_sys::Url::revoke_object_url(&address)
    };
    saved().is_ok()
}

/// The page's own address without its fragment.
#[must_use]
pub fn page_address() -> String {
    let location = window().location();
    location.origin().unwrap_or_default() + &location.pathname().unwrap_or_default()
}

/// The address that a path of the same origin, or an origin, stands for.
#[must_use]
pub fn absolute(address: &str) -> String {
    if address.starts_with('/') {
        window().location().origin().unwrap_or_default() + address
    } else {
        address.to_owned()
    }
}

/// The fragment of the page's address, with its `#`.
#[must_use]
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default()
}

/// Goes to another fragment, as a step that the way back undoes.
pub fn go(fragment: &str) {
    // A fragment can always be set.
    let _ = window().location().set_hash(fragment);
}

/// Changes the fragment without a step in the history, and without calling back.
pub fn replace_fragment(fragment: &str) {
    // Browsers limit how often a page may do so; the address is then a little behind.
    let _ = window()
        .history()
        .and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(fragment)));
}

/// Calls back when the fragment changes.
pub fn on_fragment(changed: impl Fn() + 'static) {
    listen("hashchange", move |_| changed());
}

/// Calls back when somebody presses a key or a button.
pub fn on_activity(active: impl Fn() + Clone + 'static) {
    for event in ["click", "keydown"] {
        let active = active.clone();
        listen(event, move |_| active());
    }
}

/// Calls back when the page is out of sight, behind another tab or window.
pub fn on_hidden(hidden: impl Fn() + 'static) {
    listen("visibilitychange", move |_| {
        if document().hidden() {
            hidden();
        }
    });
}

/// Selects all that an element shows.
fn select(element_id: &str) {
    let selection = window().get_selection().ok().flatten();
    if let (Some(selection), Some(element)) = (selection, document().get_element_by_id(element_id))
    {
        // A failure leaves nothing selected, which the person sees.
        let _ = selection.select_all_children(&element);
    }
}

/// Narrows the page's own policy down to requests to one address; `api_base` is an origin or a path.
///
/// index.html is the same for every installation, so it can't name the address. A policy can only
/// become stricter: this one counts on top of it and of what the host sends.
pub fn connect_only_to(api_base: &str) {
    let policy = document().create_element("meta").and_then(|meta| {
        let origin = if api_base.starts_with('/') {
            ""
        } else {
            api_base
        };
        meta.set_attribute("http-equiv", "Content-Security-Policy")?;
        meta.set_attribute("content", &format!("connect-src 'self' {origin}"))?;
        Ok(meta)
    });
    if let (Ok(policy), Some(head)) = (policy, document().head()) {
        // Without it the page works as before, under index.html's wider policy.
        let _ = head.append_child(&policy);
    }
}

/// Calls back with the address when a policy keeps the page from a request.
pub fn on_blocked_request(blocked: impl Fn(String) + 'static) {
    listen("securitypolicyviolation", move |event: web_sys::Event| {
        let read = |name: &str| Reflect::get(&event, &name.into()).ok()?.as_string();
        if read("effectiveDirective").is_some_and(|directive| directive == "connect-src") {
            blocked(read("blockedURI").unwrap_or_default());
        }
    });
}

/// Asks before the page is left for as long as `unsaved` says so.
pub fn guard_leaving(unsaved: impl Fn() -> bool + 'static) {
    listen("beforeunload", move |event: web_sys::Event| {
        if unsaved() {
            event.prevent_default();
            if let Ok(event) = event.dyn_into::<web_sys::BeforeUnloadEvent>() {
                // Browsers show their own words; older ones only ask if there are any.
                event.set_return_value("unsaved");
            }
        }
    });
}

/// Calls back when the page is left, also for the back/forward cache.
pub fn on_leave(left: impl Fn() + 'static) {
    listen("pagehide", move |_| left());
}

fn listen(name: &str, listener: impl Fn(web_sys::Event) + 'static) {
    boxed_listen(name, Box::new(listener));
}

fn boxed_listen(name: &str, listener: Box<dyn closure::Function<web_sys::Event, ()>>) {
    let listener = Closure::<dyn Fn(web_sys::Event)>::new(move |event| listener.apply(event));
    let added = window().add_event_listener_with_callback(name, listener.as_ref().unchecked_ref());
    if added.is_ok() {
        // It lives as long as the page.
        listener.forget();
    }
}
