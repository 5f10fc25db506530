//! The app: what all views share, which of them is on screen, and what happens to the page as a whole.

use std::sync::Arc;

use gcore_token_core::config::Config;
use gcore_token_core::flow::link::holds_secret;
use gcore_token_core::flow::title::{ScreenTitle, title};
use gcore_token_core::flow::view::View;
use gcore_token_core::form::Field;
use gcore_token_core::list::ListedToken;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser::lifecycle::{guard_leaving, on_activity, on_hidden, on_leave, on_presence, on_return};
use crate::browser::location::{absolute, drop_query, fragment, go_to_fragment, on_fragment_change, query_and_fragment};
use crate::browser::policy::{connect_only_to, on_blocked_request};
use crate::browser::schedule::yield_to_browser;
use crate::components::{
    Announcer, BlockedRequest, Caution, Deferred, ExternalLink, Focus, LiveRegion, Now, PendingParts, Place, Press, Returns,
    Show, Verbatim,
};
use crate::create::{CreatePage, Creation, Waiting};
use crate::early_form::{EarlyForm, Typed};
use crate::revoke::{RevokeDialog, Revoking};
use crate::session::{IdleWarning, Session};
use crate::tokens::{TokenListState, TokensPage};

/// The whole page.
#[component]
pub(crate) fn App(config: &'static Config, early_form: EarlyForm) -> impl IntoView {
    provide_context(config);
    provide_context(PendingParts::new());
    provide_context(Focus::new());
    provide_context(Announcer::new());
    provide_context(Press::new());
    provide_context(Now::new());
    provide_context(Returns::new());
    provide_context(BlockedRequest(RwSignal::new(None)));
    provide_context(Session::new());
    provide_context(Revoking::new());
    let creation = Creation::new();
    provide_context(creation);
    let tokens = TokenListState::new();
    provide_context(tokens);
    let view = RwSignal::new(View::Create);

    let page = Page {
        config,
        view,
        session: expect_context(),
        revoking: expect_context(),
        creation,
        tokens,
        focus: expect_context(),
        announcer: expect_context(),
        secret_in_address: RwSignal::new(false),
    };
    page.follow_address();
    page.listen();
    page.take_over_once_built(early_form);
    Effect::new(move || document().set_title(&page.title()));

    let left_behind = Signal::derive(move || creation.waiting().map(left_behind));
    let rotate = Callback::new(move |old| {
        go_to_fragment(View::Create.fragment());
        creation.rotate(old);
    });
    let create_like = Callback::new(move |token: Arc<ListedToken>| {
        go_to_fragment(View::Create.fragment());
        creation.create_like(&token);
    });
    // State and views in one task would hold up whoever is typing.
    view! {
        <Deferred>
            <Masthead view=view.read_only() on_create=move || creation.start_afresh() />
            <main>
                <IdleWarning on_keep=move || page.keep_key() />
                <Show when=page.secret_in_address>
                    <Caution>
                        "The address of this page held what looks like an API key or a token. It was removed from the address, but anyone who has the link can use it: revoke it."
                    </Caution>
                </Show>
                {move || match view.get() {
                    View::Create => view! { <CreatePage /> }.into_any(),
                    View::Tokens => view! { <TokensPage left_behind on_rotate=rotate on_create_like=create_like /> }.into_any(),
                }}
            </main>
            <Footer />
            <RevokeDialog />
            <LiveRegion />
        </Deferred>
    }
}

/// What somebody at the list is told of the token that they left behind.
fn left_behind(waiting: Waiting) -> &'static str {
    match waiting {
        Waiting::OnItsWay => "A token is being created.",
        Waiting::Unsaved => "A new token has not been saved yet.",
        Waiting::Refused => "No token was created: there is a problem to fix.",
        Waiting::Unknown => "It is not known whether a token was created.",
    }
}

/// What happens to the page as a whole.
#[derive(Clone, Copy)]
struct Page {
    config: &'static Config,
    view: RwSignal<View>,
    session: Session,
    revoking: Revoking,
    creation: Creation,
    tokens: TokenListState,
    focus: Focus,
    announcer: Announcer,
    /// Whether an address held what looks like a secret.
    secret_in_address: RwSignal<bool>,
}

impl Page {
    fn listen(self) {
        connect_only_to(&self.config.api_base);
        on_fragment_change(move || self.address_changed());
        on_activity(move || self.session.note_activity());
        on_presence(move || self.session.note_reading());
        on_hidden(move || self.mask());
        guard_leaving(move || self.creation.would_lose_token() || self.revoking.is_busy());
        on_leave(move || self.wipe());
        let returns = expect_context::<Returns>();
        on_return(move || returns.count());
        let now = expect_context::<Now>();
        Effect::new(move || {
            now.get();
            if self.session.check_idle(self.creation.needs_key()) {
                self.mask();
            }
        });
        let BlockedRequest(blocked) = expect_context();
        on_blocked_request(move |address| {
            // Not every blocked request is the page's: extensions make some, too.
            if address.starts_with(&absolute(self.config.api_base.as_str())) {
                blocked.set(Some(address));
            }
        });
    }

    /// Shows the page once all of it is there, and goes on with what was done in the early form.
    fn take_over_once_built(self, early_form: EarlyForm) {
        let parts = expect_context::<PendingParts>();
        Effect::new(move |begun: Option<bool>| {
            let begun = begun.unwrap_or(false);
            if begun || parts.any() {
                return begun;
            }
            let early_form = early_form.clone();
            spawn_local(async move {
                // The layout of the whole page is work enough for a task of its own.
                yield_to_browser().await;
                early_form.wait_until_idle().await;
                self.take(&early_form.take_over());
            });
            true
        });
    }

    /// Takes what was typed and chosen before the page was there, and carries out a press on "Create token", unless the form now
    /// says anything else than what was seen then.
    fn take(self, typed: &Typed) {
        let mut all_taken = true;
        for (field, value) in &typed.values {
            all_taken &= self.take_value(*field, value.to_string());
        }
        typed.restore_focus();
        if !typed.is_at_key() {
            self.session.look_up_by_itself(self.creation.problems(), move || self.session.read_tokens_quietly());
        }
        if let Some(lifetime) = &typed.submitted
            && all_taken
            && self.view.get_untracked() == View::Create
        {
            self.creation.submit_as_seen(lifetime);
        }
    }

    /// The account is taken only where it is asked for.
    fn take_value(self, field: Field, value: String) -> bool {
        match field {
            Field::ApiKey => self.session.take_typed_key(value),
            Field::AccountId if self.config.account_id.is_some() => {}
            Field::AccountId => self.session.set_account_id(value),
            _ => return self.creation.take_typed(field, value),
        }
        true
    }

    /// Shows what the address names.
    fn follow_address(self) {
        let fragment = fragment();
        let view = View::named_by(&fragment);
        match view {
            View::Create => self.creation.prefill(&fragment),
            View::Tokens => self.tokens.follow(&fragment),
        }
        if self.view.get_untracked() != view {
            self.view.set(view);
        }
        if holds_secret(&query_and_fragment()) {
            match view {
                View::Create => drop_query(view.fragment()),
                View::Tokens => drop_query(&self.tokens.fragment()),
            }
            self.secret_in_address.set(true);
            self.announcer.say("The address held what looks like an API key or a token: revoke it");
        }
    }

    /// A link was followed, or the way back.
    fn address_changed(self) {
        let before = self.view.get_untracked();
        self.follow_address();
        match self.view.get_untracked() {
            view if view == before => {}
            View::Create => self.focus.move_by_default_to(self.creation.entry()),
            View::Tokens => self.focus.move_by_default_to(Place::ScreenHeading),
        }
    }

    fn title(self) -> String {
        let (screen, problems) = match self.view.get() {
            View::Create => (self.creation.screen(), self.creation.problems()),
            View::Tokens => (ScreenTitle::Tokens, self.tokens.problems()),
        };
        title(screen, !problems.is_empty(), &self.config.title)
    }

    /// Keeps the key for longer, and puts the focus where it does no harm.
    fn keep_key(self) {
        self.session.note_activity();
        self.focus.move_to(match (self.view.get_untracked(), self.creation.entry()) {
            (View::Create, Place::ScreenHeading) if self.creation.is_editing() => {
                Place::Field(if self.session.is_folded_untracked() { Field::Name } else { Field::ApiKey })
            }
            _ => Place::ScreenHeading,
        });
    }

    /// Makes key and token illegible; they are there, and shown again on demand.
    fn mask(self) {
        self.session.mask();
        self.creation.mask();
    }

    /// Forgets every secret, for when the page is left: the back/forward cache may keep it.
    fn wipe(self) {
        self.session.forget_key();
        self.revoking.forget();
        self.creation.wipe();
    }
}

/// What this page is, which build of it, and where to get help.
#[component]
fn Footer() -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let help = config.support_url.as_ref().map(|url| view! { <ExternalLink url>"Help"</ExternalLink> });
    view! {
        <footer>
            <p>
                {"This page creates Gcore API tokens. Keys and tokens stay in this tab’s memory and are sent only to the service."}
            </p>
            <p>"Version " <Verbatim text=version() /></p>
            {help}
        </footer>
    }
}

/// Such as `0.2.0 (83c8d65)`. `tools/dist.sh` tells the commit; Trunk alone doesn't.
fn version() -> String {
    format!("{} ({})", env!("CARGO_PKG_VERSION"), option_env!("PORTAL_COMMIT").unwrap_or("commit unknown"))
}

#[component]
fn Masthead(
    view: ReadSignal<View>,
    /// Called when somebody goes to the form here.
    #[prop(into)]
    on_create: Callback<()>,
) -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let current = move |this: View| move || (view.get() == this).then_some("page");
    view! {
        <header class="masthead">
            <h1>{config.title.clone()}</h1>
            <nav aria-label="Views">
                <a
                    href=View::Create.fragment()
                    aria-current=current(View::Create)
                    on:click=move |event| {
                        // In another tab it leaves this one as it is.
                        if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                            on_create.run(());
                        }
                    }
                >
                    "Create token"
                </a>
                <a href=View::Tokens.fragment() aria-current=current(View::Tokens)>
                    "Tokens"
                </a>
            </nav>
        </header>
    }
}
