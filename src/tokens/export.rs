//! Takes what the list shows elsewhere: as a file, as calendar reminders, as a table for a ticket.

use std::sync::Arc;

use gcore_token_core::handover::reminders;
use gcore_token_core::limits::counted;
use gcore_token_core::list::{ListedToken, csv, json};
use gcore_token_core::time::Clock;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::TokenListState;
use crate::browser::clipboard;
use crate::browser::clock::BrowserClock;
use crate::browser::download::download;
use crate::components::{Button, Look};

/// A kind of file that the list is exported as.
#[derive(Clone, Copy)]
enum ExportFormat {
    Csv,
    Json,
}

#[component]
pub(super) fn ExportButtons(matching: Memo<Vec<Arc<ListedToken>>>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let export = move |format| matching.with_untracked(|tokens| state.export(tokens, format));
    view! {
        <Button look=Look::Plain on_press=move || export(ExportFormat::Csv)>
            "Export CSV"
        </Button>
        <Button look=Look::Plain on_press=move || export(ExportFormat::Json)>
            "Export JSON"
        </Button>
        <Button look=Look::Plain on_press=move || matching.with_untracked(|tokens| state.remind(tokens))>
            "Reminders (.ics)"
        </Button>
        <Button look=Look::Plain on_press=move || state.copy_audit()>
            "Copy as Markdown"
        </Button>
    }
}

impl TokenListState {
    /// Hands these tokens to the browser as a file.
    fn export(self, tokens: &[Arc<ListedToken>], format: ExportFormat) {
        let now = BrowserClock.now();
        let each = tokens.iter().map(AsRef::as_ref);
        let (text, extension) = match format {
            ExportFormat::Csv => (csv(each, now), "csv"),
            ExportFormat::Json => (json(each, now), "json"),
        };
        self.announce(if download(&self.file_name(extension), &text) {
            format!("{} exported", counted(tokens.len() as i64, "token"))
        } else {
            "Could not export the tokens".to_owned()
        });
    }

    /// Hands the ends of these tokens to the browser as a calendar.
    pub(super) fn remind(self, tokens: &[Arc<ListedToken>]) {
        let Some(account) = self.account_untracked() else { return };
        let reminders = reminders(tokens.iter().map(AsRef::as_ref), account, BrowserClock.now());
        self.announce(match reminders {
            None => "None of these tokens has an expiration to be reminded of".to_owned(),
            Some(reminders) if download(&self.file_name("ics"), &reminders.calendar) => {
                let them = if reminders.count == 1 { "it" } else { "them" };
                format!(
                    "{} downloaded. Open the file to add {them} to your calendar.",
                    counted(reminders.count as i64, "reminder")
                )
            }
            Some(_) => "Could not download the reminders".to_owned(),
        });
    }

    /// Copies what the list shows as a table for a ticket.
    fn copy_audit(self) {
        let Some(account) = self.account_untracked() else { return };
        let query = self.query().get_untracked();
        let Some(text) = self.tokens().with_untracked(|list| list.markdown(account, &query, BrowserClock.now())) else {
            return;
        };
        spawn_local(async move {
            let copied = clipboard::write(&text).await;
            self.announce(
                if copied { "List copied as Markdown" } else { "Could not copy the list. Export it instead." }.to_owned(),
            );
        });
    }

    fn file_name(self, extension: &str) -> String {
        let account = self.account_untracked().map_or_else(String::new, |account| format!("{account}-"));
        format!("gcore-tokens-{account}{}.{extension}", BrowserClock.now().date_naive())
    }
}
