//! A token that the form's one is to replace: the new one is made first, and only then the old one revoked.

use leptos::prelude::*;

use super::creation::{Creation, Rotation};
use crate::components::{Button, Look, Note, Notice, Verbatim};

/// In the form: which token the new one is to replace.
#[component]
pub(super) fn ReplacesNote() -> impl IntoView {
    let creation = expect_context::<Creation>();
    view! {
        <NotReplaced />
        {move || creation.rotation_here().map(|Rotation { old, .. }| {
            view! {
                <Note>
                    <p>
                        "This token replaces " <strong>
                            <Verbatim text=old.label() />
                        </strong> {format!(" (Token ID {}), which keeps working until you revoke it.", old.id)}
                    </p>
                    {old.role.known().is_none().then(|| view! {
                        <p>"Its role is not among those that are known here, so none is chosen."</p>
                    })}
                    <div>
                        <Button look=Look::Plain on_press=move || creation.stop_rotating()>
                            "Don’t replace it"
                        </Button>
                    </div>
                </Note>
            }
        }).into_any()}
    }
}

/// That a token is left alone, since it belongs to another account than the one that the page works in by now.
#[component]
fn NotReplaced() -> impl IntoView {
    let creation = expect_context::<Creation>();
    view! {
        {move || creation.rotation_elsewhere().map(|Rotation { old, account, .. }| {
            view! {
                <Notice>
                    <Verbatim text=old.label() />
                    {format!(" (Token ID {}) belongs to account {account}, so it is not replaced here.", old.id)}
                </Notice>
            }
        }).into_any()}
    }
}

/// Behind the receipt: the end of the token that was replaced.
#[component]
pub(super) fn ReplacedNote() -> impl IntoView {
    let creation = expect_context::<Creation>();
    view! {
        <NotReplaced />
        {move || creation.rotation_here().map(|Rotation { old, .. }| {
            view! {
                <Note>
                    <p>
                        <strong>
                            <Verbatim text=old.label() />
                        </strong>
                        {format!(
                            " (Token ID {}) still works. Put the new token in its place everywhere, then revoke it.",
                            old.id,
                        )}
                    </p>
                    <div>
                        <Button look=Look::Danger on_press=move || creation.revoke_replaced()>
                            "Revoke "
                            <Verbatim text=old.label() />
                        </Button>
                    </div>
                </Note>
            }
        }).into_any()}
    }
}
