//! The form.

use leptos::prelude::*;

use super::element::{El, button, el, facts, live, nothing, p, row, text};
use super::expiration::expiration;
use super::field::{FieldFrame, input, option};
use crate::app::{App, SUBMIT_ID, Screen};
use crate::browser;
use crate::token::{Field, Holder, Role};

/// The form; hidden, but kept as it is, while its order is reviewed.
pub fn create_form(app: App) -> El {
    let policy = app.config.with_value(|config| config.policy.clone());
    let fixed_account = app.config.with_value(|config| config.account);
    let creating = move || app.screen.with(|screen| matches!(screen, Screen::Creating));

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
    let access = card("access-heading", "Your access")
        .child(api_key_field(app))
        .child(
            el("div")
                .class("buttons")
                .child(button("secondary", "Look up account", move || app.look_up()))
                .child(button("plain", "Forget API key", move || {
                    app.forget_key();
                    app.announce("API key forgotten");
                    browser::focus(Field::ApiKey.id());
                })),
        )
        .child(p("hint", "").live_text(move || {
            if app.looking_up.get() {
                "Looking up the account…"
            } else {
                ""
            }
            .to_owned()
        }))
        .live(move || match app.holder.get() {
            Some(holder) => {
                let other = fixed_account.filter(|fixed| *fixed != holder.account);
                let caution = other.map(|fixed| format!("This API key belongs to another account, {}. Tokens made here belong to account {fixed}, so the service will probably refuse it.", holder.account));
                let mut views = vec![holder_note(holder).into()];
                views.extend(caution.map(|caution| p("caution", caution).into()));
                row(views)
            }
            None => nothing(),
        })
        .child(account);

    let name_hint = match (&policy.name_pattern, &policy.name_hint) {
        (_, Some(hint)) => hint.clone(),
        (Some(pattern), None) => format!("Has to match {pattern}"),
        (None, None) => "Say what uses it, for example ci-deploy.".to_owned(),
    };
    let mut token = card("token-heading", "The new token")
        .child(FieldFrame::new(app, Field::Name).hint(name_hint).line(
            move || app.draft.with(|draft| draft.name.clone()),
            move |typed| app.draft.update(|draft| draft.name = typed),
        ))
        .live(move || match app.name_taken() {
            Some(warning) => p("caution", warning).into(),
            None => nothing(),
        })
        .child(
            FieldFrame::new(app, Field::Description)
                .remark(if policy.require_description {
                    "required here"
                } else {
                    "optional"
                })
                .line(
                    move || app.draft.with(|draft| draft.description.clone()),
                    move |typed| app.draft.update(|draft| draft.description = typed),
                ),
        )
        .child(role_field(app, &policy.allowed_roles))
        .child(expiration(app));
    if policy.restricts() {
        token = token.child(p(
            "hint",
            "The rules on this page help people; they don’t bind anyone who uses the API directly.",
        ));
    }

    el("form")
        .attr("novalidate", "")
        .flag("hidden", move || {
            app.screen
                .with(|screen| matches!(screen, Screen::Reviewing(_)))
        })
        .on("submit", move |event| {
            event.prevent_default();
            app.submit();
        })
        .child(el("h2").text("Create a token"))
        .live(move || {
            if app.prefilled.get() {
                p(
                    "caution",
                    "A link filled in this form. Check each field before you create the token.",
                )
                .into()
            } else {
                nothing()
            }
        })
        .child(access)
        .child(token)
        .child(preview(app))
        .child(
            el("button")
                .attr("type", "submit")
                .id(SUBMIT_ID)
                .class("primary")
                .live_attr("aria-disabled", move || {
                    creating().then(|| "true".to_owned())
                })
                .text("Create token"),
        )
        .child(
            p("hint", "")
                .live_text(move || if creating() { "Creating token…" } else { "" }.to_owned()),
        )
}

/// The request as it will be sent, for those who want to see it or script it.
fn preview(app: App) -> El {
    // Its end moves by the minute: only then is the text another one, and a selection in it lost.
    let command = Memo::new(move |_| app.preview());
    el("details")
        .class("card preview")
        .child(el("summary").text("See the request as curl"))
        .live(move || match command.get() {
            Some(command) => el("pre").child(el("code").text(command)).into(),
            None => p("hint", "Fill in the form to see the request.").into(),
        })
        .child(el("div").child(button("secondary", "Copy link to this form", move || app.copy_link())))
        .child(p("hint", "").live_text(move || app.link_said.get()))
        .child(p("hint", "The link fills in name, description, role and lifetime. It holds no key and no account."))
}

fn card(heading_id: &'static str, heading: &'static str) -> El {
    el("section")
        .class("card")
        .attr("aria-labelledby", heading_id)
        .child(el("h3").id(heading_id).text(heading))
}

/// The key: masked by style and not by a password field, so that no password manager offers to
/// keep it.
fn api_key_field(app: App) -> El {
    let control = input("text")
        .attr("data-1p-ignore", "true")
        .attr("data-bwignore", "true")
        .attr("data-lpignore", "true")
        .attr("data-form-type", "other")
        .on("input", move |event| {
            app.set_key(event_target_value(&event))
        });
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

fn role_field(app: App, allowed: &[Role]) -> El {
    let role = Memo::new(move |_| app.draft.with(|draft| draft.role));
    let options = allowed.iter().copied().map(|option| {
        (
            option.id().to_string(),
            option.name().to_owned(),
            Some(option),
        )
    });
    let options = [(String::new(), "Choose a role".to_owned(), None)]
        .into_iter()
        .chain(options)
        .map(|(value, label, this)| option(value, label, move || role.get() == this));
    let control = el("select").children(options).on("change", move |event| {
        let chosen = event_target_value(&event)
            .parse()
            .ok()
            .and_then(Role::from_id);
        app.draft.update(|draft| draft.role = chosen);
    });
    let meaning = live(move || match role.get() {
        Some(role) => role_note(app, role).into(),
        None => nothing(),
    });
    let hint = if allowed.len() < Role::ALL.len() {
        "Choose the least that is enough. Only the roles allowed here are listed."
    } else {
        "Choose the least that is enough."
    };
    FieldFrame::new(app, Field::Role)
        .hint(hint)
        .around(control, meaning)
}

fn role_note(app: App, role: Role) -> El {
    let line = |word: &'static str, what: &'static str| {
        el("p").child(el("strong").text(word)).text(what).text(".")
    };
    el("div")
        .class("note")
        .child(line("Can ", role.can()))
        .child(line("Can’t ", role.cannot()))
        .live(move || match app.beyond_own(role) {
            Some(own) => row(vec![
                p(
                    "caution",
                    format!(
                        "Your own role is {}, as far as the service told: it will refuse to make a token with more power.",
                        own.name()
                    ),
                )
                .into(),
            ]),
            None => nothing(),
        })
}
