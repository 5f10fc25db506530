//! The form.

use leptos::prelude::*;

use super::expiration::Expiration;
use super::field::{FieldFrame, TextField, Wiring};
use crate::app::{App, SUBMIT_ID, Screen};
use crate::token::{Field, Holder, Policy, Role};

/// The form; hidden, but kept as it is, while its order is reviewed.
#[component]
pub fn CreateForm() -> impl IntoView {
    let app = expect_context::<App>();
    let reviewing = move || {
        app.screen
            .with(|screen| matches!(screen, Screen::Reviewing(_)))
    };
    let creating = Memo::new(move |_| app.screen.with(|screen| matches!(screen, Screen::Creating)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        app.submit();
    };
    let policy = app.config.with_value(|config| config.policy.clone());
    let fixed_account = app.config.with_value(|config| config.account);
    let name_hint = policy
        .name_pattern
        .as_ref()
        .map(|pattern| {
            policy
                .name_hint
                .clone()
                .unwrap_or_else(|| format!("Has to match {pattern}"))
        })
        .unwrap_or_else(|| "Say what uses it, for example ci-deploy.".to_owned());
    view! { class="ui",
        <form novalidate on:submit=submit hidden=reviewing>
            <h2>"Create a token"</h2>
            <section class="card" aria-labelledby="access-heading">
                <h3 id="access-heading">"Your access"</h3>
                <ApiKeyField/>
                <button type="button" class="secondary" on:click=move |_| app.look_up()>"Look up account"</button>
                {move || app.holder.get().map(|holder| view! { <HolderNote holder/> })}
                {match fixed_account {
                    Some(account) => view! { class="ui",
                        <p class="hint">"Tokens made here belong to account "<strong>{account.to_string()}</strong>"."</p>
                    }.into_any(),
                    None => view! {
                        <TextField
                            field=Field::AccountId
                            input_mode="numeric"
                            hint="A number. Look it up with the key, or enter it."
                            value=Signal::derive(move || app.draft.with(|draft| draft.account_id.clone()))
                            on_input=move |typed| app.draft.update(|draft| draft.account_id = typed)
                        />
                    }.into_any(),
                }}
            </section>
            <section class="card" aria-labelledby="token-heading">
                <h3 id="token-heading">"The new token"</h3>
                <TextField
                    field=Field::Name
                    hint=name_hint
                    value=Signal::derive(move || app.draft.with(|draft| draft.name.clone()))
                    on_input=move |typed| app.draft.update(|draft| draft.name = typed)
                />
                <TextField
                    field=Field::Description
                    remark=if policy.require_description { "" } else { "optional" }
                    value=Signal::derive(move || app.draft.with(|draft| draft.description.clone()))
                    on_input=move |typed| app.draft.update(|draft| draft.description = typed)
                />
                <RoleField policy=policy.clone()/>
                <Expiration/>
                {policy.restricts().then(|| view! { class="ui",
                    <p class="hint">"The rules on this page help people; they don't bind anyone who uses the API directly."</p>
                })}
            </section>
            <button
                type="submit"
                id=SUBMIT_ID
                class="primary"
                aria-disabled=move || creating.get().then_some("true")
            >
                "Create token"
            </button>
            <p class="hint" aria-hidden="true">{move || if creating.get() { "Creating token…" } else { "" }}</p>
        </form>
    }
}

/// The key: masked by style and not by a password field, so that no password manager offers to
/// keep it.
#[component]
fn ApiKeyField() -> impl IntoView {
    let app = expect_context::<App>();
    let shown = RwSignal::new(false);
    let wiring = Wiring::new(Field::ApiKey, true);
    let input = NodeRef::<leptos::html::Input>::new();
    // The key that was pasted before is still there; it goes from memory into the control and is
    // never an attribute.
    Effect::new(move || {
        if let Some(input) = input.get() {
            app.with_key(|key| input.set_value(key));
        }
    });
    view! {
        <FieldFrame
            field=Field::ApiKey
            hint=Signal::stored("An API token of your own. It stays in this tab's memory and is sent only to the service.".to_owned())
        >
            {view! { class="ui",
                <div class="with-button">
                    <input
                        type="text"
                        node_ref=input
                        id=Field::ApiKey.id()
                        class="secret"
                        class:masked=move || !shown.get()
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        data-1p-ignore="true"
                        data-bwignore="true"
                        data-lpignore="true"
                        data-form-type="other"
                        aria-invalid=move || wiring.invalid()
                        aria-describedby=move || wiring.described_by()
                        on:input=move |event| app.set_key(event_target_value(&event))
                    />
                    <button
                        type="button"
                        class="secondary"
                        aria-label="Show API key"
                        aria-pressed=move || shown.get().to_string()
                        on:click=move |_| shown.update(|shown| *shown = !*shown)
                    >
                        {move || if shown.get() { "Hide" } else { "Show" }}
                    </button>
                </div>
            }}
        </FieldFrame>
    }
}

#[component]
fn HolderNote(holder: Holder) -> impl IntoView {
    let person = holder
        .person
        .unwrap_or_else(|| "somebody without a name".to_owned());
    let account = match holder.account_name {
        Some(name) => format!("{name} ({})", holder.account),
        None => holder.account.to_string(),
    };
    let role = holder.role.map_or("not told by the service", Role::name);
    view! { class="ui",
        <dl class="facts note">
            <dt>"Account"</dt><dd>{account}</dd>
            <dt>"You are"</dt><dd>{person}</dd>
            <dt>"Your role"</dt><dd>{role}</dd>
            {holder.unusual_status.map(|status| view! { class="ui",
                <dt>"Status"</dt><dd>{status}</dd>
            })}
        </dl>
    }
}

#[component]
fn RoleField(policy: Policy) -> impl IntoView {
    let app = expect_context::<App>();
    let wiring = Wiring::new(Field::Role, true);
    let role = Memo::new(move |_| app.draft.with(|draft| draft.role));
    let options: Vec<_> = policy
        .allowed_roles
        .iter()
        .map(|option| {
            let option = *option;
            view! { class="ui",
                <option value=option.id().to_string() prop:selected=move || role.get() == Some(option)>
                    {option.name()}
                </option>
            }
        })
        .collect();
    let explanation = move || {
        role.get().map(|role| {
            let beyond = app.beyond_own(role).map(|own| view! { class="ui",
                <p class="caution">
                    {format!("Your own role is {}, as far as the service told: it will refuse to make a token with more power.", own.name())}
                </p>
            });
            view! { class="ui",
                <div class="note">
                    <p><strong>"Can "</strong>{role.can()}"."</p>
                    <p><strong>"Can’t "</strong>{match role { Role::Administrators => "be limited: nothing is out of its reach", other => other.cannot() }}"."</p>
                    {beyond}
                </div>
            }
        })
    };
    view! {
        <FieldFrame
            field=Field::Role
            hint=Signal::stored("Choose the least that is enough.".to_owned())
        >
            {view! { class="ui",
                <select
                    id=Field::Role.id()
                    aria-invalid=move || wiring.invalid()
                    aria-describedby=move || wiring.described_by()
                    on:change=move |event| {
                        let chosen = event_target_value(&event).parse().ok().and_then(Role::from_id);
                        app.draft.update(|draft| draft.role = chosen);
                    }
                >
                    <option value="" prop:selected=move || role.get().is_none()>"Choose a role"</option>
                    {options}
                </select>
            }}
            {explanation}
        </FieldFrame>
    }
}
