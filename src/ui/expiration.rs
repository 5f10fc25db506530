//! How long the token lives, and what that means.

use leptos::prelude::*;

use super::derived::derived;
use super::element::{El, el, live, nothing, p, row};
use super::field::{FieldFrame, input, option};
use crate::app::{App, PARTS};
use crate::browser::{self, BrowserClock};
use crate::token::expiry::{Expiry, Lifetime};
use crate::token::{Field, time, time::Clock};

/// The lifetime, the exact end for Custom, and the end in words.
pub fn expiration(app: App) -> AnyView {
    let policy = &app.config.policy;
    let (bound, never) = (policy.max_lifetime_days, policy.never_allowed());
    let chosen = derived(move || app.draft.with(|draft| draft.lifetime));
    let custom = derived(move || chosen.get() == Lifetime::Custom);
    let options = move || {
        let linked = app.linked_days.get();
        let offered = Lifetime::offered(&app.config.policy, linked);
        row(offered
            .into_iter()
            .map(|lifetime| {
                option(lifetime.value(), lifetime.label(), move || {
                    chosen.get() == lifetime
                })
                .into()
            })
            .collect())
    };
    let control = el("select").live(options).on_value("change", move |value| {
        if let Some(lifetime) = Lifetime::from_value(&value) {
            app.choose_lifetime(lifetime);
        }
    });
    let mut frame = FieldFrame::new(app, Field::Expiration);
    if let Some(days) = bound {
        frame = frame.hint(format!("At most {}.", Lifetime::Days(days).label()));
    } else if !never {
        frame = frame.hint("Here every token has to expire.");
    }
    let meaning = el("div")
        .class("note meaning")
        .live(move || match app.plan() {
            // The first date in words takes the browser long: it is not to hold up the form.
            _ if app.built.get() < PARTS => nothing(),
            Ok(plan) => {
                let mut lines = vec![end(plan.expiry)];
                lines.extend(plan.remark.map(|remark| p("caution", remark).into()));
                row(lines)
            }
            Err((_, message)) => el("p").text(message).into(),
        });
    row(vec![
        frame.around(control, nothing()).into(),
        live(move || {
            if custom.get() {
                custom_end(app).into()
            } else {
                nothing()
            }
        }),
        meaning.into(),
    ])
}

fn custom_end(app: App) -> El {
    let control = input("datetime-local")
        .attr("max", "9999-12-29T23:59")
        .value(move || app.draft.with(|draft| draft.custom.clone()))
        .on_value("input", move |typed| {
            app.draft.update(|draft| draft.custom = typed);
        });
    FieldFrame::new(app, Field::ExpirationDateTime)
        .hint(format!("In your time zone, {}.", browser::zone_name()))
        .around(control, nothing())
}

/// An end in words: local time with its zone, UTC, and how far away it is.
pub fn end(expiry: Expiry) -> AnyView {
    match expiry {
        Expiry::Never => el("p")
            .text("Never expires: it works until somebody revokes it.")
            .into(),
        Expiry::At(at) => row(vec![
            el("p")
                .text("Ends ")
                .child(
                    el("strong").attr("lang", browser::language()).child(
                        el("time")
                            .attr("datetime", time::rfc3339(at))
                            .text(BrowserClock.local_text(at)),
                    ),
                )
                .text(format!(", {}.", time::relative(at, BrowserClock.now())))
                .into(),
            p(
                "quiet",
                format!(
                    "{} · your time zone is {}",
                    time::utc_text(at),
                    browser::zone_name()
                ),
            )
            .into(),
        ]),
    }
}
