//! Base64 in running text, in either of its alphabets, since a secret may stand in it.

use zeroize::Zeroizing;

/// Whether a byte is one of its digits.
pub(crate) fn is_base64(b: u8) -> bool {
    base64_digit(b).is_some()
}

/// What a run of its digits may say, read from each of the first four: nobody knows where in a longer run the code begins.
pub(crate) fn readings(run: &[u8]) -> impl Iterator<Item = Zeroizing<Vec<u8>>> {
    (0..4).map(|from| from_base64(run.get(from..).unwrap_or_default()))
}

fn base64_digit(b: u8) -> Option<u8> {
    Some(match b {
        b'A'..=b'Z' => b - b'A',
        b'a'..=b'z' => b - b'a' + 26,
        b'0'..=b'9' => b - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

fn from_base64(digits: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(digits.len()));
    let (mut bits, mut count) = (0_u32, 0);
    for digit in digits.iter().filter_map(|b| base64_digit(*b)) {
        bits = (bits << 6 | u32::from(digit)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    bytes
}
