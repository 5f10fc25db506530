//! The error summary: all that is wrong, at the top, with a link to each field.

use leptos::prelude::*;

use super::element::{El, el, live, nothing, p};
use crate::app::{App, PROBLEMS_ID};
use crate::browser;
use crate::token::{Field, Problems};

/// The alert region above the form; there only when something is wrong.
pub fn problem_summary(app: App) -> AnyView {
    live(move || {
        app.problems.with(|problems| {
            if problems.is_empty() {
                nothing()
            } else {
                summary(problems, app).into()
            }
        })
    })
}

fn summary(problems: &Problems, app: App) -> El {
    let mut region = el("section")
        .class("problems")
        .attr("role", "alert")
        .attr("tabindex", "-1")
        .id(PROBLEMS_ID)
        .attr("aria-labelledby", "problems-heading")
        .child(el("h2").id("problems-heading").text("There is a problem"))
        .children(
            problems
                .general
                .iter()
                .map(|message| el("p").text(message.clone())),
        );
    if !problems.fields.is_empty() {
        let links = problems
            .fields
            .iter()
            .map(|(field, message)| el("li").child(field_link(*field, message.clone())));
        region = region.child(el("ul").children(links));
    }
    if !problems.service_words.is_empty() {
        let words = problems
            .service_words
            .iter()
            .map(|words| el("li").text(words.clone()));
        region = region
            .child(p("quiet", "The service says:"))
            .child(el("ul").children(words));
    }
    if let Some(id) = problems.request_id.clone() {
        region = region.child(p("quiet", "Request ID: ").child(el("code").text(id)));
    }
    if let Some(url) = app.config.support_url.clone() {
        let link = el("a")
            .attr("href", url)
            .attr("rel", "noopener noreferrer")
            .attr("target", "_blank")
            .text("Get help (opens a new tab)");
        region = region.child(el("p").child(link));
    }
    region
}

fn field_link(field: Field, message: String) -> El {
    el("a")
        .attr("href", format!("#{}", field.id()))
        .on("click", move |event| {
            // The fragment names the view, so the link moves the focus and not the address.
            event.prevent_default();
            browser::focus(field.id());
        })
        .text(message)
}
