//! An earlier export beside the list: what is new, gone or different since.

use std::sync::Arc;

use gcore_token_core::list::{Changed, Comparison, Gone, ListedToken, MAX_SNAPSHOT, Snapshot, SnapshotProblem, SnapshotReader};
use leptos::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::File;

use super::TokenListState;
use crate::browser::schedule::yield_to_browser;
use crate::components::{Control, FieldFrame, Hint, Latest, Message, Now, Verbatim};

/// How many entries of a file to read in one task.
const CHUNK: usize = 100;

/// So many tokens of each kind are named.
const MAX_NAMED: usize = 100;

/// Folded away until somebody has a file.
#[component]
pub(super) fn CompareWithExport() -> impl IntoView {
    let state = expect_context::<TokenListState>();
    let minute = expect_context::<Now>().minute();
    let file = RwSignal::new(None::<Result<Snapshot, SnapshotProblem>>);
    let opening = Latest::new();
    let compare = move |snapshot: &Snapshot| {
        let now = minute.get();
        let compared = state.tokens().with(|list| snapshot.compare(list, now));
        compared.unwrap_or(Err(SnapshotProblem::OtherAccount))
    };
    let compared =
        Memo::new(move |_| file.with(|file| Some(file.as_ref()?.as_ref().map_err(|problem| *problem).and_then(compare))));
    let words = move || match compared.get() {
        None => String::new(),
        Some(Ok(comparison)) => comparison.words(),
        Some(Err(problem)) => problem.words().to_owned(),
    };
    let open = move |chosen: File| {
        opening.ask(read(chosen), move |snapshot| {
            file.set(Some(snapshot));
            state.announce(untrack(words));
        });
    };
    let control = Control::free("earlier-export", "Earlier export (JSON)")
        .with_hint(
        "The account’s active tokens are compared with the file, which stays on this computer. What a filter hid when it was exported counts as new.",
    );
    view! {
        <details class="card fold">
            <summary>{"Compare with an earlier export"}</summary>
            <FieldFrame control>
                <input
                    id=control.id
                    type="file"
                    accept=".json,application/json"
                    aria-describedby=move || control.described_by()
                    on:change:target=move |event| {
                        let file = event.target().files().and_then(|files| files.get(0));
                        if let Some(file) = file {
                            open(file);
                        }
                    }
                />
            </FieldFrame>
            <Hint>
                <Message text=words />
            </Hint>
            {move || match compared.get() {
                Some(Ok(comparison)) => differences(comparison),
                _ => ().into_any(),
            }}
        </details>
    }
}

async fn read(file: File) -> Result<Snapshot, SnapshotProblem> {
    if file.size() > MAX_SNAPSHOT as f64 {
        return Err(SnapshotProblem::TooLarge);
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
    let mut reader = SnapshotReader::new(text.as_bytes())?;
    loop {
        if let Some(snapshot) = reader.next(CHUNK)? {
            return Ok(snapshot);
        }
        yield_to_browser().await;
    }
}

fn differences(comparison: Comparison) -> AnyView {
    let Comparison { new, gone, changed, .. } = comparison;
    let new = new.into_iter().map(|token: Arc<ListedToken>| (token.id.to_string(), token.label(), token.role.label())).collect();
    let gone_one = |gone: Gone| (gone.id.to_string(), gone.name.clone(), gone.words().to_owned());
    let gone = gone.into_iter().map(gone_one).collect();
    let changed_one = |Changed { token, changes }: Changed| {
        let words = changes.iter().map(|change| change.words()).collect::<Vec<_>>().join("; ");
        (token.id.to_string(), token.label(), words)
    };
    let changed = changed.into_iter().map(changed_one).collect();
    [("New", new), ("Gone", gone), ("Changed", changed)].map(|(heading, lines)| part(heading, lines)).collect_view().into_any()
}

/// The tokens of one kind: id, name and what happened.
fn part(heading: &'static str, lines: Vec<(String, String, String)>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    let more = lines.len().saturating_sub(MAX_NAMED);
    let line = |(id, name, words): (String, String, String)| {
        view! {
            <li>
                <Verbatim text=format!("ID {id} · {name}") />
                ": "
                {words}
            </li>
        }
    };
    let lines = lines.into_iter().take(MAX_NAMED).map(line).collect_view();
    view! {
        <h4>{heading}</h4>
        <ul class="found">{lines}</ul>
        {(more > 0).then(|| view! { <Hint>{format!("and {more} more")}</Hint> })}
    }
    .into_any()
}
