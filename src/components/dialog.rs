//! A modal dialog that asks for a decision.

use leptos::ev::Event;
use leptos::html;
use leptos::prelude::*;

/// A dialog, open for as long as it is on screen. `on_cancel` is called when Escape is pressed: whether it closes is the caller's
/// decision.
#[component]
pub(crate) fn Dialog(
    labelled_by: &'static str,
    described_by: &'static str,
    #[prop(into)] on_cancel: Callback<()>,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move || {
        if let Some(dialog) = dialog.get_untracked()
            && dialog.is_connected()
            && !dialog.open()
        {
            // It fails only for a dialog that is open or not in the document.
            let _ = dialog.show_modal();
        }
    };
    Effect::new(move || {
        dialog.track();
        open();
    });
    on_cleanup(move || {
        // Closed and not just removed, it gives the focus back to what had it.
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    });
    view! {
        <dialog
            node_ref=dialog
            role="alertdialog"
            aria-labelledby=labelled_by
            aria-describedby=described_by
            // Whoever asks before the browser does keeps it from closing the dialog, which some do at the second Escape.
            on:keydown=move |event| {
                if event.key() == "Escape" {
                    event.prevent_default();
                    on_cancel.run(());
                }
            }
            on:cancel=move |event: Event| {
                event.prevent_default();
                on_cancel.run(());
            }
            // Other ways to go back, such as a gesture, may close it without asking.
            on:close=move |_| {
                if dialog.get_untracked().is_some_and(|dialog| dialog.is_connected()) {
                    on_cancel.run(());
                    open();
                }
            }
        >
            {children()}
        </dialog>
    }
}
