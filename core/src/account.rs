//! The account that tokens belong to.

use std::fmt;

use serde::Deserialize;
use serde_json::Value;

use crate::Role;
use crate::config::Expected;
use crate::spotting::holds_token;
use crate::text::plain_number;

/// An account's id, `clientId` in the service's paths.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(try_from = "Value")]
pub struct AccountId(u64);

impl AccountId {
    /// `None` for 0.
    #[must_use]
    pub fn new(number: u64) -> Option<Self> {
        (number > 0).then_some(Self(number))
    }

    /// Parses what was typed, in the digits of any script, ignoring spaces, unseen marks and a leading `#`.
    ///
    /// # Errors
    /// A message for the user.
    pub fn parse(typed: &str) -> Result<Self, &'static str> {
        let number = plain_number(typed);
        let digits = number.trim_start_matches(['#', '＃']);
        if digits.is_empty() {
            return Err("Enter the Account ID, or look it up with your API key.");
        }
        if holds_token(digits) {
            return Err("This looks like an API key. Paste it into API key, and look up the Account ID with it.");
        }
        let all_digits = digits.bytes().all(|b| b.is_ascii_digit());
        all_digits
            .then(|| digits.parse().ok())
            .flatten()
            .and_then(Self::new)
            .ok_or("The Account ID is a number, for example 7350925.")
    }
}

impl TryFrom<Value> for AccountId {
    type Error = Expected;

    fn try_from(value: Value) -> Result<Self, Expected> {
        let number = value.as_u64().and_then(Self::new);
        number.ok_or_else(|| "an account’s number".into())
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Who the API key belongs to, as far as the service says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Holder {
    /// The account the key belongs to.
    pub account: AccountId,
    /// The company's or account's name.
    pub account_name: Option<String>,
    /// The person's name or e-mail address.
    pub person: Option<String>,
    /// Tells the user's own tokens from other people's.
    pub user_id: Option<i64>,
    /// The person's highest role: only a hint, since the service decides.
    pub role: Option<Role>,
    /// The service's word for an account that can't be used normally, such as `paused`.
    pub unusual_status: Option<String>,
}

impl Holder {
    /// Whether their keys see all tokens of the account, as administrators' do; others' see their owner's.
    #[must_use]
    pub fn sees_all(&self) -> bool {
        self.role == Some(Role::Administrators)
    }

    /// Whether the service lets them make a token with this role. It decides that itself, and tells not every role.
    #[must_use]
    pub fn may_grant(&self, role: Role) -> bool {
        self.role.is_none_or(|own| own.may_grant(role))
    }

    /// Account, person and role in one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let account = match &self.account_name {
            Some(name) => format!("{name} ({})", self.account),
            None => self.account.to_string(),
        };
        let person = self.person.as_deref().unwrap_or("unnamed user");
        let role = self.role.map_or("role unknown", Role::name);
        format!("{account} · {person} · {role}")
    }
}

#[cfg(test)]
mod tests {
    use super::{AccountId, Holder};
    use crate::Role;

    #[test]
    fn a_holder_fits_a_line_whatever_is_known_of_them() {
        let account = AccountId::new(7_350_925).expect("not 0");
        let nobody = Holder { account, account_name: None, person: None, user_id: None, role: None, unusual_status: None };
        assert_eq!(nobody.summary(), "7350925 · unnamed user · role unknown");
        let somebody = Holder {
            account_name: Some("Example Ltd".to_owned()),
            person: Some("Ada".to_owned()),
            role: Some(Role::Engineers),
            ..nobody
        };
        assert_eq!(somebody.summary(), "Example Ltd (7350925) · Ada · Engineers");
    }

    #[test]
    fn an_unknown_role_keeps_nobody_from_making_a_token() {
        let account = AccountId::new(7_350_925).expect("not 0");
        let nobody = Holder { account, account_name: None, person: None, user_id: None, role: None, unusual_status: None };
        for (own, sees_all, grants_all) in
            [(None, false, true), (Some(Role::Administrators), true, true), (Some(Role::Engineers), false, false)]
        {
            let holder = Holder { role: own, ..nobody.clone() };
            assert_eq!(holder.sees_all(), sees_all, "{own:?}");
            assert_eq!(holder.may_grant(Role::Administrators), grants_all, "{own:?}");
            assert!(holder.may_grant(Role::Engineers), "{own:?}");
        }
    }

    #[test]
    fn a_number_is_an_account_with_or_without_decoration() {
        for typed in [
            "7350925",
            " 7350925 ",
            "#7350925",
            "# 7350925",
            "７３５０９２５",
            "＃７３５０９２５",
            "٧٣٥٠٩٢٥",
            "७३५०९२५",
            "7 350 925",
            "7\u{202f}350\u{a0}925",
            "\u{200b}7350925\u{feff}",
            "\u{202d}#7350925\u{202c}",
        ] {
            assert_eq!(AccountId::parse(typed).unwrap().to_string(), "7350925");
        }
    }

    #[test]
    fn anything_else_is_explained() {
        for typed in ["", "  ", "\u{200b}", "0", "-1", "+1", "1.5", "7,350", "abc", "½", "二", "99999999999999999999999"] {
            assert!(AccountId::parse(typed).is_err(), "{typed:?}");
        }
        let message = AccountId::parse("29841_5f2b8c91d04e7a63").unwrap_err();
        assert!(message.starts_with("This looks like an API key"), "{message}");
    }
}
