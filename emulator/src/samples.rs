//! A lifelike set of other people's tokens, for demonstrations and for pictures.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    account::{self, User},
    moment::{Moment, Spelling},
    role::{Role, RoleTag},
    token::Token,
};

/// Users and tokens to start with, beyond the demo ones.
pub struct Samples {
    /// People who issued some of the tokens.
    pub users: Vec<User>,
    /// Tokens by id. Nobody holds their keys.
    pub tokens: Vec<(u64, Token)>,
}

/// When something is due or was, in days from now.
type Days = i64;

/// One sample, as a line of a table.
struct Row {
    name: &'static str,
    description: &'static str,
    issuer: u64,
    role: (i64, &'static str),
    /// Days since it was made.
    age: Days,
    /// Days until it ends; negative if it has.
    ends_in: Option<Days>,
    /// Days since it was used.
    used_ago: Option<Days>,
    deleted: bool,
    spelling: Spelling,
}

/// An engineer who never entered a name.
pub const NAMELESS_ID: u64 = 1_023_104;

/// An administrator who has left, with tokens that still work.
pub const LEFT_ID: u64 = 1_023_105;

/// Someone who may only purge and prefetch.
pub const PURGER_ID: u64 = 1_023_106;

/// The id of the first sample.
pub const FIRST_SAMPLE_ID: u64 = 1101;

const fn tag(role: Role) -> (i64, &'static str) {
    (role.id(), role.name())
}

/// What most samples have in common.
const PLAIN: Row = Row {
    name: "",
    description: "",
    issuer: account::ENGINEER_ID,
    role: tag(Role::Engineers),
    age: 60,
    ends_in: Some(120),
    used_ago: Some(1),
    deleted: false,
    spelling: Spelling::Micros,
};

const ROWS: [Row; 25] = [
    Row {
        name: "Build pipeline",
        description: "Deploys CDN rules from the main branch",
        ends_in: Some(3),
        used_ago: Some(0),
        ..PLAIN
    },
    Row {
        name: "Cache purge after release",
        description: "Called by the release job",
        issuer: PURGER_ID,
        role: tag(Role::PurgeApi),
        ends_in: Some(20),
        ..PLAIN
    },
    Row {
        name: "Terraform, production",
        description: "State lives with the platform team",
        issuer: account::ADMINISTRATOR_ID,
        role: tag(Role::Administrators),
        ends_in: Some(200),
        ..PLAIN
    },
    Row {
        name: "Terraform, staging",
        issuer: account::ADMINISTRATOR_ID,
        role: tag(Role::Administrators),
        ends_in: Some(200),
        used_ago: Some(9),
        spelling: Spelling::Seconds,
        ..PLAIN
    },
    Row {
        name: "Break glass",
        description: "Only for incidents; sealed in the safe",
        issuer: account::ADMINISTRATOR_ID,
        role: tag(Role::Administrators),
        age: 900,
        ends_in: None,
        used_ago: None,
        ..PLAIN
    },
    Row {
        name: "old-admin-script",
        issuer: LEFT_ID,
        role: tag(Role::Administrators),
        age: 1400,
        ends_in: None,
        used_ago: Some(2),
        spelling: Spelling::Spaced,
        ..PLAIN
    },
    Row {
        name: "Migration 2023",
        description: "Left over from moving the storage",
        issuer: LEFT_ID,
        role: tag(Role::Administrators),
        age: 1100,
        ends_in: None,
        used_ago: Some(700),
        spelling: Spelling::DateOnly,
        ..PLAIN
    },
    Row {
        name: "Grafana dashboards",
        description: "Reads traffic statistics every minute",
        issuer: account::USER_ID,
        role: tag(Role::Users),
        ends_in: None,
        used_ago: Some(0),
        ..PLAIN
    },
    Row {
        name: "Monthly report",
        issuer: account::USER_ID,
        role: tag(Role::Users),
        ends_in: Some(45),
        used_ago: Some(24),
        spelling: Spelling::Millis,
        ..PLAIN
    },
    Row {
        name: "Prefetch before premieres",
        description: "Warms the cache for new episodes",
        issuer: PURGER_ID,
        role: tag(Role::PurgeApiWeb),
        ends_in: Some(20),
        used_ago: Some(6),
        ..PLAIN
    },
    Row {
        name: "Editors' purge button",
        issuer: PURGER_ID,
        role: tag(Role::PurgeApiWeb),
        ends_in: Some(320),
        used_ago: Some(3),
        ..PLAIN
    },
    Row { name: "Load test, spring", age: 200, ends_in: Some(-110), used_ago: Some(115), ..PLAIN },
    Row {
        name: "Contractor access",
        description: "For the player integration",
        age: 95,
        ends_in: Some(-5),
        used_ago: Some(6),
        spelling: Spelling::Offset,
        ..PLAIN
    },
    Row {
        name: "Trial key",
        age: 400,
        ends_in: Some(-370),
        used_ago: None,
        deleted: true,
        spelling: Spelling::DateOnly,
        ..PLAIN
    },
    Row {
        name: "Leaked in a screenshot",
        description: "Revoked within the hour",
        issuer: account::ADMINISTRATOR_ID,
        role: tag(Role::Administrators),
        ends_in: Some(300),
        used_ago: Some(58),
        deleted: true,
        ..PLAIN
    },
    Row { name: "Build pipeline, before rotation", age: 150, used_ago: Some(61), deleted: true, ..PLAIN },
    Row {
        name: "DNS sync",
        description: "Copies records from the internal zone",
        issuer: NAMELESS_ID,
        ends_in: Some(75),
        ..PLAIN
    },
    Row { name: "Laptop", issuer: NAMELESS_ID, ends_in: Some(12), used_ago: Some(4), ..PLAIN },
    Row { name: "Made and forgotten", ends_in: Some(80), used_ago: None, ..PLAIN },
    Row {
        name: "For the new colleague",
        issuer: account::USER_ID,
        role: tag(Role::Users),
        age: 2,
        ends_in: Some(28),
        used_ago: None,
        ..PLAIN
    },
    Row {
        name: "Partner feed",
        description: "Its role isn't among those that Gcore documents",
        issuer: account::ADMINISTRATOR_ID,
        role: (4711, "Partners"),
        ends_in: Some(160),
        used_ago: Some(30),
        ..PLAIN
    },
    Row {
        name: "Export 'Q3' <final> & signed",
        description: "<b>Not markup</b>, and shown as it is",
        ends_in: Some(33),
        ..PLAIN
    },
    Row {
        name: "Überwachung – 監視 – мониторинг",
        issuer: account::USER_ID,
        role: tag(Role::Users),
        ends_in: Some(90),
        spelling: Spelling::Spaced,
        ..PLAIN
    },
    Row {
        name: "a-token-name-from-a-generator-that-never-heard-of-word-breaks-and-just-goes-on-eu-central-1-production-blue",
        description: "Long names have to wrap somewhere. This description is long as well: it says who \
            to ask (the platform team), where the token is kept (the vault, under cdn), and what \
            breaks without it (every deployment, at once).",
        ends_in: Some(365),
        ..PLAIN
    },
    Row { name: "x", age: 30, ends_in: Some(1), used_ago: Some(1), spelling: Spelling::DateOnly, ..PLAIN },
];

/// The set, with its dates around `now`.
#[must_use]
pub fn around(now: DateTime<Utc>) -> Samples {
    let tokens = ROWS.iter().map(|row| row.token(now));
    Samples { users: users(), tokens: (FIRST_SAMPLE_ID..).zip(tokens).collect() }
}

fn users() -> Vec<User> {
    let user = |id, name: Option<&str>, email: Option<&str>, role, deleted| User {
        id,
        name: name.map(str::to_owned),
        email: email.map(str::to_owned),
        role,
        deleted,
    };
    let nameless = Some("ops@example.com");
    vec![
        user(NAMELESS_ID, None, nameless, Role::Engineers, false),
        user(LEFT_ID, Some("Lars Gone"), None, Role::Administrators, true),
        user(PURGER_ID, Some("Petra Newsroom"), Some("petra@example.com"), Role::PurgeApiWeb, false),
    ]
}

impl Row {
    fn token(&self, now: DateTime<Utc>) -> Token {
        let in_days = |days| Moment { at: now + TimeDelta::days(days), spelling: self.spelling };
        Token {
            name: self.name.to_owned(),
            description: Some(self.description.to_owned()).filter(|text| !text.is_empty()),
            expires: self.ends_in.map(in_days),
            created: in_days(-self.age),
            last_usage: self.used_ago.map(|days| in_days(-days)),
            deleted: self.deleted,
            issuer: self.issuer,
            role: RoleTag { id: self.role.0, name: self.role.1.to_owned() },
            key: None,
        }
    }
}
