//! From the form to a new token.

use leptos::prelude::*;

use super::{App, HEADING_ID, LOST_ID, REVIEW_ID, SUBMIT_ID, Screen, View};
use crate::api::{self, Deed, Failure, explain};
use crate::browser::{self, BrowserClock};
use crate::token::expiry::{self, Lifetime, Plan};
use crate::token::prefill::{self, Prefill};
use crate::token::time::{self, Clock};
use crate::token::{ApiKey, Draft, Field, NewToken, Problems, handover};

impl App {
    /// Fills the form from a link's fragment, and says so.
    pub fn prefill(self, fragment: &str) {
        let Some(prefill) = Prefill::parse(fragment) else {
            return;
        };
        if !self.on_screen(|screen| matches!(screen, Screen::Editing)) {
            return;
        }
        // What somebody typed is not for a later link to overwrite.
        let mut draft = self.draft.get_untracked();
        let typed = self.untouched.with_value(|untouched| {
            let account_id = draft.account_id.clone();
            draft
                != Draft {
                    account_id,
                    ..untouched.clone()
                }
        });
        if typed {
            return;
        }
        let before = draft.clone();
        prefill.fill(&mut draft, &self.config.policy);
        if draft == before {
            return;
        }
        self.untouched.set_value(draft.clone());
        self.draft.set(draft);
        if let Lifetime::Days(days) = self.draft.with_untracked(|draft| draft.lifetime) {
            self.linked_days.set(days);
        }
        self.prefilled.set(true);
    }

    /// Copies a link that fills the form in like this.
    pub fn copy_link(self) {
        self.link_said.set(String::new());
        let link = browser::page_address() + &self.draft.with_untracked(prefill::fragment);
        browser::spawn(async move {
            let words = if browser::write_clipboard(&link).await {
                "Link copied".to_owned()
            } else {
                format!("Could not copy the link. Copy it by hand: {link}")
            };
            self.announce(words.clone());
            self.link_said.set(words);
        });
    }

    /// What the form's expiration means now.
    ///
    /// # Errors
    /// The field at fault and what is wrong.
    pub fn plan(self) -> Result<Plan, (Field, String)> {
        self.clock_tick.track();
        self.draft.with(|draft| {
            expiry::plan(
                draft.lifetime,
                &draft.custom,
                &self.config.policy,
                &BrowserClock,
            )
        })
    }

    /// Chooses a lifetime; Custom starts from where the last choice would have ended.
    pub fn choose_lifetime(self, lifetime: Lifetime) {
        self.draft.update(|draft| {
            if lifetime == Lifetime::Custom && draft.custom.is_empty() {
                let days = match draft.lifetime {
                    Lifetime::Days(days) => days,
                    _ => self.config.policy.default_days(),
                };
                let end = expiry::days_from_now(days, &BrowserClock);
                draft.custom = time::wall_time_value(time::wall_time(end, &BrowserClock));
            }
            draft.lifetime = lifetime;
        });
    }

    /// The request that the form amounts to, as a curl command without the key.
    #[must_use]
    pub fn preview(self) -> Option<String> {
        self.clock_tick.track();
        let order = self
            .draft
            .with(|draft| draft.order(&self.config.policy, &BrowserClock, browser::matches));
        let request = api::wire::create(&self.config, &order.ok()?);
        let url = browser::absolute(&request.url);
        Some(handover::request_as_curl(&url, &request.body?))
    }

    /// A warning when an active token of the same name exists, as far as the list was read.
    #[must_use]
    pub fn name_taken(self) -> Option<String> {
        let name = self.draft.with(|draft| draft.name.trim().to_owned());
        self.existing.with(|tokens| {
            let now = BrowserClock.now();
            let same = tokens
                .as_ref()?
                .tokens()
                .find(|token| token.name == name && token.active(now))?;
            Some(format!(
                "A token of this name exists already (Token ID {}). Two of one name are hard to tell apart.",
                same.id
            ))
        })
    }

    /// Takes the form: shows what is wrong, asks once more about what is risky, or creates.
    pub fn submit(self) {
        if !self.on_screen(|screen| matches!(screen, Screen::Editing)) {
            return;
        }
        // What became of the last request comes first: another one could make a second token.
        if !self.safe_to_try_again() {
            self.announce("Settle first whether the last token was created");
            return browser::focus(LOST_ID);
        }
        match self.check() {
            Err(problems) => self.show(problems),
            Ok((key, token)) => {
                self.show(Problems::default());
                let replaces = self.rotation.with_untracked(Option::is_some);
                if token.risks().is_empty() && !replaces {
                    self.create(key, token);
                } else {
                    self.screen.set(Screen::Reviewing(token));
                    browser::focus(REVIEW_ID);
                }
            }
        }
    }

    fn check(self) -> Result<(ApiKey, NewToken), Problems> {
        self.draft.with_untracked(|draft| {
            self.with_key(|key| {
                draft.check(key, &self.config.policy, &BrowserClock, browser::matches)
            })
        })
    }

    /// Creates what was looked at once more. The form is read anew, so that its end counts from
    /// now and not from when the review began.
    pub fn create_anyway(self) {
        let reviewed = self.screen.with_untracked(|screen| match screen {
            Screen::Reviewing(token) => Some(token.clone()),
            _ => None,
        });
        let Some(reviewed) = reviewed else { return };
        match self.check() {
            Ok((key, token)) if token.same_but_for_end(&reviewed) => self.create(key, token),
            // Something else changed the form behind the review: it is reviewed anew.
            Ok(_) => {
                self.screen.set(Screen::Editing);
                self.submit();
            }
            Err(problems) => {
                self.screen.set(Screen::Editing);
                self.show(problems);
            }
        }
    }

    /// Leaves the review for the form.
    pub fn go_back(self) {
        self.screen.set(Screen::Editing);
        browser::focus(SUBMIT_ID);
    }

    fn create(self, key: ApiKey, token: NewToken) {
        // From here on another press does nothing: one order, one request.
        self.screen.set(Screen::Creating);
        self.announce("Creating token");
        // After a review the button that was pressed is gone.
        browser::focus(SUBMIT_ID);
        // Taken now and not when the answer is missed: a list that is read in between could name
        // the new token already.
        let (sent, before) = (BrowserClock.now(), self.known_ids());
        browser::spawn(async move {
            let config = &self.config;
            let answer = api::create(config, &key, &token).await;
            // The page was left meanwhile: what it shows by now is not to be replaced.
            if !self.on_screen(|screen| matches!(screen, Screen::Creating)) {
                return;
            }
            match answer {
                Ok(created) => {
                    let id: Option<i64> =
                        created.receipt.id.as_ref().and_then(|id| id.parse().ok());
                    self.made_here.update_value(|ids| ids.extend(id));
                    self.verdict.set(String::new());
                    self.copied.set(String::new());
                    self.token_shown.set(!document().hidden());
                    self.prefilled.set(false);
                    self.forget_existing();
                    self.screen.set(Screen::Created(created));
                    self.announce("Token created");
                    if self.sees(View::Create) {
                        browser::focus(HEADING_ID);
                    }
                }
                Err(failure) => {
                    self.screen.set(Screen::Editing);
                    self.not_created(&failure);
                    if failure.outcome_unknown() {
                        self.search_lost(token, sent, before);
                    }
                }
            }
        });
    }

    fn not_created(self, failure: &Failure) {
        self.announce(if failure.outcome_unknown() {
            "It is not known whether a token was created"
        } else {
            "No token was created"
        });
        let problems = explain(failure, Deed::Create, &self.config);
        self.show_in(View::Create, problems);
    }

    /// Goes back to the form, emptied but for the account, or as it was.
    pub fn another(self, like_this: bool) {
        if !like_this {
            self.draft.update(|draft| {
                let account_id = std::mem::take(&mut draft.account_id);
                *draft = Draft::new(&self.config.policy);
                draft.account_id = account_id;
                self.untouched.set_value(draft.clone());
            });
        }
        self.rotation.set(None);
        self.problems.set(Problems::default());
        self.screen.set(Screen::Editing);
        self.announce("");
        self.read_existing(false);
        browser::focus(Field::Name.id());
    }
}
