//! That an account has room for few tokens more.

use gcore_token_core::list::{Room, TokenList, Unneeded};
use gcore_token_core::time::Clock;
use leptos::prelude::*;

use super::Session;
use crate::browser::clock::BrowserClock;
use crate::components::Caution;

/// Said before the service refuses a token, with what could go; nothing as long as there is room, or where no limit is known.
#[component]
pub(crate) fn LimitNote() -> impl IntoView {
    let tokens = expect_context::<Session>().tokens();
    let words = move || {
        let usage = tokens.usage()?;
        let said = usage.words();
        let limit = match usage.room() {
            Room::Enough => return None,
            Room::Little => format!("This account has {said} tokens."),
            Room::None => format!("This account has {said} tokens, so the service will refuse another one. Revoke one first."),
        };
        let unneeded = |list: &TokenList| list.unneeded(BrowserClock.now()).words();
        Some((limit, tokens.with(unneeded).flatten()))
    };
    view! {
        {move || words().map(|(limit, unneeded)| {
            let unneeded = unneeded.map(|words| {
                view! {
                    " "
                    {words}
                    " "
                    <a href=Unneeded::query().fragment()>{"Show these first"}</a>
                }
            });
            view! { <Caution>{limit} {unneeded}</Caution> }
        })}
    }
}
