//! The new token: copied, handed over, tried out, revoked or saved.

use super::{App, HEADING_ID, Screen, TOKEN_ID, View};
use crate::api::{self, Deed, Deletion, Failure, explain, verdict};
use crate::browser::{self, BrowserClock};
use crate::token::handover::{self, Context, Format};
use crate::token::time::Clock;
use crate::token::{AccountId, ApiKey, CreatedToken, Problems, Receipt, Secret};

/// The reminder comes this many days before the end.
const REMINDER_DAYS: u32 = 7;

/// The verdict while it isn't there.
const VERIFYING: &str = "Verifying…";

impl App {
    /// Lets something use the new token while it is on screen.
    fn with_created<T>(self, use_token: impl FnOnce(&CreatedToken) -> T) -> Option<T> {
        self.screen.with_untracked(|screen| match screen {
            Screen::Created(created) => Some(use_token(created)),
            _ => None,
        })
    }

    /// The receipt of the token on screen, its secret still shown or not.
    #[must_use]
    pub fn receipt(self) -> Option<Receipt> {
        self.screen.with_untracked(|screen| match screen {
            Screen::Created(created) => Some(created.receipt.clone()),
            Screen::Saved { receipt, .. } | Screen::Revoked(receipt) => Some(receipt.clone()),
            _ => None,
        })
    }

    /// Copies the new token, and says what came of it.
    pub fn copy_token(self) {
        let secret = self.with_created(|created| Secret::new(created.secret.expose().to_owned()));
        let Some(secret) = secret else { return };
        browser::spawn(async move {
            let mut copied = browser::write_clipboard(secret.expose()).await;
            // By now the token may be saved and gone, and something else selected.
            if self.with_created(|created| created.secret.expose() == secret.expose()) != Some(true)
            {
                return;
            }
            if !copied {
                // Only what is shown can be selected, for the older way of copying or by hand.
                self.token_shown.set(true);
                copied = browser::copy_selected(TOKEN_ID).await;
            }
            let words = if copied {
                "Token copied"
            } else {
                "Could not copy the token. It is selected: press Ctrl+C, or ⌘C on a Mac."
            };
            self.on_clipboard.set(copied);
            self.say_copied(words);
        });
    }

    fn say_copied(self, words: &str) {
        self.copied.set(words.to_owned());
        self.announce(words);
    }

    /// The new token in the form that a tool reads.
    fn written(self, format: Format) -> Option<zeroize::Zeroizing<String>> {
        let api_base = browser::absolute(&self.config.api_base);
        self.with_created(|created| {
            let context = Context {
                api_base: &api_base,
                receipt: &created.receipt,
            };
            handover::write(format, &created.secret, &context)
        })
    }

    /// Copies the new token in the form that a tool reads.
    pub fn copy_as(self, format: Format) {
        let Some(text) = self.written(format) else {
            return;
        };
        browser::spawn(async move {
            let copied = browser::write_clipboard(&text).await;
            self.on_clipboard.set(copied && format.holds_secret());
            self.say_copied(if copied {
                "Copied"
            } else {
                "Could not copy. Use Copy token, or download the file."
            });
        });
    }

    /// Hands the new token to the browser as a file, which is not encrypted.
    pub fn download_as(self, format: Format) {
        let (Some(text), Some(receipt)) = (self.written(format), self.receipt()) else {
            return;
        };
        let name = handover::file_name(&receipt, format.extension());
        self.say_copied(if browser::download(&name, &text) {
            "File downloaded. It is not encrypted: delete it when the token is where it belongs."
        } else {
            "Could not download the file. Use Copy token."
        });
    }

    /// Empties the clipboard.
    pub fn clear_clipboard(self) {
        browser::spawn(async move {
            let cleared = browser::write_clipboard("").await;
            if cleared {
                self.on_clipboard.set(false);
                browser::focus(HEADING_ID);
            }
            self.say_copied(if cleared {
                "Clipboard cleared"
            } else {
                "Could not clear the clipboard. Copy something else over it."
            });
        });
    }

    /// Tries the new token out, by asking the service whose it is.
    pub fn verify(self) {
        let token = self.with_created(|created| ApiKey::from_token(&created.secret));
        let Some(token) = token else { return };
        if self.verdict.with_untracked(|verdict| verdict == VERIFYING) {
            return;
        }
        self.verdict.set(VERIFYING.to_owned());
        self.announce("Verifying token");
        browser::spawn(async move {
            let config = &self.config;
            let words = match api::who_am_i(config, &token).await {
                Ok(holder) => format!("The token works: it belongs to account {}.", holder.account),
                Err(failure) => verdict(&failure),
            };
            // By now another token may be on screen, of which this says nothing.
            let same = self.with_created(|created| created.secret.expose() == token.expose());
            if same == Some(true) {
                self.announce(words.clone());
                self.verdict.set(words);
            }
        });
    }

    /// Deletes the new token.
    pub fn revoke(self) {
        let Some(key) = self.demand_key() else { return };
        let token = self
            .with_created(|created| Some((created.receipt.account, created.receipt.id.clone()?)));
        let Some(Some((account, id))) = token else {
            let mut problems = Problems::default();
            problems.general.push(
                "The service did not tell the id of this token, so it can’t be revoked from here."
                    .to_owned(),
            );
            return self.show_in(View::Create, problems);
        };
        let revoked_id = id.clone();
        self.delete(key, account, id, move |revoked| {
            // The person may have gone on meanwhile: to the receipt, which is then outdated, or to
            // another token.
            let receipt = self
                .receipt()
                .filter(|receipt| receipt.id.as_ref() == Some(&revoked_id));
            match (revoked, receipt) {
                (Ok(_), Some(receipt)) => {
                    self.end_result(Screen::Revoked(receipt));
                    self.announce("Token revoked");
                    if self.sees(View::Create) {
                        browser::focus(HEADING_ID);
                    }
                }
                (Ok(_), None) => self.announce("Token revoked"),
                (Err(failure), Some(_)) => self.not_revoked(&failure),
                (Err(_), None) => self.announce("The token was not revoked"),
            }
        });
    }

    /// Deletes a token and calls back with what came of it; does nothing while another deletion is
    /// on its way.
    pub(super) fn delete(
        self,
        key: ApiKey,
        account: AccountId,
        id: String,
        then: impl FnOnce(Result<Deletion, Failure>) + 'static,
    ) {
        if self.revoking.get_value() {
            return;
        }
        self.revoking.set_value(true);
        self.announce("Revoking token");
        browser::spawn(async move {
            let config = &self.config;
            let revoked = api::delete(config, &key, account, &id).await;
            self.revoking.set_value(false);
            if let (Ok(_), Ok(id)) = (&revoked, id.parse()) {
                self.learned(id, None);
            }
            then(revoked);
        });
    }

    pub(super) fn not_revoked(self, failure: &Failure) {
        self.announce("The token was not revoked");
        let problems = explain(failure, Deed::Revoke, &self.config);
        self.show_in(View::Create, problems);
    }

    /// The person has put the token away: its secret is wiped.
    pub fn saved(self) {
        let saved = self.with_created(|created| Screen::Saved {
            receipt: created.receipt.clone(),
            fingerprint: handover::fingerprint(&created.secret),
        });
        if let Some(saved) = saved {
            self.end_result(saved);
            self.announce("Token saved");
            browser::focus(HEADING_ID);
        }
    }

    /// Leaves the new token behind; dropping it wipes it.
    pub(super) fn end_result(self, next: Screen) {
        self.problems.set(Problems::default());
        self.verdict.set(String::new());
        self.copied.set(String::new());
        self.screen.set(next);
    }

    /// Copies the receipt, which holds no secret.
    pub fn copy_receipt(self) {
        let text = self.screen.with_untracked(|screen| match screen {
            Screen::Saved {
                receipt,
                fingerprint,
            } => Some(handover::receipt(receipt, Some(fingerprint))),
            _ => None,
        });
        let Some(text) = text else { return };
        browser::spawn(async move {
            self.say_copied(if browser::write_clipboard(&text).await {
                "Receipt copied"
            } else {
                "Could not copy the receipt. Select it and copy it by hand."
            });
        });
    }

    /// Whether a reminder before the end makes sense.
    #[must_use]
    pub fn can_remind(self) -> bool {
        self.calendar().is_some()
    }

    fn calendar(self) -> Option<String> {
        handover::calendar(&self.receipt()?, REMINDER_DAYS, BrowserClock.now())
    }

    /// Hands a reminder to the browser as a calendar file.
    pub fn download_reminder(self) {
        let (Some(calendar), Some(receipt)) = (self.calendar(), self.receipt()) else {
            return;
        };
        let name = handover::file_name(&receipt, "ics");
        self.say_copied(if browser::download(&name, &calendar) {
            "Reminder downloaded: open it to add it to your calendar."
        } else {
            "Could not download the reminder."
        });
    }
}
