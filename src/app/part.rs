//! The part of the program that only the list of tokens needs: a quarter of the whole, so it comes when the list is first opened.

use std::pin::Pin;

use leptos::prelude::AnyView;

use super::{App, HEADING_ID, Rotation, View};
use crate::browser;
use crate::token::list::{Column, TokenList};

/// What is in it, by pointers: a call by name would tie it to the rest.
pub struct Part {
    /// The list's view, below its heading.
    pub view: fn(App) -> AnyView,
    /// The dialog that asks before tokens are revoked.
    pub dialog: fn(App) -> AnyView,
    /// [`App::apply_fragment`].
    pub apply_fragment: fn(App, &str),
    /// [`App::revoke_old`].
    pub revoke_old: fn(App, Rotation),
    /// [`TokenList::sort`].
    pub sort: fn(&TokenList, Column),
}

/// Loads it; `None` when it did not arrive.
pub type Load = fn() -> Pin<Box<dyn Future<Output = Option<&'static Part>>>>;

/// How far it has come.
#[derive(Clone, Copy)]
pub enum Arrival {
    /// Nobody needed it yet.
    Unasked,
    /// It is on its way.
    Awaited,
    /// It did not arrive.
    Failed,
    /// It is there.
    Here(&'static Part),
}

impl App {
    /// The part, where it is there.
    pub(super) fn part(self) -> Option<&'static Part> {
        match self.arrival.get_untracked() {
            Arrival::Here(part) => Some(part),
            _ => None,
        }
    }

    /// Has it loaded. When it is there, the list shows what the address names by then.
    pub(super) fn load(self) {
        if matches!(self.arrival.get_untracked(), Arrival::Awaited) {
            return;
        }
        self.arrival.set(Arrival::Awaited);
        browser::spawn(async move {
            let part = (self.load)().await;
            if let Some(part) = part {
                // The form may have read the list before, and the address may name an order.
                if self.sees(View::Tokens) {
                    (part.apply_fragment)(self, &browser::fragment());
                }
                self.sort_ahead(part, self.first_columns()).await;
            }
            self.arrival
                .set(part.map_or(Arrival::Failed, Arrival::Here));
            let seen = self.sees(View::Tokens);
            match part {
                Some(part) => {
                    if seen {
                        self.open_list(part, &browser::fragment());
                    }
                    self.sort_ahead(part, Column::ALL).await;
                }
                None if seen => self.announce("The list could not be loaded"),
                None => {}
            }
        });
    }

    /// Tries once more; the button that was pressed is gone.
    pub fn load_again(self) {
        self.load();
        browser::focus(HEADING_ID);
    }
}
