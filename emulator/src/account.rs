//! The account and its users.

use crate::role::Role;

/// The id of the one account that the emulator serves.
pub const ACCOUNT_ID: u64 = 7_350_925;

/// The administrator among the demo users; holds the keys 1001 and 1004.
pub const ADMINISTRATOR_ID: u64 = 1_023_101;

/// The engineer among the demo users; holds the key 1002.
pub const ENGINEER_ID: u64 = 1_023_102;

/// The plain user among the demo users; holds the key 1003.
pub const USER_ID: u64 = 1_023_103;

/// An account.
#[derive(Debug, Clone)]
pub struct Account {
    /// The id that paths carry as `clientId`.
    pub id: u64,
    /// The company's name.
    pub company: String,
    /// The company's mail address.
    pub email: String,
    /// All who belong or belonged to it.
    pub users: Vec<User>,
}

/// Someone who can issue tokens.
#[derive(Debug, Clone)]
pub struct User {
    /// The user's id.
    pub id: u64,
    /// Their name, which not everyone has entered.
    pub name: Option<String>,
    /// Their mail address.
    pub email: Option<String>,
    /// The role that they hold themselves; their tokens may hold lower ones.
    pub role: Role,
    /// Whether they have left.
    pub deleted: bool,
}

impl Account {
    /// The account at start: a user for each of the roles that the demo keys have.
    #[must_use]
    pub fn demo() -> Self {
        let user = |id, name: &str, email: &str, role| User {
            id,
            name: Some(name.to_owned()),
            email: Some(email.to_owned()),
            role,
            deleted: false,
        };
        Self {
            id: ACCOUNT_ID,
            company: "Example Streaming Ltd".to_owned(),
            email: "owner@example.com".to_owned(),
            users: vec![
                user(ADMINISTRATOR_ID, "Dana Demo", "dana@example.com", Role::Administrators),
                user(ENGINEER_ID, "Erik Example", "erik@example.com", Role::Engineers),
                user(USER_ID, "Uma Probe", "uma@example.com", Role::Users),
            ],
        }
    }

    /// The user with this id.
    #[must_use]
    pub fn user(&self, id: u64) -> Option<&User> {
        self.users.iter().find(|user| user.id == id)
    }
}
