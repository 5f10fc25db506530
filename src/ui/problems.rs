//! The error summary: all that is wrong, at the top, with a link to each field.

use leptos::prelude::*;

use crate::app::{App, PROBLEMS_ID};
use crate::browser;
use crate::token::Field;

/// The alert region above the form; there only when something is wrong.
#[component]
pub fn ProblemSummary() -> impl IntoView {
    let app = expect_context::<App>();
    let any = Memo::new(move |_| !app.problems.with(crate::token::Problems::is_empty));
    let support = app.config.with_value(|config| config.support_url.clone());
    view! { class="ui",
        <Show when=move || any.get()>
            <section class="problems" role="alert" tabindex="-1" id=PROBLEMS_ID aria-labelledby="problems-heading">
                <h2 id="problems-heading">"There is a problem"</h2>
                {move || app.problems.with(|problems| {
                    let general: Vec<_> = problems.general.iter().cloned()
                        .map(|message| view! { class="ui", <p>{message}</p> }).collect();
                    let links: Vec<_> = problems.fields.iter().cloned()
                        .map(|(field, message)| view! { class="ui", <li><FieldLink field message/></li> }).collect();
                    let words: Vec<_> = problems.service_words.iter().cloned()
                        .map(|words| view! { class="ui", <li>{words}</li> }).collect();
                    let request_id = problems.request_id.clone()
                        .map(|id| view! { class="ui", <p class="quiet">"Request ID: "<code>{id}</code></p> });
                    let links = (!links.is_empty()).then(|| view! { class="ui", <ul>{links}</ul> });
                    let words = (!words.is_empty()).then(|| view! { class="ui",
                        <p class="quiet">"The service says:"</p>
                        <ul class="service-words">{words}</ul>
                    });
                    view! { class="ui", {general}{links}{words}{request_id} }
                })}
                {support.clone().map(|url| view! { class="ui",
                    <p><a href=url rel="noopener noreferrer" target="_blank">"Get help (opens a new tab)"</a></p>
                })}
            </section>
        </Show>
    }
}

#[component]
fn FieldLink(field: Field, message: String) -> impl IntoView {
    let go = move |event: leptos::ev::MouseEvent| {
        // The fragment names the view, so the link moves the focus and not the address.
        event.prevent_default();
        browser::focus(field.id());
    };
    view! { class="ui", <a href=format!("#{}", field.id()) on:click=go>{message}</a> }
}
