//! How many tokens an account has of those that it may have.

/// The active tokens of an account, against the limit that the operator knows of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Usage {
    /// How many are active.
    pub active: usize,
    /// How many there may be.
    pub limit: usize,
}

/// How close a limit is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Room {
    /// Nothing to think about.
    Enough,
    /// A tenth of the limit is left, or three tokens.
    Little,
    /// The service will refuse another one.
    None,
}

impl Usage {
    /// How close the limit is.
    #[must_use]
    pub fn room(self) -> Room {
        match self.limit.saturating_sub(self.active) {
            0 => Room::None,
            left if left <= (self.limit / 10).max(3) => Room::Little,
            _ => Room::Enough,
        }
    }

    /// `24 of 50`
    #[must_use]
    pub fn words(self) -> String {
        format!("{} of {}", self.active, self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::{Room, Usage};

    #[test]
    fn the_limit_is_said_before_it_is_met() {
        for (active, limit, room) in [
            (0, 50, Room::Enough),
            (44, 50, Room::Enough),
            (45, 50, Room::Little),
            (49, 50, Room::Little),
            (50, 50, Room::None),
            (51, 50, Room::None),
            (0, 1, Room::Little),
            (1, 1, Room::None),
            (90, 100, Room::Little),
        ] {
            assert_eq!(Usage { active, limit }.room(), room, "{active} of {limit}");
        }
        assert_eq!(Usage { active: 24, limit: 50 }.words(), "24 of 50");
    }
}
