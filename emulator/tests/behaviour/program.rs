//! The built program: flags, first line, end. It runs on the machine's clock and a free port.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    process::{Child, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::support::{ADMINISTRATOR, ME, TOKENS, TOKENS_V1};

const PROGRAM: &str = env!("CARGO_BIN_EXE_gcore-emulator");

struct Running {
    child: Child,
    stdout: BufReader<ChildStdout>,
    address: String,
}

impl Running {
    fn start(flags: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["--listen", "127.0.0.1:0"])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line.strip_prefix("listening on http://").expect(&line).trim().to_owned();
        Self { child, stdout, address }
    }

    /// One request on a connection of its own: the status and the body.
    fn call(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nAuthorization: APIKey {ADMINISTRATOR}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    fn signal(&self, name: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
    }

    /// Waits for the end, and gives back all that was written after the first line.
    fn output(mut self) -> String {
        let mut output = String::new();
        self.stdout.read_to_string(&mut output).unwrap();
        let mut stderr = self.child.stderr.take().unwrap();
        stderr.read_to_string(&mut output).unwrap();
        assert!(self.child.wait().unwrap().success());
        output
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Already gone where the test went well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_says_where_it_listens_and_answers_there() {
    let running = Running::start(&[]);
    assert!(running.address.starts_with("127.0.0.1:"));
    assert_eq!(running.call("GET", ME, "").1["id"], 7_350_925);
}

#[test]
fn it_ends_on_either_signal_though_a_client_stays_connected() {
    for name in ["INT", "TERM"] {
        let running = Running::start(&[]);
        let mut idle = TcpStream::connect(&running.address).unwrap();
        // Half a request: the rest never comes.
        write!(idle, "GET {ME} HTTP/1.1\r\nHost: {}\r\n", running.address).unwrap();
        running.call("GET", ME, "");
        let asked = Instant::now();
        running.signal(name);
        assert_eq!(running.output(), "", "{name}");
        assert!(asked.elapsed() < Duration::from_secs(10), "{name}");
        drop(idle);
    }
}

#[test]
fn it_writes_no_secret_anywhere() {
    let running = Running::start(&[]);
    let body = r#"{"name": "x", "exp_date": null, "client_user": {"role": {"id": 2, "name": "Users"}}}"#;
    let (status, created) = running.call("POST", TOKENS, body);
    assert_eq!(status, 200);
    assert!(created["token"].as_str().unwrap().starts_with("2001_"));
    running.call("POST", TOKENS, "{");
    running.signal("TERM");
    assert_eq!(running.output(), "", "it writes nothing but its first line");
}

#[test]
fn the_old_paths_are_gone_unless_switched_on() {
    for (flags, status) in [(&[][..], 404), (&["--v1", "gone"], 404), (&["--v1", "on"], 200)] {
        let running = Running::start(flags);
        assert_eq!(running.call("GET", TOKENS_V1, "").0, status, "{flags:?}");
    }
}

#[test]
fn samples_and_the_clock_come_by_flag() {
    let running = Running::start(&["--sample-tokens", "--now", "2026-03-01T12:00:00Z"]);
    let (_, list) = running.call("GET", TOKENS, "");
    assert_eq!(list.as_array().unwrap().len(), 29);
    assert_eq!(list[0]["last_usage"], "2026-03-01T12:00:00.000000Z");
}

#[test]
fn wrong_flags_are_explained() {
    let taken = Running::start(&[]);
    for (flags, explanation) in [
        (["--cors-origin", "https://portal.example.com/"], "an origin reads http://host:port"),
        (["--v1", "maybe"], "possible values: on, gone"),
        (["--listen", "localhost"], "invalid"),
        (["--now", "yesterday"], "invalid"),
        (["--listen", &taken.address], "can't listen on 127.0.0.1:"),
    ] {
        let output = Command::new(PROGRAM).args(flags).output().unwrap();
        assert!(!output.status.success(), "{flags:?}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(explanation), "{flags:?}: {stderr}");
    }
}
