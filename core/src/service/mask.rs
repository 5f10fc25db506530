//! Masks the key in the service's messages, which quote it.

use crate::ApiKey;
use crate::api_key::leading_digits;

/// Replaces parts of the key by dots.
///
/// If the key is at fault, every part of four characters or more is masked. Otherwise only a part
/// that is too long to be a coincidence, or the whole of a short secret.
pub(super) fn masked(message: &str, key: &ApiKey, key_at_fault: bool) -> String {
    let key = key.expose();
    let secret_len = key.len().saturating_sub(leading_digits(key).len() + 1);
    let min_len = if key_at_fault { 4 } else { secret_len.clamp(4, 16) };
    let mut shown = String::new();
    let mut rest = message;
    while let Some(next) = rest.chars().next() {
        let quoted = longest_shared_start(rest.as_bytes(), key.as_bytes());
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

/// The length of the longest start of the text that occurs anywhere in the key.
fn longest_shared_start(text: &[u8], key: &[u8]) -> usize {
    (0..key.len()).map(|from| text.iter().zip(&key[from..]).take_while(|(one, other)| one == other).count()).max().unwrap_or(0)
}
