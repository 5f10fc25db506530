//! The request as it will be sent, and the link that fills the form in, for those who script.

use gcore_token_core::form::prefill::left_out_words;
use leptos::either::Either;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Creation;
use crate::browser::clipboard;
use crate::browser::location::page_address;
use crate::components::{Button, Hint, Look, Message};

#[component]
pub(super) fn Preview() -> impl IntoView {
    let creation = expect_context::<Creation>();
    // While it is folded, no letter that is typed has to wait for it.
    let open = RwSignal::new(false);
    // Its end moves by the minute: only then is the text another one, and a selection in it lost.
    let command = Memo::new(move |_| if open.get() { creation.form.preview(creation.session) } else { None });
    let copied = RwSignal::new(String::new());
    let copy_link = move || {
        copied.set(String::new());
        let (fragment, left_out) = creation.form.fragment();
        let link = page_address() + &fragment;
        spawn_local(async move {
            let left_out =
                if left_out.is_empty() { String::new() } else { format!(". {}", left_out_words("Left out of it", &left_out)) };
            let message = if clipboard::write(&link).await {
                format!("Link copied{left_out}")
            } else {
                format!("Could not copy the link{left_out}. Copy it by hand: {link}")
            };
            creation.announcer.say(message.clone());
            let _ = copied.try_set(message);
        });
    };
    view! {
        <details class="card preview" on:toggle:target=move |event| open.set(event.target().open())>
            <summary>{"See the request as curl"}</summary>
            {move || match command.get() {
                Some(command) => {
                    Either::Left(
                        view! {
                            <pre translate="no">
                                <code>{command}</code>
                            </pre>
                        },
                    )
                }
                None => Either::Right(view! { <Hint>"Fill in the form to see the request."</Hint> }),
            }}
            <div>
                <Button look=Look::Secondary on_press=copy_link>
                    "Copy link to this form"
                </Button>
            </div>
            <Hint>
                <Message text=copied />
            </Hint>
            <Hint>"The link fills in name, description, role and lifetime. It holds no key and no account."</Hint>
        </details>
    }
}
