//! What expires in the next 12 months: a table, with a bar for the eye.

use gcore_token_core::list::{Month, Query, timeline};
use leptos::prelude::*;

use crate::browser::clock::BrowserClock;
use crate::components::Now;
use crate::session::Session;

const CAPTION: &str = "Expirations in the next 12 months";

/// Folded away until somebody wants to plan ahead.
#[component]
pub(super) fn Timeline() -> impl IntoView {
    let tokens = expect_context::<Session>().tokens();
    let minute = expect_context::<Now>().minute();
    let months = Memo::new(move |_| {
        minute.track();
        tokens.with(|list| timeline(list.tokens().map(AsRef::as_ref), &BrowserClock)).unwrap_or_default()
    });
    view! {
        <details class="card fold">
            <summary>{CAPTION}</summary>
            <table class="months" aria-label=CAPTION>
                <thead class="unseen">
                    <tr>
                        <th scope="col">{"Month"}</th>
                        <th scope="col">{"Tokens that expire"}</th>
                    </tr>
                </thead>
                <tbody>{move || months.with(|months| rows(months))}</tbody>
            </table>
        </details>
    }
}

fn rows(months: &[Month]) -> AnyView {
    let most = months.iter().map(|month| month.ending).max().unwrap_or_default().max(1);
    months.iter().map(|month| view! { <MonthRow month=*month most /> }).collect_view().into_any()
}

/// A month, which leads to the tokens that expire in it where there are any.
#[component]
fn MonthRow(month: Month, most: usize) -> impl IntoView {
    let name = month.month.to_string();
    let name = if month.ending == 0 {
        name.into_any()
    } else {
        let query = Query { ends_in: Some(month.month), ..Query::default() };
        view! { <a href=query.fragment()>{name}</a> }.into_any()
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>
                <span class="bar" style:width=format!("{}%", month.ending * 80 / most)></span>
                {month.ending.to_string()}
            </td>
        </tr>
    }
}
