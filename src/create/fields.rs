//! The fields that a new token and a successor both have, and that need no file of their own.

use gcore_token_core::config::Config;
use gcore_token_core::form::Field;
use leptos::prelude::*;

use super::creation::Creation;
use crate::components::{Anew, Caution, Control, FieldFrame, Hint, TextArea, TextInput};

#[component]
pub(super) fn NameField() -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let creation = expect_context::<Creation>();
    let draft = creation.form.draft;
    let policy = &config.policy;
    let hint = match (&policy.name_pattern, &policy.name_hint) {
        (_, Some(hint)) => hint.clone(),
        (Some(pattern), None) => format!("Must match {pattern}"),
        (None, None) => "Say what uses it, for example ci-deploy.".to_owned(),
    };
    let warning = Memo::new(move |_| creation.form.name_warning(creation.session.tokens()).unwrap_or_default());
    let control = Control::of(Field::Name).with_hint(hint);
    view! {
        <FieldFrame control>
            <TextInput
                control
                value=move || draft.with(|draft| draft.name.clone())
                on_input=move |typed| draft.update(|draft| draft.name = typed)
            />
        </FieldFrame>
        <Anew key=warning>
            <Caution>{warning.get_untracked()}</Caution>
        </Anew>
    }
}

#[component]
pub(super) fn DescriptionField() -> impl IntoView {
    let config = expect_context::<&'static Config>();
    let draft = expect_context::<Creation>().form.draft;
    let control = Control::of(Field::Description);
    let remark = if config.policy.require_description { "required here" } else { "optional" };
    view! {
        <FieldFrame control remark>
            <TextArea
                control
                value=move || draft.with(|draft| draft.description.clone())
                on_input=move |typed| draft.update(|draft| draft.description = typed)
            />
        </FieldFrame>
    }
}

/// Whom the operator's rules bind.
#[component]
pub(super) fn RestrictedHint() -> impl IntoView {
    expect_context::<&'static Config>().policy.restricts().then(|| {
        view! {
            <Hint>"These rules guide people on this page. They do not bind anyone who uses the API directly."</Hint>
        }
    })
}
