use std::collections::BTreeSet;

use chrono::TimeDelta;
use gcore_emulator::{
    moment::Spelling,
    role::Role,
    samples::{self, Samples},
    token::Token,
};

use crate::support::{ADMINISTRATOR, Emulation, Setup, TOKENS, noon};

/// Whether a token is of a kind.
type Test<'a> = &'a dyn Fn(&Token) -> bool;

fn set() -> Vec<Token> {
    let Samples { tokens, .. } = samples::around(noon());
    tokens.into_iter().map(|(_, token)| token).collect()
}

#[test]
fn the_set_holds_every_state_that_a_list_has_to_show() {
    let tokens = set();
    let now = noon();
    let ends_in = |days| move |token: &Token| token.expires.is_some_and(|end| end.at == now + TimeDelta::days(days));
    let administrators = |token: &Token| token.role == Role::Administrators.into();
    let states: [(&str, Test<'_>); 13] = [
        ("ends in 3 days", &ends_in(3)),
        ("ends in 20 days", &ends_in(20)),
        ("ends in 200 days", &ends_in(200)),
        ("never ends", &|one| one.expires.is_none()),
        ("expired", &|one| one.expired(now) && !one.deleted),
        ("deleted", &|one| one.deleted && !one.expired(now)),
        ("expired and deleted", &|one| one.deleted && one.expired(now)),
        ("never used", &|one| one.last_usage.is_none() && one.live(now)),
        ("never-ending administrator", &|one| one.expires.is_none() && administrators(one)),
        ("issuer has left", &|one| one.issuer == samples::LEFT_ID && one.live(now)),
        ("issuer without a name", &|one| one.issuer == samples::NAMELESS_ID),
        ("a role that nobody knows", &|one| one.role.known().is_none()),
        ("no description", &|one| one.description.is_none()),
    ];
    for (state, holds) in states {
        assert!(tokens.iter().any(holds), "no sample: {state}");
    }
    let spellings: BTreeSet<_> = tokens.iter().map(|one| format!("{:?}", one.created.spelling)).collect();
    assert_eq!(spellings.len(), Spelling::ALL.len(), "{spellings:?}");
    let roles: BTreeSet<_> = tokens.iter().filter_map(|one| one.role.known()).collect();
    assert_eq!(roles.len(), Role::ALL.len(), "{roles:?}");
}

#[test]
fn the_set_makes_sense() {
    for token in set() {
        let made = token.created.at;
        assert!(token.expires.is_none_or(|end| end.at > made), "{}", token.name);
        assert!(token.last_usage.is_none_or(|used| used.at >= made), "{}", token.name);
        assert!(token.last_usage.is_none_or(|used| token.expires.is_none_or(|end| used.at <= end.at)), "{}", token.name);
        assert!(token.key.is_none(), "nobody holds the key of {}", token.name);
    }
}

#[tokio::test]
async fn the_set_is_there_only_when_asked_for() {
    assert_eq!(Emulation::start().ids(ADMINISTRATOR, "").await.len(), 4);
    let emulation = Setup { samples: true, ..Setup::default() }.start();
    assert_eq!(emulation.ids(ADMINISTRATOR, "").await.len(), 4 + set().len());
    let (id, _) = emulation.token(ADMINISTRATOR, Role::Users).await;
    assert_eq!(id, 2001, "the ids of new tokens don't depend on it");
}

#[tokio::test]
async fn odd_records_go_out_as_documented() {
    let emulation = Setup { samples: true, ..Setup::default() }.start();
    let list = emulation.get(ADMINISTRATOR, TOKENS).await.json;
    let issued_by = |id: u64| {
        let tokens = list.as_array().unwrap();
        tokens.iter().find(|one| one["client_user"]["user_id"] == id).unwrap()["client_user"].clone()
    };
    let left = issued_by(samples::LEFT_ID);
    assert_eq!((left["deleted"].as_bool(), left["user_email"].as_str()), (Some(true), None));
    let nameless = issued_by(samples::NAMELESS_ID);
    assert!(nameless["user_name"].is_null() && nameless["user_email"].is_string());
}
