//! What a token may do.

/// A role that the service knows.
///
/// Source: the service's published role table; there are no others.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
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

impl Role {
    /// All roles, the most powerful first.
    pub const ALL: [Self; 5] = [
        Self::Administrators,
        Self::Engineers,
        Self::PurgeAndPrefetch,
        Self::PurgeAndPrefetchApi,
        Self::Users,
    ];

    /// The number on the wire.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::Administrators => 1,
            Self::Engineers => 5,
            Self::PurgeAndPrefetch => 3009,
            Self::PurgeAndPrefetchApi => 3022,
            Self::Users => 2,
        }
    }

    /// The name on the wire, and on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Administrators => "Administrators",
            Self::Engineers => "Engineers",
            Self::PurgeAndPrefetch => "Purge and Prefetch only (API+Web)",
            Self::PurgeAndPrefetchApi => "Purge and Prefetch only (API)",
            Self::Users => "Users",
        }
    }

    /// What a token of this role can do, for people.
    #[must_use]
    pub fn can(self) -> &'static str {
        match self {
            Self::Administrators => {
                "everything: change services, see statistics, manage users and read their personal data"
            }
            Self::Engineers => "change service settings, see statistics, purge and prefetch",
            Self::PurgeAndPrefetch => {
                "view settings and statistics, purge and prefetch in the portal and through the API"
            }
            Self::PurgeAndPrefetchApi => {
                "view settings and statistics, purge and prefetch through the API"
            }
            Self::Users => "view settings and statistics",
        }
    }

    /// What a token of this role can't do, for people.
    #[must_use]
    pub fn cannot(self) -> &'static str {
        match self {
            Self::Administrators => "be limited: nothing is out of its reach",
            Self::Engineers => "manage users",
            Self::PurgeAndPrefetch => "change settings or manage users",
            Self::PurgeAndPrefetchApi => "change settings, manage users or use the portal",
            Self::Users => "change, purge or prefetch anything",
        }
    }

    /// Whether a person of this role may make tokens of the `other` one: equal or lower.
    #[must_use]
    pub fn may_grant(self, other: Self) -> bool {
        let rank = |role| Self::ALL.iter().position(|r| *r == role);
        rank(self) <= rank(other)
    }

    /// The role of this number on the wire.
    #[must_use]
    pub fn from_id(id: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }

    /// The role of this name on the wire; case and outer spaces are ignored.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|role| role.name().eq_ignore_ascii_case(name.trim()))
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

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
    fn a_role_may_make_tokens_of_its_own_kind_and_lower() {
        for (maker, may) in [
            (Role::Administrators, &Role::ALL[0..]),
            (Role::Engineers, &Role::ALL[1..]),
            (Role::PurgeAndPrefetch, &Role::ALL[2..]),
            (Role::PurgeAndPrefetchApi, &Role::ALL[3..]),
            (Role::Users, &Role::ALL[4..]),
        ] {
            for other in Role::ALL {
                assert_eq!(
                    maker.may_grant(other),
                    may.contains(&other),
                    "{maker:?} {other:?}"
                );
            }
        }
    }
}
