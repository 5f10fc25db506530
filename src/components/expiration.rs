//! The end of a token in words.

use gcore_token_core::form::expiry::Expiry;
use gcore_token_core::time::{Clock, relative, rfc3339, utc_text};
use leptos::either::Either;
use leptos::prelude::*;

use super::{Anew, Message, Now};
use crate::browser::clock::{BrowserClock, zone};

/// An end: local time with its zone, UTC, and how far away it is.
#[component]
pub(crate) fn ExpirationText(expiry: Expiry) -> impl IntoView {
    let Expiry::At(at) = expiry else {
        return Either::Left(view! { <p>"Never expires: it works until somebody revokes it."</p> });
    };
    let now = expect_context::<Now>();
    Either::Right(view! {
        <Anew key=rfc3339(at)>
            <p>
                "Expires "
                <strong>
                    <time datetime=rfc3339(at)>{BrowserClock.local_text(at)}</time>
                </strong>
                <Message text=move || format!(", {}.", relative(at, now.get())) />
            </p>
            <p class="quiet">{format!("{} · your time zone is {}", utc_text(at), zone())}</p>
        </Anew>
    })
}
