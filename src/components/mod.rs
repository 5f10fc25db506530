//! What every view is made of, and what they all share: focus, announcements, the time.

mod announcer;
mod basics;
mod deferred;
mod dialog;
mod expiration;
mod field;
mod focus;
mod latest;
mod message;
mod now;
mod press;
mod problems;
mod wait_note;

pub(crate) use announcer::{Announcer, LiveRegion};
pub(crate) use basics::{Button, Card, Caution, ExternalLink, Fact, Facts, Hint, Look, Note, Show};
pub(crate) use deferred::{Deferred, PendingParts};
pub(crate) use dialog::Dialog;
pub(crate) use expiration::ExpirationText;
pub(crate) use field::{Choice, Control, FieldFrame, Returns, Select, TextArea, TextInput, restore_on_return, unassisted};
pub(crate) use focus::{Focus, Place};
pub(crate) use latest::Latest;
pub(crate) use message::{Anew, Message, Verbatim};
pub(crate) use now::Now;
pub(crate) use press::Press;
pub(crate) use problems::{BlockedRequest, ProblemList, ProblemSummary};
pub(crate) use wait_note::WaitNote;
