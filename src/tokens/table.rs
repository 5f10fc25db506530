//! The list of tokens as a table.

use std::sync::Arc;

use gcore_token_core::list::{Column, ListedToken, revocable};
use leptos::prelude::*;

use super::TokenListState;
use super::row::{TokenRow, class};
use crate::components::{Button, Look, Now, Show};

/// The table of a page of these tokens. Roles are said outright: a narrow screen's layout would take them away in some browsers.
#[component]
pub(super) fn TokenTable(matching: Memo<Vec<Arc<ListedToken>>>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let shown = state.rows(matching);
    let minute = expect_context::<Now>().minute();
    let width = |column: Column| view! { <col class=class(column) style:width=format!("{}%", column.width_percent()) /> };
    let widths = Column::ALL.into_iter().map(width).collect_view();
    let headings = Column::ALL.into_iter().map(|column| view! { <Heading column /> }).collect_view();
    view! {
        <table
            class="tokens"
            role="table"
            aria-label="API tokens"
            hidden=move || matching.with(Vec::is_empty)
        >
            <colgroup>
                <col />
                {widths}
                <col />
            </colgroup>
            <thead role="rowgroup">
                <tr role="row">
                    <td role="cell" class={"pick"}>
                        <SelectAll matching />
                    </td>
                    {headings}
                    <th role="columnheader" scope="col">
                        <span class="unseen">{"Actions"}</span>
                    </th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                <For each=move || shown.get() key=|token| (token.id, token.label()) let:token>
                    <TokenRow token shown minute />
                </For>
            </tbody>
        </table>
    }
}

/// Selects all tokens that the list shows, on every page.
#[component]
fn SelectAll(matching: Memo<Vec<Arc<ListedToken>>>) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let revocable = Memo::new(move |_| matching.with(|tokens| revocable(tokens)));
    let all = move || revocable.with(Vec::len);
    let selected = Memo::new(move |_| revocable.with(|ids| state.selected_of(ids)));
    view! {
        <Show when=move || revocable.with(|ids| !ids.is_empty())>
            <input
                type="checkbox"
                aria-label=move || format!("Select all {} shown", all())
                prop:checked=move || selected.get() == all()
                prop:indeterminate=move || (1..all()).contains(&selected.get())
                on:change:target=move |event| state.select_all(revocable.get_untracked(), event.target().checked())
            />
        </Show>
    }
}

#[component]
fn Heading(column: Column) -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let sorted = Memo::new(move |_| {
        state.query().with(|query| (query.sort == column).then_some(if query.descending { "descending" } else { "ascending" }))
    });
    view! {
        <th role="columnheader" scope="col" class=class(column) aria-sort=move || sorted.get()>
            <Button look=Look::Sort on_press=move || state.sort(column)>
                {column.label()}
                <span aria-hidden="true">{move || sign(sorted.get())}</span>
            </Button>
        </th>
    }
}

fn sign(sorted: Option<&str>) -> &'static str {
    match sorted {
        Some("ascending") => " ▲",
        Some(_) => " ▼",
        None => "",
    }
}
