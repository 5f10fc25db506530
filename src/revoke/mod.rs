//! Revoking tokens, one or several: of the list, a new one, or one that nobody received. It asks before, checks an unclear answer,
//! and says what became of each.

mod dialog;
mod revoking;

pub(crate) use dialog::RevokeDialog;
pub(crate) use revoking::Revoking;
