//! What expires in the next 12 months: a drawing for the eye, and a table of the same.

use leptos::prelude::*;

use super::derived::derived;
use super::element::{El, el};
use crate::app::App;
use crate::browser::{self, BrowserClock, Shape};
use crate::token::list::{Month, TokenList, timeline};

const PLACE_ID: &str = "timeline";

/// In the drawing's own units.
const MONTH_WIDTH: usize = 40;
const TALLEST: usize = 60;
const BASE: usize = 80;
const VIEW_BOX: &str = "0 0 520 104";

/// The months ahead.
pub fn months_ahead(app: App) -> El {
    let months = derived(move || {
        app.clock_tick.track();
        app.existing.with(|list| {
            let tokens = list.iter().flat_map(TokenList::tokens);
            timeline(tokens.map(|token| &**token), &BrowserClock)
        })
    });
    let drawing = RenderEffect::new(move |_| {
        months.with(|months| browser::draw(PLACE_ID, VIEW_BOX, shapes(months)));
    });
    on_cleanup(move || drop(drawing));
    el("figure")
        .child(el("figcaption").text("Expirations in the next 12 months"))
        .child(el("div").id(PLACE_ID).class("timeline"))
        .live(move || {
            let rows = months.get().into_iter().map(|month| {
                el("tr")
                    .child(el("th").attr("scope", "row").text(format!(
                        "{} {}",
                        month.name(),
                        month.year
                    )))
                    .child(el("td").text(month.ending.to_string()))
            });
            let table = el("table")
                .attr("aria-label", "Expirations in the next 12 months")
                .child(
                    el("thead").child(
                        el("tr")
                            .child(el("th").attr("scope", "col").text("Month"))
                            .child(el("th").attr("scope", "col").text("Tokens that expire")),
                    ),
                )
                .child(el("tbody").children(rows));
            // A table itself would not shrink to nothing.
            el("div").class("unseen").child(table).into()
        })
}

fn shapes(months: &[Month]) -> Vec<Shape> {
    let most = months
        .iter()
        .map(|month| month.ending)
        .max()
        .unwrap_or_default();
    let mut shapes = Vec::new();
    let mut shape = |tag, class: &str, attributes: [(&'static str, usize); 4], text: String| {
        let mut all: Vec<_> = attributes
            .into_iter()
            .map(|(name, value)| (name, value.to_string()))
            .collect();
        all.push(("class", class.to_owned()));
        shapes.push(Shape {
            tag,
            attributes: all,
            text,
        });
    };
    for (at, month) in months.iter().enumerate() {
        let left = at * MONTH_WIDTH;
        let middle = left + MONTH_WIDTH / 2;
        // Nothing is a line, so that a month without an end is seen to be one.
        let height = (month.ending * TALLEST).div_ceil(most.max(1)).max(2);
        shape(
            "rect",
            if month.ending > 0 { "some" } else { "none" },
            [
                ("x", left + 6),
                ("y", BASE - height),
                ("width", MONTH_WIDTH - 12),
                ("height", height),
            ],
            String::new(),
        );
        if month.ending > 0 {
            shape(
                "text",
                "count",
                [
                    ("x", middle),
                    ("y", BASE - height - 5),
                    ("dx", 0),
                    ("dy", 0),
                ],
                month.ending.to_string(),
            );
        }
        let name: String = month.name().chars().take(3).collect();
        shape(
            "text",
            if at % 2 == 0 { "month" } else { "month odd" },
            [("x", middle), ("y", BASE + 18), ("dx", 0), ("dy", 0)],
            name,
        );
    }
    shapes
}
