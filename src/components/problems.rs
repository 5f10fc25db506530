//! What stands in the way: a summary on top of the view, with a link to each field, and the same message at the field.

use gcore_token_core::config::Config;
use gcore_token_core::form::{Field, Problems};
use gcore_token_core::service::Operation;
use leptos::html;
use leptos::prelude::*;

use super::{Button, ExternalLink, Focus, Look, Place, Show};

/// A request that a Content-Security-Policy blocked, until it is said. A context, provided by the app.
#[derive(Clone, Copy)]
pub(crate) struct BlockedRequest(pub(crate) RwSignal<Option<String>>);

/// The problems of one view. A context, provided by the view.
#[derive(Clone, Copy)]
pub(crate) struct ProblemList {
    problems: RwSignal<Problems>,
    /// What failed, where doing the same again may help and can't do harm.
    repeat: RwSignal<Option<Operation>>,
    focus: Focus,
    blocked: BlockedRequest,
    /// Whether the fields are on screen that a message could lead to.
    has_fields: Signal<bool>,
}

impl ProblemList {
    pub(crate) fn new(has_fields: Signal<bool>) -> Self {
        Self {
            problems: RwSignal::new(Problems::default()),
            repeat: RwSignal::new(None),
            focus: expect_context(),
            blocked: expect_context(),
            has_fields,
        }
    }

    /// Whether a message could lead to its field.
    pub(crate) fn has_fields(self) -> bool {
        self.has_fields.get_untracked()
    }

    /// Shows problems in place of those before; the summary takes the focus.
    pub(crate) fn show(self, problems: Problems) {
        self.show_repeatable(problems, None);
    }

    /// The same with a way to do once more what failed.
    pub(crate) fn show_repeatable(self, problems: Problems, repeat: Option<Operation>) {
        let any = !problems.is_empty();
        self.repeat.set(repeat);
        self.problems.set(problems);
        if any {
            self.focus.move_to(Place::Problems);
        }
    }

    /// Shows problems that come of what nobody asked for: the summary is heard and seen, and the focus stays where it is.
    pub(crate) fn show_without_focus(self, problems: Problems) {
        self.repeat.set(None);
        self.problems.set(problems);
    }

    /// Shows one message: at its field, or, where that isn't on screen, for itself.
    pub(crate) fn show_at(self, field: Field, message: &str, elsewhere: &str) {
        self.show(if self.has_fields() { Problems::at(field, message) } else { Problems::general(elsewhere) });
    }

    pub(crate) fn clear(self) {
        self.blocked.0.set(None);
        self.repeat.set(None);
        if !self.problems.with_untracked(Problems::is_empty) {
            self.problems.set(Problems::default());
        }
    }

    /// Takes back what was said of some fields and of no field in particular.
    pub(crate) fn resolve(self, fields: &[Field]) {
        self.repeat.set(None);
        self.problems.update(|problems| problems.resolve(fields));
    }

    pub(crate) fn is_empty(self) -> bool {
        self.problems.with(Problems::is_empty)
    }

    /// What is wrong with a field.
    pub(crate) fn of(self, field: Field) -> Option<String> {
        self.problems.with(|problems| problems.of(field))
    }
}

/// The alert region on top of a view; there only while something is wrong.
#[component]
pub(crate) fn ProblemSummary(
    /// Called with what is to be done once more.
    #[prop(into)]
    on_repeat: Callback<Operation>,
) -> impl IntoView {
    let list = expect_context::<ProblemList>();
    view! {
        <Show when=move || !list.is_empty()>
            <Summary list on_repeat />
        </Show>
    }
}

#[component]
fn Summary(list: ProblemList, on_repeat: Callback<Operation>) -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let region = list.focus.target::<html::Section>(Place::Problems);
    let BlockedRequest(blocked) = list.blocked;
    // The request's failure may have been shown already when the browser tells of the policy.
    Effect::new(move || {
        if blocked.with(Option::is_some) {
            list.focus.move_to(Place::Problems);
        }
    });
    let help = config.support_url.as_ref().map(|url| {
        view! {
            <p>
                <ExternalLink url>"Get help (opens a new tab)"</ExternalLink>
            </p>
        }
    });
    view! {
        <section
            node_ref=region
            class="problems"
            role="alert"
            tabindex="-1"
            aria-labelledby="problems-heading"
        >
            <h2 id="problems-heading">{"There is a problem"}</h2>
            {move || general_messages(list)}
            {move || field_messages(list)}
            {move || service_messages(list)}
            {move || request_id(list)}
            <TryAgain list on_repeat />
            {help}
        </section>
    }
}

/// For what only reads. A request that a policy blocks is blocked again.
#[component]
fn TryAgain(list: ProblemList, on_repeat: Callback<Operation>) -> impl IntoView {
    let pressed = StoredValue::new(false);
    on_cleanup(move || {
        // What was pressed is gone with the problem.
        if pressed.get_value() {
            list.focus.move_if_lost(Place::ScreenHeading);
        }
    });
    let repeat = move || {
        if let Some(operation) = list.repeat.get_untracked() {
            pressed.set_value(true);
            on_repeat.run(operation);
        }
    };
    view! {
        <Show when=move || list.repeat.get().is_some() && list.blocked.0.with(Option::is_none)>
            <div>
                <Button look=Look::Secondary on_press=repeat>
                    "Try again"
                </Button>
            </div>
        </Show>
    }
}

fn general_messages(list: ProblemList) -> AnyView {
    let blocked = list.blocked.0.get().map(|address| format!(
        "A Content-Security-Policy blocks requests to {address}. The operator of this page can add the address to the connect-src directive that the site sends."
    ));
    let general = list.problems.with(|problems| problems.general.clone());
    general.into_iter().chain(blocked).map(|message| view! { <p>{message}</p> }).collect_view().into_any()
}

fn field_messages(list: ProblemList) -> AnyView {
    let fields = list.problems.with(|problems| problems.fields.clone());
    if fields.is_empty() {
        return ().into_any();
    }
    let links = fields.into_iter().map(|(field, message)| view! { <FieldLink focus=list.focus field message /> });
    view! { <ul>{links.collect_view()}</ul> }.into_any()
}

fn service_messages(list: ProblemList) -> AnyView {
    let messages = list.problems.with(|problems| problems.service_messages.clone());
    if messages.is_empty() {
        return ().into_any();
    }
    view! {
        <p class="quiet">"The service says:"</p>
        <ul>{messages.into_iter().map(|message| view! { <li>{message}</li> }).collect_view()}</ul>
    }
    .into_any()
}

fn request_id(list: ProblemList) -> AnyView {
    let id = list.problems.with(|problems| problems.request_id.clone());
    id.map(|id| view! { <p class="quiet">"Request ID: " <code>{id}</code></p> }).into_any()
}

#[component]
fn FieldLink(focus: Focus, field: Field, message: String) -> impl IntoView {
    view! {
        <li>
            <a
                href=format!("#{}", field.id())
                on:click=move |event| {
                    // The fragment names the view, so the link moves the focus and not the address.
                    event.prevent_default();
                    focus.move_to(Place::Field(field));
                }
            >
                {message}
            </a>
        </li>
    }
}
