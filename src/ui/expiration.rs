//! How long the token lives, and what that means.

use leptos::prelude::*;

use super::field::{FieldFrame, Wiring};
use crate::app::App;
use crate::browser::{self, BrowserClock};
use crate::token::expiry::{Expiry, Lifetime};
use crate::token::{Field, time, time::Clock};

/// The lifetime, the exact end for Custom, and the end in words.
#[component]
pub fn Expiration() -> impl IntoView {
    let app = expect_context::<App>();
    let wiring = Wiring::new(
        Field::Expiration,
        app.config
            .with_value(|c| c.policy.max_lifetime_days.is_some()),
    );
    let chosen = Memo::new(move |_| app.draft.with(|draft| draft.lifetime));
    let options: Vec<_> = app
        .config
        .with_value(|config| Lifetime::offered(&config.policy))
        .into_iter()
        .map(|option| {
            view! { class="ui",
                <option value=option.value() prop:selected=move || chosen.get() == option>{option.label()}</option>
            }
        })
        .collect();
    let bound = app
        .config
        .with_value(|config| config.policy.max_lifetime_days)
        .map(|days| Signal::stored(format!("At most {}.", Lifetime::Days(days).label())));
    let control = view! { class="ui",
        <select
            id=Field::Expiration.id()
            aria-invalid=move || wiring.invalid()
            aria-describedby=move || wiring.described_by()
            on:change=move |event| {
                if let Some(lifetime) = Lifetime::from_value(&event_target_value(&event)) {
                    app.choose_lifetime(lifetime);
                }
            }
        >
            {options}
        </select>
    };
    let field = Field::Expiration;
    view! { class="ui",
        {match bound {
            Some(hint) => view! { <FieldFrame field hint>{control}</FieldFrame> }.into_any(),
            None => view! { <FieldFrame field>{control}</FieldFrame> }.into_any(),
        }}
        <Show when=move || chosen.get() == Lifetime::Custom>
            <CustomEnd/>
        </Show>
        <div class="note" id="expiration-meaning">
            {move || match app.plan() {
                Ok(plan) => view! { class="ui",
                    <End expiry=plan.expiry/>
                    {plan.remark.map(|remark| view! { class="ui", <p class="caution">{remark}</p> })}
                }.into_any(),
                Err((_, message)) => view! { class="ui", <p>{message}</p> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn CustomEnd() -> impl IntoView {
    let app = expect_context::<App>();
    let field = Field::ExpirationDateTime;
    let wiring = Wiring::new(field, true);
    let zone = browser::zone_name();
    let hint = Signal::stored(format!("In your time zone, {zone}."));
    view! {
        <FieldFrame field hint>
            {view! { class="ui",
                <input
                    type="datetime-local"
                    id=field.id()
                    max="9999-12-29T23:59"
                    aria-invalid=move || wiring.invalid()
                    aria-describedby=move || wiring.described_by()
                    prop:value=move || app.draft.with(|draft| draft.custom.clone())
                    on:input=move |event| {
                        let typed = event_target_value(&event);
                        app.draft.update(|draft| draft.custom = typed);
                    }
                />
            }}
        </FieldFrame>
    }
}

/// An end in words: local time with its zone, UTC, and how far away it is.
#[component]
pub fn End(expiry: Expiry) -> impl IntoView {
    match expiry {
        Expiry::Never => view! { class="ui",
            <p>"Never expires: it works until somebody revokes it."</p>
        }
        .into_any(),
        Expiry::At(at) => view! { class="ui",
            <p>
                "Ends "
                <strong lang=browser::language()>
                    <time datetime=time::rfc3339(at)>{BrowserClock.local_text(at)}</time>
                </strong>
                {format!(", {}.", time::relative(at, BrowserClock.now()))}
            </p>
            <p class="quiet">{format!("{} · your time zone is {}", time::utc_text(at), browser::zone_name())}</p>
        }
        .into_any(),
    }
}
