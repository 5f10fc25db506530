//! The warning before the key is forgotten.

use gcore_token_core::limits;
use leptos::prelude::*;

use super::Session;
use crate::components::{Button, Look, Show};

/// Said a minute before; any key press or click keeps the key.
#[component]
pub(crate) fn IdleWarning(
    /// Called by the button that keeps the key, which is gone then.
    #[prop(into)]
    on_keep: Callback<()>,
) -> impl IntoView {
    let session = expect_context::<Session>();
    let unused = limits::in_words(limits::WARN_AFTER);
    let left = limits::in_words(limits::FORGET_AFTER - limits::WARN_AFTER);
    let warning = format!("Nobody has used this page for {unused}. In {left} it forgets the API key.");
    view! {
        <Show when=session.warning>
            <section
                class="card"
                aria-label="API key"
                // Any other key press ends the warning, with the button that is about to be pressed.
                on:keydown=move |event| {
                    event.stop_propagation();
                    session.note_presence();
                }
            >
                <p>{warning.clone()}</p>
                <div>
                    <Button look=Look::Secondary on_press=on_keep>
                        "Keep API key"
                    </Button>
                </div>
            </section>
        </Show>
    }
}
