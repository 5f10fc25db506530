//! From the early form, which index.html paints before the program is there, to the page.

use std::time::Duration;

use leptos::prelude::*;
use zeroize::Zeroizing;

use crate::app::{App, PARTS};
use crate::config::{Config, ConfigError};
use crate::token::Field;
use crate::{api, browser, ui};

/// Reads config.json and puts the page in place of the early form.
pub fn start() {
    browser::spawn(async {
        let config = match api::configuration().await {
            Ok(Some(text)) => Config::parse(&text, browser::is_pattern),
            Ok(None) => Ok(Config::default()),
            // Its rules exist, and going on without them would send keys to the wrong place.
            Err(status) => Err(ConfigError::unread(status)),
        };
        let Some(place) = browser::element("page") else {
            return;
        };
        // Building the page and reading its settings in one task would hold up whoever is typing.
        browser::breathe().await;
        let early = Early::read();
        place.set_text_content(None);
        match config {
            Ok(config) => mount_to(place, move || page(config, early)).forget(),
            Err(error) => mount_to(place, move || ui::config_error_page(error)).forget(),
        }
    });
}

fn page(config: Config, early: Early) -> AnyView {
    let app = App::new(config);
    browser::connect_only_to(&app.config.api_base);
    browser::on_blocked_request(move |address| app.request_blocked(address));
    browser::guard_leaving(move || app.unsaved());
    browser::on_leave(move || app.wipe());
    // What is said of times stays true on a page that is open for long.
    set_interval(move || app.tick(), Duration::from_secs(5));
    browser::on_activity(move || app.active());
    browser::on_hidden(move || app.mask());
    early.hand_over(app);
    app.open_at_address();
    browser::on_fragment(move || app.address_changed());
    browser::spawn(async move {
        for parts in 1..PARTS {
            browser::breathe().await;
            app.built.set(parts);
        }
        browser::breathe().await;
        browser::prepare_dates();
        browser::breathe().await;
        app.built.set(PARTS);
    });
    ui::page(app)
}

/// What was typed while the program was on its way: nobody types it twice.
struct Early {
    typed: Vec<(Field, Zeroizing<String>)>,
    caret: Option<(Field, u32, u32)>,
}

/// The fields of the early form.
const EARLY_FIELDS: [Field; 4] = [
    Field::ApiKey,
    Field::AccountId,
    Field::Name,
    Field::Description,
];

impl Early {
    fn read() -> Self {
        let id = |field: Field| format!("early-{}", field.id());
        let typed = EARLY_FIELDS
            .into_iter()
            .filter_map(|field| Some((field, browser::value(&id(field))?)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let caret = browser::caret().and_then(|(at, start, end)| {
            let field = EARLY_FIELDS.into_iter().find(|field| id(*field) == at)?;
            Some((field, start, end))
        });
        Self { typed, caret }
    }

    fn hand_over(self, app: App) {
        for (field, value) in self.typed {
            app.type_into(field, &value);
        }
        if let Some((field, start, end)) = self.caret {
            browser::put_caret(field.id(), start, end);
        }
    }
}
