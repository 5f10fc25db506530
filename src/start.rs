//! From the static shell to the page.

use std::time::Duration;

use crate::app::App;
use crate::config::{Config, ConfigError};
use crate::{api, browser, ui};
use leptos::prelude::*;

/// Reads config.json and puts the page in place of the shell that index.html paints.
pub fn start() {
    say_so_when_it_breaks();
    browser::spawn(async {
        let config = match api::neighbour("config.json").await {
            Ok(Some(text)) => Config::parse(&text, browser::is_pattern),
            Ok(None) => Ok(Config::default()),
            // Its rules exist, and going on without them would send keys to the wrong place.
            Err(status) => Err(ConfigError::unread(status)),
        };
        let Some(place) = browser::element("page") else {
            return;
        };
        place.set_text_content(None);
        match config {
            Ok(config) => mount_to(place, move || page(config)).forget(),
            Err(error) => mount_to(place, move || ui::config_error_page(error)).forget(),
        }
    });
}

fn page(config: Config) -> AnyView {
    let app = App::new(config);
    app.config
        .with_value(|config| browser::connect_only_to(&config.api_base));
    browser::on_blocked_request(move |address| app.request_blocked(address));
    browser::guard_leaving(move || app.unsaved());
    browser::on_leave(move || app.wipe());
    // What is said of times stays true on a page that is open for long.
    set_interval(move || app.tick(), Duration::from_secs(5));
    browser::on_activity(move || app.active());
    browser::on_hidden(move || app.mask());
    app.open_at_address();
    browser::on_fragment(move || app.address_changed());
    ui::page(app)
}

/// After a panic nothing answers any more, but what is on screen stays: a token can be selected
/// and copied. The panic's own words are not shown, since they could quote what was typed.
fn say_so_when_it_breaks() {
    std::panic::set_hook(Box::new(|_| {
        if let Some(notice) = browser::element("broken") {
            notice.set_hidden(false);
        }
    }));
}
