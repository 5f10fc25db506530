//! What has become of the form: one enum says it, so that a second request can't start while one is on its way.

use std::sync::Arc;

use gcore_token_core::config::Config;
use gcore_token_core::flow::reconciliation::Unconfirmed;
use gcore_token_core::flow::title::ScreenTitle;
use gcore_token_core::form::prefill::LeftOut;
use gcore_token_core::form::{Draft, Field, NewToken, Problems};
use gcore_token_core::handover::fingerprint;
use gcore_token_core::list::ListedToken;
use gcore_token_core::service::{Failure, Operation, explain};
use gcore_token_core::time::Clock;
use gcore_token_core::{AccountId, ApiKey, CreatedToken, Receipt, TokenId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form_state::{Form, Kept};
use super::reconciling::Reconciling;
use super::result_state::ResultState;
use crate::browser::clock::BrowserClock;
use crate::client::Client;
use crate::components::{Announcer, Focus, Place, ProblemList};
use crate::revoke::Revoking;
use crate::session::Session;

/// How far it has come: always exactly one of these.
pub(super) enum Stage {
    /// The form is being filled in.
    Editing,
    /// The token is risky, and looked at once more.
    Reviewing(NewToken),
    /// The request is on its way; the form waits.
    Creating,
    /// The new token, for the only time.
    Created(Arc<CreatedToken>),
    /// The person has the token, and its secret is gone from here.
    Saved {
        receipt: Receipt,
        /// The first hex digits of the token's SHA-256, to recognize it by.
        fingerprint: String,
    },
    /// The token was revoked right after it was made.
    Revoked(Receipt),
}

impl Stage {
    /// Whether the form can still be changed.
    fn is_form(&self) -> bool {
        matches!(self, Self::Editing | Self::Reviewing(_))
    }
}

/// A token that the form's one is to replace.
#[derive(Clone)]
pub(super) struct Rotation {
    /// The token that still works.
    pub(super) old: Arc<ListedToken>,
    /// The account it belongs to.
    pub(super) account: AccountId,
    /// The form as it was before.
    pub(super) before: Kept,
    /// What of the old token could not be taken over.
    pub(super) left_out: Vec<LeftOut>,
    /// Whether the old token is revoked by now.
    pub(super) done: bool,
}

/// See the module. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct Creation {
    pub(super) config: &'static Config,
    pub(super) session: Session,
    pub(super) announcer: Announcer,
    pub(super) focus: Focus,
    pub(super) revoking: Revoking,
    pub(super) problems: ProblemList,
    stage: RwSignal<Stage>,
    pub(super) form: Form,
    pub(super) rotation: RwSignal<Option<Rotation>>,
    pub(super) reconciling: Reconciling,
    pub(super) result: ResultState,
    /// Whether this view is on screen.
    on_screen: StoredValue<bool>,
    /// Whether the last request was refused, or not answered, and nobody has seen the form since.
    unseen_failure: RwSignal<bool>,
}

/// What waits behind the form for somebody who is elsewhere.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Waiting {
    OnItsWay,
    Unsaved,
    Refused,
    Unknown,
}

impl Creation {
    pub(crate) fn new() -> Self {
        let stage = RwSignal::new(Stage::Editing);
        let has_fields = Signal::derive(move || stage.with(|stage| matches!(stage, Stage::Editing)));
        let problems = ProblemList::new(has_fields);
        let rotation = RwSignal::new(None::<Rotation>);
        let creation = Self {
            config: expect_context(),
            session: expect_context(),
            announcer: expect_context(),
            focus: expect_context(),
            revoking: expect_context(),
            problems,
            stage,
            form: Form::new(),
            rotation,
            reconciling: Reconciling::new(problems),
            result: ResultState::new(),
            on_screen: StoredValue::new(false),
            unseen_failure: RwSignal::new(false),
        };
        Effect::new(move || creation.follow_old_token());
        Effect::new(move || creation.follow_new_token());
        Effect::new(move || creation.reconciling.follow_found());
        creation
    }

    /// What is gone needs no replacing any more, unless that was done already.
    fn follow_old_token(self) {
        let tokens = self.session.tokens();
        let revoked = self
            .rotation
            .with(|rotation| rotation.as_ref().is_some_and(|rotation| !rotation.done && tokens.was_revoked(rotation.old.id)));
        if !revoked {
            return;
        }
        if self.is_at(Stage::is_form) {
            self.rotation.set(None);
        } else {
            self.rotation.update(|rotation| {
                if let Some(rotation) = rotation {
                    rotation.done = true;
                }
            });
        }
    }

    /// The new token may be revoked here or in the list: then it is neither to be used nor to take another one's place.
    fn follow_new_token(self) {
        let id = self.stage.with(|stage| match stage {
            Stage::Created(created) => created.receipt.id,
            Stage::Saved { receipt, .. } => receipt.id,
            _ => None,
        });
        if id.is_some_and(|id| self.session.tokens().was_revoked(id))
            && let Some(receipt) = self.receipt()
        {
            self.end_result(Stage::Revoked(receipt));
        }
    }

    /// What stands in the way of a token.
    pub(crate) fn problems(self) -> ProblemList {
        self.problems
    }

    /// What is on screen, for the title.
    pub(crate) fn screen(self) -> ScreenTitle {
        self.stage.with(|stage| match stage {
            Stage::Editing | Stage::Creating if self.rotation_here().is_some() => ScreenTitle::Rotation,
            Stage::Editing | Stage::Creating => ScreenTitle::Form,
            Stage::Reviewing(_) => ScreenTitle::Review,
            Stage::Created(_) => ScreenTitle::Created,
            Stage::Saved { .. } => ScreenTitle::Saved,
            Stage::Revoked(_) => ScreenTitle::Revoked,
        })
    }

    /// Where somebody who comes back to this view goes on.
    pub(crate) fn entry(self) -> Place {
        if self.is_at(|stage| matches!(stage, Stage::Reviewing(_))) { Place::Review } else { Place::ScreenHeading }
    }

    pub(super) fn with_stage<T>(self, look: impl FnOnce(&Stage) -> T) -> T {
        self.stage.with(look)
    }

    pub(super) fn with_stage_untracked<T>(self, look: impl FnOnce(&Stage) -> T) -> T {
        self.stage.with_untracked(look)
    }

    fn is_at(self, is: impl FnOnce(&Stage) -> bool) -> bool {
        self.with_stage_untracked(is)
    }

    /// What waits here for somebody who is at the list.
    pub(crate) fn waiting(self) -> Option<Waiting> {
        let unknown = self.reconciling.unconfirmed.with(Option::is_some);
        let unseen = self.unseen_failure.get();
        self.stage.with(|stage| match stage {
            Stage::Creating => Some(Waiting::OnItsWay),
            Stage::Created(_) => Some(Waiting::Unsaved),
            _ if unknown => Some(Waiting::Unknown),
            _ if unseen => Some(Waiting::Refused),
            _ => None,
        })
    }

    /// The view is on screen, or not any more.
    pub(super) fn note_on_screen(self, on_screen: bool) {
        self.on_screen.set_value(on_screen);
        self.unseen_failure.set(false);
    }

    /// Whether leaving now could lose a token: one is shown, or on its way.
    pub(crate) fn is_unsaved(self) -> bool {
        self.stage.with(|stage| matches!(stage, Stage::Created(_) | Stage::Creating))
    }

    /// Whether leaving now could lose a token, or the knowledge of one that nobody received.
    pub(crate) fn would_lose_token(self) -> bool {
        untrack(move || self.is_unsaved()) || self.reconciling.is_unclear()
    }

    /// Whether a token could not be revoked any more without the API key.
    pub(crate) fn needs_key(self) -> bool {
        untrack(move || self.is_unsaved()) || self.reconciling.is_open()
    }

    /// Whether the form is being filled in.
    pub(crate) fn is_editing(self) -> bool {
        self.is_at(|stage| matches!(stage, Stage::Editing))
    }

    /// Takes what was typed or chosen in a field before the program was there; tells whether that is possible here.
    pub(crate) fn take_typed(self, field: Field, typed: String) -> bool {
        self.form.take_typed(field, typed)
    }

    /// Fills the form from a link's fragment, and says so.
    pub(crate) fn prefill(self, fragment: &str) {
        if self.is_editing() {
            self.form.prefill(fragment);
        }
    }

    /// Carries out a press from before the program was there, if neither a link nor the rules here changed the form under it.
    pub(crate) fn submit_as_seen(self, lifetime: &str) {
        if !self.form.prefilled.get_untracked() && self.form.draft.with_untracked(|draft| draft.lifetime.value() == lifetime) {
            self.submit();
        }
    }

    /// Takes the form: shows what is wrong, asks once more about what is risky, or creates.
    pub(super) fn submit(self) {
        if !self.is_editing() {
            return;
        }
        // What became of the last request comes first: another one could make a second token.
        if !self.reconciling.safe_to_try_again() {
            self.announcer.say("First check whether the last token was created");
            return self.focus.move_to(Place::Unconfirmed);
        }
        match self.form.check(self.session) {
            // Nobody has to know a number that the service tells.
            Err(problems) if self.lacks_only_account(&problems) => {
                let pressed_for = self.form.draft.get_untracked();
                self.session.look_up(self.problems, move || self.submit_if_still(&pressed_for));
            }
            Err(problems) => self.problems.show(problems),
            Ok((key, token)) => {
                self.problems.clear();
                if token.risks(BrowserClock.now()).is_empty() {
                    self.create(key, token);
                } else {
                    self.stage.set(Stage::Reviewing(token));
                    self.focus.move_to(Place::Review);
                }
            }
        }
    }

    /// Goes on with a press that waited for the account, if neither the form nor the account was changed meanwhile.
    fn submit_if_still(self, pressed_for: &Draft) {
        let found = untrack(move || self.session.holder()).map(|holder| holder.account.to_string());
        let same_account = found.is_some_and(|found| untrack(move || self.session.account_id()) == found);
        if same_account && self.form.draft.with_untracked(|draft| draft == pressed_for) {
            return self.submit();
        }
        self.announcer.say("You changed the form: press Create token again");
        let changed = "You changed the form after you pressed Create token. Check it, and press again.";
        self.problems.show_without_focus(Problems::general(changed));
    }

    fn lacks_only_account(self, problems: &Problems) -> bool {
        let is_empty = untrack(move || self.session.account_id()).trim().is_empty();
        is_empty && problems.fields.iter().all(|(field, _)| *field == Field::AccountId)
    }

    /// Creates what was looked at once more. The form is read anew, so that the end counts from now and not from when the review
    /// began.
    pub(super) fn create_anyway(self) {
        let reviewed = self.stage.with_untracked(|stage| match stage {
            Stage::Reviewing(token) => Some(token.clone()),
            _ => None,
        });
        let Some(reviewed) = reviewed else { return };
        match self.form.check(self.session) {
            Ok((key, token)) if token.same_but_for_end(&reviewed) => self.create(key, token),
            // Something else changed the form behind the review: it is reviewed anew.
            Ok(_) => {
                self.stage.set(Stage::Editing);
                self.submit();
            }
            Err(problems) => {
                self.stage.set(Stage::Editing);
                self.problems.show(problems);
            }
        }
    }

    /// Leaves the review for the form.
    pub(super) fn go_back(self) {
        self.stage.set(Stage::Editing);
        self.focus.move_to(Place::CreateButton);
    }

    fn create(self, key: ApiKey, token: NewToken) {
        // From here on another press does nothing: one token, one request.
        self.stage.set(Stage::Creating);
        self.announcer.say("Creating token");
        // After a review the button that was pressed is gone.
        self.focus.move_to(Place::CreateButton);
        // Taken now and not when the answer is missed: a list that is read in between could name the new token already.
        let unconfirmed = Unconfirmed {
            token: token.clone(),
            sent: BrowserClock.now(),
            known: self.session.tokens().known_tokens(),
            key_id: key.token_id(),
        };
        let client = Client::new(self.config, key);
        spawn_local(async move {
            match client.create(&token).await {
                Ok(created) => self.show_created(created, unconfirmed.key_id),
                Err(failure) => self.show_refused(&failure, unconfirmed),
            }
        });
    }

    fn show_created(self, created: CreatedToken, key_id: Option<TokenId>) {
        let on_screen = self.on_screen.get_value();
        if on_screen {
            Focus::leave();
        }
        let tokens = self.session.tokens();
        tokens.note_created(created.receipt.id);
        tokens.note_seen(key_id, created.receipt.id);
        if on_screen {
            tokens.forget();
        } else {
            // Whoever works with the list by now keeps it.
            self.session.read_tokens_quietly();
        }
        // A token of another account isn't replaced by it.
        if self.rotation.with_untracked(|rotation| rotation.as_ref().is_some_and(|old| old.account != created.receipt.account)) {
            self.rotation.set(None);
        }
        if let (Some(rotation), Some(id)) = (self.rotation.get_untracked(), created.receipt.id) {
            tokens.note_replaced(&rotation.old, id, &created.receipt.name);
        }
        self.result.reset();
        self.form.prefilled.set(false);
        self.form.left_out.set(String::new());
        self.stage.set(Stage::Created(Arc::new(created)));
        self.announcer.say("Token created");
        // Whoever is at the list by now stays there.
        if on_screen {
            self.focus.move_to(Place::ScreenHeading);
        }
    }

    fn show_refused(self, failure: &Failure, unconfirmed: Unconfirmed) {
        self.stage.set(Stage::Editing);
        if self.rotation.with_untracked(|rotation| rotation.as_ref().is_some_and(|rotation| rotation.done)) {
            self.rotation.set(None);
        }
        let unknown = failure.outcome_unknown();
        let on_screen = self.on_screen.get_value();
        self.unseen_failure.set(!on_screen);
        if unknown {
            self.announcer.say("It is not known whether a token was created");
        } else if on_screen {
            // The summary takes the focus and says it; twice would be too often.
            self.announcer.clear();
        } else {
            self.announcer.say("No token was created");
        }
        let problems = explain(failure, Operation::Create, self.config);
        if on_screen {
            self.problems.show(problems);
        } else {
            self.problems.show_without_focus(problems);
        }
        if unknown {
            self.reconciling.start(unconfirmed);
        }
    }

    /// The new token, while it is on screen.
    pub(super) fn created(self) -> Option<Arc<CreatedToken>> {
        self.stage.with_untracked(|stage| match stage {
            Stage::Created(created) => Some(Arc::clone(created)),
            _ => None,
        })
    }

    /// Whether this very token is still on screen.
    pub(super) fn still_shows(self, token: &Arc<CreatedToken>) -> bool {
        self.created().is_some_and(|created| Arc::ptr_eq(&created, token))
    }

    /// What may be kept of the token that was made.
    pub(super) fn receipt(self) -> Option<Receipt> {
        self.stage.with_untracked(|stage| match stage {
            Stage::Created(created) => Some(created.receipt.clone()),
            Stage::Saved { receipt, .. } | Stage::Revoked(receipt) => Some(receipt.clone()),
            _ => None,
        })
    }

    /// Asks whether the new token is to be revoked.
    pub(super) fn revoke(self) {
        let Some(created) = self.created() else {
            return;
        };
        let Some(token) = ListedToken::from_receipt(&created.receipt) else {
            let unknown =
                "This token’s ID isn’t known, so it can’t be revoked from here. Look for its name in the list of tokens.";
            return self.problems.show(Problems::general(unknown));
        };
        let account = created.receipt.account;
        self.revoking.ask(account, vec![Arc::new(token)], self.problems, Place::ScreenHeading, |_| {});
    }

    /// Asks whether a token that nobody received is to be revoked.
    pub(super) fn revoke_unconfirmed(self, token: Arc<ListedToken>) {
        let Some(account) = self.reconciling.account() else {
            return;
        };
        self.revoking.ask(account, vec![token], self.problems, Place::Unconfirmed, move |_| self.problems.clear());
    }

    /// The person has put the token away: its secret is wiped.
    pub(super) fn confirm_saved(self) {
        let Some(created) = self.created() else {
            return;
        };
        self.end_result(Stage::Saved { receipt: created.receipt.clone(), fingerprint: fingerprint(&created.secret) });
        self.announcer.say("Token saved");
        self.focus.move_to(Place::ScreenHeading);
    }

    /// Leaves the new token behind; dropping it wipes it.
    pub(super) fn end_result(self, next: Stage) {
        self.problems.clear();
        self.result.reset();
        self.stage.set(next);
    }

    /// Opens a fresh form for somebody who asks for one, if nothing that is here would be lost.
    pub(crate) fn start_afresh(self) {
        if self.is_at(|stage| matches!(stage, Stage::Saved { .. } | Stage::Revoked(_))) {
            self.start_another(false);
        }
    }

    /// Goes back to the form, emptied but for the account, or as it was.
    pub(super) fn start_another(self, like_this: bool) {
        if !like_this {
            self.form.empty();
        }
        self.rotation.set(None);
        self.problems.clear();
        self.stage.set(Stage::Editing);
        self.session.read_tokens_quietly();
        self.focus.move_to(Place::Field(Field::Name));
    }

    /// Whether another token may take the form's place. What stands in the way is said.
    pub(super) fn may_be_filled_anew(self) -> bool {
        if untrack(move || self.is_unsaved()) {
            self.announcer.say("Save the new token first");
            return false;
        }
        if self.reconciling.is_open() {
            self.announcer.say("First check whether the last token was created");
            self.focus.move_to(Place::Unconfirmed);
            return false;
        }
        true
    }

    /// Fills the form in with a token like another one, which may be gone by now.
    pub(crate) fn create_like(self, token: &ListedToken) {
        if !self.may_be_filled_anew() {
            return;
        }
        self.rotation.set(None);
        self.end_result(Stage::Editing);
        self.form.fill_like(token, self.session.tokens());
        self.focus.move_to(Place::Field(Field::Name));
    }

    /// Makes the token illegible on the screen.
    pub(crate) fn mask(self) {
        self.result.visible.set(false);
    }

    /// Forgets the token, for when the page is left: the back/forward cache may keep it.
    pub(crate) fn wipe(self) {
        // The form opens again only when a request that is out has its answer.
        if !self.is_at(|stage| matches!(stage, Stage::Creating)) {
            if !self.is_at(Stage::is_form) {
                self.rotation.set(None);
            }
            self.end_result(Stage::Editing);
        }
    }
}
