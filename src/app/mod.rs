//! What is on screen, and what happens when.

mod lost;
mod navigation;
mod ordering;
mod result;
mod revoking;
mod rotating;
mod rows;
mod session;
mod state;
mod tokens;

use std::ops::Deref;

use chrono::{DateTime, Utc};
use leptos::task::tick;

pub use lost::{Lost, Search};
pub use navigation::View;
pub use revoking::{Outcome, Revocation, Stage};
pub use rotating::Rotation;
pub use rows::{Body, ROWS};
pub use state::{Kept, Watched};

use crate::browser::{self, BrowserClock};
use crate::config::Config;
use crate::token::handover::Format;
use crate::token::list::{Query, TokenList};
use crate::token::time::Clock;
use crate::token::{CreatedToken, Draft, Holder, NewToken, Problems, Receipt, Secret};

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
    Saved {
        /// What may be kept of it.
        receipt: Receipt,
        /// The first eight hex digits of the token's SHA-256, to recognize it by.
        fingerprint: String,
    },
    /// The token was deleted right after it was made.
    Revoked(Receipt),
}

/// The page's state, handed to the views. It lives as long as the page, so that what is handed on is
/// a pointer and not its forty parts.
#[derive(Clone, Copy)]
pub struct App(&'static State);

impl Deref for App {
    type Target = State;

    fn deref(&self) -> &State {
        self.0
    }
}

/// What [`App`] points to. It is made once, at the top.
pub struct State {
    /// The operator's settings.
    pub config: Config,
    /// What stands in the API key's field. It stays in memory for the visit, so that nobody pastes
    /// it twice, and nowhere else.
    key: Kept<Secret>,
    /// An address that a Content-Security-Policy kept a request from, until it is said.
    blocked: Kept<Option<String>>,
    /// The ids of the tokens made on this page, none of which is lost.
    made_here: Kept<Vec<i64>>,
    /// The ids of the tokens revoked on this page: a list that was read before may come after.
    revoked_here: Kept<Vec<i64>>,
    /// Counts up whenever what is known of the account's tokens is out of date.
    existing_age: Kept<u32>,
    /// Whether the address is about to say what is shown.
    rewriting: Kept<bool>,
    /// Counts up whenever a look-up under way is about another key than the field's.
    look_up_age: Kept<u32>,
    /// The form as it was before anybody typed: empty, or as a link filled it.
    untouched: Kept<Draft>,
    /// Whether a deletion is on its way.
    revoking: Kept<bool>,
    /// What stands in the way in the view that isn't on screen.
    parked: Kept<Problems>,
    /// When the person last pressed anything.
    last_active: Kept<DateTime<Utc>>,
    /// The form, but for the key.
    pub draft: Watched<Draft>,
    /// Whether a link filled the form.
    pub prefilled: Watched<bool>,
    /// The lifetime in days that a link asked for, which is then offered as well; without a link
    /// the policy's default.
    pub linked_days: Watched<u32>,
    /// Who holds the key, once looked up.
    pub holder: Watched<Option<Holder>>,
    /// Whether a look-up is on its way.
    pub looking_up: Watched<bool>,
    /// Whether the key is about to be forgotten, since nobody did anything for long.
    pub forgetting: Watched<bool>,
    /// The account's tokens, where they were read.
    pub existing: Watched<Option<TokenList>>,
    /// Whether they are being read.
    pub reading: Watched<bool>,
    /// Which view is on screen.
    pub view: Watched<View>,
    /// What of the account's tokens is shown.
    pub query: Watched<Query>,
    /// Which stretch of [`ROWS`] tokens is shown, counted from 0.
    pub stretch: Watched<usize>,
    /// The bodies of the list's table, of which the last is on screen.
    pub bodies: Watched<Vec<Body>>,
    /// The ids of the tokens that are selected.
    pub selected: Watched<Vec<i64>>,
    /// The ids of the tokens of which everything is shown.
    pub unfolded: Watched<Vec<i64>>,
    /// Tokens that are about to be revoked.
    pub revocation: Watched<Option<Revocation>>,
    /// A token that the form's one is to replace.
    pub rotation: Watched<Option<Rotation>>,
    /// What stands in the way.
    pub problems: Watched<Problems>,
    /// A request of which it is not known whether it made a token.
    pub lost: Watched<Option<Lost>>,
    /// See [`Screen`].
    pub screen: Watched<Screen>,
    /// Counts up whenever the API key is forgotten.
    pub forgotten: Watched<u32>,
    /// Whether the API key is legible on the screen.
    pub key_shown: Watched<bool>,
    /// Whether the clipboard holds the token, as far as this page knows.
    pub on_clipboard: Watched<bool>,
    /// What came of copying a link to the form, in words.
    pub link_said: Watched<String>,
    /// Whether the new token is legible on the screen.
    pub token_shown: Watched<bool>,
    /// The form in which the new token is copied for a tool.
    pub format: Watched<Format>,
    /// The last thing that happened, for the live region.
    pub announcement: Watched<String>,
    /// What came of the last copy, in words.
    pub copied: Watched<String>,
    /// What came of trying the new token out, in words.
    pub verdict: Watched<String>,
    /// How many parts of the form are built; all at once would hold up what is typed meanwhile.
    pub built: Watched<u32>,
    /// Counts up so that what depends on the time is worked out again.
    pub clock_tick: Watched<u32>,
}

impl App {
    /// The state before anybody did anything.
    #[must_use]
    pub fn new(config: Config) -> Self {
        let mut draft = Draft::new(&config.policy);
        let default_days = config.policy.default_days();
        if let Some(account) = config.account {
            draft.account_id = account.to_string();
        }
        Self(Box::leak(Box::new(State {
            config,
            key: Kept::new(Secret::new(String::new())),
            blocked: Kept::new(None),
            made_here: Kept::new(Vec::new()),
            revoked_here: Kept::new(Vec::new()),
            existing_age: Kept::new(0),
            rewriting: Kept::new(false),
            look_up_age: Kept::new(0),
            untouched: Kept::new(draft.clone()),
            revoking: Kept::new(false),
            parked: Kept::new(Problems::default()),
            last_active: Kept::new(BrowserClock.now()),
            linked_days: Watched::new(default_days),
            draft: Watched::new(draft),
            prefilled: Watched::new(false),
            holder: Watched::new(None),
            looking_up: Watched::new(false),
            forgetting: Watched::new(false),
            existing: Watched::new(None),
            reading: Watched::new(false),
            view: Watched::new(View::Create),
            query: Watched::new(Query::default()),
            stretch: Watched::new(0),
            bodies: Watched::new(Vec::new()),
            selected: Watched::new(Vec::new()),
            unfolded: Watched::new(Vec::new()),
            revocation: Watched::new(None),
            rotation: Watched::new(None),
            problems: Watched::new(Problems::default()),
            lost: Watched::new(None),
            screen: Watched::new(Screen::Editing),
            forgotten: Watched::new(0),
            key_shown: Watched::new(false),
            on_clipboard: Watched::new(false),
            link_said: Watched::new(String::new()),
            token_shown: Watched::new(true),
            format: Watched::new(Format::ALL[0]),
            announcement: Watched::new(String::new()),
            copied: Watched::new(String::new()),
            verdict: Watched::new(String::new()),
            built: Watched::new(0),
            clock_tick: Watched::new(0),
        })))
    }

    /// Says something in the live region.
    pub fn announce(self, words: impl Into<String>) {
        let words = words.into();
        // The same words a second time are only heard if there were none in between.
        self.announcement.set(String::new());
        browser::spawn(async move {
            tick().await;
            self.announcement.set(words);
        });
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

    /// Shows problems in the view that they belong to; when the other one is on screen, they are found
    /// on the way back.
    fn show_in(self, view: View, problems: Problems) {
        if self.sees(view) {
            self.show(problems);
        } else {
            self.parked.set_value(problems);
        }
    }

    /// A policy of the host or the page keeps requests from going out: the operator can mend it.
    pub fn request_blocked(self, address: String) {
        // Not every blocked request is the page's: extensions make some, too.
        let own = address.starts_with(&browser::absolute(&self.config.api_base));
        if !own {
            return;
        }
        self.blocked.set_value(Some(address));
        // The request's failure may have been shown already.
        if self
            .problems
            .with_untracked(|problems| !problems.is_empty())
        {
            self.problems.update(|problems| self.say_blocked(problems));
            browser::focus(PROBLEMS_ID);
        }
    }

    fn say_blocked(self, problems: &mut Problems) {
        if let Some(address) = self.blocked.get_value() {
            self.blocked.set_value(None);
            problems.general.push(format!(
                "A Content-Security-Policy blocks requests to {address}. The operator of this page can add the address to the connect-src directive that the site sends."
            ));
        }
    }

    fn on_screen(self, is: impl Fn(&Screen) -> bool) -> bool {
        self.screen.with_untracked(is)
    }

    /// Whether leaving now could lose a token: one is shown, or on its way.
    #[must_use]
    pub fn unsaved(self) -> bool {
        self.on_screen(|screen| matches!(screen, Screen::Created(_) | Screen::Creating))
    }

    /// Forgets every secret, for when the page is left: the back/forward cache may keep it.
    pub fn wipe(self) {
        self.forget_key();
        self.revocation.set(None);
        // The form opens again only when a request that is out has its answer.
        if !self.on_screen(|screen| matches!(screen, Screen::Creating)) {
            self.end_result(Screen::Editing);
        }
    }
}

/// How many parts of the form follow its first fields, see [`App::built`].
pub const PARTS: u32 = 4;

/// The id of the error summary.
pub const PROBLEMS_ID: &str = "problems";
/// The id of the heading that a new screen starts with.
pub const HEADING_ID: &str = "screen-heading";
/// The id of the element that shows the token.
pub const TOKEN_ID: &str = "token-text";
/// The id of the review region.
pub const REVIEW_ID: &str = "review";
/// The id of the warning that the key will be forgotten.
pub const FORGETTING_ID: &str = "forgetting";
/// The id of the region about a request without an answer.
pub const LOST_ID: &str = "lost";
/// The id of the heading above the list of tokens.
pub const LIST_ID: &str = "list-heading";
/// The id of the dialog that asks before tokens are revoked.
pub const DIALOG_ID: &str = "revoke";
/// The id of that dialog's heading.
pub const DIALOG_HEADING_ID: &str = "revoke-heading";
/// The id of the button that submits the form.
pub const SUBMIT_ID: &str = "create-token";
