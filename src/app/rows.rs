//! The rows of the list's table: a few at a time come, and a few at a time go. All at once would hold up key presses, and
//! taking rows away takes as long as building them.

use super::App;
use crate::browser;

/// The most rows that are on screen at once.
pub const ROWS: usize = 100;
/// So many rows are built at first, in a part of a frame's time.
const FIRST_ROWS: usize = 3;
/// So many follow at a time, and so many go.
const MORE_ROWS: usize = 6;

/// One body of the table. The last one is on screen; those before it are hidden, and go bit by bit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Body {
    /// Its number.
    pub id: i64,
    /// The most rows that it has for now.
    pub rows: usize,
}

impl App {
    /// Starts a table without what an earlier one left.
    pub fn first_body(self) {
        self.next_body();
        self.bodies.update(|bodies| {
            bodies.drain(..bodies.len() - 1);
        });
    }

    /// Shows other rows from now on.
    pub(super) fn next_body(self) {
        let mut next = Body {
            id: 0,
            rows: FIRST_ROWS,
        };
        self.bodies.update(|bodies| {
            next.id = bodies.last().map_or(0, |body| body.id + 1);
            bodies.push(next);
        });
        browser::spawn(async move {
            loop {
                browser::breathe().await;
                let shown = self.bodies.with_untracked(|bodies| bodies.last().copied());
                // Others are on screen by now.
                if shown.is_none_or(|shown| shown.id != next.id) {
                    return;
                }
                let mut more = false;
                self.bodies.update(|bodies| more = step(bodies));
                if !more {
                    // A value that doesn't change keeps the memory of rows that followed it and are gone.
                    self.selected.update(|_| {});
                    self.unfolded.update(|_| {});
                    return;
                }
            }
        });
    }
}

/// Lets some rows come and some go; `false` when all is done.
fn step(bodies: &mut Vec<Body>) -> bool {
    let left_over = bodies.len() > 1;
    if left_over {
        bodies[0].rows = bodies[0].rows.saturating_sub(MORE_ROWS);
        if bodies[0].rows == 0 {
            bodies.remove(0);
        }
    }
    let Some(shown) = bodies.last_mut() else {
        return false;
    };
    let coming = shown.rows < ROWS;
    shown.rows = (shown.rows + MORE_ROWS).min(ROWS);
    left_over || coming
}
