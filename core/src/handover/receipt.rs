//! What may be kept of a token, for people and for files.

use sha2::{Digest, Sha256};

use super::quote::one_line;
use crate::form::expiry::Expiry;
use crate::list::{ListedToken, UNKNOWN};
use crate::{AccountId, Receipt, Secret, time};

/// How many bytes of a file name come from the token's name.
const MAX_SLUG_LEN: usize = 40;

impl Receipt {
    /// What may be kept of a listed token. An end that is unknown reads as none.
    pub(super) fn of(token: &ListedToken, account: AccountId) -> Self {
        let role = token.role.label();
        Self {
            id: Some(token.id),
            name: token.label(),
            role: if role.is_empty() { UNKNOWN.to_owned() } else { role },
            expiry: token.expiry.unwrap_or(Expiry::Never),
            account,
            differences: Vec::new(),
        }
    }
}

/// A receipt as plain text, for example for a ticket. It doesn't contain the secret.
#[must_use]
pub fn receipt(receipt: &Receipt, fingerprint: Option<&str>) -> String {
    let mut out = String::from("Gcore API token\nName: ");
    one_line(&mut out, &receipt.name);
    if let Some(id) = receipt.id {
        out.push_str("\nID: ");
        out.push_str(&id.to_string());
    }
    out.push_str("\nRole: ");
    one_line(&mut out, &receipt.role);
    out.push_str("\nExpires: ");
    match receipt.expiry {
        Expiry::At(end) => out.push_str(&time::utc_text(end)),
        Expiry::Never => out.push_str("never"),
    }
    out.push_str("\nAccount: ");
    out.push_str(&receipt.account.to_string());
    if let Some(fingerprint) = fingerprint {
        out.push_str("\nSHA-256 starts with: ");
        out.push_str(fingerprint);
    }
    out.push('\n');
    out
}

/// The first 8 hex digits of the token's SHA-256: enough to recognize a token, and far too little
/// to guess one.
///
/// Computed here, since the browser's own hash function needs a secure context and another copy of
/// the token in JavaScript's memory, which nothing can wipe.
#[must_use]
pub fn fingerprint(secret: &Secret) -> String {
    Sha256::digest(secret.expose()).iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// A file name that any system accepts: `gcore-token-ci-deploy-29841.env`.
#[must_use]
pub fn file_name(receipt: &Receipt, extension: &str) -> String {
    let mut out = slug(&receipt.name);
    push_id(&mut out, '-', receipt);
    out.push('.');
    out.push_str(extension);
    out
}

/// The name of an object of Kubernetes, which no token of another name has: `gcore-token-ci-deploy`, with the id, if that is
/// known, where it isn't the whole name: `gcore-token-ci-deploy.29841`.
pub(super) fn object_name(receipt: &Receipt) -> String {
    let mut out = slug(&receipt.name);
    if out.strip_prefix(PREFIX) != Some(&format!("-{}", receipt.name)) {
        // What a name is made of has no full stop, so that none ends like an id.
        push_id(&mut out, '.', receipt);
    }
    out
}

fn push_id(out: &mut String, separator: char, receipt: &Receipt) {
    if let Some(id) = receipt.id {
        out.push(separator);
        out.push_str(&id.to_string());
    }
}

const PREFIX: &str = "gcore-token";

/// `gcore-token-` and what a DNS name and any file system accept of the token's name.
fn slug(name: &str) -> String {
    let mut out = String::from(PREFIX);
    let max_len = out.len() + MAX_SLUG_LEN;
    let mut gap = true;
    for c in name.chars() {
        if out.len() >= max_len {
            break;
        }
        if c.is_ascii_alphanumeric() {
            if gap {
                out.push('-');
            }
            out.push(c.to_ascii_lowercase());
        }
        gap = !c.is_ascii_alphanumeric();
    }
    out
}
