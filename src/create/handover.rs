//! The way of the token to its next home: in which format, and what to do with it there.

use std::sync::Arc;

use gcore_token_core::CreatedToken;
use gcore_token_core::handover::{self, Context, Entry, Format, Group, WebForm};
use leptos::html;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::Creation;
use super::ended::ClearClipboard;
use crate::browser::clipboard;
use crate::browser::download::download;
use crate::components::{Anew, Button, Control, Fact, Facts, FieldFrame, Hint, Look, Message};

const NOTE_ID: &str = "copy-as-hint";

/// Said before a download, so that what is said after it takes no room of its own.
const NOT_ENCRYPTED: &str = "The file is not encrypted: delete it once the token is stored where it belongs.";

impl Creation {
    /// Lets something be written about the new token in the format that is chosen.
    fn with_format<T>(self, write: impl FnOnce(Format, &Arc<CreatedToken>, &Context) -> T) -> Option<T> {
        let created = self.created()?;
        let context = Context { api_base: self.config.public_api_base(), receipt: &created.receipt };
        Some(write(self.result.format.get_untracked(), &created, &context))
    }

    /// Copies the new token in the chosen format, and says what came of it. `shown` is the element that shows the token.
    fn copy_token(self, shown: NodeRef<html::Code>) {
        let written = self.with_format(|format, created, context| {
            (format, Arc::clone(created), handover::write(format, &created.secret, context))
        });
        let Some((format, created, text)) = written else {
            return;
        };
        spawn_local(async move {
            let mut copied = clipboard::write(&text).await;
            // By now the token may be saved and gone, and something else selected.
            if !self.still_shows(&created) {
                return;
            }
            if !copied && format.is_token_alone() {
                // Only what is shown can be selected, for the older way of copying or by hand.
                self.result.visible.set(true);
                tick().await;
                copied = shown.get_untracked().is_some_and(|shown| clipboard::copy_selected(&shown));
            }
            if copied {
                self.result.note_copied(format);
                self.announcer.say(if format.is_token_alone() {
                    "Token copied".to_owned()
                } else {
                    format!("Copied as {}", format.label())
                });
            } else if format.is_token_alone() {
                self.say_copied("Could not copy the token. It is selected: press Ctrl+C, or ⌘C on a Mac.");
            } else {
                self.say_copied("Could not copy. Choose “Token only”, or download the file.");
            }
        });
    }

    /// Saves the new token as a file in the chosen format.
    fn download_token(self) {
        let saved = self.with_format(|format, created, context| {
            let name = handover::file_name(&created.receipt, format.extension());
            (format, download(&name, &handover::write(format, &created.secret, context)))
        });
        match saved {
            Some((format, true)) => {
                self.result.note_handed_over(format);
                self.say_copied("File downloaded, not encrypted: delete it once the token is stored where it belongs.");
            }
            Some((_, false)) => self.say_copied("Could not download the file. Use Copy token."),
            None => {}
        }
    }
}

/// Choose a format, then copy it or have it as a file.
#[component]
pub(super) fn HandOver(
    /// What shows the token.
    shown: NodeRef<html::Code>,
) -> impl IntoView {
    let creation = expect_context::<Creation>();
    let result = creation.result;
    let control = Control::free("copy-as", "Copy as").with_description(NOTE_ID);
    let said = move || Some(result.copied.get()).filter(|said| !said.is_empty()).unwrap_or_else(|| NOT_ENCRYPTED.to_owned());
    view! {
        <div class="hand-over">
            <FieldFrame control>
                <div class="with-button">
                    <FormatSelect control />
                    <CopyButton shown />
                </div>
                <Hint id=NOTE_ID>
                    <Message text=move || result.format.get().note().to_owned() />
                </Hint>
            </FieldFrame>
            <div class="buttons">
                <Button look=Look::Secondary on_press=move || creation.download_token()>
                    "Download as a file"
                </Button>
                <ClearClipboard />
            </div>
            <Hint>
                <Message text=said />
            </Hint>
            <Anew key=move || result.format.get().value().to_owned()>
                <AboutFormat />
            </Anew>
        </div>
    }
}

/// The forms, by what they are for.
#[component]
fn FormatSelect(control: Control) -> impl IntoView {
    let result = expect_context::<Creation>().result;
    let chosen = result.format.get_untracked();
    let options = move |group: Option<Group>| {
        let option = |format: Format| {
            view! {
                <option value=format.value() selected=format == chosen>
                    {format.label()}
                </option>
            }
        };
        Format::ALL.into_iter().filter(|format| format.group() == group).map(option).collect_view()
    };
    let groups = Group::ALL.map(|group| view! { <optgroup label=group.label()>{options(Some(group))}</optgroup> });
    view! {
        <select
            id=control.id
            aria-describedby=move || control.described_by()
            on:change:target=move |event| {
                if let Some(format) = Format::from_value(&event.target().value()) {
                    result.choose(format);
                }
            }
        >
            {options(None)}
            {groups.collect_view()}
        </select>
    }
}

/// Says that it has copied, in the same room.
#[component]
fn CopyButton(shown: NodeRef<html::Code>) -> impl IntoView {
    let creation = expect_context::<Creation>();
    let result = creation.result;
    view! {
        <button
            type="button"
            class=move || if result.handed_over.get() { "copy secondary" } else { "copy primary" }
            aria-label="Copy token"
            on:click=move |_| creation.copy_token(shown)
        >
            <span class:away=move || result.just_copied.get()>{"Copy token"}</span>
            <span class:away=move || !result.just_copied.get()>{"Copied"}</span>
        </button>
    }
}

/// What is copied in a format, and where to paste it.
#[component]
fn AboutFormat() -> impl IntoView {
    let creation = expect_context::<Creation>();
    let format = creation.result.format.get_untracked();
    let preview = creation.with_format(|format, created, context| handover::preview(format, &created.secret, context)).flatten();
    view! {
        <div class="about-form">
            {preview.map(|text| view! { <Snippet caption="What is copied" text /> })}
            {format.web_form().map(|form| view! { <Entries form /> })}
        </div>
    }
}

/// What to enter in another product's form, and what uses it from then on.
#[component]
fn Entries(form: &'static WebForm) -> impl IntoView {
    let fields = form.fields.iter().map(|(label, entry)| {
        let entry = match entry {
            Entry::Name(name) => view! { <code translate="no">{*name}</code> }.into_any(),
            Entry::Choice(choice) => (*choice).into_any(),
            Entry::Token => "The token, as copied".into_any(),
        };
        view! { <Fact term=label>{entry}</Fact> }
    });
    view! {
        <Facts boxed=true>
            <Fact term="Where to paste it">{form.place}</Fact>
            {fields.collect_view()}
        </Facts>
        <Snippet caption=form.used_in text=form.usage.to_owned() />
    }
}

/// Code under its caption.
#[component]
fn Snippet(caption: &'static str, text: String) -> impl IntoView {
    view! {
        <figure class="snippet">
            <figcaption class="hint">{caption}</figcaption>
            <pre translate="no">
                <code>{text}</code>
            </pre>
        </figure>
    }
}
