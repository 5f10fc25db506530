//! The five roles, and who may grant which.

use serde::{Deserialize, Serialize};

/// A role that the service knows. The order is that of power: `Users` least, `Administrators` most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Views settings and statistics.
    Users,
    /// The above, and purges and prefetches through the API.
    PurgeApi,
    /// The above, and purges and prefetches in the portal.
    PurgeApiWeb,
    /// Changes service settings, but manages no users.
    Engineers,
    /// Everything.
    Administrators,
}

impl Role {
    /// All there are, least powerful first.
    pub const ALL: [Self; 5] = [Self::Users, Self::PurgeApi, Self::PurgeApiWeb, Self::Engineers, Self::Administrators];

    /// The number on the wire.
    #[must_use]
    pub const fn id(self) -> i64 {
        match self {
            Self::Administrators => 1,
            Self::Users => 2,
            Self::Engineers => 5,
            Self::PurgeApiWeb => 3009,
            Self::PurgeApi => 3022,
        }
    }

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrators => "Administrators",
            Self::Users => "Users",
            Self::Engineers => "Engineers",
            Self::PurgeApiWeb => "Purge and Prefetch only (API+Web)",
            Self::PurgeApi => "Purge and Prefetch only (API)",
        }
    }

    /// Whether a key with this role may create a token with `other`: its own role or a lower one.
    #[must_use]
    pub fn may_grant(self, other: Self) -> bool {
        other <= self
    }
}

/// A role as the wire spells it, which may be one that nobody has heard of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleTag {
    /// The number, one of [`Role::id`] if the role is known.
    pub id: i64,
    /// The name, [`Role::name`] if the role is known.
    pub name: String,
}

impl RoleTag {
    /// The role that both halves agree on.
    #[must_use]
    pub fn known(&self) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.id() == self.id && role.name() == self.name)
    }
}

impl From<Role> for RoleTag {
    fn from(role: Role) -> Self {
        Self { id: role.id(), name: role.name().to_owned() }
    }
}
