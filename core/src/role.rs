//! What a token may do.

/// One of the service's roles.
///
/// Source: the service's published role table; there are no others. Ordered from the most to the least powerful,
/// which decides who may grant what.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Everything, people and their data included.
    Administrators,
    /// Change services, but not people.
    Engineers,
    /// Look, purge and prefetch, in the portal and through the API.
    PurgeAndPrefetch,
    /// Look, purge and prefetch, through the API only.
    PurgeAndPrefetchApi,
    /// Look only.
    Users,
}

/// Everything there is to know about a role. To add one, add a variant, its facts, and its place in [`Role::ALL`].
struct Facts {
    id: i64,
    name: &'static str,
    can: &'static str,
    cannot: &'static str,
}

impl Role {
    /// All roles, the most powerful first.
    pub const ALL: [Self; 5] =
        [Self::Administrators, Self::Engineers, Self::PurgeAndPrefetch, Self::PurgeAndPrefetchApi, Self::Users];

    fn facts(self) -> Facts {
        match self {
            Self::Administrators => Facts {
                id: 1,
                name: "Administrators",
                can: "everything: change services, view statistics, manage users and read their personal data",
                cannot: "be restricted: this role has full access",
            },
            Self::Engineers => Facts {
                id: 5,
                name: "Engineers",
                can: "change service settings, view statistics, purge and prefetch",
                cannot: "manage users",
            },
            Self::PurgeAndPrefetch => Facts {
                id: 3009,
                name: "Purge and Prefetch only (API+Web)",
                can: "view settings and statistics, purge and prefetch in the portal and through the API",
                cannot: "change settings or manage users",
            },
            Self::PurgeAndPrefetchApi => Facts {
                id: 3022,
                name: "Purge and Prefetch only (API)",
                can: "view settings and statistics, purge and prefetch through the API",
                cannot: "change settings, manage users or use the portal",
            },
            Self::Users => {
                Facts { id: 2, name: "Users", can: "view settings and statistics", cannot: "change, purge or prefetch anything" }
            }
        }
    }

    /// The id on the wire.
    #[must_use]
    pub fn id(self) -> i64 {
        self.facts().id
    }

    /// The name on the wire, and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// What a token with this role can do, to follow "Can".
    #[must_use]
    pub fn can(self) -> &'static str {
        self.facts().can
    }

    /// What a token with this role can't do, to follow "Cannot".
    #[must_use]
    pub fn cannot(self) -> &'static str {
        self.facts().cannot
    }

    /// Whether someone with this role may create tokens with the other: its own or a lower one.
    #[must_use]
    pub fn may_grant(self, other: Self) -> bool {
        self <= other
    }

    /// Looks a role up by its id on the wire.
    #[must_use]
    pub fn from_id(id: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }

    /// Looks a role up by its name on the wire, ignoring case and surrounding spaces.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name().eq_ignore_ascii_case(name.trim()))
    }
}

/// A token's role as the service reports it.
#[derive(Clone, Default, PartialEq, Eq, Hash, Debug)]
pub enum TokenRole {
    /// One of the published roles.
    Known(Role),
    /// A role whose id and name don't match a published one.
    Other {
        /// `None` if the service didn't say.
        id: Option<i64>,
        /// `None` if the service didn't say.
        name: Option<String>,
    },
    /// The service didn't say, or not legibly.
    #[default]
    Unknown,
}

impl TokenRole {
    /// From the id and name that the service sent; a blank name counts as none.
    #[must_use]
    pub fn new(id: Option<i64>, name: Option<String>) -> Self {
        let name = name.filter(|name| !name.trim().is_empty());
        let by_id = id.and_then(Role::from_id);
        let by_name = name.as_deref().and_then(Role::from_name);
        match (by_id, by_name) {
            _ if id.is_none() && name.is_none() => Self::Unknown,
            (Some(role), None) if name.is_none() => Self::Known(role),
            (None, Some(role)) if id.is_none() => Self::Known(role),
            (Some(role), Some(other)) if role == other => Self::Known(role),
            _ => Self::Other { id, name },
        }
    }

    /// The name, or the id of a role without one; empty if unknown.
    #[must_use]
    pub fn label(&self) -> String {
        match self {
            Self::Known(role) => role.name().to_owned(),
            Self::Other { name: Some(name), .. } => name.clone(),
            Self::Other { id: Some(id), .. } => format!("Role {id}"),
            Self::Other { .. } | Self::Unknown => String::new(),
        }
    }

    /// The published role with this id, or else with this name.
    #[must_use]
    pub fn known(&self) -> Option<Role> {
        match self {
            Self::Known(role) => Some(*role),
            Self::Other { id, name } => id.and_then(Role::from_id).or_else(|| name.as_deref().and_then(Role::from_name)),
            Self::Unknown => None,
        }
    }
}

impl From<Role> for TokenRole {
    fn from(role: Role) -> Self {
        Self::Known(role)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Role, TokenRole};

    #[test]
    fn ids_and_names_lead_back_to_the_role() {
        for role in Role::ALL {
            assert_eq!(Role::from_id(role.id()), Some(role));
            assert_eq!(Role::from_name(role.name()), Some(role));
        }
        assert_eq!(Role::from_id(4), None);
        assert_eq!(Role::from_name("Root"), None);
    }

    #[test]
    fn each_role_says_what_it_can_and_cannot() {
        assert_eq!(Role::Users.can(), "view settings and statistics");
        assert_eq!(Role::Users.cannot(), "change, purge or prefetch anything");
        let all = |words: fn(Role) -> &'static str| Role::ALL.into_iter().map(words).collect::<BTreeSet<_>>().len();
        assert_eq!((all(Role::can), all(Role::cannot)), (Role::ALL.len(), Role::ALL.len()));
    }

    #[test]
    fn a_role_may_make_tokens_of_its_own_kind_and_lower() {
        for (maker, may) in [
            (Role::Administrators, &Role::ALL[0..]),
            (Role::Engineers, &Role::ALL[1..]),
            (Role::PurgeAndPrefetch, &Role::ALL[2..]),
            (Role::PurgeAndPrefetchApi, &Role::ALL[3..]),
            (Role::Users, &Role::ALL[4..]),
        ] {
            for other in Role::ALL {
                assert_eq!(maker.may_grant(other), may.contains(&other), "{maker:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_role_is_taken_as_the_service_tells_it() {
        for (id, name, label, known) in [
            (Some(5), Some("Engineers"), "Engineers", Some(Role::Engineers)),
            (Some(5), None, "Engineers", Some(Role::Engineers)),
            (None, Some(" engineers"), "Engineers", Some(Role::Engineers)),
            (Some(77), None, "Role 77", None),
            (Some(77), Some("Night shift"), "Night shift", None),
            (Some(77), Some("Users"), "Users", Some(Role::Users)),
            // A renamed role is still the one with its id.
            (Some(2), Some("Viewers"), "Viewers", Some(Role::Users)),
            (Some(1), Some("Users"), "Users", Some(Role::Administrators)),
            (None, Some(" "), "", None),
            (None, None, "", None),
        ] {
            let role = TokenRole::new(id, name.map(str::to_owned));
            assert_eq!((role.label().as_str(), role.known()), (label, known));
        }
        assert_eq!(TokenRole::new(Some(2), None), Role::Users.into());
        assert_eq!(TokenRole::new(None, None), TokenRole::Unknown);
    }
}
