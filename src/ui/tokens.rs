//! The tokens that exist: what needs attention, and the list.

use std::sync::Arc;

use leptos::prelude::*;

use super::access::access;
use super::derived::{Derived, derived};
use super::element::{El, button, el, focusable, live, nothing, p, row};
use super::field::{input, option};
use super::timeline::months_ahead;
use super::token_table::token_table;
use crate::app::{App, HEADING_ID, LIST_ID, ROWS, View};
use crate::browser::{self, BrowserClock};
use crate::token::Field;
use crate::token::list::{Attention, ListedToken, Query, Status};
use crate::token::time::{Clock, wall_time, wall_time_value};

/// The whole view.
pub fn tokens(app: App) -> El {
    let listed = derived(move || app.existing.with(Option::is_some));
    el("section")
        .class("view")
        .attr("aria-labelledby", HEADING_ID)
        .child(focusable("h2", HEADING_ID, "Tokens"))
        .child(unsaved(app))
        .child(your_access(app, listed))
        .live(move || {
            if listed.get() {
                row(vec![attention(app).into(), list_in_its_turn(app)])
            } else {
                nothing()
            }
        })
}

/// A token that is not put away yet is not to be forgotten behind this view.
fn unsaved(app: App) -> AnyView {
    let unsaved = derived(move || {
        app.screen.track();
        app.unsaved()
    });
    live(move || {
        if unsaved.get() {
            p("caution", "A new token is not saved yet. ")
                .child(
                    el("a")
                        .attr("href", View::Create.fragment())
                        .text("Go back to it"),
                )
                .into()
        } else {
            nothing()
        }
    })
}

/// The list in a task of its own: with what is above it, it would hold up the page.
fn list_in_its_turn(app: App) -> AnyView {
    let turn = RwSignal::new(false);
    browser::spawn(async move {
        browser::breathe().await;
        // The view may be gone by then.
        turn.try_set(true);
    });
    live(move || {
        if turn.get() {
            list(app).into()
        } else {
            nothing()
        }
    })
}

/// Folded once the list is there; unfolded when something is wrong with what is in it.
fn your_access(app: App, listed: Derived<bool>) -> El {
    let open = derived(move || {
        let wrong = app.problems.with(|problems| {
            problems.of(Field::ApiKey).is_some() || problems.of(Field::AccountId).is_some()
        });
        wrong || !listed.get()
    });
    el("details")
        .class("card fold")
        .flag("open", move || open.get())
        .child(el("summary").text("Your access"))
        .child(
            el("form")
                .attr("novalidate", "")
                .on("submit", move |event| {
                    event.prevent_default();
                    app.refresh();
                })
                .child(access(app))
                .child(live(move || {
                    if listed.get() {
                        return nothing();
                    }
                    el("button")
                        .attr("type", "submit")
                        .class("primary")
                        .live_attr("aria-disabled", reading(app))
                        .text("Show tokens")
                        .into()
                })),
        )
}

fn reading(app: App) -> impl Fn() -> Option<String> + Send + Sync + 'static {
    move || app.reading.get().then(|| "true".to_owned())
}

/// What somebody should look at, and what ends when.
fn attention(app: App) -> El {
    let counts = derived(move || {
        app.clock_tick.track();
        let now = BrowserClock.now();
        app.existing.with(|list| {
            Attention::ALL.map(|attention| {
                let count = list.as_ref().map(|list| list.concerned(attention, now));
                (attention, count.unwrap_or_default())
            })
        })
    });
    el("section")
        .class("card attention")
        .attr("aria-labelledby", "attention-heading")
        .child(
            el("div")
                .class("stack")
                .child(el("h3").id("attention-heading").text("Needs attention"))
                .live(move || {
                    let links = counts
                        .get()
                        .into_iter()
                        .filter(|(_, count)| *count > 0)
                        .map(|(attention, count)| {
                            el("li").child(
                                el("a")
                                    .attr("href", App::query_for(attention).fragment())
                                    .child(el("strong").text(count.to_string()))
                                    .text(" ")
                                    .text(attention.said_of(count)),
                            )
                        });
                    let links: Vec<El> = links.collect();
                    if links.is_empty() {
                        p("hint", "Nothing: no token ends soon, lies unused or is endless and all-powerful.").into()
                    } else {
                        el("ul").children(links).into()
                    }
                }),
        )
        .child(months_ahead(app))
}

fn list(app: App) -> El {
    app.first_body();
    // Looked at by the minute; more often would search for nothing.
    let minute = derived(move || {
        app.clock_tick.track();
        BrowserClock.now().timestamp().div_euclid(60)
    });
    let found: Derived<Vec<Arc<ListedToken>>> = derived(move || {
        minute.get();
        app.existing.with(|list| {
            list.as_ref().map_or_else(Vec::new, |list| {
                app.query
                    .with(|query| list.found(query, BrowserClock.now()))
            })
        })
    });
    let stretch = derived(move || {
        let last = found.with(Vec::len).saturating_sub(1) / ROWS;
        app.stretch.get().min(last)
    });
    let shown = derived(move || {
        let from = stretch.get() * ROWS;
        found.with(|found| found.iter().skip(from).take(ROWS).cloned().collect())
    });
    let any = derived(move || found.with(|found| !found.is_empty()));
    el("section")
        .class("card")
        .attr("aria-labelledby", LIST_ID)
        .child(
            el("div")
                .class("list-head")
                .child(
                    el("h3")
                        .id(LIST_ID)
                        .attr("tabindex", "-1")
                        .live_text(move || {
                            app.query.with(|query| counted(query, found.with(Vec::len)))
                        }),
                )
                .child(refreshed(app)),
        )
        .child(tools(app))
        .child(narrowed(app))
        .child(selection(app))
        .child(live(move || if any.get() { nothing() } else { empty(app) }))
        // Hidden rather than taken away: a hundred rows at once would hold up the letter that finds nothing.
        .child(token_table(app, shown).flag("hidden", move || !any.get()))
        .child(stretches(app, stretch, found))
        .child(
            el("div")
                .class("buttons")
                .child(button("secondary", "Export CSV", move || app.export(false)))
                .child(button("secondary", "Export JSON", move || app.export(true))),
        )
}

/// The way back from a reason to look at tokens, which the filter doesn't show.
fn narrowed(app: App) -> AnyView {
    let narrowed = derived(move || app.query.with(|query| query.attention.is_some()));
    live(move || {
        if narrowed.get() {
            el("p").child(all_active()).into()
        } else {
            nothing()
        }
    })
}

fn all_active() -> El {
    el("a")
        .attr("href", View::Tokens.fragment())
        .text("Show all active tokens")
}

fn counted(query: &Query, count: usize) -> String {
    let token = if count == 1 { "token" } else { "tokens" };
    if let Some(attention) = query.attention {
        return format!("{count} {}", attention.said_of(count));
    }
    let found = if query.search.trim().is_empty() {
        ""
    } else {
        " found"
    };
    match query.status {
        Status::Active => format!("{count} active {token}{found}"),
        Status::ExpiringSoon => format!("{count} {token} expiring within 30 days{found}"),
        Status::NeverUsed => format!("{count} {token} never used{found}"),
        Status::Expired => format!("{count} expired {token}{found}"),
        Status::Deleted => format!("{count} deleted {token}{found}"),
        Status::All => format!("{count} {token}{found}"),
    }
}

/// When the list was read, and the way to read it again.
fn refreshed(app: App) -> El {
    let read = derived(move || {
        app.existing
            .with(|list| list.as_ref().map(|list| list.read))
    });
    el("div")
        .class("refreshed")
        .child(p("hint", "").live_text(move || {
            if app.reading.get() {
                return "Reading…".to_owned();
            }
            read.get().map_or_else(String::new, |at| {
                let local = wall_time_value(wall_time(at, &BrowserClock));
                let time = local.split('T').nth(1).unwrap_or_default();
                format!("Last refreshed {time}")
            })
        }))
        .child(
            button("secondary", "Refresh", move || app.refresh())
                .live_attr("aria-disabled", reading(app)),
        )
}

fn tools(app: App) -> El {
    let status = derived(move || app.query.with(|query| query.status));
    let options = Status::ALL.map(|this| {
        option(
            this.value().to_owned(),
            this.label().to_owned(),
            move || status.get() == this,
        )
    });
    let labelled = |id: &'static str, label: &'static str, control: El| {
        el("div")
            .class("field")
            .child(el("label").attr("for", id).text(label))
            .child(control.id(id))
    };
    el("div")
        .class("tools")
        .child(labelled(
            "search-tokens",
            "Search tokens",
            input("text")
                .attr("placeholder", "Name, description, issuer, role or ID")
                .value(move || app.query.with(|query| query.search.clone()))
                .on_value("input", move |typed| app.search(typed)),
        ))
        .child(labelled(
            "token-status",
            "Status",
            el("select")
                .children(options)
                .on_value("change", move |value| {
                    if let Some(status) = Status::from_value(&value) {
                        app.filter(status);
                    }
                }),
        ))
}

/// What can be done with the tokens that are selected.
fn selection(app: App) -> AnyView {
    let count = derived(move || app.selected.with(Vec::len));
    live(move || match count.get() {
        0 => nothing(),
        count => el("div")
            .class("buttons selection")
            .child(p("", format!("{count} selected")))
            .child(button("danger", "Revoke selected", move || {
                app.ask_to_revoke_selected();
            }))
            .child(button("plain", "Clear selection", move || {
                app.selected.set(Vec::new());
                browser::focus(LIST_ID);
            }))
            .into(),
    })
}

fn empty(app: App) -> AnyView {
    let nothing_at_all = app.query.with(|query| !query.narrows());
    if nothing_at_all {
        p("hint", "This account has no active tokens. ")
            .child(
                el("a")
                    .attr("href", View::Create.fragment())
                    .text("Create one"),
            )
            .into()
    } else {
        p("hint", "No token fits. ").child(all_active()).into()
    }
}

/// A long list is shown stretch by stretch.
fn stretches(app: App, stretch: Derived<usize>, found: Derived<Vec<Arc<ListedToken>>>) -> AnyView {
    let count = derived(move || found.with(Vec::len));
    live(move || {
        let (at, count) = (stretch.get(), count.get());
        if count <= ROWS {
            return nothing();
        }
        let (first, last) = (at * ROWS + 1, ((at + 1) * ROWS).min(count));
        let step = |label: &'static str, to: Option<usize>| {
            button("secondary", label, move || {
                if let Some(to) = to {
                    app.turn_to(to);
                }
            })
            .attr("aria-disabled", if to.is_none() { "true" } else { "false" })
        };
        el("nav")
            .class("buttons")
            .attr("aria-label", "Pages of the list")
            .child(step("Previous", at.checked_sub(1)))
            .child(step("Next", (last < count).then_some(at + 1)))
            .child(p("hint", format!("{first} to {last} of {count}")))
            .into()
    })
}
