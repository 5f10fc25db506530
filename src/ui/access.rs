//! Whose key it is: the fields that both views need.

use leptos::prelude::*;

use super::element::{El, button, card, el, facts, live, nothing, p, row, text};
use super::field::{FieldFrame, input};
use crate::app::App;
use crate::browser;
use crate::token::{Field, Holder, Role};

/// The fields as a card of the form.
pub fn access_card(app: App) -> El {
    card("access-heading", "Your access").child(access(app))
}

/// The API key, whom it belongs to, and the account.
pub fn access(app: App) -> AnyView {
    let fixed_account = app.config.account;
    let account = match fixed_account {
        Some(account) => el("p")
            .class("hint")
            .text("Tokens made here belong to account ")
            .child(el("strong").text(account.to_string()))
            .text("."),
        None => FieldFrame::new(app, Field::AccountId)
            .hint("A number. Look it up with the key, or enter it.")
            .line(
                move || app.draft.with(|draft| draft.account_id.clone()),
                move |typed| app.set_account(typed),
            ),
    };
    row(vec![
        live(move || {
            app.forgotten.get();
            api_key_field(app).into()
        }),
        el("div")
            .class("buttons")
            .child(button("secondary", "Look up account", move || {
                app.look_up()
            }))
            .child(button("plain", "Forget API key", move || {
                app.forget_key();
                app.announce("API key forgotten");
                browser::focus(Field::ApiKey.id());
            }))
            .into(),
        p("hint", "")
            .live_text(move || {
                if app.looking_up.get() {
                    "Looking up the account…"
                } else {
                    ""
                }
                .to_owned()
            })
            .into(),
        live(move || match app.holder.get() {
            Some(holder) => {
                let other = fixed_account.filter(|fixed| *fixed != holder.account);
                let caution = other.map(|fixed| format!("This API key belongs to another account, {}. Tokens made here belong to account {fixed}, so the service will probably refuse it.", holder.account));
                let mut views = vec![holder_note(holder).into()];
                views.extend(caution.map(|caution| p("caution", caution).into()));
                row(views)
            }
            None => nothing(),
        }),
        account.into(),
    ])
}

/// The key: masked by style and not by a password field, so that no password manager offers to
/// keep it.
fn api_key_field(app: App) -> El {
    let control = input("text")
        .attr("data-1p-ignore", "true")
        .attr("data-bwignore", "true")
        .attr("data-lpignore", "true")
        .attr("data-form-type", "other")
        .on_value("input", move |typed| app.set_key(typed));
    // The key that was pasted before is still there: it goes from memory into the control, and is
    // never an attribute.
    browser::set_value(Field::ApiKey.id(), move || {
        app.with_key(|key| zeroize::Zeroizing::new(key.to_owned()))
    });
    FieldFrame::new(app, Field::ApiKey)
        .hint("An API token of your own. It stays in this tab’s memory and is sent only to the service.")
        .around(control, nothing())
}

fn holder_note(holder: Holder) -> El {
    let account = match holder.account_name {
        Some(name) => format!("{name} ({})", holder.account),
        None => holder.account.to_string(),
    };
    let person = holder
        .person
        .unwrap_or_else(|| "somebody without a name".to_owned());
    let role = holder.role.map_or("not told by the service", Role::name);
    let mut known = vec![
        ("Account", text(account)),
        ("You are", text(person)),
        ("Your role", text(role)),
    ];
    if let Some(status) = holder.unusual_status {
        known.push(("Status", text(status)));
    }
    facts("facts note", known)
}
