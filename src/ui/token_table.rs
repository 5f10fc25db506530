//! The list of tokens as a table.

use std::sync::Arc;

use leptos::prelude::*;

use super::element::{El, button, el, facts, live, name, nothing, row, text};
use super::expiration::end;
use crate::app::App;
use crate::browser::BrowserClock;
use crate::token::expiry::Expiry;
use crate::token::list::{Column, LastUse, ListedToken, State};
use crate::token::time::{Clock, relative, utc_text};

/// The table of these tokens. `now` moves by the minute.
pub fn token_table(
    app: App,
    tokens: impl Fn() -> Vec<Arc<ListedToken>> + Send + Sync + 'static,
    now: Memo<i64>,
) -> El {
    let headings = Column::ALL.map(|column| heading(app, column));
    // A row is kept for as long as nothing about its token changes: with it stay its focus and
    // what was unfolded.
    let rows = For(ForProps::builder()
        .each(tokens)
        .key(Arc::clone)
        .children(move |token| token_rows(app, &token, now))
        .build());
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
        .child(el("tbody").attr("role", "rowgroup").child(rows.into_any()))
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
fn token_rows(app: App, token: &Arc<ListedToken>, now: Memo<i64>) -> AnyView {
    let unfolded = RwSignal::new(false);
    let label = token.label();
    let shown = Arc::clone(token);
    let state = {
        let token = Arc::clone(token);
        move || {
            now.track();
            token.state(BrowserClock.now())
        }
    };
    let active = token.active(BrowserClock.now());
    let id = token.id;
    let pick = cell("td", "cell").class("pick");
    let pick = if active {
        pick.child(
            el("input")
                .attr("type", "checkbox")
                .attr("aria-label", format!("Select {label}"))
                .set("checked", move || {
                    app.selected.with(|ids| ids.contains(&id))
                })
                .on("change", move |event| {
                    app.select(id, event_target_checked(&event));
                }),
        )
    } else {
        pick
    };
    let mut named = cell("th", "rowheader")
        .attr("scope", "row")
        .child(name(label.clone()).class("name"));
    if !token.description.is_empty() {
        named = named.child(
            el("span")
                .class("description")
                .text(token.description.clone()),
        );
    }
    let issuer = match (token.issuer.is_empty(), token.issuer_deleted) {
        (true, false) => labelled(Column::Issuer).text("Not told"),
        (true, true) => labelled(Column::Issuer).text("Deleted user"),
        (false, false) => labelled(Column::Issuer).child(name(token.issuer.clone())),
        (false, true) => labelled(Column::Issuer).child(
            el("span")
                .child(name(token.issuer.clone()))
                .text(" (deleted)"),
        ),
    };
    let ends = Arc::clone(token);
    let used = token.last_used;
    let created = token.created;
    let view = el("tr")
        .attr("role", "row")
        .child(pick)
        .child(named)
        .child(labelled(Column::Role).text(if token.role.is_empty() {
            "Not told".to_owned()
        } else {
            token.role.clone()
        }))
        .child({
            let state_class = state.clone();
            labelled(Column::Status).child(
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
            )
        })
        .child(labelled(Column::Expiration).live_text(move || {
            now.track();
            match ends.expiry {
                Some(Expiry::At(at)) => relative(at, BrowserClock.now()),
                Some(Expiry::Never) => "Never".to_owned(),
                None => "Not told".to_owned(),
            }
        }))
        .child(labelled(Column::LastUsed).live_text(move || {
            now.track();
            last_use(used)
        }))
        .child(labelled(Column::Created).live_text(move || {
            now.track();
            created.map_or_else(
                || "Not told".to_owned(),
                |at| relative(at, BrowserClock.now()),
            )
        }))
        .child(issuer)
        .child(actions(app, token, active, unfolded));
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
                            .child(all_of(&shown)),
                    )
                    .into()
            } else {
                nothing()
            }
        }),
    ])
}

/// When a token was last used, in words.
pub fn last_use(used: LastUse) -> String {
    match used {
        LastUse::Never => "Never used".to_owned(),
        LastUse::At(at) => relative(at, BrowserClock.now()),
        LastUse::Unreadable => "Not told".to_owned(),
    }
}

/// A cell that names its column itself where there is no room for headings.
fn labelled(column: Column) -> El {
    cell("td", "cell").attr("data-label", column.label())
}

fn actions(app: App, token: &Arc<ListedToken>, active: bool, unfolded: RwSignal<bool>) -> El {
    let label = token.label();
    let mut actions = el("div").class("actions").child(
        button("plain", "Details", move || {
            unfolded.update(|unfolded| *unfolded = !*unfolded);
        })
        .attr("aria-label", format!("Details of {label}"))
        .live_attr("aria-expanded", move || Some(unfolded.get().to_string())),
    );
    if active {
        let (rotated, revoked) = (Arc::clone(token), Arc::clone(token));
        actions = actions
            .child(
                button("plain", "Rotate", move || app.rotate(Arc::clone(&rotated)))
                    .attr("aria-label", format!("Rotate {label}")),
            )
            .child(
                button("plain danger-plain", "Revoke", move || {
                    app.ask_to_revoke(vec![Arc::clone(&revoked)]);
                })
                .attr("aria-label", format!("Revoke {label}")),
            );
    }
    cell("td", "cell").child(actions)
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
    let known = |text: &str| {
        if text.is_empty() {
            "Not told".to_owned()
        } else {
            text.to_owned()
        }
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
                token.expiry.map_or_else(|| text("Not told"), end),
            ),
            (
                "Last used",
                match token.last_used {
                    LastUse::At(used) => at(Some(used), ""),
                    unused => text(last_use(unused)),
                },
            ),
            ("Created", at(token.created, "Not told")),
            ("Issuer", text(known(&token.issuer))),
            ("E-mail", text(known(&token.issuer_email))),
        ],
    )
}
