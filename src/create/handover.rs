//! The token in the form that the next tool reads.

use gcore_token_core::handover::{self, Context, Format};
use leptos::prelude::*;
use leptos::task::spawn_local;
use zeroize::Zeroizing;

use super::Creation;
use crate::browser::clipboard;
use crate::browser::download::download;
use crate::components::{Button, Choice, Control, FieldFrame, Hint, Look, Select};

const NOTE_ID: &str = "copy-as-hint";

impl Creation {
    fn written(self, format: Format) -> Option<Zeroizing<String>> {
        let created = self.created()?;
        let context = Context { api_base: self.config.public_api_base(), receipt: &created.receipt };
        Some(handover::write(format, &created.secret, &context))
    }

    fn copy_as(self, format: Format) {
        let Some(text) = self.written(format) else {
            return;
        };
        spawn_local(async move {
            let copied = clipboard::write(&text).await;
            self.result.on_clipboard.set(copied && format.holds_secret());
            self.say_copied(if copied { "Copied" } else { "Could not copy. Use Copy token, or download the file." });
        });
    }

    fn download_as(self, format: Format) {
        let (Some(text), Some(receipt)) = (self.written(format), self.receipt()) else {
            return;
        };
        let name = handover::file_name(&receipt, format.extension());
        self.say_copied(if download(&name, &text) {
            "File downloaded. It is not encrypted: delete it when the token is where it belongs."
        } else {
            "Could not download the file. Use Copy token."
        });
    }
}

/// Choose a form, then copy it or have it as a file.
#[component]
pub(super) fn HandOver() -> impl IntoView {
    let creation = expect_context::<Creation>();
    let format = creation.result.format;
    let choice = |format: Format| Choice { value: format.value().to_owned(), label: format.label().to_owned() };
    let choices = Format::ALL.map(choice).to_vec();
    let control = Control::free("copy-as", "Copy as", false).with_description(NOTE_ID);
    view! {
        <FieldFrame control>
            <Select
                control
                choices=Signal::stored(choices)
                selected=Signal::derive(move || format.get().value().to_owned())
                on_change=move |value: String| {
                    if let Some(chosen) = Format::from_value(&value) {
                        format.set(chosen);
                    }
                }
            />
            <Hint id=NOTE_ID>{move || format.get().note()}</Hint>
            <div class="buttons">
                <Button look=Look::Secondary on_press=move || creation.copy_as(format.get_untracked())>
                    "Copy in this form"
                </Button>
                <Button look=Look::Secondary on_press=move || creation.download_as(format.get_untracked())>
                    "Download as a file"
                </Button>
            </div>
            <Hint>"A file is not encrypted: delete it when the token is where it belongs."</Hint>
        </FieldFrame>
    }
}
