use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::samples::token;
use super::{
    Attention, Column, IssuerFilter, LastUse, ListedToken, Query, RoleFilter, Status, TokenList, YearMonth, may_become_token,
    revocable,
};
use crate::config::{Days, Policy};
use crate::form::expiry::Expiry;
use crate::text::one_line;
use crate::text::samples::RULES;
use crate::time::parse_service_time;
use crate::{AccountId, Receipt, Role, TokenId, TokenRole};

fn now() -> DateTime<Utc> {
    parse_service_time("2026-11-24T12:00:00Z").unwrap()
}

fn in_days(days: i64) -> Option<Expiry> {
    Some(Expiry::At(now() + TimeDelta::days(days)))
}

/// Every kind of token that makes a difference.
fn list() -> TokenList {
    let mut tokens = vec![
        token(1, "backup", "2026-01-01"),
        token(2, "CI deploy", "2026-03-01"),
        token(3, "", "2026-02-01"),
        token(4, "alerts", "no date"),
        token(5, "done", "2025-01-01"),
        token(6, "gone", "2025-02-01"),
    ];
    tokens[0].expiry = in_days(300);
    tokens[1].expiry = in_days(10);
    tokens[1].last_used = LastUse::At(now() - TimeDelta::days(1));
    tokens[1].description = "Deploys the Shop".to_owned();
    tokens[2].expiry = None;
    tokens[3].role = Role::Administrators.into();
    tokens[3].last_used = LastUse::At(now() - TimeDelta::days(3));
    tokens[3].issuer = "zoe".to_owned();
    tokens[4].expiry = in_days(-1);
    tokens[4].expired = true;
    tokens[5].deleted = true;
    tokens[5].issuer = "Grace".to_owned();
    tokens[5].issuer_email = String::new();
    list_of(tokens)
}

fn list_of(tokens: Vec<ListedToken>) -> TokenList {
    let mut list = TokenList::new(now(), RULES);
    list.extend(tokens);
    list
}

fn arranged(list: &TokenList, query: &Query) -> Vec<Arc<ListedToken>> {
    list.matching(query, now())
}

fn found(query: &Query) -> Vec<i64> {
    arranged(&list(), query).iter().map(|token| token.id.number()).collect()
}

fn by(status: Status, sort: Column, descending: bool) -> Vec<i64> {
    found(&Query { status, sort, descending, ..Query::default() })
}

#[test]
fn each_status_shows_its_own() {
    for (status, expected) in [
        (Status::Active, vec![2, 1, 4, 3]),
        (Status::ExpiringSoon, vec![2]),
        (Status::NeverUsed, vec![1, 3]),
        (Status::Expired, vec![5]),
        (Status::Deleted, vec![6]),
        (Status::All, vec![5, 2, 1, 4, 6, 3]),
    ] {
        assert_eq!(by(status, Column::Expiration, false), expected, "{status:?}");
    }
}

#[test]
fn every_column_sorts_both_ways_and_what_is_missing_stays_last() {
    for (column, up, down) in [
        (Column::Name, vec![4, 1, 2, 3], vec![2, 1, 4, 3]),
        (Column::Role, vec![4, 1, 2, 3], vec![1, 2, 3, 4]),
        (Column::Status, vec![4, 1, 2, 3], vec![4, 1, 2, 3]),
        (Column::Expiration, vec![2, 1, 4, 3], vec![4, 1, 2, 3]),
        (Column::LastUsed, vec![1, 3, 4, 2], vec![2, 4, 1, 3]),
        (Column::Created, vec![1, 3, 2, 4], vec![2, 3, 1, 4]),
        (Column::Issuer, vec![1, 2, 3, 4], vec![4, 1, 2, 3]),
    ] {
        assert_eq!(by(Status::Active, column, false), up, "{column:?}");
        assert_eq!(by(Status::Active, column, true), down, "{column:?}");
    }
}

#[test]
fn all_words_of_a_search_are_found_wherever_they_stand() {
    for (search, expected) in [
        ("ci", vec![2]),
        ("  SHOP  deploy ", vec![2]),
        ("ada", vec![5, 2, 1, 4, 3]),
        ("grace", vec![6]),
        ("example.com", vec![5, 2, 1, 4, 3]),
        ("administrators", vec![4]),
        ("3", vec![3]),
        ("nothing like it", vec![]),
    ] {
        let query = Query { search: search.to_owned(), status: Status::All, ..Query::default() };
        assert_eq!(found(&query), expected, "{search}");
    }
}

fn names_by_name(names: &[&str]) -> Vec<String> {
    let list = list_of(names.iter().zip(1..).map(|(name, id)| token(id, name, "")).collect());
    let query = Query { sort: Column::Name, ..Query::default() };
    arranged(&list, &query).iter().map(|token| token.label()).collect()
}

#[test]
fn names_are_in_the_order_in_which_people_look_for_them() {
    for names in [
        &["ci-1", "ci-2", "ci-10", "ci-100"][..],
        &["arger", "Ärger", "zebra"],
        &["A", "a", "B", "b"],
        &["2024", "ci", "Zoë", "zoo"],
        // What shows nothing is last, whatever it is made of.
        &["ci", "Token 2", "Token 3"],
    ] {
        let mut given = names.to_vec();
        if given[1] == "Token 2" {
            given = vec!["ci", "\u{200b}", " "];
        } else {
            given.reverse();
        }
        assert_eq!(names_by_name(&given), names);
    }
}

#[test]
fn a_search_finds_what_looks_or_sounds_the_same() {
    let names = ["Ärger", "Straße", "İstanbul", "Ｃｉ－１０", "caf\u{e9}", "ci\u{200b}deploy"];
    let list = list_of(names.iter().zip(1..).map(|(name, id)| token(id, name, "")).collect());
    for (search, found) in [
        ("arger", &[1][..]),
        ("ÄRGER", &[1]),
        ("A\u{308}rger", &[1]),
        ("strasse", &[2]),
        ("STRASSE", &[2]),
        ("istanbul", &[3]),
        ("ci-10", &[4]),
        ("ｃｉ", &[4, 6]),
        ("cafe\u{301}", &[5]),
        ("CAFE", &[5]),
        ("cideploy", &[6]),
        ("\u{200b}", &[1, 2, 3, 4, 5, 6]),
    ] {
        let query = Query { search: search.to_owned(), sort: Column::Created, ..Query::default() };
        let mut ids: Vec<i64> = arranged(&list, &query).iter().map(|token| token.id.number()).collect();
        ids.sort_unstable();
        assert_eq!(ids, found, "{search}");
    }
}

#[test]
fn a_wrong_clock_hides_no_token_that_lives() {
    let mut one = token(1, "ci", "2026-01-01");
    one.expiry = in_days(-30);
    let mut other = token(2, "gone", "2026-01-01");
    other.expiry = in_days(-30);
    other.expired = true;
    let list = list_of(vec![one.clone(), other]);
    let shown = |status| {
        let query = Query { status, ..Query::default() };
        list.matching(&query, now()).iter().map(|token| token.id.number()).collect::<Vec<_>>()
    };
    assert_eq!((shown(Status::Active), shown(Status::Expired), shown(Status::ExpiringSoon)), (vec![1], vec![2], vec![]));
    assert_eq!(list.concerned(Attention::EndsVerySoon, now()), 0);
    assert!(list.token(TokenId::new(1)).unwrap().can_be_revoked());
    let mut list = list;
    list.update(TokenId::new(1), Some(one));
    assert_eq!(list.active_count(now()), 1);
}

#[test]
fn clocks_may_differ_by_ten_minutes_before_one_of_them_is_called_wrong() {
    for (minutes, status) in [(10, Status::Expired), (11, Status::Active)] {
        let expiry = Some(Expiry::At(now() - TimeDelta::minutes(minutes)));
        let list = list_of(vec![ListedToken { expiry, ..token(1, "ci", "2026-01-01") }]);
        let query = Query { status, ..Query::default() };
        assert_eq!(arranged(&list, &query).len(), 1, "{minutes}");
    }
}

#[test]
fn a_token_may_live_three_hours_longer_than_the_days_that_are_allowed() {
    let policy = Policy { max_lifetime_days: Days::new(30), ..Policy::default() };
    for (seconds, breaks) in [(0, 0), (1, 1)] {
        let created = parse_service_time("2026-11-01T12:00:00Z");
        let expiry = created.map(|at| Expiry::At(at + TimeDelta::days(30) + TimeDelta::hours(3) + TimeDelta::seconds(seconds)));
        let mut list = TokenList::new(now(), RULES).under(policy.clone(), |_, _| true);
        list.extend([ListedToken { created, expiry, ..token(1, "ci", "") }]);
        assert_eq!(list.concerned(Attention::BreaksRules, now()), breaks, "{seconds}");
    }
}

#[test]
fn a_token_that_was_just_made_is_listed_as_far_as_its_receipt_tells() {
    let receipt = Receipt {
        id: Some(TokenId::new(29_841)),
        name: "ci".to_owned(),
        role: "Users".to_owned(),
        expiry: in_days(30).unwrap(),
        account: AccountId::new(7).unwrap(),
        differences: Vec::new(),
    };
    let token = ListedToken::from_receipt(&receipt).unwrap();
    assert_eq!(
        (token.id, token.label(), token.role.label(), token.expiry),
        (TokenId::new(29_841), "ci".into(), "Users".into(), in_days(30))
    );
    assert!(token.can_be_revoked() && token.active(now()));
    assert_eq!(ListedToken::from_receipt(&Receipt { id: None, ..receipt }), None);
}

#[test]
fn a_twin_is_found_by_its_looks() {
    let mut gone = token(4, "old", "");
    gone.deleted = true;
    let list = list_of(vec![token(1, "ci deploy", ""), token(2, "ci\u{a0}deploy", ""), token(3, "caf\u{e9}\u{200b}", ""), gone]);
    for (name, twin) in [
        (" ci deploy ", Some((1, true))),
        ("ci\u{a0}deploy", Some((2, true))),
        ("ci\u{2003}deploy", Some((1, false))),
        ("\u{202d}ci deploy", Some((1, false))),
        ("cafe\u{301}", Some((3, false))),
        ("CI deploy", None),
        ("old", None),
        ("", None),
        ("\u{200b}", None),
    ] {
        let found = list.twin(name, now());
        assert_eq!(found.map(|twin| (twin.id.number(), twin.same)), twin, "{name:?}");
        assert!(found.is_none_or(|twin| twin.words().contains(&format!("Token ID {}", twin.id))));
    }
}

#[test]
fn what_is_missing_is_said() {
    let mut list = list();
    for (count, words) in [
        (0, None),
        (1, Some("1 entry of the list can’t be read, and is not shown.")),
        (2, Some("2 entries of the list can’t be read, and are not shown.")),
        (5_000, Some("5,000 entries of the list can’t be read, and are not shown.")),
    ] {
        list.unreadable = count;
        assert_eq!(list.unreadable_words().as_deref(), words);
    }
}

#[test]
fn a_token_that_is_listed_twice_is_shown_once() {
    let twice = list_of(vec![token(1, "a", ""), token(2, "b", ""), token(1, "a", "")]);
    assert_eq!(arranged(&twice, &Query::default()).len(), 2);
}

#[test]
fn a_reason_narrows_the_list() {
    let query = Query { attention: Some(Attention::EndsSoon), ..Query::default() };
    assert_eq!(found(&query), [2]);
    assert_eq!(list().concerned(Attention::EndsSoon, now()), 1);
    assert!(query.narrows() && !Query::default().narrows());
}

#[test]
fn a_link_is_read_as_far_as_it_makes_sense() {
    assert_eq!(Query::parse("#tokens"), Some(Query::default()));
    for other in ["", "#", "#create", "#create?name=tokens", "#tokenspage", "tokens"] {
        assert_eq!(Query::parse(other), None, "{other}");
    }
    for odd in [
        "#tokens?",
        "#tokens?status=gone&sort=colour&order=up&attention=x&search=%00%0a",
        "#tokens?apiBase=https://evil.example&key=1_x",
    ] {
        assert_eq!(Query::parse(odd), Some(Query::default()), "{odd}");
    }
    let long = Query::parse(&format!("#tokens?search={}", "x".repeat(10_000)));
    assert_eq!(long.unwrap().search.len(), 200);
}

#[test]
fn a_column_pressed_twice_turns_the_order_round() {
    let mut query = Query::default();
    query.sort_by(Column::Name);
    assert!(query.sort == Column::Name && !query.descending);
    query.sort_by(Column::Name);
    assert!(query.descending);
    query.sort_by(Column::Role);
    assert!(!query.descending);
}

#[test]
fn tokens_that_are_alike_stay_in_the_order_of_their_numbers_unless_their_names_are_turned() {
    let named = |id, name| token(id, name, "2026-01-01");
    let alike = list_of(vec![named(1, "ci"), named(2, "ci"), named(3, ""), named(4, "")]);
    for (sort, ids) in [(Column::Role, [1, 2, 3, 4]), (Column::Name, [2, 1, 3, 4])] {
        let query = Query { sort, descending: true, ..Query::default() };
        assert_eq!(arranged(&alike, &query).iter().map(|token| token.id.number()).collect::<Vec<_>>(), ids, "{sort:?}");
    }
}

#[test]
fn a_month_is_that_of_the_readers_zone() {
    let ends = Some(Expiry::At(parse_service_time("2026-12-31T23:30:00Z").unwrap()));
    let token = ListedToken { expiry: ends, ..token(1, "ci", "2026-01-01") };
    for (zone, month) in [((|_| 0) as fn(DateTime<Utc>) -> i32, "2026-12"), (|_| 3600, "2027-01")] {
        let mut list = TokenList::new(now(), RULES).in_zone(zone);
        list.extend([token.clone()]);
        let query = Query::parse(&format!("#tokens?ends-in={month}")).unwrap();
        assert_eq!(arranged(&list, &query).len(), 1, "{month}");
    }
}

#[test]
fn what_is_learned_of_a_token_takes_its_place() {
    let mut list = list();
    list.update(TokenId::new(2), None);
    list.update(TokenId::new(1), Some(token(1, "renamed", "2026-01-01")));
    list.update(TokenId::new(99), None);
    assert_eq!(list.active_count(now()), 3);
    let query = Query { search: "renamed".to_owned(), ..Query::default() };
    assert_eq!(arranged(&list, &query).len(), 1);
}

#[test]
fn what_is_learned_of_a_token_moves_it_in_every_order_that_it_changes() {
    for column in Column::ALL {
        let query = Query { status: Status::All, sort: column, ..Query::default() };
        let mut learning = list();
        learning.prepare();
        let mut learned = token(5, "a first name", "2026-11-01");
        learned.last_used = LastUse::At(now());
        learned.expiry = Some(Expiry::Never);
        learned.role = Role::Users.into();
        learned.issuer = "Aaron".to_owned();
        learning.update(TokenId::new(5), Some(learned));
        learning.update(TokenId::new(2), None);
        // Sorted after the fact, by a list that never knew another order.
        let fresh = list_of(learning.tokens().map(|token| ListedToken::clone(token)).collect());
        assert_eq!(arranged(&learning, &query), arranged(&fresh, &query), "{column:?}");
    }
}

#[test]
fn a_number_and_a_sign_may_begin_a_token() {
    for (typed, may) in
        [("2001_", true), (" 2001$a", true), ("2024_backup", true), ("2001", false), ("_x", false), ("ci 1_2", false)]
    {
        assert_eq!(may_become_token(typed), may, "{typed}");
    }
}

#[test]
fn a_name_that_changes_is_sorted_anew_after_the_order_was_found() {
    let mut list = list_of([token(1, "alpha", ""), token(2, "beta", "")].to_vec());
    list.prepare();
    list.update(TokenId::new(1), Some(token(1, "gamma", "")));
    let query = Query { sort: Column::Name, ..Query::default() };
    assert_eq!(arranged(&list, &query).iter().map(|token| token.label()).collect::<Vec<_>>(), ["beta", "gamma"]);
}

#[test]
fn one_name_on_several_tokens_sorts_by_number() {
    let list = list_of([3, 1, 2].map(|id| token(id, "same", "")).to_vec());
    for (descending, expected) in [(false, [1, 2, 3]), (true, [3, 2, 1])] {
        let query = Query { sort: Column::Name, descending, ..Query::default() };
        let ids: Vec<i64> = arranged(&list, &query).iter().map(|token| token.id.number()).collect();
        assert_eq!(ids, expected);
    }
}

#[test]
fn all_that_fit_are_selected_and_what_cannot_be_revoked_is_not() {
    let list = list();
    let ids = |query: &Query| revocable(&list.matching(query, now())).into_iter().map(TokenId::number).collect::<Vec<_>>();
    assert_eq!(ids(&Query::default()), [2, 1, 4, 3]);
    let all = Query { status: Status::All, ..Query::default() };
    assert_eq!(ids(&all), [2, 1, 4, 3]);
    let search = Query { search: "ci".to_owned(), ..Query::default() };
    assert_eq!(ids(&search), [2]);
    let selected: BTreeSet<TokenId> = [1, 2, 4, 6, 99].map(TokenId::new).into();
    let said = |query: &Query| list.selection(&selected, query, now()).words();
    assert_eq!(said(&all), "3 tokens selected");
    assert_eq!(said(&search), "3 tokens selected, 2 of them not shown");
    assert_eq!(said(&Query { search: "nothing".to_owned(), ..Query::default() }), "3 tokens selected, none of them shown");
}

fn any_role() -> impl Strategy<Value = RoleFilter> {
    prop_oneof![
        any::<i64>().prop_map(RoleFilter::Id),
        prop::sample::select(Role::ALL.to_vec()).prop_map(|role| RoleFilter::Id(role.id())),
        // So short that none looks like a token.
        "(?s).{0,9}".prop_map(RoleFilter::Name),
        Just(RoleFilter::Unknown),
    ]
}

fn any_issuer() -> impl Strategy<Value = IssuerFilter> {
    prop_oneof![
        Just(IssuerFilter::Mine),
        (-1..4_i64).prop_map(IssuerFilter::Id),
        "(?s).{0,9}|[ab]".prop_map(IssuerFilter::Name),
        Just(IssuerFilter::Unknown),
    ]
}

fn any_query() -> impl Strategy<Value = Query> {
    (
        prop::sample::select(Status::ALL.to_vec()),
        prop::option::of(prop::sample::select(Attention::ALL.to_vec())),
        prop::option::of((2020..2040_i32, 1..=12_u32).prop_map(|(year, month)| YearMonth { year, month })),
        prop::option::of(any_role()),
        prop::option::of(any_issuer()),
        "\\PC{0,40}",
        prop::sample::select(Column::ALL.to_vec()),
        any::<bool>(),
    )
        .prop_map(|(status, attention, ends_in, role, issuer, search, sort, descending)| Query {
            status,
            attention,
            ends_in,
            role,
            issuer,
            // What breaks lines is a space in a link, and finds the same.
            search: one_line(&search),
            sort,
            descending,
        })
}

/// Roles and issuers as a service may tell them, the odd ones included.
fn peopled() -> TokenList {
    let mut tokens: Vec<_> = (1..=7).map(|id| token(id, "ci", "2026-11-01")).collect();
    tokens[0].role = Role::Administrators.into();
    // A role in disguise is still the one with its id.
    tokens[1].role = TokenRole::new(Some(1), Some("Users".to_owned()));
    tokens[2].role = TokenRole::new(Some(77), Some("Night\n\u{202e}shift".to_owned()));
    tokens[3].role = TokenRole::new(None, Some("5 <b>".to_owned()));
    tokens[4].role = TokenRole::Unknown;
    tokens[1].issuer_id = Some(7);
    tokens[1].issuer = "Ada Lovelace".to_owned();
    (tokens[2].issuer_id, tokens[2].issuer) = (Some(8), "User 8".to_owned());
    (tokens[3].issuer_id, tokens[3].issuer) = (None, "mine".to_owned());
    (tokens[4].issuer_id, tokens[4].issuer) = (None, String::new());
    (tokens[5].issuer_id, tokens[5].issuer_deleted) = (Some(9), true);
    tokens[6].deleted = true;
    list_of(tokens)
}

#[test]
fn roles_to_choose_are_those_of_the_list_with_how_many_there_are() {
    let list = peopled();
    let said = |query: &Query| {
        let choices = list.role_choices(query, now());
        choices.into_iter().map(|choice| (choice.label, choice.value, choice.count)).collect::<Vec<_>>()
    };
    let expected = |choices: &[(&str, &str, usize)]| {
        choices.iter().map(|(label, value, count)| (label.to_string(), value.to_string(), *count)).collect::<Vec<_>>()
    };
    let all = [
        ("Administrators", "1", 2),
        ("Users", "2", 1),
        ("5 <b>", "name:5 <b>", 1),
        ("Night [U+202E]shift (77)", "77", 1),
        ("Unknown", "unknown", 1),
    ];
    assert_eq!(said(&Query::default()), expected(&all));
    // What is chosen doesn't hide the others, and what no token has can still be chosen.
    let query = Query { role: Some(RoleFilter::Id(5)), ..Query::default() };
    let [administrators, users, rest @ ..] = all;
    assert_eq!(said(&query), expected(&[&[administrators, ("Engineers", "5", 0), users][..], &rest].concat()));
    let query = Query { issuer: Some(IssuerFilter::Id(7)), ..Query::default() };
    assert_eq!(said(&query).iter().map(|(.., count)| *count).collect::<Vec<_>>(), [1, 0, 0, 0, 0]);
}

#[test]
fn issuers_to_choose_are_told_apart_and_mine_is_known_only_after_a_look_up() {
    let mut list = peopled();
    let said = |list: &TokenList, query: &Query| {
        let choices = list.issuer_choices(query, now());
        choices.into_iter().map(|choice| (choice.label, choice.value, choice.count)).collect::<Vec<_>>()
    };
    let expected = |choices: &[(&str, &str, usize)]| {
        choices.iter().map(|(label, value, count)| (label.to_string(), value.to_string(), *count)).collect::<Vec<_>>()
    };
    let all = [
        ("Ada Lovelace (7)", "7", 1),
        ("Ada Lovelace (9), deleted", "9", 1),
        ("Ada Lovelace (1023101)", "1023101", 1),
        ("mine", "name:mine", 1),
        ("User 8", "8", 1),
        ("Unknown", "unknown", 1),
    ];
    assert_eq!(said(&list, &Query::default()), expected(&all));
    let mine = Query { issuer: Some(IssuerFilter::Mine), ..Query::default() };
    assert_eq!(said(&list, &mine)[0], ("Mine".to_owned(), "mine".to_owned(), 0));
    assert!(list.matching(&mine, now()).is_empty());
    list.user_id = Some(1_023_101);
    for query in [&mine, &Query::default()] {
        assert_eq!(said(&list, query), expected(&[&[("Mine", "mine", 1)][..], &all].concat()));
    }
    assert_eq!(list.matching(&mine, now())[0].id, TokenId::new(1));
    assert!(mine.narrows() && Query::default().issuer.is_none());
}

#[test]
fn a_query_is_said_in_words() {
    let mut list = peopled();
    list.user_id = Some(7);
    let said = |fragment: &str| list.query_words(&Query::parse(fragment).unwrap());
    assert_eq!(said("#tokens?sort=name"), "Status: Active");
    assert_eq!(
        said("#tokens?status=all&attention=unused-for-90-days&role=77&issuer=9&search=%E2%80%AEci"),
        "Status: All; Needs attention: tokens are unused for 90 days; Role: Night [U+202E]shift (77); \
         Issuer: Ada Lovelace (9), deleted; Search: [U+202E]ci"
    );
    assert_eq!(said("#tokens?role=78&issuer=78"), "Status: Active; Role: Role 78; Issuer: User 78");
    assert_eq!(said("#tokens?issuer=mine"), "Status: Active; Issuer: Mine");
}

#[test]
fn filters_in_links_are_read_as_far_as_they_make_sense() {
    let parsed = |link: &str| {
        let query = Query::parse(link).unwrap();
        (query.role, query.issuer)
    };
    assert_eq!(parsed("#tokens?role=Users&issuer=mine"), (Some(RoleFilter::Id(2)), Some(IssuerFilter::Mine)));
    assert_eq!(parsed("#tokens?role=3009&issuer=7"), (Some(RoleFilter::Id(3009)), Some(IssuerFilter::Id(7))));
    assert_eq!(parsed("#tokens?role=Root&issuer=Ada"), (None, None));
    assert_eq!(parsed("#tokens?role=name:1_5f2b8c91d04e7a63&issuer=name:1_5f2b8c91d04e7a63"), (None, None));
    let secret = "1_5f2b8c91d04e7a63".to_owned();
    let query = Query { issuer: Some(IssuerFilter::Name(secret.clone())), ..Query::default() };
    assert_eq!(query.fragment(), "#tokens?issuer=unknown");
    let named =
        ListedToken { issuer_id: None, issuer: secret.clone(), role: TokenRole::new(None, Some(secret)), ..token(1, "", "") };
    assert_eq!((RoleFilter::of(&named), IssuerFilter::of(&named)), (RoleFilter::Unknown, IssuerFilter::Unknown));
}

proptest! {
    /// As many as an option says are shown once it is chosen, and all that the list knows can be chosen.
    #[test]
    fn an_option_finds_as_many_tokens_as_it_says(
        tokens in any_tokens(),
        query in any_query(),
        user in prop::option::of(-1..4_i64),
    ) {
        let mut list = list_of(tokens);
        list.user_id = user;
        let query = Query { search: String::new(), ..query };
        for choice in list.role_choices(&query, now()) {
            prop_assert!(!choice.label.contains('\n'));
            let chosen = Query { role: RoleFilter::from_value(&choice.value), ..query.clone() };
            prop_assert_eq!(list.matching(&chosen, now()).len(), choice.count);
        }
        let issuers = list.issuer_choices(&query, now());
        let mine = user.is_some() || query.issuer == Some(IssuerFilter::Mine);
        prop_assert_eq!(issuers.iter().filter(|choice| choice.value == IssuerFilter::Mine.value()).count(), usize::from(mine));
        for choice in issuers {
            let chosen = Query { issuer: IssuerFilter::from_value(&choice.value), ..query.clone() };
            prop_assert_eq!(list.matching(&chosen, now()).len(), choice.count);
        }
        let every = Query { role: None, ..query };
        let sum: usize = list.role_choices(&every, now()).iter().map(|choice| choice.count).sum();
        prop_assert_eq!(sum, list.matching(&every, now()).len());
    }

    #[test]
    fn what_is_selected_is_shown_or_counted_as_hidden(
        tokens in any_tokens(),
        query in any_query(),
        ids in prop::collection::btree_set(0..45_i64, 0..45),
    ) {
        let list = list_of(tokens);
        let fitting: BTreeSet<TokenId> = revocable(&list.matching(&query, now())).into_iter().collect();
        prop_assert!(fitting.iter().all(|id| list.token(*id).is_some_and(|token| token.can_be_revoked())));
        let all = list.selection(&fitting, &query, now());
        prop_assert_eq!((all.selected, all.hidden), (fitting.len(), 0));
        let ids: BTreeSet<TokenId> = ids.into_iter().map(TokenId::new).collect();
        let some = list.selection(&ids, &query, now());
        prop_assert_eq!(some.selected - some.hidden, ids.intersection(&fitting).count());
    }

    #[test]
    fn a_query_comes_back_from_its_fragment(query in any_query()) {
        prop_assert_eq!(Query::parse(&query.fragment()), Some(query));
    }

    #[test]
    fn no_fragment_makes_it_panic(text in any::<String>()) {
        let _ = Query::parse(&text);
        let _ = Query::parse(&format!("#tokens?{text}"));
    }

    /// A comparison that contradicts itself would make sorting panic.
    #[test]
    fn any_list_is_sorted_whatever_order_it_came_in(tokens in any_tokens().prop_shuffle(), query in any_query()) {
        let query = Query { status: Status::All, sort: query.sort, descending: query.descending, ..Query::default() };
        let sorted = arranged(&list_of(tokens.clone()), &query);
        prop_assert_eq!(sorted.len(), tokens.len());
        let mut by_id = tokens;
        by_id.sort_by_key(|token| token.id);
        prop_assert_eq!(&sorted, &arranged(&list_of(by_id), &query));

        // What is missing is last, and what is told stands in its direction.
        let unknown = |token: &ListedToken| match query.sort {
            Column::Name => token.name.is_empty(),
            Column::Role => token.role == TokenRole::Unknown,
            Column::Status => false,
            Column::Expiration => token.expiry.is_none(),
            Column::LastUsed => token.last_used == LastUse::Unreadable,
            Column::Created => token.created.is_none(),
            Column::Issuer => token.issuer.is_empty(),
        };
        let told = sorted.partition_point(|token| !unknown(token));
        prop_assert!(sorted[told..].iter().all(|token| unknown(token)));
        let end = |token: &ListedToken| match token.expiry {
            Some(Expiry::At(at)) => at,
            _ => DateTime::<Utc>::MAX_UTC,
        };
        let key = |text: &str| RULES.sort_key(text);
        for pair in sorted[..told].windows(2) {
            let (one, two) = if query.descending { (&pair[1], &pair[0]) } else { (&pair[0], &pair[1]) };
            prop_assert!(match query.sort {
                Column::Name => (key(&one.name), one.id) < (key(&two.name), two.id),
                Column::Role => key(&one.role.label()) <= key(&two.role.label()),
                Column::Status => one.state(now()) <= two.state(now()),
                Column::Expiration => end(one) <= end(two),
                Column::LastUsed => one.last_used <= two.last_used,
                Column::Created => one.created <= two.created,
                Column::Issuer => key(&one.issuer) <= key(&two.issuer),
            }, "{:?}", query);
        }
    }

    #[test]
    fn what_matches_is_what_a_plain_search_finds(tokens in any_tokens(), query in any_query(), search in "[a-c ]{0,3}") {
        let query = Query { search, ..query };
        let list = list_of(tokens);
        let mut expected: Vec<_> = list
            .tokens()
            .filter(|token| query.takes(token, list.user_id, |_| 0, now()))
            .filter(|token| query.search.split_whitespace().all(|word| {
                let id = token.id.to_string();
                let role = token.role.label().to_lowercase();
                let texts = [&token.name, &token.description, &token.issuer, &token.issuer_email, &role, &id];
                texts.iter().any(|text| text.to_lowercase().contains(word))
            }))
            .cloned()
            .collect();
        expected.sort_by_key(|token| token.id);
        let mut found = arranged(&list, &query);
        found.sort_by_key(|token| token.id);
        prop_assert_eq!(found, expected);
    }

    /// In pieces or whole, and with what is learned later: the list is the same.
    #[test]
    fn a_list_is_what_its_tokens_make_it(tokens in any_tokens(), chunk in 1..9_usize, query in any_query(), learned in any_tokens()) {
        let mut list = TokenList::new(now(), RULES);
        for chunk in tokens.chunks(chunk) {
            list.extend(chunk.to_vec());
            // A second word of the same token doesn't count.
            list.extend(chunk.iter().map(|token| ListedToken { name: "again".to_owned(), ..token.clone() }));
        }
        let mut known = tokens;
        for (token, new) in known.iter_mut().zip(learned) {
            list.update(token.id, Some(ListedToken { id: TokenId::new(-1), ..new.clone() }));
            *token = ListedToken { id: token.id, ..new };
        }
        for token in &known {
            prop_assert_eq!(list.token(token.id).map(|token| &**token), Some(token));
        }
        prop_assert_eq!(arranged(&list, &query), arranged(&list_of(known), &query));
    }
}

/// Tokens of which several are alike in each of their parts.
fn any_tokens() -> impl Strategy<Value = Vec<ListedToken>> {
    let parts = (
        "[a-cA-C]{0,2}",
        prop::option::of(-3..3_i64),
        prop::option::of(-3..3_i64),
        prop::option::of(prop::sample::select(Role::ALL.to_vec())),
        "[ab]{0,1}",
        any::<(bool, bool)>(),
    );
    prop::collection::vec(parts, 0..40).prop_map(|all| {
        all.into_iter()
            .zip(1..)
            .map(|((name, days, used, role, issuer, (odd, deleted)), id)| {
                let mut token = token(id, &name, if odd { "" } else { "2026-01-01" });
                token.expiry = days.and_then(in_days).or(odd.then_some(Expiry::Never));
                token.expired = days.is_some_and(|days| days < 0);
                token.last_used = match used {
                    Some(days) => LastUse::At(now() - TimeDelta::days(days)),
                    None if odd => LastUse::Unreadable,
                    None => LastUse::Never,
                };
                token.role = role.map_or(TokenRole::Unknown, TokenRole::Known);
                token.issuer_id = used.filter(|_| odd);
                token.issuer = issuer;
                token.deleted = deleted;
                token
            })
            .collect()
    })
}
