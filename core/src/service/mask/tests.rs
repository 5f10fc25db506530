use proptest::prelude::*;
use serde_json::{Value, json};

use super::{MAX_KNOWN, Mask};
use crate::ApiKey;
use crate::config::Config;
use crate::service::{Answer, Operation, explain, read_holder};

fn key(text: &str) -> ApiKey {
    ApiKey::parse(text).ok().unwrap()
}

fn masked(text: &str) -> String {
    Mask::new(&key("1001_demo-administrator"), false).masked(text)
}

/// Base64 as RFC 4648 has it, after so many bytes of something else.
fn base64(text: &str, before: usize, url: bool) -> String {
    let digits = if url {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    } else {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    };
    let bytes = [&b"u:x"[..before], text.as_bytes()].concat();
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, b| bits << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            out.push(char::from(digits[(bits >> (18 - 6 * place) & 63) as usize]));
        }
        out.push_str(&"="[..usize::from(!url && chunk.len() < 3)].repeat(3 - chunk.len()));
    }
    out
}

fn hex(text: &str, sign: &str) -> String {
    text.bytes().map(|b| format!("{b:02x}")).collect::<Vec<_>>().join(sign)
}

#[test]
fn tokens_that_nobody_knew_are_hidden_in_running_text() {
    for (text, shown) in [
        ("made 29841_5f2b8c91d04e7a63.", "made •••."),
        ("made 29841$c0ffee, sorry", "made •••, sorry"),
        ("Authorization: APIKey abc123def was refused", "Authorization: APIKey ••• was refused"),
        ("authorization=bearer eyJhbGciOi.x0", "authorization=bearer •••"),
        ("{\"token\": \"c0ffee77", "{\"token\": \"•••"),
        ("<b>token</b> = x", "<b>token</b> = x"),
        ("api_key='zz99zz99'", "api_key='•••'"),
        ("token c0ffee77 is refused", "token ••• is refused"),
        ("token 'c0ffee77-ab' is refused", "token '•••' is refused"),
        ("token abcdefghijklmnop-12", "token •••"),
        // Not a name that a sentence has, but a value.
        ("token: ci-deploy-2", "token: •••"),
        ("\"token\":\"ci-deploy-2\"", "\"token\":\"•••\""),
        ("token=ci-deploy-2", "token=•••"),
        ("<token>ci-deploy-2</token>", "<token>•••</token>"),
        // So short, and so long without a digit.
        ("bearer a1b2c3", "bearer •••"),
        ("bearer abcdefghijklmnopqrstuvwx", "bearer •••"),
        ("bearer ci-deploy-2", "bearer •••"),
        ("token 29841_deploy-two", "token •••"),
        ("echo Mjk4NDFfNWYyYjhjOTFkMDRlN2E2Mw== end", "echo ••• end"),
        // Tildes and question marks are where the two alphabets differ.
        ("echo Mjk4NDFffn5+fn5+fn4= end", "echo ••• end"),
        ("echo Mjk4NDFffn5-fn5-fn4 end", "echo ••• end"),
        ("echo Mjk4NDFfbz9vP28/bz8= end", "echo ••• end"),
        ("echo Mjk4NDFfbz9vP28_bz8 end", "echo ••• end"),
        ("hex 32393834315f3566326238633931643034653761363300", "hex •••"),
        ("a facade! 32393834315f35663262386339316430", "a facade! •••"),
        ("32393834315f35663262386339316430 is refused", "••• is refused"),
        ("hex f32393834315f35663262386339316430", "hex f•••"),
        // What announces a secret may be the end of another one.
        ("token=c0ffee-token c0ffee77 is refused", "token=••• ••• is refused"),
    ] {
        assert_eq!(masked(text), shown);
    }
}

#[test]
fn words_stay_words() {
    for text in [
        "",
        "Token is invalid or expired",
        "Given token not valid for any token type",
        "Bad token: expired",
        "bearer a1b2c and bearer abcdefghijklmnopqrstuvw",
        "the tokenizer_v2 failed",
        "API token ci-deploy-2 already exists",
        "API token \"ci-deploy-2\" already exists",
        "A token 'deploy_2026.11' exists: token prod/api-2026-11-24, and token production-of-the-content-network-2",
        "Ensure this field has no more than 64 characters.",
        "Can't create token with role Purge and Prefetch only (API+Web)",
        "Datetime has wrong format. Use YYYY-MM-DDThh:mm:ss[.uuuuuu]Z, not 2026-11-24_10:15:30.",
        "request 123e4567-e89b-12d3-a456-426614174000 failed",
        "req_5f2b8c91d04e7a635f2b8c91d04e7a63",
        // Decoded, this is 7_c0ffee7: with one digit, chance makes it too often.
        "request N19jMGZmZWU3 and 375f63306666656537",
        "/iam/v2/clients/7350925/tokens/29841",
        "client_user.role: Invalid role: Überwacher",
        "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
    ] {
        assert_eq!(masked(text), text);
    }
}

#[test]
fn the_key_is_hidden_in_every_form() {
    for text in [
        "1001_demo-administrator",
        "1001_DEMO-ADMINISTRATOR",
        "1001%5Fdemo-administrator",
        "1 0 0 1 _ d e m o - a d m i n i s t r a t o r",
        "1001_demo -adm inis trator",
        "1001_demo-\u{200b}admini\u{200b}strator",
        "MTAwMV9kZW1vLWFkbWluaXN0cmF0b3I=",
        "eDoxMDAxX2RlbW8tYWRtaW5pc3RyYXRvcg",
        "/MTAwMV9kZW1vLWFkbWluaXN0cmF0b3I=",
        "--MTAwMV9kZW1vLWFkbWluaXN0cmF0b3I=",
        "+++MTAwMV9kZW1vLWFkbWluaXN0cmF0b3I=",
        "313030315f64656d6f2d61646d696e6973747261746f72",
        "31 30 30 31 5f 64 65 6d 6f 2d 61 64 6d 69 6e 69 73 74 72 61 74 6f 72",
        "%31%30%30%31%5F%64%65%6D%6F%2D%61%64%6D%69%6E%69%73%74%72%61%74%6F%72",
        "31:30:30:31:5f:64:65:6d:6f:2d:61:64:6d:69:6e:69:73:74:72:61:74:6f:72",
        "31-30-30-31-5F-64-65-6D-6F-2D-61-64-6D-69-6E-69-73-74-72-61-74-6F-72",
        "0x31,0x30,0x30,0x31,0x5f,0x64,0x65,0x6d,0x6f,0x2d,0x61,0x64,0x6d,0x69,0x6e,0x69,0x73,0x74,0x72,0x61,0x74,0x6f,0x72",
        r"31\x30\x30\x31\x5f\x64\x65\x6d\x6f\x2d\x61\x64\x6d\x69\x6e\x69\x73\x74\x72\x61\x74\x6f\x72",
    ] {
        let shown = masked(&format!("got {text} here"));
        let left: String = shown.chars().filter(char::is_ascii_alphanumeric).collect();
        // Of the number in front, which is no secret, anything may stay.
        let left = left.replace("1001", "").replace("5F", "");
        assert_eq!(left, "gothere", "{text}: {shown}");
    }
}

#[test]
fn a_long_text_is_masked_in_no_time() {
    for piece in ["00 ", "0", "token ", "token=", "1_", "1001_", "a", "AAAA", "0x00, ", "\u{200b}1"] {
        let text = piece.repeat(60_000 / piece.len());
        let _ = masked(&text);
    }
}

#[test]
fn what_a_body_calls_a_token_is_hidden_wherever_it_comes_again() {
    let mut mask = Mask::new(&key("1001_demo-administrator"), false);
    mask.learn(&json!({"data": {"accessToken": "abcd99-wxyz", "token": "2001_ab cd ef 01", "token_type": "bearer1"}}));
    for (text, shown) in [
        ("saw abcd99-wxyz", "saw •••"),
        ("saw ABCD99-WXYZ", "saw •••"),
        ("saw abc", "saw abc"),
        ("saw abcdef01", "saw •••"),
        ("type bearer1", "type bearer1"),
    ] {
        assert_eq!(mask.masked(text), shown);
    }
}

#[test]
fn what_can_only_be_a_token_is_hidden_wherever_a_part_of_it_comes_again() {
    for body in [
        json!(["29841_5f2b8c91d04e7a63 is refused"]),
        json!({"29841_5f2b8c91d04e7a63": "is refused"}),
        json!({"message": {"deep": "29841_5f2b8c91d04e7a63"}}),
    ] {
        let mut mask = Mask::new(&key("1001_demo-administrator"), false);
        mask.learn(&body);
        assert_eq!(mask.masked("saw 5f2b8c91 d04e7a63"), "saw •••", "{body}");
    }
}

#[test]
fn the_first_secrets_of_an_answer_are_looked_for_each_once() {
    let mut mask = Mask::new(&key("1001_demo-administrator"), false);
    for _ in 0..50 {
        mask.learn(&json!({"token": "ab-wxyz0"}));
    }
    mask.learn(&json!((1..50).map(|n| json!({ "token": format!("ab-wxyz{n}") })).collect::<Vec<_>>()));
    let hidden = (0..50).filter(|n| mask.masked(&format!("saw ab-wxyz{n}")) == "saw •••");
    // Beside the key.
    assert_eq!(hidden.count(), MAX_KNOWN - 1);
}

#[test]
fn a_short_secret_is_hidden_as_a_whole_in_every_form() {
    let mask = Mask::new(&key("1001_demo"), false);
    for text in ["demo", "DEMO", "ZGVtbw==", "ZGVtbw", "64656d6f", "64 65 6D 6F", "0x64, 0x65, 0x6d, 0x6f"] {
        assert_eq!(mask.masked(&format!("got {text} here")), "got ••• here", "{text}");
    }
    assert_eq!(mask.masked("got dem"), "got dem");
}

#[test]
fn three_characters_are_in_every_other_word() {
    let mask = Mask::new(&key("1001_abc"), true);
    assert_eq!(mask.masked("abc is no account, but 1001 is"), "abc is no account, but 1001 is");
}

/// A secret in a form in which it might be quoted.
fn quoted(secret: &str, form: usize) -> String {
    let spaced = |by: usize, with: &str| {
        let chars: Vec<char> = secret.chars().collect();
        chars.chunks(by).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(with)
    };
    match form {
        0 => secret.to_owned(),
        1 => secret.to_ascii_uppercase(),
        2 => spaced(1, " "),
        3 => spaced(4, " "),
        4 => spaced(4, "\u{200b}"),
        5..=10 => base64(secret, form % 3, form > 7),
        11 => hex(secret, ""),
        12 => hex(secret, " "),
        13 => hex(secret, ":"),
        14 => format!("0x{}", hex(secret, ", 0x")),
        15 => format!("%{}", hex(secret, "%")),
        16 => format!("\\x{}", hex(secret, "\\x")),
        _ => secret.replace('_', "%5F").replace('$', "%24"),
    }
}

const FORMS: std::ops::Range<usize> = 0..18;

fn answer(status: u16, body: String) -> Answer {
    Answer { status, body: body.into_bytes().into(), retry_after: None }
}

/// Everything that anybody gets to read of a refusal.
fn said(status: u16, body: String, key: &ApiKey) -> String {
    let failure = read_holder(&answer(status, body), key).unwrap_err();
    let mut words = format!("{failure:?}");
    for operation in [Operation::LookUp, Operation::List, Operation::Create, Operation::Revoke] {
        words.push_str(&format!("{:?}", explain(&failure, operation, &Config::default())));
    }
    words
}

/// What is left of a secret in some words, in any form.
fn leaks(words: &str, secret: &str) -> Option<String> {
    let compact: String = words.chars().filter(|c| c.is_ascii_graphic()).collect::<String>().to_ascii_lowercase();
    let (_, kernel) = secret.split_once(['_', '$']).unwrap();
    let mut forms = vec![kernel.to_ascii_lowercase(), hex(kernel, "")];
    // Of each alignment what doesn't depend on the neighbours.
    for before in 0..3 {
        for url in [false, true] {
            let code = base64(kernel, before, url);
            forms.push(code.trim_end_matches('=')[4..code.trim_end_matches('=').len() - 2].to_ascii_lowercase());
        }
    }
    // Hexadecimal digits may have signs in between.
    let unsigned = compact.replace("0x", "").replace("\\x", "").replace([':', ',', '%', '\\'], "");
    forms.into_iter().find(|form| compact.contains(form) || unsigned.contains(form))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// The key, and a token that nobody knew, in any form and at any place of a refusal.
    #[test]
    fn no_secret_is_ever_said(
        id in 1..99_999_999_u64,
        secret in prop_oneof!["[0-9a-f]{8,64}", "[A-Za-z0-9]{12,40}", "[a-z]{4,9}-[a-z]{4,9}"],
        separator in prop::sample::select(vec!['_', '$']),
        form in FORMS,
        shape in 0..10_usize,
        status in prop::sample::select(vec![300_u16, 400, 401, 403, 404, 409, 429, 500, 503]),
        around in "[a-z .:]{0,12}",
    ) {
        let token = format!("{id}{separator}{secret}");
        let text = quoted(&token, form);
        let sentence = format!("{around} {text} {around}");
        let stranger = key("1001_demo-administrator");
        let body = match shape {
            0 => json!({"message": sentence}),
            1 => json!({"errors": {"name": [sentence]}}),
            2 => json!({"errors": {"client_user": {"role": {"id": sentence}}}}),
            3 => json!({"error": {"context": [{"seen": text}]}}),
            4 => json!({"detail": "No", "request_id": text}),
            5 => json!([sentence, text]),
            6 => json!({text.clone(): ["is refused"]}),
            7 => json!({"errors": {text.clone(): {"deep": text}}}),
            8 => Value::String(sentence.clone()),
            _ => Value::Null,
        };
        let body = if body.is_null() { sentence.clone() } else { body.to_string() };
        let known = key(&token);
        let words = said(status, body.clone(), &known);
        prop_assert_eq!(leaks(&words, &token), None, "known: {} {}", body, words);

        // Beside a field that is called so, it is known from there.
        let told = json!({"token": token, "message": sentence, "errors": {"api_key": token, "name": text}}).to_string();
        let words = said(status, told.clone(), &stranger);
        prop_assert_eq!(leaks(&words, &token), None, "told: {} {}", told, words);

        // Nobody knows it at all; some forms show what it is.
        if form == 0 || form > 4 {
            let words = said(status, body.clone(), &stranger);
            prop_assert_eq!(leaks(&words, &token), None, "unknown: {} {}", body, words);
        }
    }
}

proptest! {
    #[test]
    fn any_text_can_be_masked(text in any::<String>(), odd in "[0-9a-f_$%:x =+/A-Z•ü]{0,80}") {
        for text in [&text, &odd] {
            let _ = masked(text);
        }
    }

    #[test]
    fn words_without_digits_are_never_touched(text in "[a-zA-Z ,.:;!?'()]{0,120}") {
        // Long ones aside: nobody knows what they are.
        prop_assume!(text.split_whitespace().all(|word| word.len() < 20));
        let mask = Mask::new(&key("1001_9876543210987654"), false);
        prop_assert_eq!(mask.masked(&text), text);
    }
}
