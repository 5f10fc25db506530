//! The API key that the user pastes.

use zeroize::Zeroizing;

use crate::fragment::decoded;
use crate::{Secret, TokenId, pasted};

/// An API key in the form the service issues: digits, `_` or `$`, then a secret.
///
/// Always well formed. Source: the service's contract. The secret's length is not published, so
/// any length will do.
pub struct ApiKey(Secret);

/// How many bytes to look for a key in: no snippet has as many, and no header takes them.
const MAX_PASTED: usize = 100_000;

impl ApiKey {
    /// Parses what was pasted: the key alone, or as shells, files and headers have it, such as `export GCORE_API_KEY='…'`,
    /// `Authorization: APIKey …` and everything that [`handover::write`](crate::handover::write) writes. White space and
    /// invisible characters around it are dropped, and so are quotes and escapes with one reading, as in `1004\$…`.
    ///
    /// # Errors
    /// A message for the user, which never quotes the key.
    pub fn parse(pasted: &str) -> Result<Self, &'static str> {
        let text = unwrapped(pasted);
        if text.is_empty() {
            return Err("Enter your API key.");
        }
        if text.len() > MAX_PASTED {
            return Err("This is much longer than an API key. Copy only the key.");
        }
        let alone = text.starts_with(|c: char| c.is_ascii_digit());
        if let Some(key) = unescaped(text).filter(|_| alone) {
            return Self::once(key);
        }
        let mut words = text.split_whitespace();
        let first = words.next();
        let is_followed_by_comment = words.clone().next().is_some_and(|word| word.starts_with('#'));
        let same_words = first.filter(|first| alone && words.all(|word| word == *first));
        let mut keys = match same_words {
            Some(word) => vec![Zeroizing::new(word.to_owned())],
            _ if alone && !is_followed_by_comment => Vec::new(),
            _ => pasted::keys(text, |word| unescaped(without_scheme(word)).is_some()),
        };
        match (keys.pop(), keys.is_empty()) {
            (Some(key), true) => unescaped(without_scheme(&key)).map_or_else(|| Err(problem(text)), Self::once),
            (Some(_), false) => Err("There is more than one API key in this text. Paste the one to use."),
            (None, _) => Err(problem(text)),
        }
    }

    /// A key that isn't the same one twice.
    fn once(key: Zeroizing<String>) -> Result<Self, &'static str> {
        let (one, other) = key.split_at(key.len() / 2);
        if one == other && is_well_formed(one) {
            return Err("This is the same API key twice, one after the other. Paste it once.");
        }
        Ok(Self(Secret::from(key)))
    }

    /// A token that the service just created, unchecked, since nobody copied it by hand.
    #[must_use]
    pub fn from_token(token: &Secret) -> Self {
        Self(Secret::new(token.expose().to_owned()))
    }

    /// The whole key, for the `Authorization` header.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The id of the token that this key is; `None` if it doesn't start with a number.
    #[must_use]
    pub fn token_id(&self) -> Option<TokenId> {
        TokenId::parse(leading_digits(self.expose()))
    }
}

/// The digits that a key or token starts with: its id, which is not secret. Empty if there are none.
pub(crate) fn leading_digits(token: &str) -> &str {
    let end = token.find(|c: char| !c.is_ascii_digit()).unwrap_or(token.len());
    &token[..end]
}

/// Whether this is a key as the service issues it.
fn is_well_formed(key: &str) -> bool {
    let secret = key[leading_digits(key).len()..].strip_prefix(['_', '$']);
    let starts_with_digit = key.starts_with(|c: char| c.is_ascii_digit());
    starts_with_digit && secret.is_some_and(|secret| !secret.is_empty() && secret.bytes().all(|b| b.is_ascii_graphic()))
}

/// The key itself, without the escapes of a shell or an address; `None` if it is none. Whatever stands between the number
/// and the secret tells whether there are any.
fn unescaped(text: &str) -> Option<Zeroizing<String>> {
    if is_well_formed(text) {
        return Some(Zeroizing::new(text.to_owned()));
    }
    let mut key = Zeroizing::new(String::with_capacity(text.len()));
    let rest = &text[leading_digits(text).len()..];
    if rest.starts_with('\\') {
        let mut chars = text.chars();
        while let Some(c) = chars.next() {
            key.push(if c == '\\' { chars.next()? } else { c });
        }
    } else if rest.starts_with('%') {
        key.push_str(&Zeroizing::new(decoded(text)));
    }
    is_well_formed(&key).then_some(key)
}

/// What follows `APIKey` in a header.
fn without_scheme(text: &str) -> &str {
    let mut rest = text.trim();
    for prefix in ["Authorization:", "APIKey ", "APIKey:"] {
        if rest.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix)) {
            rest = rest[prefix.len()..].trim_start();
        }
    }
    rest
}

/// What is wrong with a text that holds no key.
fn problem(text: &str) -> &'static str {
    if !text.is_ascii() {
        return "The API key contains a character that API keys never contain. Copy it again from where you saved it, as plain text.";
    }
    let text = text.trim_matches(['"', '\'', '`']);
    let digits = leading_digits(text);
    if !digits.is_empty() && text.contains(char::is_whitespace) {
        return "The API key has a space in the middle. Copy it again, in one piece.";
    }
    if !digits.is_empty() && digits.len() == text.len() {
        return "This is only the first part of an API key. Inside double quotes, a shell may drop everything from the “$” on: copy the whole key again.";
    }
    "An API key starts with digits, then “_” or “$”, then its secret. Copy the whole key again."
}

/// Strips what came along when the key was copied and that no key has, and a header's `Authorization:` and `APIKey`.
fn unwrapped(pasted: &str) -> &str {
    let text = pasted.trim_matches(|c: char| {
        c.is_whitespace()
            || c.is_control()
            // Copied from web pages: zero-width characters and the byte order mark.
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
            || matches!(c, '“' | '”' | '‘' | '’')
    });
    // As code is quoted in chats and tickets.
    let text = text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).unwrap_or(text);
    without_scheme(text)
}

#[cfg(test)]
mod tests {
    use super::{ApiKey, MAX_PASTED};
    use crate::form::expiry::Expiry;
    use crate::handover::{Context, Format, write};
    use crate::{AccountId, Receipt, Secret, TokenId};
    use proptest::prelude::*;

    #[test]
    fn wrapping_is_mended_silently() {
        for pasted in [
            "1001_abc",
            "  1001_abc\n",
            "\u{feff}1001_abc\u{200b}",
            "\"1001_abc\"",
            "`1001_abc`",
            "APIKey 1001_abc",
            "apikey 1001_abc",
            "Authorization: APIKey 1001_abc",
            "'Authorization: APIKey 1001_abc'",
            "“1001_abc”",
        ] {
            let key = ApiKey::parse(pasted).map(|key| key.expose().to_owned());
            assert_eq!(key.as_deref(), Ok("1001_abc"), "{pasted:?}");
        }
    }

    #[test]
    fn an_old_key_keeps_its_dollar_and_tells_its_id() {
        let key = ApiKey::parse("1004$demo-legacy").ok().unwrap();
        assert_eq!(key.expose(), "1004$demo-legacy");
        assert_eq!(key.token_id(), Some(TokenId::new(1004)));
    }

    #[test]
    fn what_no_header_takes_is_not_looked_through() {
        let key = |len: usize| format!("1001_{}", "a".repeat(len - "1001_".len()));
        assert!(parsed(&key(MAX_PASTED)).is_ok());
        for len in [MAX_PASTED + 1, MAX_PASTED + 2] {
            let message = parsed(&key(len)).err().unwrap_or_default();
            assert!(message.contains("much longer than an API key"), "{message}");
        }
    }

    #[test]
    fn a_token_without_a_number_has_no_id() {
        for token in ["c0ffee", "_c0ffee", "99999999999999999999_c0ffee"] {
            let key = ApiKey::from_token(&Secret::new(token.to_owned()));
            assert_eq!(key.token_id(), None, "{token}");
        }
    }

    #[test]
    fn what_cannot_be_mended_is_explained() {
        for (pasted, words) in [
            ("", "Enter your API key"),
            (" \n ", "Enter your API key"),
            ("1004", "from the “$” on"),
            ("1001_ab cd", "a space in the middle"),
            ("1001_ab\ncd", "a space in the middle"),
            (" \t1001_ab cd\u{7f}", "a space in the middle"),
            ("\u{200b}1001_ab cd\u{2060}", "a space in the middle"),
            ("“1001_ab cd”", "a space in the middle"),
            ("1001_äb", "a character that API keys never contain"),
            ("1001…", "a character that API keys never contain"),
            ("abc", "starts with digits"),
            ("_abc", "starts with digits"),
            ("1001_", "starts with digits"),
            ("1001-abc", "starts with digits"),
            ("$GCORE_API_KEY", "starts with digits"),
        ] {
            let message = ApiKey::parse(pasted).err().unwrap_or_default();
            assert!(message.contains(words), "{pasted:?}: {message:?}");
        }
    }

    /// What a pasted text comes to, or the message.
    fn parsed(pasted: &str) -> Result<String, &'static str> {
        ApiKey::parse(pasted).map(|key| key.expose().to_owned())
    }

    #[test]
    fn a_key_is_found_as_shells_and_files_write_it() {
        for (pasted, key) in [
            ("export GCORE_API_KEY='1001_abc'", "1001_abc"),
            (" export GCORE_API_KEY=1001_abc", "1001_abc"),
            ("export GCORE_API_KEY=\"1004$demo\"", "1004$demo"),
            ("export GCORE_API_KEY=\"1004\\$demo\"", "1004$demo"),
            ("GCORE_API_KEY=1004\\$demo", "1004$demo"),
            ("1004\\$demo", "1004$demo"),
            ("1004\\$de\\$mo", "1004$de$mo"),
            ("1004%24demo", "1004$demo"),
            ("'1004\\$demo'", "1004$demo"),
            ("\"1001_abc\",", "1001_abc"),
            ("set -gx GCORE_API_KEY '1001_abc'", "1001_abc"),
            ("set GCORE_API_KEY=1001_abc", "1001_abc"),
            ("$env:GCORE_API_KEY = '1001_abc'", "1001_abc"),
            ("$env:GCORE_API_KEY=\"1001_abc\"", "1001_abc"),
            ("# comment 7_x\nGCORE_API_KEY=1001_abc\nOTHER=x\n", "1001_abc"),
            ("GCORE_API_KEY: 1001_abc", "1001_abc"),
            ("  \"api_key\": \"1001_abc\",", "1001_abc"),
            ("{\"id\":1001,\"token\":\"1001_abc\"}", "1001_abc"),
            ("{'Authorization': 'APIKey 1001_abc'}", "1001_abc"),
            ("[\"1001_abc\"]", "1001_abc"),
            ("GCORE_API_KEY:1001_abc", "1001_abc"),
            ("GCORE_API_KEY=1001_a:b", "1001_a:b"),
            ("GCORE_API_KEY=1001_a{b[c", "1001_a{b[c"),
            ("GCORE_API_KEY=1001_abc; make deploy", "1001_abc"),
            ("echo 1001_abc | docker login", "1001_abc"),
            ("Authorization: apikey 1001_abc", "1001_abc"),
            ("Authorization: APIKey \"1001_abc\"", "1001_abc"),
            ("curl -H 'Authorization: APIKey 1001_abc' https://api.gcore.com/iam/clients/me", "1001_abc"),
            ("curl -H \"Authorization: APIKey 1004\\$demo\" https://api.gcore.com", "1004$demo"),
            ("gcore_api_key = \"1001_\\u0024{x}\"", "1001_${x}"),
            ("gcore_api_key = \"1001_\\U00000024{x}\"", "1001_${x}"),
            ("\u{feff}export GCORE_API_KEY='1001_abc'\u{200b}", "1001_abc"),
            ("\u{200b}GCORE_API_KEY=1001_abc\u{a0}\u{2060}\nOTHER=x", "1001_abc"),
            ("1001_abc 1001_abc", "1001_abc"),
            ("1001_abc\n1001_abc\n", "1001_abc"),
            ("1004\\$demo 1004\\$demo", "1004$demo"),
            ("GCORE_API_KEY=1001_a,b", "1001_a,b"),
            ("GCORE_API_KEY=1001_a=b", "1001_a=b"),
            ("A=1001_abc\nB=1001_abc", "1001_abc"),
            ("A=1001_abc B=1001_abc", "1001_abc"),
            ("GCORE_API_KEY=1001_abc GCORE_ACCOUNT=7350925", "1001_abc"),
            ("env GCORE_ACCOUNT=7350925 GCORE_API_KEY=1001_abc", "1001_abc"),
            // A comment behind it.
            ("GCORE_API_KEY=1001_abc # CI", "1001_abc"),
            ("GCORE_API_KEY: 1001_abc\t#CI, until May", "1001_abc"),
            ("GCORE_API_KEY='1001_abc' # it's for CI", "1001_abc"),
            ("1001_abc # comment", "1001_abc"),
            ("1004\\$demo #CI", "1004$demo"),
            ("GCORE_API_KEY=1001_a#b", "1001_a#b"),
            ("1001_a#b", "1001_a#b"),
            ("GCORE_API_KEY=\"#x\" A=1001_abc", "1001_abc"),
            // Quotes around name and value.
            ("set \"GCORE_API_KEY=1001_abc\"", "1001_abc"),
            ("Environment=\"GCORE_API_KEY=1001_abc\"", "1001_abc"),
            ("terraform apply -var \"gcore_api_key=1001_abc\" plan", "1001_abc"),
            ("-var='gcore_api_key=1001_abc'", "1001_abc"),
            ("docker run -e GCORE_API_KEY=1001_abc 'REGION=eu' img", "1001_abc"),
            ("docker run -e 'GCORE_API_KEY=1001_a=b' img", "1001_a=b"),
            ("[\"GCORE_API_KEY=1004$demo\", \"A=b\"]", "1004$demo"),
            ("\"GCORE_API_KEY\"=\"1001_abc\"", "1001_abc"),
            // Options.
            ("--api-key=1001_abc", "1001_abc"),
            ("gcore --api-key='1001_abc' list", "1001_abc"),
            ("kubectl create secret generic x --from-literal=GCORE_API_KEY=1001_abc", "1001_abc"),
            ("--from-literal=\"GCORE_API_KEY=1001_abc\"", "1001_abc"),
            ("<add key=\"GCORE_API_KEY\" value=\"1001_abc\"/>", "1001_abc"),
            // PowerShell.
            ("$Env:GCORE_API_KEY='1001_abc'", "1001_abc"),
            ("$ENV:GCORE_API_KEY = \"1001_abc\" # CI", "1001_abc"),
            ("$env:GCORE_API_KEY=\"1004`$demo\"", "1004$demo"),
            ("$env:GCORE_API_KEY=\"1001_a`\"b\"\"c``d`e\\f\"", "1001_a\"b\"c`d`e\\f"),
            ("$env:GCORE_API_KEY = '1001_a''b`c\\d\"''' # 'CI'", "1001_a'b`c\\d\"'"),
            ("$env:GCORE_API_KEY = '1001_abc'; make", "1001_abc"),
        ] {
            assert_eq!(parsed(pasted).as_deref(), Ok(key), "{pasted:?}");
        }
    }

    #[test]
    fn two_keys_are_noticed() {
        for (pasted, words) in [
            ("1001_abc1001_abc", "the same API key twice"),
            ("'1004$demo1004$demo'", "the same API key twice"),
            ("APIKey 1001_abc1001_abc", "the same API key twice"),
            ("A=1001_abc\nB=1002_abc", "more than one API key"),
            ("export A='1001_abc' B='1002_abc'", "more than one API key"),
            ("A=1001_abc B=1002_abc", "more than one API key"),
            ("export A=1001_abc B=1002_abc", "more than one API key"),
            ("A=1001_abc B='1002_abc'", "more than one API key"),
            ("A='1001_abc' B=1002_abc", "more than one API key"),
            ("A=1001_abc\tB=1002_abc C=1003_abc", "more than one API key"),
            ("A=1001_abc curl -H 'Authorization: APIKey 1002_abc'", "more than one API key"),
            ("A: 1001_abc B: 1002_abc", "more than one API key"),
            ("$env:OLD='1001_abc'; $env:GCORE_API_KEY='1002_def'", "more than one API key"),
            ("$env:OLD='1001_abc' $env:GCORE_API_KEY='1002_def'", "more than one API key"),
            ("$env:OLD=\"1001_abc\"; $env:GCORE_API_KEY=\"1002_def\"", "more than one API key"),
            ("A=1001_ab cd\nB=1002_abc", "more than one API key"),
            ("A=1001_abc # not 1002_abc", "more than one API key"),
            ("1001_abc # not 1002_abc", "more than one API key"),
            ("1001_abc # CI\n1002_abc # CD", "more than one API key"),
            ("run -e 'A=1001_abc' -e 'B=1002_abc'", "more than one API key"),
            ("1001_ab cd # CI", "a space in the middle"),
            ("1001_ab c#d", "a space in the middle"),
            ("A=1001_ab cd # CI", "starts with digits"),
            ("'A=1001_ab cd'", "starts with digits"),
            ("set A 1001_abc B 1002_abc", "more than one API key"),
            ("1001_abc 1002_abc", "a space in the middle"),
            ("APIKey 1001_ab cd", "a space in the middle"),
            ("KEY: 1001_ab c#d", "starts with digits"),
            ("export GCORE_API_KEY=1001_ab cd", "starts with digits"),
            // What an equals sign ends may be the rest of the key.
            ("GCORE_API_KEY=1001_ab cd==", "starts with digits"),
            ("export GCORE_API_KEY=1001_ab cd=", "starts with digits"),
            ("export GCORE_API_KEY=1001_ab cd==", "starts with digits"),
            ("set GCORE_API_KEY 1001_ab cd=ef", "starts with digits"),
            ("export GCORE_API_KEY=", "starts with digits"),
            ("export GCORE_API_KEY=\"$TOKEN\"", "starts with digits"),
            ("\"1004\"", "from the “$” on"),
        ] {
            let message = parsed(pasted).err().unwrap_or_default();
            assert!(message.contains(words), "{pasted:?}: {message:?}");
        }
    }

    #[test]
    fn a_great_deal_of_text_is_done_with_in_no_time() {
        for piece in ["a ", "\"", "'\"", "\\\"", "a=", "1_a ", "{:", "1_a"] {
            for length in [90_000, 3_000_000] {
                let _ = parsed(&format!("x {}", piece.repeat(length / piece.len())));
                let _ = parsed(&piece.repeat(length / piece.len()));
            }
        }
        assert!(parsed(&"x".repeat(100_001)).unwrap_err().contains("much longer"));
        assert!(parsed(&"x".repeat(100_000)).unwrap_err().contains("starts with digits"));
    }

    fn receipt(name: String) -> Receipt {
        Receipt {
            id: Some(TokenId::new(29_841)),
            name,
            role: "Engineers".to_owned(),
            expiry: Expiry::Never,
            account: AccountId::new(7_350_925).unwrap(),
            differences: Vec::new(),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn what_the_page_hands_over_it_takes_back(
            id in 1..99_999_999_u64,
            separator in prop::sample::select(vec!['_', '$']),
            secret in prop_oneof!["[!-~]{1,40}", "['\"\\\\$`{}%#;=&|,:()]{1,8}", "[0-9a-f]{64}"],
            name in prop_oneof!["\\PC{0,40}", Just("x\nset -gx GCORE_API_KEY 7_x '7_x' = \"7_x\" APIKey 7_x".to_owned())],
        ) {
            let token = format!("{id}{separator}{secret}");
            let receipt = receipt(name);
            for api_base in ["https://api.gcore.com", "https://gw.example/it's"] {
                for format in Format::ALL.into_iter().filter(|format| format.holds_secret()) {
                    let text = write(format, &Secret::new(token.clone()), &Context { api_base, receipt: &receipt });
                    prop_assert_eq!(parsed(&text), Ok(token.clone()), "{:?} {}", format, *text);
                }
            }
        }

        /// A field of one line drops the line breaks of what is pasted, or has spaces in their place.
        #[test]
        fn the_same_with_its_lines_in_one(
            id in 1..99_999_999_u64,
            secret in prop_oneof!["[0-9a-f]{64}", "[!-~]{8,40}"],
            name in "[a-zA-Z0-9 .-]{1,30}",
        ) {
            let token = format!("{id}_{secret}");
            let receipt = receipt(name);
            for format in Format::ALL.into_iter().filter(|format| format.holds_secret()) {
                let context = Context { api_base: "https://gw.example", receipt: &receipt };
                let text = write(format, &Secret::new(token.clone()), &context);
                for joint in ["", " "] {
                    let text = text.replace('\n', joint);
                    prop_assert_eq!(parsed(&text), Ok(token.clone()), "{:?} {}", format, text);
                }
            }
        }

        #[test]
        fn anything_pasted_is_a_key_or_a_message(
            pasted in any::<String>(),
            odd in "[1_$\"'\\\\ =:#(){},\n%a-cü]{0,40}",
        ) {
            for pasted in [pasted, odd] {
                if let Ok(key) = ApiKey::parse(&pasted) {
                    prop_assert!(key.expose().bytes().all(|b| b.is_ascii_graphic()));
                    prop_assert!(ApiKey::parse(key.expose()).is_ok());
                }
            }
        }
    }
}
