//! What is in the form.

use gcore_token_core::config::Config;
use gcore_token_core::flow::link;
use gcore_token_core::flow::view::View;
use gcore_token_core::form::expiry::{self, Lifetime, Plan};
use gcore_token_core::form::prefill::{self, LeftOut, Prefill, Why, left_out_words};
use gcore_token_core::form::{Draft, Field, NewToken, Problems};
use gcore_token_core::handover::request_as_curl;
use gcore_token_core::list::{ListedToken, Successor};
use gcore_token_core::service::request;
use gcore_token_core::time::{Clock, wall_time, wall_time_value};
use gcore_token_core::{ApiKey, Role};
use leptos::prelude::*;

use crate::browser::clock::BrowserClock;
use crate::browser::location::replace_fragment;
use crate::browser::text::matches;
use crate::components::Now;
use crate::session::{AccountTokens, Session};

/// The form, but for key and account, which the [`Session`] holds.
#[derive(Clone, Copy)]
pub(crate) struct Form {
    config: &'static Config,
    now: Now,
    pub(super) draft: RwSignal<Draft>,
    /// As it was before anybody typed: empty, or as a link filled it.
    pristine: StoredValue<Draft>,
    /// Whether a link filled it.
    pub(super) prefilled: RwSignal<bool>,
    /// What of a link, or of another token, is not in it, in a sentence; empty if all is.
    pub(super) left_out: RwSignal<String>,
    /// A lifetime in days that is offered besides the usual ones, such as a link's; the policy's default where nothing asked for one.
    offered_days: RwSignal<u32>,
}

/// The form as it was, for when what took its place is given up.
#[derive(Clone)]
pub(super) struct Kept {
    draft: Draft,
    prefilled: bool,
    left_out: String,
}

impl Form {
    pub(super) fn new() -> Self {
        let config = expect_context::<&'static Config>();
        let draft = Draft::new(&config.policy);
        Self {
            config,
            now: expect_context(),
            pristine: StoredValue::new(draft.clone()),
            draft: RwSignal::new(draft),
            prefilled: RwSignal::new(false),
            left_out: RwSignal::new(String::new()),
            offered_days: RwSignal::new(config.policy.default_days()),
        }
    }

    /// Takes what was typed or chosen in a field before the program was there; tells whether the rules here allow it.
    pub(super) fn take_typed(self, field: Field, typed: String) -> bool {
        let policy = &self.config.policy;
        match field {
            Field::Name => self.draft.update(|draft| draft.name = typed),
            Field::Description => self.draft.update(|draft| draft.description = typed),
            Field::ExpirationDateTime => self.draft.update(|draft| draft.custom = typed),
            Field::Role => {
                let role = typed.parse().ok().and_then(Role::from_id).filter(|role| policy.allowed_roles.contains(role));
                self.draft.update(|draft| draft.role = role);
                return role.is_some();
            }
            Field::Expiration => {
                let lifetime = Lifetime::from_value(&typed).filter(|lifetime| lifetime.allowed(policy));
                if let Some(lifetime) = lifetime {
                    self.choose_lifetime(lifetime);
                }
                return lifetime.is_some();
            }
            Field::ApiKey | Field::AccountId => {}
        }
        true
    }

    /// Fills the form from a link's fragment. What somebody typed is not for a link to overwrite.
    pub(super) fn prefill(self, fragment: &str) {
        let Some(prefill) = Prefill::parse(fragment) else {
            return;
        };
        let left_out = prefill.left_out(&self.config.policy);
        if left_out.iter().any(|part| part.why == Why::Secret) {
            replace_fragment(View::Create.fragment());
        }
        let draft = self.draft.get_untracked();
        if self.pristine.with_value(|pristine| draft != *pristine) {
            return self.note_unused(prefill, left_out);
        }
        self.left_out.set(not_taken_from("the link", &left_out));
        let filled = self.pristine.with_value(|pristine| link::prefilled(prefill, &draft, pristine, &self.config.policy));
        let Some(filled) = filled else { return };
        self.pristine.set_value(filled.clone());
        self.show(filled);
        self.prefilled.set(true);
    }

    /// Says that a link was not used, unless it is the one that the form was filled in from, as on the way back.
    fn note_unused(self, prefill: Prefill, left_out: Vec<LeftOut>) {
        let mut linked = Draft::new(&self.config.policy);
        prefill.fill(&mut linked, &self.config.policy);
        if self.pristine.with_value(|pristine| linked == *pristine) {
            return;
        }
        let secrets: Vec<LeftOut> = left_out.into_iter().filter(|part| part.why == Why::Secret).collect();
        let unused = "The link was not used, because you have already started filling in this form.".to_owned();
        self.left_out.set(if secrets.is_empty() { unused } else { format!("{unused} {}", not_taken_from("it", &secrets)) });
    }

    /// Fills the form with what can take a token's place; returns what of it could not be taken over.
    pub(super) fn fill_with_successor(self, old: &ListedToken, tokens: AccountTokens) -> Vec<LeftOut> {
        let today = wall_time(BrowserClock.now(), &BrowserClock).date();
        let successor = Successor::of(old, today, &self.config.policy, |name| tokens.name_is_taken(name));
        self.left_out.set(String::new());
        self.fill_with(successor)
    }

    /// Fills the form with a token like another one.
    pub(super) fn fill_like(self, token: &ListedToken, tokens: AccountTokens) {
        let today = wall_time(BrowserClock.now(), &BrowserClock).date();
        let successor = Successor::like(token, today, &self.config.policy, |name| tokens.name_is_taken(name));
        self.empty();
        self.left_out.set(not_taken_from("that token", &self.fill_with(successor)));
    }

    fn fill_with(self, successor: Successor) -> Vec<LeftOut> {
        self.prefilled.set(false);
        let left_out = successor.left_out().to_vec();
        let mut draft = self.draft.get_untracked();
        successor.fill(&mut draft);
        self.show(draft);
        left_out
    }

    /// The form as it is.
    pub(super) fn kept(self) -> Kept {
        Kept {
            draft: self.draft.get_untracked(),
            prefilled: self.prefilled.get_untracked(),
            left_out: self.left_out.get_untracked(),
        }
    }

    /// Shows the form as it was, with what was said of it.
    pub(super) fn restore(self, Kept { draft, prefilled, left_out }: Kept) {
        self.show(draft);
        self.prefilled.set(prefilled);
        self.left_out.set(left_out);
    }

    /// Shows this in the form, its lifetime among those to choose from.
    fn show(self, draft: Draft) {
        if let Lifetime::Days(days) = draft.lifetime {
            self.offered_days.set(days);
        }
        self.draft.set(draft);
    }

    /// Empties the form.
    pub(super) fn empty(self) {
        self.left_out.set(String::new());
        let draft = Draft::new(&self.config.policy);
        self.pristine.set_value(draft.clone());
        self.show(draft);
    }

    /// The lifetimes to choose from.
    pub(super) fn lifetimes(self) -> Vec<Lifetime> {
        Lifetime::offered(&self.config.policy, self.offered_days.get())
    }

    /// Chooses a lifetime; Custom starts from where the last choice would have ended.
    pub(super) fn choose_lifetime(self, lifetime: Lifetime) {
        self.draft.update(|draft| {
            if lifetime == Lifetime::Custom && draft.custom.is_empty() {
                let days = match draft.lifetime {
                    Lifetime::Days(days) => days,
                    _ => self.config.policy.default_days(),
                };
                let end = expiry::days_from_now(days, &BrowserClock);
                draft.custom = wall_time_value(wall_time(end, &BrowserClock));
            }
            draft.lifetime = lifetime;
        });
    }

    /// What the expiration means now.
    ///
    /// # Errors
    /// The field at fault and what is wrong.
    pub(super) fn plan(self) -> Result<Plan, (Field, String)> {
        self.now.get();
        self.draft.with(|draft| expiry::plan(draft.lifetime, &draft.custom, &self.config.policy, &BrowserClock))
    }

    /// The token that the form asks for, with the key to ask with.
    ///
    /// # Errors
    /// All problems at once, each at its field.
    pub(super) fn check(self, session: Session) -> Result<(ApiKey, NewToken), Problems> {
        let account_id = untrack(move || session.account_id());
        self.draft.with_untracked(|draft| {
            session.with_key(|key| draft.check(key, &account_id, &self.config.policy, &BrowserClock, matches))
        })
    }

    /// The request that the form amounts to, as a curl command without the key; `None` while something is missing.
    pub(super) fn preview(self, session: Session) -> Option<String> {
        self.now.get();
        let account_id = session.account_id();
        let token = self
            .draft
            .with(|draft| session.with_key(|key| draft.new_token(key, &account_id, &self.config.policy, &BrowserClock, matches)));
        let request = request::create(self.config, &token.ok()?);
        Some(request_as_curl(&request.public_url(self.config), &request.body?))
    }

    /// The fragment that fills the form in like this, and what of the form it can't say.
    pub(super) fn fragment(self) -> (String, Vec<LeftOut>) {
        self.draft.with_untracked(prefill::fragment)
    }

    /// A warning when an active token is called the same, or looks so, as far as the list was read.
    pub(super) fn name_warning(self, tokens: AccountTokens) -> Option<String> {
        let name = self.draft.with(|draft| draft.name.clone());
        let now = BrowserClock.now();
        tokens.with(|list| list.twin(&name, now).map(|twin| twin.words()))?
    }
}

fn not_taken_from(source: &str, parts: &[LeftOut]) -> String {
    if parts.is_empty() { String::new() } else { left_out_words(&format!("Not taken from {source}"), parts) + "." }
}
