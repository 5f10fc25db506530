//! What expires in the next 12 months: a drawing for the eye, and a table of the same.

use gcore_token_core::list::{Month, timeline};
use leptos::prelude::*;

use crate::browser::clock::BrowserClock;
use crate::components::Now;
use crate::session::Session;

/// In the drawing's own units, as all that follows.
const MONTH_WIDTH: usize = 40;
const MAX_HEIGHT: usize = 60;
const BASELINE: usize = 80;
const VIEW_BOX: &str = "0 0 520 104";

const CAPTION: &str = "Expirations in the next 12 months";

#[component]
pub(super) fn Timeline() -> impl IntoView {
    let tokens = expect_context::<Session>().tokens();
    let minute = expect_context::<Now>().minute();
    let months = Memo::new(move |_| {
        minute.track();
        tokens.with(|list| timeline(list.tokens().map(AsRef::as_ref), &BrowserClock)).unwrap_or_default()
    });
    view! {
        <figure>
            <figcaption>{CAPTION}</figcaption>
            <div class="timeline">
                <svg viewBox=VIEW_BOX aria-hidden="true">
                    {move || months.with(|months| bars(months))}
                </svg>
            </div>
            // A table itself would not shrink to nothing.
            <div class="unseen">
                <table aria-label=CAPTION>
                    <thead>
                        <tr>
                            <th scope="col">{"Month"}</th>
                            <th scope="col">{"Tokens that expire"}</th>
                        </tr>
                    </thead>
                    <tbody>{move || months.with(|months| rows(months))}</tbody>
                </table>
            </div>
        </figure>
    }
}

fn bars(months: &[Month]) -> AnyView {
    let most = months.iter().map(|month| month.ending).max().unwrap_or_default();
    months.iter().enumerate().map(|(at, month)| view! { <Bar at month=*month most /> }).collect_view().into_any()
}

fn rows(months: &[Month]) -> AnyView {
    let row = |month: &Month| {
        view! {
            <tr>
                <th scope="row">{format!("{} {}", month.name(), month.year)}</th>
                <td>{month.ending.to_string()}</td>
            </tr>
        }
    };
    months.iter().map(row).collect_view().into_any()
}

#[component]
fn Bar(at: usize, month: Month, most: usize) -> impl IntoView {
    let left = at * MONTH_WIDTH;
    let middle = (left + MONTH_WIDTH / 2).to_string();
    // Nothing is a line, so that a month without an end is seen to be one.
    let height = (month.ending * MAX_HEIGHT).div_ceil(most.max(1)).max(2);
    let count = (month.ending > 0).then(|| {
        view! {
            <text class="count" x=middle.clone() y=(BASELINE - height - 5).to_string()>
                {month.ending.to_string()}
            </text>
        }
    });
    let name: String = month.name().chars().take(3).collect();
    view! {
        <rect
            class={if month.ending > 0 { "some" } else { "none" }}
            x=(left + 6).to_string()
            y=(BASELINE - height).to_string()
            width=(MONTH_WIDTH - 12).to_string()
            height=height.to_string()
        />
        {count}
        <text class={if at.is_multiple_of(2) { "month" } else { "month odd" }} x=middle y=(BASELINE + 18).to_string()>
            {name}
        </text>
    }
}
