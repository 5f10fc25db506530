//! The program as an operator meets it.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::{fs, io};

fn check(file: &str) -> io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_gcore-token-check-config")).arg(file).output()
}

fn check_text(name: &str, text: &str) -> io::Result<Output> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text)?;
    check(&path.display().to_string())
}

#[test]
fn a_good_file_ends_with_0_and_says_where_requests_go() {
    let output = check_text("good.json", r#"{"apiBase": "/gcore"}"#).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&output.stdout).ends_with("good.json: fine; apiBase is /gcore\n"));
}

#[test]
fn a_mistake_ends_with_1_and_is_named_by_line_and_key() {
    let output = check_text("bad.json", "{\n\"policy\": {\n\"allownever\": false}}").unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.ends_with("bad.json: Line 3, key policy.allownever: There is no such key. Check the spelling.\n"), "{said}");
}

#[test]
fn no_file_ends_with_2() {
    let output = check("there-is-none.json").unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("there-is-none.json: "));
}
