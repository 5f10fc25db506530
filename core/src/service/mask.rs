//! Takes a key out of what the service says: it quotes keys in its messages.

use crate::ApiKey;
use crate::api_key::leading_digits;

/// Puts dots in the place of the key's parts.
///
/// Where the key is at fault every piece of four characters or more is masked; elsewhere only a
/// piece too long to be a word the two have in common, or all of a short secret.
pub(super) fn masked(message: &str, key: &ApiKey, key_at_fault: bool) -> String {
    let key = key.expose();
    let secret_len = key.len().saturating_sub(leading_digits(key).len() + 1);
    let min_len = if key_at_fault {
        4
    } else {
        secret_len.clamp(4, 16)
    };
    let mut shown = String::new();
    let mut rest = message;
    while let Some(next) = rest.chars().next() {
        let quoted = longest_shared_start(rest.as_bytes(), key.as_bytes());
        // What is shared ends between two characters: a key that came from a token is ASCII, too.
        match rest.get(quoted..) {
            Some(after) if quoted >= min_len => {
                shown.push_str("•••");
                rest = after;
            }
            _ => {
                shown.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    shown
}

/// How much of the text's start is in the key, wherever it stands there.
fn longest_shared_start(text: &[u8], key: &[u8]) -> usize {
    (0..key.len())
        .map(|from| {
            text.iter()
                .zip(&key[from..])
                .take_while(|(one, other)| one == other)
                .count()
        })
        .max()
        .unwrap_or(0)
}
