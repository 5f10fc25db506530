//! What the token may do.

use gcore_token_core::Role;
use gcore_token_core::config::Config;
use gcore_token_core::form::Field;
use leptos::prelude::*;

use super::Creation;
use crate::components::{Caution, Choice, Control, FieldFrame, Note, Select};
use crate::session::Session;

#[component]
pub(super) fn RoleField() -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let Creation { form, session, .. } = expect_context();
    let draft = form.draft;
    let role = Memo::new(move |_| draft.with(|draft| draft.role));
    let allowed = &config.policy.allowed_roles;
    let hint = if allowed.len() < Role::ALL.len() {
        "Choose the least powerful role that is enough. Only the roles allowed here are listed."
    } else {
        "Choose the least powerful role that is enough."
    };
    let choose = Choice { value: String::new(), label: "Choose a role".to_owned() };
    let choices = move || {
        let holder = session.holder();
        let roles = allowed.iter().map(|role| {
            let may_grant = holder.as_ref().is_none_or(|holder| holder.may_grant(*role));
            let label = if may_grant { role.name().to_owned() } else { format!("{} – above your role", role.name()) };
            Choice { value: role.id().to_string(), label }
        });
        std::iter::once(choose.clone()).chain(roles).collect::<Vec<_>>()
    };
    let control = Control::of(Field::Role).with_hint(hint);
    view! {
        <FieldFrame control>
            <Select
                control
                choices=choices
                selected=move || role.get().map_or_else(String::new, |role| role.id().to_string())
                on_change=move |value: String| {
                    let chosen = value.parse().ok().and_then(Role::from_id);
                    draft.update(|draft| draft.role = chosen);
                }
            />
            <RoleComparison />
            {move || role.get().map(|role| view! { <RoleNote role /> }).into_any()}
        </FieldFrame>
    }
}

/// What each role that is allowed here can and can't, before one is chosen.
#[component]
fn RoleComparison() -> impl IntoView {
    let allowed = &expect_context::<&'static Config>().policy.allowed_roles;
    let rows = allowed.iter().map(|role| {
        view! {
            <tr>
                <th scope="row" translate="no">
                    {role.name()}
                </th>
                <td>{role.can()}</td>
                <td>{role.cannot()}</td>
            </tr>
        }
    });
    view! {
        <details class="compare">
            <summary>{"Compare roles"}</summary>
            <table aria-label="Roles">
                <thead>
                    <tr>
                        <th scope={"col"}>{"Role"}</th>
                        <th scope={"col"}>{"Can"}</th>
                        <th scope={"col"}>{"Can’t"}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </details>
    }
}

#[component]
fn RoleNote(role: Role) -> impl IntoView {
    let session = expect_context::<Creation>().session;
    view! {
        <Note>
            <p>
                <strong>{"Can "}</strong>
                {role.can()}
                "."
            </p>
            <p>
                <strong>{"Can’t "}</strong>
                {role.cannot()}
                "."
            </p>
            {move || warning(session, role)}
        </Note>
    }
}

/// The service will probably refuse what is above the key's holder.
fn warning(session: Session, role: Role) -> AnyView {
    let own = session.holder().filter(|holder| !holder.may_grant(role)).and_then(|holder| holder.role);
    let warning = own.map(|own| {
        let own = own.name();
        format!("According to the service, your own role is {own}: it will refuse to create a token with a higher role.")
    });
    warning.map(|warning| view! { <Caution>{warning}</Caution> }).into_any()
}
