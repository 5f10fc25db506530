//! What is on screen, and what happens when.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{self, Deed, Failure, explain};
use crate::browser::{self, BrowserClock};
use crate::config::Config;
use crate::token::expiry::{self, Lifetime, Plan};
use crate::token::{
    AccountId, ApiKey, CreatedToken, Draft, Field, Holder, NewToken, Problems, Receipt, Role,
    Secret, time,
};

/// What is on screen: always exactly one of these.
pub enum Screen {
    /// The form.
    Editing,
    /// The form's order is risky and is looked at once more.
    Reviewing(NewToken),
    /// The request is on its way; the form waits.
    Creating,
    /// The new token, for the only time.
    Created(CreatedToken),
    /// The token is in safe keeping, and its secret gone from here.
    Saved(Receipt),
    /// The token was deleted right after it was made.
    Revoked(Receipt),
}

/// What became of the try-out of a new token.
#[derive(Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Not tried yet.
    Untried,
    /// Being tried.
    Trying,
    /// The answer, in words.
    Known(String),
}

/// The state of the page. It is made once, at the top, and handed to the views as context.
#[derive(Clone, Copy)]
pub struct App {
    /// The operator's settings.
    pub config: StoredValue<Config>,
    /// What stands in the API key's field. It stays in memory for the visit, so that nobody pastes
    /// it twice, and nowhere else.
    key: StoredValue<Secret>,
    /// An address that a Content-Security-Policy kept a request from, until it is said.
    blocked: StoredValue<Option<String>>,
    /// The form, but for the key.
    pub draft: RwSignal<Draft>,
    /// Who holds the key, once looked up.
    pub holder: RwSignal<Option<Holder>>,
    /// Whether a look-up is on its way.
    pub looking_up: RwSignal<bool>,
    /// What stands in the way.
    pub problems: RwSignal<Problems>,
    /// See [`Screen`].
    pub screen: RwSignal<Screen>,
    /// The last thing that happened, for the live region.
    pub announcement: RwSignal<String>,
    /// What came of the last attempt to copy the token, in words.
    pub copied: RwSignal<String>,
    /// See [`Verdict`].
    pub verdict: RwSignal<Verdict>,
    /// Counts up so that what depends on the time is worked out again.
    pub clock_tick: RwSignal<u32>,
}

impl App {
    /// The state before anybody did anything.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let mut draft = Draft::new(&config.policy);
        if let Some(account) = config.account {
            draft.account_id = account.to_string();
        }
        Self {
            config: StoredValue::new(config),
            key: StoredValue::new(Secret::new(String::new())),
            blocked: StoredValue::new(None),
            draft: RwSignal::new(draft),
            holder: RwSignal::new(None),
            looking_up: RwSignal::new(false),
            problems: RwSignal::new(Problems::default()),
            screen: RwSignal::new(Screen::Editing),
            announcement: RwSignal::new(String::new()),
            copied: RwSignal::new(String::new()),
            verdict: RwSignal::new(Verdict::Untried),
            clock_tick: RwSignal::new(0),
        }
    }

    /// Says something in the live region.
    pub fn announce(self, words: impl Into<String>) {
        self.announcement.set(words.into());
    }

    /// Takes what stands in the API key's field. Whom it belongs to has to be asked anew.
    pub fn set_key(self, typed: String) {
        self.key.set_value(Secret::new(typed));
        if self.holder.with_untracked(Option::is_some) {
            self.holder.set(None);
        }
    }

    /// Lets a view use what stands in the API key's field, without keeping it.
    pub fn with_key<T>(self, use_key: impl FnOnce(&str) -> T) -> T {
        self.key.with_value(|key| use_key(key.expose()))
    }

    /// Shows problems, or clears them; the summary takes the focus.
    fn show(self, mut problems: Problems) {
        let any = !problems.is_empty();
        if any {
            self.say_blocked(&mut problems);
        }
        self.problems.set(problems);
        if any {
            browser::focus(PROBLEMS_ID);
        }
    }

    /// What the form's expiration means now.
    pub fn plan(self) -> Result<Plan, (Field, String)> {
        self.clock_tick.track();
        self.draft.with(|draft| {
            self.config.with_value(|config| {
                expiry::plan(draft.lifetime, &draft.custom, &config.policy, &BrowserClock)
            })
        })
    }

    /// Chooses a lifetime; Custom starts from where the last choice would have ended.
    pub fn choose_lifetime(self, lifetime: Lifetime) {
        self.draft.update(|draft| {
            if lifetime == Lifetime::Custom && draft.custom.is_empty() {
                let days = match draft.lifetime {
                    Lifetime::Days(days) => days,
                    _ => self
                        .config
                        .with_value(|config| config.policy.default_days()),
                };
                let end = expiry::days_from_now(days, &BrowserClock);
                draft.custom = time::wall_time_value(time::wall_time(end, &BrowserClock));
            }
            draft.lifetime = lifetime;
        });
    }

    /// Whether the service will probably refuse a role, since the key's holder has a lower one.
    pub fn beyond_own(self, role: Role) -> Option<Role> {
        let own = self.holder.with(|holder| holder.as_ref()?.role)?;
        (!own.may_grant(role)).then_some(own)
    }

    /// Asks the service whose key it is, and fills in the account.
    pub fn look_up(self) {
        if self.looking_up.get_untracked() {
            return;
        }
        let key = match self.with_key(ApiKey::parse) {
            Ok(key) => key,
            Err(message) => {
                let mut problems = Problems::default();
                problems.add(Field::ApiKey, message);
                return self.show(problems);
            }
        };
        self.looking_up.set(true);
        self.announce("Looking up the account");
        spawn_local(async move {
            let config = self.config.get_value();
            let found = api::who_am_i(&config, &key).await;
            self.looking_up.set(false);
            // An answer about a key that was replaced meanwhile would name the wrong person.
            let replaced = self.with_key(|typed| {
                ApiKey::parse(typed).map_or(true, |typed| typed.expose() != key.expose())
            });
            if replaced {
                return;
            }
            match found {
                Ok(holder) => {
                    if config.account.is_none() {
                        let account = holder.account.to_string();
                        self.draft.update(|draft| draft.account_id = account);
                    }
                    self.announce(format!("Account {} found", holder.account));
                    self.holder.set(Some(holder));
                    self.show(Problems::default());
                }
                Err(failure) => {
                    self.announce("The account was not looked up");
                    let mut problems = explain(&failure, Deed::LookUp, &config);
                    if config.account.is_none() {
                        problems
                            .general
                            .push("You can still enter the Account ID yourself.".to_owned());
                    }
                    self.show(problems);
                }
            }
        });
    }

    /// Takes the form: shows what is wrong, asks once more about what is risky, or creates.
    pub fn submit(self) {
        if !self
            .screen
            .with_untracked(|screen| matches!(screen, Screen::Editing))
        {
            return;
        }
        match self.check() {
            Err(problems) => self.show(problems),
            Ok((key, token)) => {
                self.show(Problems::default());
                if token.risks().is_empty() {
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
            self.config.with_value(|config| {
                self.with_key(|key| {
                    draft.check(key, &config.policy, &BrowserClock, browser::matches)
                })
            })
        })
    }

    /// Creates what was looked at once more. The form is read anew, so that its end counts from
    /// now and not from when the review began.
    pub fn create_anyway(self) {
        if !self
            .screen
            .with_untracked(|screen| matches!(screen, Screen::Reviewing(_)))
        {
            return;
        }
        match self.check() {
            Ok((key, token)) => self.create(key, token),
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
        spawn_local(async move {
            let config = self.config.get_value();
            match api::create(&config, &key, &token).await {
                Ok(created) => {
                    self.verdict.set(Verdict::Untried);
                    self.copied.set(String::new());
                    self.screen.set(Screen::Created(created));
                    self.announce("Token created");
                    browser::focus(HEADING_ID);
                }
                Err(failure) => self.not_created(&failure, &config),
            }
        });
    }

    fn not_created(self, failure: &Failure, config: &Config) {
        let problems = explain(failure, Deed::Create, config);
        self.screen.set(Screen::Editing);
        self.announce(if failure.outcome_unknown() {
            "It is not known whether a token was created"
        } else {
            "No token was created"
        });
        self.show(problems);
    }

    /// The key that stands in the form and the account and id of the token on screen.
    fn for_new_token(self) -> Option<(AccountId, Option<String>)> {
        self.screen.with_untracked(|screen| match screen {
            Screen::Created(created) => Some((created.receipt.account, created.receipt.id.clone())),
            _ => None,
        })
    }

    /// Copies the new token, and says what came of it.
    pub fn copy(self) {
        let secret = self.screen.with_untracked(|screen| match screen {
            Screen::Created(created) => Some(Secret::new(created.secret.expose().to_owned())),
            _ => None,
        });
        let Some(secret) = secret else { return };
        spawn_local(async move {
            let words = if browser::copy(secret.expose(), TOKEN_ID).await {
                "Token copied"
            } else {
                "Could not copy the token. It is selected: press Ctrl+C, or ⌘C on a Mac."
            };
            self.copied.set(words.to_owned());
            self.announce(words);
        });
    }

    /// Tries the new token out, by asking the service whose it is.
    pub fn verify(self) {
        let token = self.screen.with_untracked(|screen| match screen {
            Screen::Created(created) => ApiKey::parse(created.secret.expose()).ok(),
            _ => None,
        });
        let (Some(token), false) = (token, self.verdict.get_untracked() == Verdict::Trying) else {
            return;
        };
        self.verdict.set(Verdict::Trying);
        self.announce("Verifying token");
        spawn_local(async move {
            let config = self.config.get_value();
            let words = match api::who_am_i(&config, &token).await {
                Ok(holder) => format!("The token works: it belongs to account {}.", holder.account),
                Err(failure) => api::verdict(&failure),
            };
            self.announce(words.clone());
            self.verdict.set(Verdict::Known(words));
        });
    }

    /// Deletes the new token.
    pub fn revoke(self) {
        let key = self.with_key(ApiKey::parse);
        let (Ok(key), Some((account, Some(id)))) = (key, self.for_new_token()) else {
            self.announce("The token was not revoked: its id is not known");
            return;
        };
        self.announce("Revoking token");
        spawn_local(async move {
            let config = self.config.get_value();
            match api::delete(&config, &key, account, &id).await {
                Ok(()) => {
                    self.end(Screen::Revoked);
                    self.announce("Token revoked");
                }
                Err(failure) => {
                    self.announce("The token was not revoked");
                    self.show(explain(&failure, Deed::Revoke, &config));
                }
            }
        });
    }

    /// The person has put the token away: its secret is wiped.
    pub fn saved(self) {
        self.end(Screen::Saved);
        self.announce("Token saved");
    }

    fn end(self, ending: fn(Receipt) -> Screen) {
        self.problems.set(Problems::default());
        self.verdict.set(Verdict::Untried);
        self.screen.update(|screen| {
            if let Screen::Created(created) = screen {
                *screen = ending(created.receipt.clone());
            }
        });
        browser::focus(HEADING_ID);
    }

    /// Goes back to the form, emptied but for the account, or as it was.
    pub fn another(self, like_this: bool) {
        if !like_this {
            self.draft.update(|draft| {
                let account_id = std::mem::take(&mut draft.account_id);
                *draft = self.config.with_value(|config| Draft::new(&config.policy));
                draft.account_id = account_id;
            });
        }
        self.problems.set(Problems::default());
        self.screen.set(Screen::Editing);
        self.announce("");
        browser::focus(Field::Name.id());
    }

    /// A policy of the host or the page keeps requests from going out: the operator can mend it.
    pub fn request_blocked(self, address: String) {
        self.blocked.set_value(Some(address));
        // The request's failure may have been shown already.
        self.problems.update(|problems| {
            if !problems.is_empty() {
                self.say_blocked(problems);
            }
        });
    }

    fn say_blocked(self, problems: &mut Problems) {
        if let Some(address) = self.blocked.get_value() {
            self.blocked.set_value(None);
            problems.general.push(format!(
                "The site’s Content-Security-Policy blocks requests to {address}. Its operator can add this address to the policy’s connect-src directive."
            ));
        }
    }

    /// Whether a token is on screen that nobody has said to have saved.
    pub fn unsaved(self) -> bool {
        self.screen
            .with_untracked(|screen| matches!(screen, Screen::Created(_) | Screen::Creating))
    }

    /// Forgets every secret, for when the page is left: the back/forward cache may keep it.
    pub fn wipe(self) {
        self.key.set_value(Secret::new(String::new()));
        self.holder.set(None);
        self.verdict.set(Verdict::Untried);
        self.screen.set(Screen::Editing);
    }
}

/// The id of the error summary.
pub const PROBLEMS_ID: &str = "problems";
/// The id of the heading that a new screen starts with.
pub const HEADING_ID: &str = "screen-heading";
/// The id of the element that shows the token.
pub const TOKEN_ID: &str = "token-text";
/// The id of the review region.
pub const REVIEW_ID: &str = "review";
/// The id of the button that submits the form.
pub const SUBMIT_ID: &str = "create-token";
