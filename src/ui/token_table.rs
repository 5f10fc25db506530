//! The list of tokens as a table.

use std::sync::Arc;

use leptos::prelude::*;

use super::derived::{Derived, derived};
use super::element::{El, button, el, facts, live, name, nothing, row, text};
use super::expiration::end;
use crate::app::{App, Body, Kept};
use crate::browser::BrowserClock;
use crate::closure::{Function, Supplier};
use crate::token::expiry::Expiry;
use crate::token::list::{Column, LastUse, ListedToken, State, TokenList};
use crate::token::time::{Clock, relative, utc_text};

/// The table of these tokens.
pub fn token_table(app: App, tokens: Derived<Vec<Arc<ListedToken>>>) -> El {
    let headings = Column::ALL.map(|column| heading(app, column));
    let bodies = move || {
        app.bodies
            .with(|bodies| bodies.iter().map(|body| body.id).collect())
    };
    el("table")
        .class("tokens")
        .attr("role", "table")
        .attr("aria-label", "API tokens")
        .child(
            el("thead").attr("role", "rowgroup").child(
                el("tr")
                    .attr("role", "row")
                    .child(cell("td", "cell").class("pick"))
                    .children(headings)
                    .child(
                        cell("th", "columnheader")
                            .attr("scope", "col")
                            .child(el("span").class("unseen").text("Actions")),
                    ),
            ),
        )
        .child(each(bodies, move |id| body(app, id, tokens)))
}

/// A body of the table: while it is the last one it shows these tokens, and then what it showed until it is gone.
fn body(app: App, id: i64, tokens: Derived<Vec<Arc<ListedToken>>>) -> AnyView {
    let last = Kept::new(Vec::new());
    let shown = derived(move || {
        app.bodies.with(|bodies| {
            let rows = bodies.iter().find(|body| body.id == id);
            let rows = rows.map_or(0, |body| body.rows);
            if is_last(bodies, id) {
                let ids =
                    |tokens: &Vec<Arc<ListedToken>>| tokens.iter().map(|token| token.id).collect();
                last.set_value(tokens.with(ids));
            }
            last.update_value(|ids| ids.truncate(rows));
            last.get_value()
        })
    });
    let over = derived(move || !app.bodies.with(|bodies| is_last(bodies, id)));
    el("tbody")
        .attr("role", "rowgroup")
        .flag("hidden", move || over.get())
        .child(each(move || shown.get(), move |id| token_of(app, id)))
        .into()
}

/// The row of a token. It stays that, whatever is learned of the token: with it stay its focus and what was unfolded.
fn token_of(app: App, id: i64) -> AnyView {
    let found = move |list: &Option<TokenList>| list.as_ref()?.token(id).cloned();
    let Some(token) = app.existing.with_untracked(found) else {
        return nothing();
    };
    let last = Kept::new(token);
    let token = derived(move || {
        if let Some(token) = app.existing.with(found) {
            last.set_value(token);
        }
        last.get_value()
    });
    token_rows(app, token)
}

fn is_last(bodies: &[Body], id: i64) -> bool {
    bodies.last().is_some_and(|body| body.id == id)
}

/// A view for each number, which stays where the number does.
fn each(
    ids: impl Fn() -> Vec<i64> + Send + 'static,
    view: impl Fn(i64) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    boxed_each(Box::new(ids), Arc::new(view))
}

#[inline(never)]
fn boxed_each(
    ids: Box<dyn Supplier<Vec<i64>> + Send>,
    view: Arc<dyn Function<i64, AnyView> + Send + Sync>,
) -> AnyView {
    For(ForProps::builder()
        .each(move || ids.get())
        .key(|id| *id)
        .children(move |id| view.apply(id))
        .build())
    .into_any()
}

/// Roles are said outright: a narrow screen's layout would take them away in some browsers.
fn cell(tag: &'static str, role: &'static str) -> El {
    el(tag).attr("role", role)
}

fn heading(app: App, column: Column) -> El {
    let sorted = move || {
        app.query.with(|query| match query.descending {
            _ if query.sort != column => None,
            true => Some("descending".to_owned()),
            false => Some("ascending".to_owned()),
        })
    };
    let sign = move || match sorted().as_deref() {
        Some("ascending") => " ▲",
        Some(_) => " ▼",
        None => "",
    };
    cell("th", "columnheader")
        .attr("scope", "col")
        .live_attr("aria-sort", sorted)
        .child(
            button("sort", column.label(), move || app.sort(column)).child(
                el("span")
                    .attr("aria-hidden", "true")
                    .live_text(move || sign().to_owned()),
            ),
        )
}

/// What a row says of its token by now.
#[derive(Clone, PartialEq)]
struct Said {
    token: Arc<ListedToken>,
    state: State,
    expiration: String,
    last_used: String,
    created: String,
}

impl Said {
    fn of(token: Arc<ListedToken>) -> Self {
        let now = BrowserClock.now();
        Self {
            state: token.state(now),
            expiration: match token.expiry {
                Some(Expiry::At(at)) => relative(at, now),
                Some(Expiry::Never) => "Never".to_owned(),
                None => NOT_TOLD.to_owned(),
            },
            last_used: last_use(token.last_used),
            created: token
                .created
                .map_or_else(|| NOT_TOLD.to_owned(), |at| relative(at, now)),
            token,
        }
    }
}

/// A token's row, and below it all that is known of it, once that is asked for.
fn token_rows(app: App, token: Derived<Arc<ListedToken>>) -> AnyView {
    let id = token.get_untracked().id;
    let unfolded = derived(move || app.unfolded.with(|ids| ids.contains(&id)));
    // One value for all that follows the time: a hundred rows of cells that each do take long to build.
    let said = derived(move || {
        app.clock_tick.track();
        Said::of(token.get())
    });
    let active = derived(move || said.with(|said| said.state == State::Active));
    let label = derived(move || token.with(|token| token.label()));
    let view = el("tr")
        .attr("role", "row")
        .child(cell("td", "cell").class("pick").live(move || {
            if active.get() {
                pick(app, id, &label.get()).into()
            } else {
                nothing()
            }
        }))
        .live(move || said.with(known))
        .child(
            cell("td", "cell").class("actions-cell").child(
                el("div")
                    .class("actions")
                    .child(
                        button("plain", "Details", move || {
                            app.unfold(id, !unfolded.get_untracked());
                        })
                        .live_attr("aria-label", move || {
                            Some(format!("Details of {}", label.get()))
                        })
                        .live_attr("aria-expanded", move || Some(unfolded.get().to_string())),
                    )
                    .live(move || {
                        if active.get() {
                            changes(app, token, &label.get())
                        } else {
                            nothing()
                        }
                    }),
            ),
        );
    row(vec![
        view.into(),
        live(move || {
            if unfolded.get() {
                el("tr")
                    .attr("role", "row")
                    .class("unfolded")
                    .child(
                        cell("td", "cell")
                            .attr("colspan", "9")
                            .child(all_of(&token.get())),
                    )
                    .into()
            } else {
                nothing()
            }
        }),
    ])
}

// The labels name the token, which tells a control from the same one of another token.

fn pick(app: App, id: i64, label: &str) -> El {
    el("input")
        .attr("type", "checkbox")
        .attr("aria-label", format!("Select {label}"))
        .set("checked", move || {
            app.selected.with(|ids| ids.contains(&id))
        })
        .on("change", move |event| {
            app.select(id, event_target_checked(&event));
        })
}

fn changes(app: App, token: Derived<Arc<ListedToken>>, label: &str) -> AnyView {
    row(vec![
        button("plain", "Rotate", move || app.rotate(token.get_untracked()))
            .attr("aria-label", format!("Rotate {label}"))
            .into(),
        button("plain danger-plain", "Revoke", move || {
            app.ask_to_revoke(vec![token.get_untracked()]);
        })
        .attr("aria-label", format!("Revoke {label}"))
        .into(),
    ])
}

/// The cells that say what is known of a token.
fn known(said: &Said) -> AnyView {
    let token = &said.token;
    let mut named = cell("th", "rowheader")
        .attr("class", class(Column::Name))
        .attr("scope", "row")
        .child(name(token.label()).class("name"));
    if !token.description.is_empty() {
        named = named.child(
            el("span")
                .class("description")
                .text(token.description.clone()),
        );
    }
    let status = el("span")
        .class(match said.state {
            State::Active => "state",
            State::Expired | State::Deleted => "state over",
        })
        .text(said.state.name());
    let issuer = match (token.issuer.is_empty(), token.issuer_deleted) {
        (true, false) => labelled(Column::Issuer).text(NOT_TOLD),
        (true, true) => labelled(Column::Issuer).text("Deleted user"),
        (false, false) => labelled(Column::Issuer).child(name(token.issuer.clone())),
        (false, true) => labelled(Column::Issuer).child(
            el("span")
                .child(name(token.issuer.clone()))
                .text(" (deleted)"),
        ),
    };
    row(vec![
        named.into(),
        labelled(Column::Role).text(or_not_told(&token.role)).into(),
        labelled(Column::Status).child(status).into(),
        labelled(Column::Expiration)
            .text(said.expiration.clone())
            .into(),
        labelled(Column::LastUsed)
            .text(said.last_used.clone())
            .into(),
        labelled(Column::Created).text(said.created.clone()).into(),
        issuer.into(),
    ])
}

/// What the service didn't say, or wrote so that it can't be read.
const NOT_TOLD: &str = "Not told";

fn or_not_told(text: &str) -> String {
    if text.is_empty() { NOT_TOLD } else { text }.to_owned()
}

/// When a token was last used, in words.
pub fn last_use(used: LastUse) -> String {
    match used {
        LastUse::Never => "Never used".to_owned(),
        LastUse::At(at) => relative(at, BrowserClock.now()),
        LastUse::Unreadable => NOT_TOLD.to_owned(),
    }
}

/// A cell that names its column itself where there is no room for headings.
fn labelled(column: Column) -> El {
    cell("td", "cell")
        .attr("class", class(column))
        .attr("data-label", column.label())
}

/// What the style sheet calls a column.
fn class(column: Column) -> String {
    format!("column-{}", column.value())
}

/// All that is known of a token, its times in the reader's zone and in UTC.
fn all_of(token: &ListedToken) -> El {
    let at = |at: Option<chrono::DateTime<chrono::Utc>>, none: &'static str| match at {
        Some(at) => el("p")
            .text(BrowserClock.local_text(at))
            .text(" · ")
            .text(utc_text(at))
            .into(),
        None => text(none),
    };
    facts(
        "facts",
        vec![
            ("Token ID", text(token.id.to_string())),
            (
                "Description",
                text(if token.description.is_empty() {
                    "None".to_owned()
                } else {
                    token.description.clone()
                }),
            ),
            (
                "Expiration",
                token.expiry.map_or_else(|| text(NOT_TOLD), end),
            ),
            (
                "Last used",
                match token.last_used {
                    LastUse::At(used) => at(Some(used), ""),
                    unused => text(last_use(unused)),
                },
            ),
            ("Created", at(token.created, NOT_TOLD)),
            ("Issuer", text(or_not_told(&token.issuer))),
            ("E-mail", text(or_not_told(&token.issuer_email))),
        ],
    )
}
