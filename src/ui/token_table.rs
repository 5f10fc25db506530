//! The list of tokens as a table.

use std::sync::Arc;

use leptos::prelude::*;

use super::derived::{Derived, derived};
use super::element::{El, button, el, facts, live, name, nothing, row, text};
use super::expiration::end;
use crate::app::{App, Kept};
use crate::browser::BrowserClock;
use crate::token::expiry::Expiry;
use crate::token::list::{Column, LastUse, ListedToken, State};
use crate::token::time::{Clock, relative, utc_text};

/// The table of these tokens.
pub fn token_table(app: App, tokens: Derived<Vec<Arc<ListedToken>>>) -> El {
    let headings = Column::ALL.map(|column| heading(app, column));
    // A row stays its token's whatever is learned of it: with it stay its focus and what was unfolded.
    let rows = move || {
        app.bodies.track();
        For(ForProps::builder()
            .each(move || tokens.get())
            .key(|token| token.id)
            .children(move |token| {
                let id = token.id;
                let last = Kept::new(token);
                let current = derived(move || {
                    tokens.with(|tokens| {
                        if let Some(found) = tokens.iter().find(|token| token.id == id) {
                            last.set_value(Arc::clone(found));
                        }
                        last.get_value()
                    })
                });
                token_rows(app, current)
            })
            .build())
        .into_any()
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
        .child(el("tbody").attr("role", "rowgroup").live(rows))
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

/// A token's row, and below it all that is known of it, once that is asked for.
fn token_rows(app: App, token: Derived<Arc<ListedToken>>) -> AnyView {
    let unfolded = RwSignal::new(false);
    let active = derived(move || {
        app.clock_tick.track();
        token.with(|token| token.active(BrowserClock.now()))
    });
    let view = el("tr")
        .attr("role", "row")
        .child(cell("td", "cell").class("pick").live(move || {
            if active.get() {
                pick(app, token).into()
            } else {
                nothing()
            }
        }))
        .live(move || known(app, &token.get()))
        .child(
            cell("td", "cell").child(
                el("div")
                    .class("actions")
                    .child(
                        button("plain", "Details", move || {
                            unfolded.update(|unfolded| *unfolded = !*unfolded);
                        })
                        .live_attr("aria-label", labelling("Details of", token))
                        .live_attr("aria-expanded", move || Some(unfolded.get().to_string())),
                    )
                    .live(move || {
                        if active.get() {
                            changes(app, token)
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

/// A control's name, which tells it from the same one of another token.
fn labelling(
    verb: &'static str,
    token: Derived<Arc<ListedToken>>,
) -> impl Fn() -> Option<String> + Send + Sync {
    move || Some(format!("{verb} {}", token.with(|token| token.label())))
}

fn pick(app: App, token: Derived<Arc<ListedToken>>) -> El {
    let id = token.get_untracked().id;
    el("input")
        .attr("type", "checkbox")
        .live_attr("aria-label", labelling("Select", token))
        .set("checked", move || {
            app.selected.with(|ids| ids.contains(&id))
        })
        .on("change", move |event| {
            app.select(id, event_target_checked(&event));
        })
}

fn changes(app: App, token: Derived<Arc<ListedToken>>) -> AnyView {
    row(vec![
        button("plain", "Rotate", move || app.rotate(token.get_untracked()))
            .live_attr("aria-label", labelling("Rotate", token))
            .into(),
        button("plain danger-plain", "Revoke", move || {
            app.ask_to_revoke(vec![token.get_untracked()]);
        })
        .live_attr("aria-label", labelling("Revoke", token))
        .into(),
    ])
}

/// The cells that say what is known of a token.
fn known(app: App, token: &Arc<ListedToken>) -> AnyView {
    let mut named = cell("th", "rowheader")
        .attr("scope", "row")
        .child(name(token.label()).class("name"));
    if !token.description.is_empty() {
        named = named.child(
            el("span")
                .class("description")
                .text(token.description.clone()),
        );
    }
    let role = labelled(Column::Role).text(or_not_told(&token.role));
    let state = {
        let token = Arc::clone(token);
        move || {
            app.clock_tick.track();
            token.state(BrowserClock.now())
        }
    };
    let state_class = state.clone();
    let status = labelled(Column::Status).child(
        el("span")
            .live_attr("class", move || {
                Some(
                    match state_class() {
                        State::Active => "state",
                        State::Expired | State::Deleted => "state over",
                    }
                    .to_owned(),
                )
            })
            .live_text(move || state().name().to_owned()),
    );
    let (ends, used, created) = (token.expiry, token.last_used, token.created);
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
    let time = |column: Column, said: Box<dyn Fn() -> String + Send + Sync>| {
        labelled(column)
            .live_text(move || {
                app.clock_tick.track();
                said()
            })
            .into()
    };
    row(vec![
        named.into(),
        role.into(),
        status.into(),
        time(
            Column::Expiration,
            Box::new(move || match ends {
                Some(Expiry::At(at)) => relative(at, BrowserClock.now()),
                Some(Expiry::Never) => "Never".to_owned(),
                None => NOT_TOLD.to_owned(),
            }),
        ),
        time(Column::LastUsed, Box::new(move || last_use(used))),
        time(
            Column::Created,
            Box::new(move || {
                created.map_or_else(
                    || NOT_TOLD.to_owned(),
                    |at| relative(at, BrowserClock.now()),
                )
            }),
        ),
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
    cell("td", "cell").attr("data-label", column.label())
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
