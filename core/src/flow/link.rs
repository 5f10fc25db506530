//! When a link may fill in the form.

use crate::config::Policy;
use crate::form::Draft;
use crate::form::prefill::Prefill;
use crate::fragment::decoded;
use crate::spotting::holds_token;

/// The form as a link fills it in; `None` if somebody typed since it was `pristine`, which is not to be overwritten, or if nothing
/// would change.
#[must_use]
pub fn prefilled(prefill: Prefill, draft: &Draft, pristine: &Draft, policy: &Policy) -> Option<Draft> {
    if draft != pristine {
        return None;
    }
    let mut filled = draft.clone();
    prefill.fill(&mut filled, policy);
    (filled != *draft).then_some(filled)
}

/// Whether the query and fragment of an address hold what looks like an API key or a token.
#[must_use]
pub fn holds_secret(address: &str) -> bool {
    holds_token(address) || holds_token(&decoded(address))
}

#[cfg(test)]
mod tests {
    use super::{holds_secret, prefilled};
    use crate::Role;
    use crate::config::Policy;
    use crate::form::Draft;
    use crate::form::expiry::Lifetime;
    use crate::form::prefill::Prefill;

    #[test]
    fn only_what_somebody_typed_keeps_a_link_out() {
        let pristine = Draft::new(&Policy::default());
        let typed = |change: fn(&mut Draft)| {
            let mut draft = pristine.clone();
            change(&mut draft);
            draft
        };
        for (draft, may) in [
            (pristine.clone(), true),
            (typed(|draft| draft.name.push('x')), false),
            (typed(|draft| draft.description.push('x')), false),
            (typed(|draft| draft.role = Some(Role::Users)), false),
            (typed(|draft| draft.lifetime = Lifetime::Never), false),
            (typed(|draft| draft.custom.push('2')), false),
        ] {
            let link = Prefill::parse("#create?name=ci").unwrap();
            assert_eq!(prefilled(link, &draft, &pristine, &Policy::default()).is_some(), may, "{draft:?}");
        }
    }

    #[test]
    fn a_second_link_may_follow_a_first_one_but_not_what_was_typed_after_it() {
        let policy = Policy::default();
        let link = |name: &str| Prefill::parse(&format!("#create?name={name}")).unwrap();
        let empty = Draft::new(&policy);
        let first = prefilled(link("one"), &empty, &empty, &policy).unwrap();
        assert_eq!(first.name, "one");
        assert_eq!(prefilled(link("one"), &first, &first, &policy), None);
        let second = prefilled(link("two"), &first, &first, &policy).unwrap();
        assert_eq!(second.name, "two");
        assert_eq!(prefilled(link("three"), &second, &first, &policy), None);
    }

    #[test]
    fn a_link_that_the_policy_leaves_nothing_of_changes_nothing() {
        let policy = Policy { allow_never: false, ..Policy::default() };
        let draft = Draft::new(&policy);
        let prefill = Prefill::parse("#create?expires=never").unwrap();
        assert_eq!(prefilled(prefill, &draft, &draft, &policy), None);
    }

    #[test]
    fn a_secret_is_noticed_wherever_in_an_address_it_stands() {
        let token = "987654_5f2b8c91d04e7a63aa01";
        for before in ["#tokens?search=", "#tokens?key=", "#create?", "#", "#foo?x=", "?key=", "?a=1&b=%22"] {
            assert!(holds_secret(&format!("{before}{token}")), "{before}");
            assert!(holds_secret(&format!("{before}{}", token.replace('_', "%24"))), "{before}");
            assert!(holds_secret(&format!("{before}{}", token.replace('_', "%255F"))), "{before}");
        }
        for address in ["", "#create?name=ci&role=5", "?utm_source=ticket_29841", "#tokens?search=2024_backup&ends-in=2026-12"] {
            assert!(!holds_secret(address), "{address}");
        }
    }
}
