//! Links that fill in the form: only by the fragment, never with a secret, and without submitting it.

use super::Draft;
use super::expiry::Lifetime;
use crate::Role;
use crate::config::Policy;
use crate::fragment::{encoded, pairs, query_of, without_ending};
use crate::limits::{MAX_DAYS, MAX_LINKED_DESCRIPTION, MAX_LINKED_NAME, counted, grouped};
use crate::spotting::holds_token;
use crate::text::{lines, one_line, plain_number};

/// What a link puts into the form; `None` leaves a field alone.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Prefill {
    name: Option<String>,
    description: Option<String>,
    role: Option<Role>,
    lifetime: Option<Lifetime>,
    left_out: Vec<LeftOut>,
}

/// A part of a link, or of a token to make another one like it, that doesn't get into the form as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// Its name in the link, or its label in the form; `None` if that is nothing to show.
    key: Option<String>,
    /// Why it is left out.
    pub why: Why,
}

/// Why a part is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Why {
    /// The form has nothing of this name.
    Unknown,
    /// There is no such role.
    NoSuchRole,
    /// It is no lifetime.
    NoLifetime,
    /// It has more characters than this.
    TooLong(usize),
    /// The operator's policy doesn't allow it.
    NotAllowed,
    /// It holds what looks like an API key or a token.
    Secret,
    /// The service doesn't tell it.
    NotTold,
    /// It is longer than this number of days, which are taken instead.
    Shortened(u32),
    /// It looks like an API key or a token, which is to go into no link.
    Withheld,
    /// It is a date, and a link says days.
    Date,
}

/// How many parts to name.
const MAX_LEFT_OUT: usize = 8;

impl LeftOut {
    pub(crate) fn new(key: &str, why: Why) -> Self {
        let nameable = key.len() <= 20
            && key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
        Self { key: nameable.then(|| key.to_owned()), why }
    }

    /// Its name and why it is left out.
    #[must_use]
    pub fn words(&self) -> String {
        let key = self.key.as_deref().unwrap_or("an unrecognized part");
        match self.why {
            Why::Unknown if self.key.is_none() => key.to_owned(),
            Why::Unknown => format!("{key}: the form has no such field"),
            Why::NoSuchRole => format!("{key}: there is no such Role"),
            Why::NoLifetime => format!("{key}: must be a number of days up to {}, or “never”", grouped(MAX_DAYS as usize)),
            Why::TooLong(most) => format!("{key}: longer than {} characters", grouped(most)),
            Why::NotAllowed => format!("{key}: not allowed here"),
            Why::NotTold => format!("{key}: not known"),
            Why::Shortened(days) => format!("{key}: longer than the {} allowed here", counted(days.into(), "day")),
            Why::Withheld => format!("{key}: it seems to contain an API key or a token"),
            Why::Date => format!("{key}: a link can only give a number of days"),
            Why::Secret => {
                format!("{key}: it looks like an API key or a token, and anyone with the link can use it. Revoke it")
            }
        }
    }
}

/// What is left out, each part with its reason, behind a beginning such as `Left out of it`: a sentence without its full stop.
#[must_use]
pub fn left_out_words(beginning: &str, parts: &[LeftOut]) -> String {
    let parts: Vec<String> = parts.iter().map(LeftOut::words).collect();
    format!("{beginning}: {}", parts.join("; "))
}

impl Prefill {
    /// Parses a fragment such as `#create?name=ci&role=Users&expires=30`. What is unknown or makes no sense is left
    /// out, and noted. `None` if the link asks for nothing.
    ///
    /// Links are mended: `&amp;`, a `?` and all behind it that were encoded once more, a bracket or a full stop behind the last
    /// value.
    #[must_use]
    pub fn parse(fragment: &str) -> Option<Self> {
        let mut prefill = Self::default();
        for (name, value) in pairs(&query_of(fragment, "#create")?) {
            if let Err(why) = prefill.take(name, value.trim()) {
                prefill.leave_out(LeftOut::new(name, why));
            }
        }
        (prefill != Self::default()).then_some(prefill)
    }

    fn take(&mut self, name: &str, value: &str) -> Result<(), Why> {
        if holds_token(value) {
            return Err(Why::Secret);
        }
        match name {
            "name" => self.name = text(value, MAX_LINKED_NAME, one_line)?,
            "description" => self.description = text(value, MAX_LINKED_DESCRIPTION, lines)?,
            "role" if !value.is_empty() => {
                self.role = Some(role(value).ok_or(Why::NoSuchRole)?);
            }
            "expires" if !value.is_empty() => {
                self.lifetime = Some(lifetime(value).ok_or(Why::NoLifetime)?);
            }
            "" | "role" | "expires" if value.is_empty() => {}
            _ => return Err(Why::Unknown),
        }
        Ok(())
    }

    fn leave_out(&mut self, part: LeftOut) {
        if self.left_out.len() < MAX_LEFT_OUT && !self.left_out.contains(&part) {
            self.left_out.push(part);
        }
    }

    /// What doesn't get into the form under a policy, each part once.
    #[must_use]
    pub fn left_out(&self, policy: &Policy) -> Vec<LeftOut> {
        let mut left_out = self.left_out.clone();
        if self.role.is_some_and(|role| !policy.allowed_roles.contains(&role)) {
            left_out.push(LeftOut::new("role", Why::NotAllowed));
        }
        if self.lifetime.is_some_and(|lifetime| !lifetime.allowed(policy)) {
            left_out.push(LeftOut::new("expires", Why::NotAllowed));
        }
        left_out
    }

    /// Fills the form in, as far as the policy allows.
    pub fn fill(self, draft: &mut Draft, policy: &Policy) {
        if let Some(name) = self.name {
            draft.name = name;
        }
        if let Some(description) = self.description {
            draft.description = description;
        }
        if let Some(role) = self.role.filter(|role| policy.allowed_roles.contains(role)) {
            draft.role = Some(role);
        }
        if let Some(lifetime) = self.lifetime.filter(|lifetime| lifetime.allowed(policy)) {
            draft.lifetime = lifetime;
        }
    }
}

/// The role of this id or name. Of a name, letters and digits count: a `+` that wasn't encoded is a space by now, and a
/// bracket at the end may be lost.
pub(crate) fn role(value: &str) -> Option<Role> {
    let letters =
        |name: &str| -> String { name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect() };
    let by_id = number(value).and_then(|id| Role::from_id(id.into()));
    by_id.or_else(|| Role::ALL.into_iter().find(|role| letters(role.name()) == letters(value)))
}

/// `30`, `30 days` or `never`.
fn lifetime(value: &str) -> Option<Lifetime> {
    let words = without_ending(value).to_ascii_lowercase();
    let days = ["days", "day"].into_iter().find_map(|unit| words.strip_suffix(unit)).unwrap_or(&words);
    match words.as_str() {
        "never" => Some(Lifetime::Never),
        _ => number(days).and_then(|days| Lifetime::from_value(&days.to_string())),
    }
}

fn number(value: &str) -> Option<u32> {
    let digits = plain_number(without_ending(value));
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| plain)
}

/// A text of at most `max_len` characters, as its field takes it; `None` if it is blank.
fn text(value: &str, max_len: usize, taken: fn(&str) -> String) -> Result<Option<String>, Why> {
    if value.chars().nth(max_len).is_some() {
        return Err(Why::TooLong(max_len));
    }
    Ok(Some(taken(value)).filter(|text| !text.is_empty()))
}

/// The fragment that fills in the form like this, and what of the form it can't say.
#[must_use]
pub fn fragment(draft: &Draft) -> (String, Vec<LeftOut>) {
    let mut pairs = Vec::new();
    let mut left_out = Vec::new();
    for (key, label, value, most) in [
        ("name", "Name", &draft.name, MAX_LINKED_NAME),
        ("description", "Description", &draft.description, MAX_LINKED_DESCRIPTION),
    ] {
        let value = value.trim();
        if holds_token(value) {
            left_out.push(LeftOut::new(label, Why::Withheld));
        } else if let Err(why) = text(value, most, str::to_owned) {
            left_out.push(LeftOut::new(label, why));
        } else if !value.is_empty() {
            pairs.push(format!("{key}={}", encoded(value)));
        }
    }
    if let Some(role) = draft.role {
        pairs.push(format!("role={}", role.id()));
    }
    if draft.lifetime == Lifetime::Custom {
        left_out.push(LeftOut::new("Expiration", Why::Date));
    } else {
        pairs.push(format!("expires={}", draft.lifetime.value()));
    }
    (format!("#create?{}", pairs.join("&")), left_out)
}

#[cfg(test)]
mod tests {
    use super::{LeftOut, Prefill, fragment, left_out_words};
    use crate::Role;
    use crate::config::{Days, Policy};
    use crate::form::Draft;
    use crate::form::expiry::Lifetime;
    use crate::text::{lines, one_line};
    use proptest::prelude::*;

    fn filled(fragment: &str) -> Draft {
        let policy = Policy::default();
        let mut draft = Draft::new(&policy);
        if let Some(prefill) = Prefill::parse(fragment) {
            prefill.fill(&mut draft, &policy);
        }
        draft
    }

    fn linked(draft: &Draft) -> (String, Vec<String>) {
        let (fragment, left_out) = fragment(draft);
        (fragment, left_out.iter().map(LeftOut::words).collect())
    }

    #[test]
    fn a_link_fills_what_it_names() {
        let draft = filled("#create?name=ci+deploy&description=a%20%22b%22&role=Users&expires=30");
        assert_eq!(draft.name, "ci deploy");
        assert_eq!(draft.description, "a \"b\"");
        assert_eq!(draft.role, Some(Role::Users));
        assert_eq!(draft.lifetime, Lifetime::Days(30));
        assert_eq!(filled("#create?name=a%0Ab&description=a%0D%0A%09b%0A%0Ac%1B%00d%0A").description, "a\n\tb\n\nc  d");
        assert_eq!(filled("#create?name=a%0Ab&description=%0A%09%00").name, "a b");
        assert_eq!(filled("#create?name=a%0Ab&description=%0A%09%00").description, "");
        assert_eq!(filled("#create?role=3009").role, Some(Role::PurgeAndPrefetch));
        assert_eq!(filled("#create?expires=never").lifetime, Lifetime::Never);
    }

    #[test]
    fn what_a_link_has_suffered_is_mended_where_one_reading_makes_sense() {
        for link in [
            "#create?name=ci&role=2&expires=30",
            "#create?name=ci&amp;role=2&amp;expires=30",
            "#create?name=ci&amp;amp;role=2&amp;amp;expires=30",
            "#create?name=ci&#38;role=2&#38;expires=30",
            "#create?name=ci&role=2&expires=30)",
            "#create?name=ci&role=2&expires=30.",
            "#create?name=ci&role=2&expires=30%3E%22",
            "#create?name=ci&expires=30+days&role=2%3B",
            "#create?name=ci&expires=30&role=Users)",
            "#create?name=ci&expires=30&role=%E2%80%8BUsers",
            "#create?name=+ci+&role=+users+&expires=+30+",
            "#create?name=ci&role=%EF%BC%92&expires=%EF%BC%93%EF%BC%90",
            "#create%3Fname%3Dci%26role%3D2%26expires%3D30",
            "#create%3fname=ci&role=2&expires=30",
            "#create&name=ci&role=2&expires=30",
        ] {
            let draft = filled(link);
            assert_eq!(
                (draft.name.as_str(), draft.role, draft.lifetime),
                ("ci", Some(Role::Users), Lifetime::Days(30)),
                "{link}"
            );
            assert_eq!(said(link, &Policy::default()), [] as [&str; 0], "{link}");
        }
        for name in
            ["Purge+and+Prefetch+only+(API+Web)", "purge%20and%20prefetch%20only%20(API%2BWeb", "Purge and Prefetch only API+Web"]
        {
            assert_eq!(filled(&format!("#create?role={name}")).role, Some(Role::PurgeAndPrefetch), "{name}");
        }
        assert_eq!(filled("#create?role=Purge+and+Prefetch+only+(API").role, Some(Role::PurgeAndPrefetchApi));
        assert_eq!(filled("#create?expires=Never.").lifetime, Lifetime::Never);
        // These could mean something else.
        for (link, words) in [
            ("#create?name=ci&role=2x", "role: there is no such Role"),
            ("#create?name=ci&role=User", "role: there is no such Role"),
            ("#create?name=ci&expires=3-0", "expires: must be a number of days up to 36,500, or “never”"),
            ("#create?name=ci&expires=30+weeks", "expires: must be a number of days up to 36,500, or “never”"),
            ("#create?name=ci&lt;b=1", "an unrecognized part"),
            ("#create?name=ci&Role=2", "Role: the form has no such field"),
        ] {
            assert_eq!(said(link, &Policy::default()), [words], "{link}");
            assert_eq!(filled(link).name, "ci");
        }
        assert_eq!(filled("#create?name=ci%26role%3D2").name, "ci&role=2");
    }

    #[test]
    fn hostile_links_do_nothing() {
        let pristine = Draft::new(&Policy::default());
        for fragment in [
            "",
            "#",
            "#create",
            "#create?",
            "#tokens?name=x",
            "#create?apiBase=https://evil.example&key=1_x&token=1_x&accountId=1",
            "#create?role=Root&expires=soon",
            "#create?expires=custom",
            "#create?expires=0",
            "#create?expires=-1",
            "#create?expires=99999999999",
            "#create?name=%00%0a%20",
            "name=x",
        ] {
            assert_eq!(filled(fragment), pristine, "{fragment}");
        }
        assert_eq!(filled("#create?name=<img src=x>%zz%").name, "<img src=x>%zz%");
    }

    #[test]
    fn a_policy_stands_above_a_link() {
        let policy = Policy { max_lifetime_days: Days::new(30), allowed_roles: vec![Role::Users], ..Policy::default() };
        for link in ["#create?role=1&expires=60", "#create?expires=never"] {
            let mut draft = Draft::new(&policy);
            Prefill::parse(link).unwrap().fill(&mut draft, &policy);
            assert_eq!(draft, Draft::new(&policy), "{link}");
        }
    }

    /// What is said of a link under a policy.
    fn said(fragment: &str, policy: &Policy) -> Vec<String> {
        let left_out = Prefill::parse(fragment).map(|prefill| prefill.left_out(policy)).unwrap_or_default();
        left_out.iter().map(super::LeftOut::words).collect()
    }

    #[test]
    fn a_text_that_is_too_long_is_left_out_whole_and_said() {
        for (field, most, words) in [
            ("name", 200, "name: longer than 200 characters"),
            ("description", 1_000, "description: longer than 1,000 characters"),
        ] {
            for (text, fits) in [
                ("x".repeat(most), true),
                (format!("++{}+", "x".repeat(most)), true),
                ("%C3%A4".repeat(most), true),
                ("x".repeat(most + 1), false),
                ("%F0%9F%98%80".repeat(most + 1), false),
                ("a-".repeat(500_000), false),
            ] {
                let link = format!("#create?{field}={text}&role=2");
                let draft = filled(&link);
                assert_eq!(draft.name.is_empty() && draft.description.is_empty(), !fits, "{field} {}", text.len());
                assert_eq!(draft.role, Some(Role::Users));
                assert_eq!(said(&link, &Policy::default()), if fits { vec![] } else { vec![words.to_owned()] });
            }
        }
    }

    #[test]
    fn a_token_comes_with_no_link_and_goes_into_none() {
        let words =
            |key: &str| format!("{key}: it looks like an API key or a token, and anyone with the link can use it. Revoke it");
        for (link, key) in [
            ("#create?name=29841_5f2b8c91d04e7a63", "name"),
            ("#create?name=29841%245f2b8c91d04e7a63", "name"),
            ("#create?description=use+29841_5f2b8c91d04e7a63", "description"),
            ("#create?description=%E5%AF%86%E9%92%A5%EF%BC%9A29841_5f2b8c91d04e7a63", "description"),
            ("#create?description=%E4%BB%A4%E7%89%8C%E6%98%AF29841_5f2b8c91d04e7a63", "description"),
            ("#create?description=api_key%253D29841_5f2b8c91d04e7a63", "description"),
            ("#create?token=29841_5f2b8c91d04e7a63", "token"),
            ("#create?role=29841_5f2b8c91d04e7a63", "role"),
        ] {
            assert_eq!(filled(link), Draft::new(&Policy::default()), "{link}");
            assert_eq!(said(link, &Policy::default()), [words(key)], "{link}");
        }
        assert_eq!(filled("#create?name=2024_backup").name, "2024_backup");
        let mut draft = Draft::new(&Policy::default());
        draft.name = "29841_5f2b8c91d04e7a63".to_owned();
        draft.description = "see 29841_5f2b8c91d04e7a63".to_owned();
        let left_out = ["Name", "Description"].map(|label| format!("{label}: it seems to contain an API key or a token"));
        assert_eq!(linked(&draft), ("#create?expires=90".to_owned(), left_out.to_vec()));
    }

    #[test]
    fn what_a_link_can_not_say_is_left_out_of_it_and_said() {
        let mut draft = Draft::new(&Policy::default());
        draft.name = "a".repeat(200);
        draft.description = format!(" {} ", "ä".repeat(1_000));
        let (link, left_out) = linked(&draft);
        assert_eq!((filled(&link).name, left_out), (draft.name.clone(), vec![]));
        draft.name.push('a');
        draft.description = "ä".repeat(1_001);
        draft.lifetime = Lifetime::Custom;
        let words = [
            "Name: longer than 200 characters",
            "Description: longer than 1,000 characters",
            "Expiration: a link can only give a number of days",
        ];
        assert_eq!(linked(&draft), ("#create?".to_owned(), words.map(str::to_owned).to_vec()));
        let sentence = left_out_words("Left out of it", &fragment(&draft).1);
        assert_eq!(sentence, format!("Left out of it: {}", words.join("; ")));
    }

    #[test]
    fn what_is_left_out_is_said_by_its_name() {
        let policy = Policy { max_lifetime_days: Days::new(30), allowed_roles: vec![Role::Users], ..Policy::default() };
        for (link, words) in [
            ("#create?name=ci&role=2&expires=30", &[][..]),
            ("#create?colour=red&accountId=1", &["colour: the form has no such field", "accountId: the form has no such field"]),
            ("#create?role=Root", &["role: there is no such Role"]),
            ("#create?role=Engineers", &["role: not allowed here"]),
            ("#create?expires=soon", &["expires: must be a number of days up to 36,500, or “never”"]),
            ("#create?expires=99999999999", &["expires: must be a number of days up to 36,500, or “never”"]),
            ("#create?expires=custom", &["expires: must be a number of days up to 36,500, or “never”"]),
            ("#create?expires=60", &["expires: not allowed here"]),
            ("#create?expires=never", &["expires: not allowed here"]),
            // Said once, and without what could pass for words of the page.
            ("#create?a=1&a=2&a=3", &["a: the form has no such field"]),
            ("#create?%3Cb%3E=1&call%20me=2&1001_abc=3", &["an unrecognized part"]),
            ("#create?role=&expires=&&=&", &[]),
            ("#create?=red", &["an unrecognized part"]),
        ] {
            assert_eq!(said(link, &policy), words, "{link}");
        }
        let many = (0..1_000).map(|n| format!("a{n}=1")).collect::<Vec<_>>().join("&");
        assert_eq!(said(&format!("#create?{many}"), &policy).len(), 8);
    }

    proptest! {
        #[test]
        fn a_form_comes_back_from_its_link(name in "\\PC{0,40}", description in "(\\PC|[\n\t]){0,40}") {
            let mut draft = Draft::new(&Policy::default());
            // As they are sent.
            draft.name = one_line(&name);
            draft.description = lines(&description);
            draft.role = Some(Role::Engineers);
            draft.lifetime = Lifetime::Days(7);
            prop_assert_eq!(filled(&fragment(&draft).0), draft);
        }

        #[test]
        fn no_fragment_makes_it_panic(text in any::<String>()) {
            let _ = Prefill::parse(&text);
            let _ = Prefill::parse(&format!("#create?{text}"));
        }
    }
}
