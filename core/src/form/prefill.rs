//! Links that fill in the form: only by the fragment, never with a secret, and without submitting it.

use super::Draft;
use super::expiry::Lifetime;
use crate::Role;
use crate::config::Policy;
use crate::fragment::{encoded, line, pairs};
use crate::limits::MAX_LINKED_TEXT;

/// What a link puts into the form; `None` leaves a field alone.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Prefill {
    name: Option<String>,
    description: Option<String>,
    role: Option<Role>,
    lifetime: Option<Lifetime>,
}

impl Prefill {
    /// Parses a fragment such as `#create?name=ci&role=Users&expires=30`, ignoring unknown names and
    /// values that make no sense. `None` if nothing is left.
    #[must_use]
    pub fn parse(fragment: &str) -> Option<Self> {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let query = fragment.strip_prefix("create?")?;
        let mut prefill = Self::default();
        let line = |value: &str| Some(line(value, MAX_LINKED_TEXT)).filter(|line| !line.is_empty());
        for (name, value) in pairs(query) {
            match name {
                "name" => prefill.name = line(&value),
                "description" => prefill.description = line(&value),
                "role" => {
                    prefill.role = match value.trim().parse() {
                        Ok(id) => Role::from_id(id),
                        Err(_) => Role::from_name(&value),
                    };
                }
                "expires" => {
                    prefill.lifetime = Lifetime::from_value(value.trim()).filter(|lifetime| *lifetime != Lifetime::Custom);
                }
                _ => {}
            }
        }
        (prefill != Self::default()).then_some(prefill)
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

/// The fragment that fills in the form like this, without the exact end of a custom lifetime.
#[must_use]
pub fn fragment(draft: &Draft) -> String {
    let mut pairs = Vec::new();
    for (name, value) in [("name", &draft.name), ("description", &draft.description)] {
        if !value.trim().is_empty() {
            pairs.push(format!("{name}={}", encoded(value.trim())));
        }
    }
    if let Some(role) = draft.role {
        pairs.push(format!("role={}", role.id()));
    }
    if draft.lifetime != Lifetime::Custom {
        pairs.push(format!("expires={}", draft.lifetime.value()));
    }
    format!("#create?{}", pairs.join("&"))
}

#[cfg(test)]
mod tests {
    use super::{Prefill, fragment};
    use crate::Role;
    use crate::config::{Days, Policy};
    use crate::form::Draft;
    use crate::form::expiry::Lifetime;
    use proptest::prelude::*;

    fn filled(fragment: &str) -> Draft {
        let policy = Policy::default();
        let mut draft = Draft::new(&policy);
        if let Some(prefill) = Prefill::parse(fragment) {
            prefill.fill(&mut draft, &policy);
        }
        draft
    }

    #[test]
    fn a_link_fills_what_it_names() {
        let draft = filled("#create?name=ci+deploy&description=a%20%22b%22&role=Users&expires=30");
        assert_eq!(draft.name, "ci deploy");
        assert_eq!(draft.description, "a \"b\"");
        assert_eq!(draft.role, Some(Role::Users));
        assert_eq!(draft.lifetime, Lifetime::Days(30));
        assert_eq!(filled("#create?role=3009").role, Some(Role::PurgeAndPrefetch));
        assert_eq!(filled("#create?expires=never").lifetime, Lifetime::Never);
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
        let huge = filled(&format!("#create?name={}", "x".repeat(1_000_000)));
        assert_eq!(huge.name.len(), 1_000);
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

    proptest! {
        #[test]
        fn a_form_comes_back_from_its_link(name in "\\PC{0,40}", description in "\\PC{0,40}") {
            let mut draft = Draft::new(&Policy::default());
            draft.name = name.trim().to_owned();
            draft.description = description.trim().to_owned();
            draft.role = Some(Role::Engineers);
            draft.lifetime = Lifetime::Days(7);
            prop_assert_eq!(filled(&fragment(&draft)), draft);
        }

        #[test]
        fn no_fragment_makes_it_panic(text in any::<String>()) {
            let _ = Prefill::parse(&text);
            let _ = Prefill::parse(&format!("#create?{text}"));
        }
    }
}
