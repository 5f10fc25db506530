#![allow(clippy::panic)]

use proptest::prelude::*;

use super::{Answer, Deletion, Failure, ListReader, read_created, read_deleted, read_holder, read_token};
use crate::form::expiry::Expiry;
use crate::form::{Field, NewToken};
use crate::list::{LastUse, ListedToken};
use crate::service::Cause;
use crate::text::samples::RULES;
use crate::time::parse_service_time;
use crate::{AccountId, ApiKey, CreatedToken, Difference, Role, TokenId, TokenRole};

fn answer(status: u16, body: &str) -> Answer {
    Answer { status, body: body.as_bytes().to_vec().into(), retry_after: None }
}

fn key() -> ApiKey {
    ApiKey::parse("29841_demo-administrator").ok().unwrap()
}

fn asked() -> NewToken {
    NewToken {
        account: AccountId::new(7_350_925).unwrap(),
        name: "ci".to_owned(),
        description: None,
        role: Role::Engineers,
        expiry: Expiry::At(parse_service_time("2027-02-22T17:06:00Z").unwrap()),
    }
}

fn created(status: u16, body: &str) -> Result<CreatedToken, Failure> {
    read_created(&answer(status, body), &key(), &asked(), &RULES)
}

fn refused(status: u16, body: &str) -> Failure {
    created(status, body).err().unwrap()
}

#[test]
fn a_token_is_read_with_all_that_the_service_says_of_it() {
    let token = created(
        200,
        r#"{"id":42,"name":"ci","description":null,"exp_date":"2027-02-22T17:06:00.000000Z","expired":false,
            "client_user":{"role":{"id":5,"name":"Engineers"},"user_id":1},"token":"42_c0ffee"}"#,
    )
    .ok()
    .unwrap();
    assert_eq!(token.secret.expose(), "42_c0ffee");
    assert_eq!(token.receipt.id, Some(TokenId::new(42)));
    assert_eq!(token.receipt.role, "Engineers");
    assert_eq!(token.receipt.expiry, asked().expiry);
    assert_eq!(token.receipt.differences, []);
}

#[test]
fn a_token_alone_is_enough_and_its_digits_are_its_id() {
    for (body, id) in [
        (r#"{"token":"42$c0ffee"}"#, Some(42)),
        (r#"{"token":"42_c0ffee","id":"42"}"#, Some(42)),
        (r#"{"token":"c0ffee","id":42}"#, Some(42)),
        (r#"{"token":"7c0ffee","id":42}"#, Some(42)),
        (r#"{"token":"7c0ffee"}"#, None),
        (r#"{"token":"c0ffee"}"#, None),
        // The other one is another token's.
        (r#"{"token":"42_c0ffee","id":43}"#, Some(42)),
    ] {
        let token = created(201, body).ok().unwrap();
        assert_eq!(token.receipt.id, id.map(TokenId::new), "{body}");
        assert_eq!(token.receipt.name, "ci");
    }
}

#[test]
fn what_the_service_changed_is_said() {
    let body = r#"{"token":"42_c0","exp_date":null,"name":"CI","client_user":{"role":{"id":2}}}"#;
    let receipt = created(200, body).ok().unwrap().receipt;
    assert_eq!(receipt.role, "Users");
    assert_eq!(receipt.expiry, Expiry::Never);
    assert_eq!(
        receipt.differences,
        [Difference::Role(Role::Engineers), Difference::Expiration, Difference::Name("ci".to_owned())]
    );
}

#[test]
fn a_name_that_looks_the_same_is_no_difference() {
    for (asked_name, told, differs) in [
        ("caf\u{e9}", "cafe\u{301}", false),
        ("ci deploy", "ci\u{a0}deploy", false),
        ("ci\u{200b}", "ci", false),
        (" ci", "ci ", false),
        ("ci", "Ci", true),
        ("caf\u{e9}", "cafe", true),
    ] {
        let asked = NewToken { name: asked_name.to_owned(), ..asked() };
        let body = serde_json::json!({"token": "42_c0", "name": told}).to_string();
        let receipt = read_created(&answer(200, &body), &key(), &asked, &RULES).ok().unwrap().receipt;
        assert_eq!(!receipt.differences.is_empty(), differs, "{asked_name:?} {told:?}");
        assert_eq!(receipt.name, told);
    }
}

#[test]
fn a_day_that_stands_in_for_none_is_not_taken_for_an_end() {
    let end = |exp_date: &str, expired: bool| {
        let body = serde_json::json!([{"id": 1, "exp_date": exp_date, "expired": expired}]).to_string();
        read_list(&answer(200, &body), 2).unwrap()[0].expiry
    };
    for day in ["1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1969-12-31", "1900-01-01 00:00:00", "2000-01-01"] {
        assert_eq!(end(day, false), None, "{day}");
        assert!(matches!(end(day, true), Some(Expiry::At(_))), "{day}");
    }
    for day in ["9999-12-31T23:59:59.999999Z", "9999-01-01"] {
        assert_eq!(end(day, false), Some(Expiry::Never), "{day}");
        assert!(matches!(end(day, true), Some(Expiry::At(_))), "{day}");
    }
    assert!(matches!(end("2026-01-01", false), Some(Expiry::At(_))));

    // Of a new token it is the end only if that was asked for.
    let receipt = |asked_end: Expiry, told: &str| {
        let asked = NewToken { expiry: asked_end, ..asked() };
        let body = serde_json::json!({"token": "42_c0", "exp_date": told}).to_string();
        read_created(&answer(200, &body), &key(), &asked, &RULES).ok().unwrap().receipt
    };
    for told in ["9999-12-31T23:59:59Z", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"] {
        assert_eq!(receipt(Expiry::Never, told).differences, [], "{told}");
        let limited = receipt(asked().expiry, told);
        assert_eq!((limited.expiry, limited.differences), (Expiry::Never, vec![Difference::Expiration]), "{told}");
    }
    let last = Expiry::At(parse_service_time("9999-12-29T00:00:00Z").unwrap());
    let receipt = receipt(last, "9999-12-29T00:00:00Z");
    assert_eq!((receipt.expiry, receipt.differences), (last, vec![]));
}

#[test]
fn a_day_that_stands_in_for_none_is_neither_when_a_token_was_made_nor_when_it_was_used() {
    let told = |day: &str| {
        let body = serde_json::json!([{"id": 1, "created": day, "last_usage": day}]).to_string();
        let token = read_list(&answer(200, &body), 2).unwrap().remove(0);
        (token.created, token.last_used)
    };
    for day in ["0001-01-01T00:00:00Z", "1970-01-01", "1970-01-01T01:00:00+01:00", "1900-01-01 00:00:00", "2000-12-31T23:59:59Z"]
    {
        assert_eq!(told(day), (None, LastUse::Never), "{day}");
    }
    for day in ["2001-01-01T00:00:00Z", "2026-02-03T04:05:06.789Z"] {
        let at = parse_service_time(day).unwrap();
        assert_eq!(told(day), (Some(at), LastUse::At(at)), "{day}");
    }
    assert_eq!(told("soon"), (None, LastUse::Unreadable));
}

#[test]
fn a_success_that_cannot_be_read_may_have_made_a_token() {
    for body in ["", "{}", "[]", r#"{"token":null}"#, r#"{"token":""}"#, r#"{"token":"42_\u00e4"}"#, r#"{"token":"42_c0ff"#] {
        let failure = refused(200, body);
        assert_eq!(failure.cause, Cause::Unreadable, "{body}");
        assert!(failure.outcome_unknown());
    }
}

#[test]
fn a_web_page_in_place_of_the_answer_looks_like_a_login_and_may_have_made_a_token() {
    for body in ["<html>ok</html>", "\u{feff} \n<!doctype html><title>Sign in</title>", "<"] {
        let failure = refused(200, body);
        assert_eq!((failure.cause, failure.status), (Cause::LoginPage, Some(200)), "{body}");
        assert!(failure.outcome_unknown());
        assert_eq!(read_holder(&answer(203, body), &key()).unwrap_err().cause, Cause::LoginPage);
        assert_eq!(read_list(&answer(200, body), 2).unwrap_err().cause, Cause::LoginPage);
    }
}

#[test]
fn a_refusal_as_a_web_page_is_none_of_the_services() {
    for (status, cause, unknown) in [
        (400, Cause::LoginPage, true),
        (401, Cause::LoginPage, true),
        (403, Cause::LoginPage, true),
        (407, Cause::LoginPage, true),
        (422, Cause::LoginPage, true),
        (451, Cause::LoginPage, true),
        // Whoever says these, the request went no further.
        (404, Cause::NotFound, false),
        (405, Cause::Refused, false),
        (410, Cause::NotFound, false),
        (413, Cause::Refused, false),
        (414, Cause::Refused, false),
        (429, Cause::TooManyRequests, false),
        (502, Cause::ServiceFailed, true),
    ] {
        let page = "<!doctype html><title>Sign in</title>";
        let failure = refused(status, page);
        assert_eq!((failure.cause, failure.outcome_unknown()), (cause, unknown), "{status}");
        assert_eq!((failure.status, failure.messages), (Some(status), vec!["Sign in".to_owned()]));
        for read in [read_holder(&answer(status, page), &key()).err(), read_list(&answer(status, page), 2).err()] {
            assert_eq!(read.map(|failure| failure.cause), Some(cause), "{status}");
        }
    }
    // A page may quote a part of the key as well.
    assert_eq!(refused(401, "<title>Bad token: 29841</title>").messages, ["Bad token: •••"]);
}

#[test]
fn field_errors_land_at_their_fields_through_any_nesting() {
    for (body, field, words) in [
        (r#"{"errors":{"client_user":{"role":["Invalid role: RoleName"]}}}"#, Field::Role, "Invalid role: RoleName"),
        (r#"{"errors":{"client_user":{"role":{"id":[{"deep":"No such id"}]}}}}"#, Field::Role, "No such id"),
        (
            r#"{"errors":{"client_user":{"role":["Can't create token with role Administrators"]}}}"#,
            Field::Role,
            "Can't create token with role Administrators",
        ),
        (r#"{"errors":{"exp_date":"Datetime has wrong format."}}"#, Field::Expiration, "Datetime has wrong format."),
        (r#"{"errors":{"name":["This field may not be blank."]}}"#, Field::Name, "This field may not be blank."),
        (r#"{"errors":[{"description":["Too long"]}]}"#, Field::Description, "Too long"),
        (r#"{"name":["This field is required."]}"#, Field::Name, "This field is required."),
        (r#"{"description":["Too long"]}"#, Field::Description, "Too long"),
        (r#"{"client_user":{"role":["Invalid role"]}}"#, Field::Role, "Invalid role"),
        (r#"{"error":{"name":["Taken"]}}"#, Field::Name, "Taken"),
        (r#"{"name":"Too short"}"#, Field::Name, "Too short"),
        (r#"{"errors":{"clientId":["Unknown"]}}"#, Field::AccountId, "Unknown"),
        (r#"{"errors":{"client_id":["Unknown"]}}"#, Field::AccountId, "Unknown"),
        (r#"{"errors":{"client":"Unknown"}}"#, Field::AccountId, "Unknown"),
        (r#"{"exception_class":"X","message":"Bad","request_id":"r","invalid_fields":{"name":["Taken"]}}"#, Field::Name, "Taken"),
        // As frameworks write a path, or stand it beside its message.
        (r#"{"errors":{"client_user.role":["No"]}}"#, Field::Role, "No"),
        (r#"{"errors":{"client_user[role][id]":"No"}}"#, Field::Role, "No"),
        (r#"{"errors":{"name[0]":["Odd"]}}"#, Field::Name, "Odd"),
        (r#"{"errors":{"expDate":["Past"],"request_id":"r"}}"#, Field::Expiration, "Past"),
        (r#"{"detail":[{"loc":["body","name"],"msg":"Long","type":"value_error"}]}"#, Field::Name, "Long"),
        (r#"{"errors":[{"field":"name","message":"Taken","code":3}]}"#, Field::Name, "Taken"),
        (r#"{"errors":[{"path":"/client_user/role","message":"No"}]}"#, Field::Role, "No"),
        (r#"{"errors":[{"source":{"pointer":"/data/attributes/name"},"title":"X","detail":"Taken"}]}"#, Field::Name, "Taken"),
        (r#"{"errors":[{"source":{"parameter":"clientId"},"detail":"No"}]}"#, Field::AccountId, "No"),
    ] {
        let failure = refused(400, body);
        assert_eq!(failure.cause, Cause::Refused);
        assert_eq!(failure.at_fields, [(field, words.to_owned())], "{body}");
    }
}

#[test]
fn several_errors_of_one_answer_are_all_kept() {
    let failure = refused(
        400,
        r#"{"errors":{"name":["A","B"],"client_user":{"role":["C"],"quota":"D"},"non_field_errors":["E"]},"message":"F","request_id":"abc-1"}"#,
    );
    assert_eq!(failure.at_fields, [(Field::Name, "A".to_owned()), (Field::Name, "B".to_owned()), (Field::Role, "C".to_owned())]);
    assert_eq!(failure.messages, ["client_user.quota: D", "E", "F"]);
    assert_eq!(failure.request_id.as_deref(), Some("abc-1"));
}

#[test]
fn words_for_no_field_are_kept_whatever_their_shape() {
    for (body, words) in [
        (r#"{"message":"JSON parse error - x"}"#, &["JSON parse error - x"][..]),
        (r#"{"detail":"Nope"}"#, &["Nope"]),
        (r#"{"error":{"text":"Nope"}}"#, &["text: Nope"]),
        // The error's own name and description, and no field's.
        (r#"{"error":{"message":"no","name":"NotAllowed"}}"#, &["message: no", "name: NotAllowed"]),
        (r#"{"message":{"name":"NotAllowed"},"detail":[{"role":"x"}]}"#, &["name: NotAllowed", "role: x"]),
        (r#"[{"name":"NotAllowed","reason":"no"}]"#, &["name: NotAllowed", "reason: no"]),
        (r#"{"code":"no","name":"Forbidden"}"#, &["code: no", "name: Forbidden"]),
        (r#"{"title":"Forbidden","description":"the reason"}"#, &["the reason"]),
        (r#"{"name":"Forbidden","description":"the reason","code":3}"#, &["the reason"]),
        (r#"{"error":"invalid","error_description":"the real reason"}"#, &["invalid", "the real reason"]),
        (r#"{"error":"Forbidden","description":"the reason"}"#, &["Forbidden", "the reason"]),
        // Where no field of the form is named, everything is.
        (r#"{"detail":[{"loc":["body"],"msg":"Bad"}]}"#, &["loc: body", "msg: Bad"]),
        (r#"{"errors":{"https://a.example/x":"Bad"}}"#, &["https://a.example/x: Bad"]),
        (r#"{"message":"turned \u202e round"}"#, &["turned [U+202E] round"]),
        (r#"["one","two"]"#, &["one", "two"]),
        (r#""text""#, &["text"]),
        ("plain\n text", &["plain text"]),
        ("<html><head><TITLE>502 Bad Gateway</TITLE></head>", &["502 Bad Gateway"]),
        ("<html><body>x</body></html>", &[]),
        ("", &[]),
        ("{}", &[]),
        ("null", &[]),
    ] {
        let failure = refused(400, body);
        assert_eq!(
            (failure.messages, failure.at_fields),
            (words.iter().map(|word| (*word).to_owned()).collect(), vec![]),
            "{body}"
        );
    }
}

#[test]
fn each_status_has_its_cause_and_says_whether_a_token_may_exist() {
    for (status, cause, unknown) in [
        (302, Cause::Unreadable, true),
        (304, Cause::Unreadable, true),
        (400, Cause::Refused, false),
        (401, Cause::KeyRefused, false),
        (402, Cause::Refused, false),
        (403, Cause::NotAllowed, false),
        (404, Cause::NotFound, false),
        // A proxy may say so of a request that it has passed on.
        (408, Cause::Unreadable, true),
        (425, Cause::Unreadable, true),
        (499, Cause::Unreadable, true),
        (409, Cause::Refused, false),
        (410, Cause::NotFound, false),
        (422, Cause::Refused, false),
        (429, Cause::TooManyRequests, false),
        (500, Cause::ServiceFailed, true),
        (502, Cause::ServiceFailed, true),
        (504, Cause::ServiceFailed, true),
    ] {
        let failure = refused(status, "{}");
        assert_eq!((failure.cause, failure.outcome_unknown()), (cause, unknown), "{status}");
        assert_eq!(failure.status, Some(status));
    }
}

#[test]
fn the_key_is_masked_where_the_service_quotes_it() {
    for (words, shown) in [
        ("Bad token: 29841", "Bad token: •••"),
        ("Bad token: 29841_demo-administrator!", "Bad token: •••!"),
        ("Token is invalid or expired", "Token is invalid or expired"),
    ] {
        let failure = refused(401, &format!(r#"{{"detail":"{words}"}}"#));
        assert_eq!(failure.messages, [shown]);
    }
    // A role's name that shares letters with a key is no leak.
    let failure = refused(400, r#"{"message":"Can't create token with role administrator"}"#);
    assert_eq!(failure.messages, ["Can't create token with role administrator"]);
    let failure = refused(400, r#"{"message":"got 29841_demo-administrator"}"#);
    assert_eq!(failure.messages, ["got •••"]);
}

#[test]
fn a_short_secret_and_one_across_the_cut_are_masked_too() {
    let short = ApiKey::parse("1003_demo-user").ok().unwrap();
    let body = r#"{"message":"got 1003_demo-user","request_id":"r-demo-user"}"#;
    let failure = read_holder(&answer(400, body), &short).unwrap_err();
    assert_eq!(failure.messages, ["got •••"]);
    assert_eq!(failure.request_id.as_deref(), Some("r-•••"));
    let long = format!("{}29841_demo-administrator", "x".repeat(495));
    let failure = refused(400, &format!(r#"{{"message":"{long}"}}"#));
    assert!(failure.messages[0].ends_with("x•••"), "{}", failure.messages[0]);
}

#[test]
fn twenty_messages_are_shown_each_once() {
    let many: Vec<String> = (0..30).map(|count| format!("reason {}", count % 25)).collect();
    let failure = refused(400, &serde_json::json!({"errors": {"name": &many}, "message": &many}).to_string());
    assert_eq!(failure.messages, &many[..20]);
    assert_eq!(failure.at_fields.len(), 20);
    assert_eq!(refused(400, r#"["one","one","two"]"#).messages, ["one", "two"]);
}

#[test]
fn how_long_to_wait_is_taken_from_the_answer() {
    for retry_after in [None, Some(17)] {
        let answer = Answer { retry_after, ..answer(429, "{}") };
        assert_eq!(read_holder(&answer, &key()).unwrap_err().retry_after, retry_after);
    }
}

#[test]
fn ten_megabytes_of_error_are_cut_short() {
    let failure = refused(500, &"word ".repeat(2_000_000));
    assert_eq!(failure.messages.len(), 1);
    assert!(failure.messages[0].chars().count() <= 501);
}

#[test]
fn the_holder_is_told_as_far_as_the_service_tells() {
    let body = r#"{"id":7350925,"currentUser":1023101,"email":"a@example.com","name":null,"companyName":"Example Ltd","status":"active",
        "users":[{"id":1,"email":"other@example.com","groups":[{"id":1,"name":"Administrators"}]},
                 {"id":1023101,"email":"me@example.com","name":"Sam","groups":[{"id":2,"name":"Users"},{"id":5,"name":"Engineers"}]}]}"#;
    let holder = read_holder(&answer(200, body), &key()).unwrap();
    assert_eq!(holder.account.to_string(), "7350925");
    assert_eq!(holder.account_name.as_deref(), Some("Example Ltd"));
    assert_eq!(holder.person.as_deref(), Some("Sam"));
    assert_eq!(holder.role, Some(Role::Engineers));
    assert_eq!(holder.unusual_status, None);

    for (group, role) in [
        (r#"{"id":5}"#, Some(Role::Engineers)),
        (r#"{"name":"Engineers"}"#, Some(Role::Engineers)),
        (r#"{"id":77,"name":"Night shift"}"#, None),
    ] {
        let body = format!(r#"{{"id":7,"currentUser":1,"users":[{{"id":1,"groups":[{group}]}}]}}"#);
        assert_eq!(read_holder(&answer(200, &body), &key()).unwrap().role, role, "{group}");
    }

    let bare = read_holder(&answer(200, r#"{"id":7,"status":"paused"}"#), &key()).unwrap();
    assert_eq!((bare.person, bare.role), (None, None));
    assert_eq!(bare.unusual_status.as_deref(), Some("paused"));

    for body in ["", "{}", r#"{"id":0}"#, r#"{"id":-1}"#] {
        let failure = read_holder(&answer(200, body), &key()).unwrap_err();
        assert_eq!(failure.cause, Cause::Unreadable, "{body}");
    }
}

fn unreadable(body: &str) -> usize {
    let answer = answer(200, body);
    let mut reader = ListReader::new(&answer, &key()).unwrap();
    while reader.next(2).unwrap().is_some() {}
    reader.unreadable()
}

#[test]
fn entries_that_cannot_be_read_are_counted() {
    for (body, count) in [
        ("[]", 0),
        (r#"[{"id":1},{"id":"2"},{"id":-3}]"#, 0),
        (r#"[{"id":18446744073709551615}]"#, 1),
        (r#"[{"id":1},{"id":9223372036854775808},{"id":"x"},{"id":1.5},{"id":2}]"#, 3),
        (r#"["This account is closed."]"#, 1),
        (r#"[null,7,[],{},{"name":"ci"},{"id":1}]"#, 5),
    ] {
        assert_eq!(unreadable(body), count, "{body}");
    }
}

fn read_list(answer: &Answer, max: usize) -> Result<Vec<ListedToken>, Failure> {
    let mut reader = ListReader::new(answer, &key())?;
    let mut list = Vec::new();
    while let Some(some) = reader.next(max)? {
        assert!(some.len() <= max);
        list.extend(some);
    }
    Ok(list)
}

#[test]
fn a_list_survives_whatever_an_entry_lacks() {
    let body = r#"[
        {"id":1,"name":"ci","description":null,"exp_date":"2027-01-01T00:00:00.000000Z","expired":false,"deleted":false,
         "created":"2026-01-01 10:00:00","last_usage":"2026-02-03","client_user":{"role":{"id":5,"name":"Engineers"},"user_name":null,"user_email":"a@example.com","deleted":true}},
        {"id":"2","exp_date":null,"client_user":{"role":{"id":77}}},
        {"id":3,"last_usage":"yesterday","name":null,"exp_date":"soon","client_user":null},
        {"name":"without an id"}, null, 7,
        {"id":4,"client_user":{"user_id":1023101}},
        {"id":5,"client_user":{"user_id":1023101,"user_email":"a@example.com"}}
    ]"#;
    let list = read_list(&answer(200, body), 2).unwrap();
    assert_eq!(list.iter().map(|token| token.id.number()).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    assert_eq!(
        (list[0].role.known(), list[0].issuer.as_str(), list[0].issuer_deleted),
        (Some(Role::Engineers), "a@example.com", true)
    );
    assert_eq!(list[0].last_used, LastUse::At(parse_service_time("2026-02-03T00:00:00Z").unwrap()));
    assert_eq!(list[1].last_used, LastUse::Never);
    assert_eq!(list[2].last_used, LastUse::Unreadable);
    assert_eq!((list[1].expiry, &list[1].role), (Some(Expiry::Never), &TokenRole::Other { id: Some(77), name: None }));
    assert_eq!((list[2].expiry, &list[2].role, list[2].name.as_str()), (None, &TokenRole::Unknown, ""));
    assert_eq!((list[3].issuer.as_str(), list[4].issuer.as_str()), ("User 1023101", "a@example.com"));

    assert_eq!(read_list(&answer(200, "[]"), 2), Ok(Vec::new()));
    for body in ["", "{}", r#"{"results":[]}"#, r#"[{"id":1},"#, "[1,]", r#"[{"id":1,"name":"\x"}]"#] {
        assert_eq!(read_list(&answer(200, body), 2).unwrap_err().cause, Cause::Unreadable);
    }
    assert_eq!(read_list(&answer(403, "{}"), 2).unwrap_err().cause, Cause::NotAllowed);
}

#[test]
fn one_token_is_told_of_by_its_own_id_only() {
    let wanted = TokenId::new(7);
    let token = read_token(&answer(200, r#"{"id":7,"name":"ci","deleted":true}"#), &key(), wanted).unwrap();
    assert!(token.id == wanted && token.deleted);
    for (status, body, cause) in [
        (404, "{}", Cause::NotFound),
        (404, "<html>No such page</html>", Cause::NotFound),
        (410, "", Cause::NotFound),
        (200, "{}", Cause::Unreadable),
        (200, "<html>", Cause::LoginPage),
        (200, r#"{"id":8,"name":"ci","deleted":true}"#, Cause::Unreadable),
        (200, r#"{"name":"ci","deleted":true}"#, Cause::Unreadable),
        (200, r#"[{"id":7,"deleted":true}]"#, Cause::Unreadable),
        (401, "{}", Cause::KeyRefused),
    ] {
        let failure = read_token(&answer(status, body), &key(), wanted).unwrap_err();
        assert_eq!(failure.cause, cause, "{status} {body}");
    }
}

#[test]
fn only_an_empty_success_confirms_a_deletion() {
    for (status, body) in [(204, ""), (200, ""), (202, ""), (205, ""), (204, "\n")] {
        assert_eq!(read_deleted(&answer(status, body), &key()), Deletion::Done, "{status} {body:?}");
    }
    for (status, body, cause, says) in [
        (200, "<!doctype html><title>Sign in</title>", Cause::LoginPage, &["Sign in"][..]),
        (200, r#"{"error":"Token is in use"}"#, Cause::Unreadable, &["Token is in use"]),
        (200, r#"{"id":7,"deleted":true}"#, Cause::Unreadable, &[]),
        (200, "{}", Cause::Unreadable, &[]),
        (200, " ", Cause::Unreadable, &[]),
        (202, r#"{"status":"queued"}"#, Cause::Unreadable, &["status: queued"]),
        (404, r#"{"detail":"API token not found."}"#, Cause::NotFound, &["API token not found."]),
        (404, "", Cause::NotFound, &[]),
        (410, "", Cause::NotFound, &[]),
        (500, "", Cause::ServiceFailed, &[]),
        (504, "<title>Gateway timeout</title>", Cause::ServiceFailed, &["Gateway timeout"]),
        (403, "\u{feff}\n <html><title>Blocked</title>", Cause::LoginPage, &["Blocked"]),
        (401, "<html>", Cause::LoginPage, &[]),
        (405, "<html>", Cause::Refused, &[]),
    ] {
        let says: Vec<String> = says.iter().map(|message| (*message).to_owned()).collect();
        let Deletion::Unconfirmed(failure) = read_deleted(&answer(status, body), &key()) else {
            panic!("{status} {body}");
        };
        assert_eq!(
            (failure.cause, failure.status, failure.messages.as_slice()),
            (cause, Some(status), says.as_slice()),
            "{body}"
        );
    }
    for (status, cause) in
        [(400, Cause::Refused), (401, Cause::KeyRefused), (403, Cause::NotAllowed), (429, Cause::TooManyRequests)]
    {
        let Deletion::Refused(failure) = read_deleted(&answer(status, "{}"), &key()) else {
            panic!("{status}");
        };
        assert_eq!(failure.cause, cause);
    }
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(status in any::<u16>(), body in any::<Vec<u8>>()) {
        let answer = Answer { status, body: body.into(), retry_after: None };
        let _ = read_created(&answer, &key(), &asked(), &RULES);
        let _ = read_holder(&answer, &key());
        let _ = read_list(&answer, 2);
        let _ = read_token(&answer, &key(), TokenId::new(1));
        let _ = read_deleted(&answer, &key());
    }

    #[test]
    fn no_piece_of_a_refused_key_is_ever_quoted(from in 0_usize..20, length in 4_usize..24, around in "[ -~]{0,8}") {
        let text = key().expose().to_owned();
        let piece = &text[from..(from + length).min(text.len())];
        prop_assume!(piece.len() >= 4);
        let failure = refused(401, &format!("{around} {piece} {around}"));
        for words in failure.messages {
            prop_assert!(!words.contains(piece), "{words}");
        }
    }

    /// A list that is almost right, with a piece of it in another place.
    #[test]
    fn no_mixed_up_answer_makes_it_panic(
        from in 0..LIST.len(),
        length in 0..60_usize,
        to in 0..LIST.len(),
        odd in prop::sample::select(vec!["", "1e999", "\"\\ud83d\"", "\\", "\"", "[[[[", "}", "null", ","]),
        max in 1..5_usize,
    ) {
        let piece = &LIST[from..(from + length).min(LIST.len())];
        let mixed = format!("{}{piece}{odd}{}", &LIST[..to], &LIST[to..]);
        let answer = answer(200, &mixed);
        let in_one_go = ListReader::new(&answer, &key()).and_then(|mut reader| reader.next(1_000));
        let bit_by_bit = read_list(&answer, max);
        match in_one_go {
            Ok(tokens) => prop_assert_eq!(bit_by_bit, Ok(tokens.unwrap_or_default())),
            Err(failure) => prop_assert_eq!(bit_by_bit, Err(failure)),
        }
        let _ = read_created(&answer, &key(), &asked(), &RULES);
        let _ = read_holder(&answer, &key());
        let _ = read_token(&answer, &key(), TokenId::new(1));
        let _ = read_deleted(&answer, &key());
        let _ = refused(400, &mixed);
    }
}

/// Everything that a list says, in ASCII.
const LIST: &str = r#"[{"id":1,"name":"ci","description":null,"exp_date":"2027-01-01T00:00:00.000000Z","expired":false,
    "deleted":false,"created":"2026-01-01 10:00:00","last_usage":null,"client_user":{"role":{"id":5,"name":"Engineers"},
    "user_id":7,"user_name":"\u00c5sa","user_email":"a@example.com","deleted":true}},
    {"id":"2","token":"2_c0ffee","users":[{"id":7,"groups":[{"id":5}]}],"errors":{"name":["Taken"]}}]"#;

#[test]
fn a_list_survives_what_serde_json_cannot_read() {
    let deep = "[".repeat(200) + &"]".repeat(200);
    let body = format!(
        r#"[{{"id":1,"name":"half a \ud83d"}},{{"id":2,"description":1e999,"exp_date":{deep},"other":-1E999}},
            {{"id":3,"name":[]}},{{"id":4,"id":5,"name":"twice","name":"again"}}, 1e999, {deep}, {{"id":6e0}}]"#
    );
    let list = read_list(&answer(200, &body), 2).unwrap();
    let told: Vec<_> = list.iter().map(|token| (token.id.number(), token.name.as_str())).collect();
    assert_eq!(told, [(1, "half a \u{fffd}"), (2, ""), (3, ""), (5, "again")]);
    // Bytes that are no text cost the letters that they stand for.
    let mut bytes = br#"[{"id":1,"name":"caf"#.to_vec();
    bytes.extend([0xe9, b'"', b'}', b']']);
    let latin = Answer { status: 200, body: bytes.into(), retry_after: None };
    assert_eq!(read_list(&latin, 2).unwrap()[0].name, "caf\u{fffd}");
}

/// What stands for half a character, in escapes and in bytes, and what is shown of it.
const HALVES: [(&[u8], &str); 9] = [
    (br"x\ud83d", "x\u{fffd}"),
    (br"x\ude00", "x\u{fffd}"),
    (br"\ude00\ud83dx", "\u{fffd}\u{fffd}x"),
    (br"\ud83d\u0041", "\u{fffd}A"),
    (br"\uD83D\\n", "\u{fffd}\\n"),
    (b"x\xe9", "x\u{fffd}"),
    (b"x\xf0\x9f\x98", "x\u{fffd}"),
    (b"x\xc0\xaf", "x\u{fffd}\u{fffd}"),
    (b"a\tb\x01", "a b "),
];

fn bytes(status: u16, parts: &[&[u8]]) -> Answer {
    Answer { status, body: parts.concat().into(), retry_after: None }
}

#[test]
fn half_a_character_costs_itself_alone_in_every_answer() {
    for (half, shown) in HALVES {
        // In the name, in another value, and in a key that nobody asked for.
        let answer =
            bytes(200, &[br#"{"token":"42_c0ffee","name":""#, half, br#"","note":""#, half, br#"",""#, half, br#"":1}"#]);
        let created = read_created(&answer, &key(), &asked(), &RULES).ok().unwrap();
        assert_eq!((created.secret.expose(), created.receipt.name.as_str()), ("42_c0ffee", shown));

        let entry: &[&[u8]] = &[br#"{"id":7,"name":""#, half, br#"","client_user":{"user_name":""#, half, br#""}}"#];
        let list = bytes(200, &[b"[", &entry.concat(), br#",{"id":8,"name":"ci"}]"#]);
        let tokens = read_list(&list, 1).unwrap();
        assert_eq!(tokens.iter().map(|token| token.id.number()).collect::<Vec<_>>(), [7, 8]);
        assert_eq!((tokens[0].name.as_str(), tokens[0].issuer.as_str(), tokens[1].name.as_str()), (shown, shown, "ci"));

        let token = read_token(&bytes(200, entry), &key(), TokenId::new(7)).unwrap();
        assert_eq!(token.name, shown);

        let holder = bytes(200, &[br#"{"id":7,"companyName":""#, half, br#""}"#]);
        assert_eq!(read_holder(&holder, &key()).unwrap().account_name.as_deref(), Some(shown));

        let failure = read_holder(&bytes(400, &[br#"{"message":"so "#, half, br#""}"#]), &key()).unwrap_err();
        let words: Vec<&str> = shown.split_whitespace().collect();
        assert_eq!(failure.messages, [format!("so {}", words.join(" "))]);
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_an_answer() {
    let mark = &b"\xef\xbb\xbf"[..];
    let created = read_created(&bytes(200, &[mark, br#"{"token":"42_c0ffee"}"#]), &key(), &asked(), &RULES).ok().unwrap();
    assert_eq!(created.secret.expose(), "42_c0ffee");
    assert_eq!(read_list(&bytes(200, &[mark, br#"[{"id":7}]"#]), 2).unwrap().len(), 1);
    let failure = read_holder(&bytes(400, &[mark, br#"{"message":"No"}"#]), &key()).unwrap_err();
    assert_eq!(failure.messages, ["No"]);
}

#[test]
fn a_token_survives_odd_neighbours() {
    let body = r#"{"token":"42_c0ffee","id":1e999,"name":"\ud83d","exp_date":7,"client_user":[[]],"x":-1E999}"#;
    let created = created(200, body).ok().unwrap();
    assert_eq!(created.secret.expose(), "42_c0ffee");
    assert_eq!(created.receipt.id, Some(TokenId::new(42)));
    assert_eq!(created.receipt.name, "\u{fffd}");
    assert_eq!(created.receipt.expiry, asked().expiry);
}

#[test]
fn deep_errors_are_shown_as_they_are() {
    let deep = format!(r#"{{"errors":{}"Taken"{}}}"#, "[".repeat(500), "]".repeat(500));
    assert_eq!(refused(400, &deep).messages.len(), 1);
}
