//! Runs what the page hands over, with the tools it is meant for, and compares what arrives.
//!
//! A tool that isn't here is skipped in words; with `CI` set, the ones that tools/setup.sh
//! installs may not be missing. EMULATOR_BIN names the built emulator.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs};

use chrono::{DateTime, Utc};
use gcore_token_core::config::{ApiBase, Config};
use gcore_token_core::form::NewToken;
use gcore_token_core::form::expiry::Expiry;
use gcore_token_core::handover::{Context, Entry, Format, WebForm, calendar, fingerprint, request_as_curl, write};
use gcore_token_core::service::request;
use gcore_token_core::time::parse_service_time;
use gcore_token_core::{AccountId, Receipt, Role, Secret, TokenId};
use icalendar::{Component, DatePerhapsTime};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// The folder of the whole project.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

const SERVICE: &str = "https://api.gcore.com";
const ADMINISTRATOR: &str = "1001_demo-administrator";
const WITH_DOLLAR: &str = "1004$demo-legacy";
const ACCOUNT: u64 = 7_350_925;

/// Printable ASCII, which is all that the page takes for a token.
const TOKENS: [&str; 12] = [
    ADMINISTRATOR,
    WITH_DOLLAR,
    "1004$HOME",
    "1_$(touch${IFS}broken-out)`touch${IFS}broken-out`",
    "1_'\"'\"';touch${IFS}broken-out;#",
    "1_\\'\\\\'\"\\\"$$!!&&|%{x}${y}$${z}%%{w}%s%d\\n\\u0041",
    "1_~*?[a]{b,c}<(d)>e^f@g=h",
    "1_it's",
    "1_-n",
    // fish takes a backslash before a quote for an escape even between quotes.
    "9_\\';touch${IFS}broken-out;\\'",
    "9_\\\\';touch${IFS}broken-out;#\\",
    "9_\\\");touch${IFS}broken-out;(\\'\\\\\\",
];

/// What no token is, but quoting still takes: lines, controls, other scripts.
const MORE: [&str; 3] = ["a\nb\r\n'c'\n\n$(touch broken-out)", "-\u{1}\u{7f}\u{1b}[31m", "\u{202e}‘‚’‛'“ü😀\u{2028}"];

const NAME: &str = "'; touch broken-out #\"$(touch broken-out)`touch broken-out`\r\n\u{202e}${x}%{y} coding: rot13 é😀";

/// Where a program is; `in_ci` for one that may not be missing there.
fn tool(name: &str, in_ci: bool) -> Option<PathBuf> {
    let path = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file());
    if found.is_none() {
        skip(name, "is not on PATH", in_ci);
    }
    found
}

fn skip(what: &str, why: &str, in_ci: bool) {
    assert!(!(in_ci && env::var_os("CI").is_some()), "{what} {why}: tools/setup.sh should have seen to it");
    // Straight to the descriptor: what goes through println! is only shown of failed tests.
    let _ = writeln!(std::io::stderr(), "skipped: {what} {why}");
}

fn token(name: &str) -> Receipt {
    Receipt {
        id: Some(TokenId::new(29_841)),
        name: name.to_owned(),
        role: "Engineers".to_owned(),
        expiry: Expiry::At(at("2027-02-22T17:06:00Z")),
        account: AccountId::new(ACCOUNT).unwrap(),
        differences: Vec::new(),
    }
}

fn at(text: &str) -> DateTime<Utc> {
    parse_service_time(text).unwrap()
}

fn written(format: Format, secret: &str, api_base: &str) -> String {
    let receipt = token(NAME);
    let context = Context { api_base, receipt: &receipt };
    String::from(write(format, &Secret::new(secret.to_owned()), &context).as_str())
}

/// An empty folder of its own, which must hold nothing that a snippet was made to leave.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("handover-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// A program of this name that records its arguments and its stdin beside it.
    fn recorder(&self, name: &str) {
        use std::os::unix::fs::PermissionsExt;
        let path = self.file(name, "#!/bin/sh\nprintf '%s\\n' \"$@\" >\"$0.args\"\ncat >\"$0.stdin\"\n");
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.0.join(name)).unwrap()
    }

    /// Runs a program here, with nothing inherited but PATH, and gives back its stdout.
    fn run<A: AsRef<OsStr>>(&self, program: &Path, args: &[A], stdin: &str, key: &str) -> String {
        let mut path = self.0.clone().into_os_string();
        path.push(":");
        path.push(env::var_os("PATH").unwrap_or_default());
        let mut command = Command::new(program);
        command
            .args(args)
            .current_dir(&self.0)
            .env_clear()
            .env("PATH", path)
            .env("HOME", &self.0)
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if !key.is_empty() {
            command.env("GCORE_API_KEY", key);
        }
        let mut child = command.spawn().unwrap();
        // A program that reads nothing may be gone by now.
        let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{program:?}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!self.0.join("broken-out").exists(), "{program:?} broke out");
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The emulator on a port of its own.
struct Emulator {
    child: Child,
    url: String,
}

impl Emulator {
    fn start() -> Option<Self> {
        let root = Path::new(ROOT);
        let program = env::var_os("EMULATOR_BIN").map_or_else(|| root.join("target/debug/gcore-emulator"), PathBuf::from);
        if !program.is_file() {
            skip("the emulator", "is not built (EMULATOR_BIN)", true);
            return None;
        }
        let mut child =
            Command::new(program).args(["--listen", "127.0.0.1:0"]).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().strip_prefix("listening on ").unwrap().to_owned();
        Some(Self { child, url })
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// All that a snippet without a shell's name may be pasted into.
const SHELLS: [&str; 4] = ["bash", "dash", "zsh", "fish"];

/// A shell prints the variable as another program finds it.
const SHOW: &str = "\nprintenv GCORE_API_KEY";

#[test]
fn shells_export_the_token() {
    for (shell, format) in SHELLS.map(|shell| (shell, Format::Export)).into_iter().chain([("fish", Format::Fish)]) {
        let Some(program) = tool(shell, true) else {
            continue;
        };
        let folder = Folder::new();
        for text in TOKENS.iter().chain(&MORE) {
            let script = written(format, text, SERVICE) + SHOW;
            // As an argument and as a file: pasted lines are read like the latter.
            for args in [vec!["-c", &script], vec![]] {
                let stdin = if args.is_empty() { &script } else { "" };
                let shown = folder.run(&program, &args, stdin, "");
                assert_eq!(shown, format!("{text}\n"), "{shell}");
            }
        }
    }
}

#[test]
fn an_interactive_shell_gets_the_token_too() {
    // Only there do `!` and `#` mean something else than in a script.
    for (shell, args) in [("bash", ["--norc", "-i"]), ("zsh", ["-f", "-i"])] {
        let Some(program) = tool(shell, true) else {
            continue;
        };
        let folder = Folder::new();
        for text in TOKENS {
            let stdin =
                format!("set -o history -o histexpand 2>/dev/null\n{}{SHOW}\nexit 0\n", written(Format::Export, text, SERVICE));
            let shown = folder.run(&program, &args, &stdin, "");
            assert!(shown.contains(&format!("{text}\n")), "{shell}: {shown}");
        }
    }
}

#[test]
fn shells_ask_for_the_token() {
    for (shell, format) in [("bash", Format::ExportAsk), ("zsh", Format::ExportAsk), ("fish", Format::FishAsk)] {
        let Some(program) = tool(shell, true) else {
            continue;
        };
        let folder = Folder::new();
        for text in TOKENS {
            let script = written(format, text, SERVICE) + SHOW;
            assert!(!script.contains(text));
            let stdin = format!("{text}\n");
            let shown = folder.run(&program, &["-c", &script], &stdin, "");
            assert!(shown.ends_with(&format!("{text}\n")), "{shell}: {shown}");
        }
    }
}

#[test]
fn powershell_sets_the_token() {
    let Some(program) = tool("pwsh", false) else {
        return;
    };
    let folder = Folder::new();
    for text in TOKENS {
        let script = written(Format::PowerShell, text, SERVICE) + SHOW;
        let shown = folder.run(&program, &["-NoProfile", "-Command", &script], "", "");
        assert_eq!(shown.trim_end(), text);
    }
}

#[test]
fn a_dotenv_file_can_be_sourced() {
    for shell in ["bash", "dash", "zsh"] {
        let Some(program) = tool(shell, true) else {
            continue;
        };
        let folder = Folder::new();
        for text in TOKENS.iter().chain(&MORE) {
            folder.file(".env", &written(Format::DotEnv, text, SERVICE));
            let script = format!("set -a; . ./.env{SHOW}");
            let shown = folder.run(&program, &["-c", &script], "", "");
            assert_eq!(shown, format!("{text}\n"), "{shell}");
        }
    }
}

#[test]
fn tokens_go_through_stdin_and_never_into_arguments() {
    for shell in SHELLS {
        let Some(program) = tool(shell, true) else {
            continue;
        };
        for text in TOKENS {
            let folder = Folder::new();
            folder.recorder("gh");
            folder.recorder("curl");
            let run = |format| {
                let script = written(format, text, "https://gw.example/it's $(x)");
                folder.run(&program, &["-c", &script], "", "")
            };
            run(Format::GitHubCli);
            assert_eq!(folder.read("gh.args"), "secret\nset\nGCORE_API_KEY\n");
            assert_eq!(folder.read("gh.stdin"), text);
            run(Format::Curl);
            assert_eq!(folder.read("curl.args"), "-fsS\n-H\n@-\nhttps://gw.example/it's $(x)/iam/clients/me\n");
            assert_eq!(folder.read("curl.stdin"), format!("Authorization: APIKey {text}\n"));
        }
    }
}

#[test]
fn curl_asks_the_service_who_the_token_belongs_to() {
    let (Some(_), Some(emulator)) = (tool("curl", true), Emulator::start()) else {
        return;
    };
    for shell in SHELLS {
        let Some(program) = tool(shell, true) else {
            continue;
        };
        for text in [ADMINISTRATOR, WITH_DOLLAR] {
            let script = written(Format::Curl, text, &emulator.url);
            let shown = Folder::new().run(&program, &["-c", &script], "", "");
            let answer: Value = serde_json::from_str(&shown).unwrap();
            assert_eq!(answer["id"], ACCOUNT);
        }
    }
}

#[test]
fn the_previewed_request_makes_the_token_that_the_page_would() {
    let (Some(_), Some(emulator)) = (tool("curl", true), Emulator::start()) else {
        return;
    };
    let config = Config { api_base: ApiBase::new(&emulator.url).unwrap(), ..Config::default() };
    for shell in SHELLS {
        let Some(program) = tool(shell, true) else {
            continue;
        };
        for (name, description) in [
            ("it's $HOME \"quoted\" `id` $(id) \\n !x", NAME),
            ("日本語 😀 \u{202e}\u{e0041}\u{7f}", "a\nb\t@c"),
            ("9_\\';touch broken-out;\\'", "\\\\'\\\"\\"),
        ] {
            let new = NewToken {
                account: AccountId::new(ACCOUNT).unwrap(),
                name: name.to_owned(),
                description: Some(description.to_owned()),
                role: Role::Users,
                expiry: Expiry::Never,
            };
            let request = request::create(&config, &new);
            let script = request_as_curl(&request.url, &request.body.unwrap());
            let shown = Folder::new().run(&program, &["-c", &script], "", WITH_DOLLAR);
            let answer: Value = serde_json::from_str(&shown).unwrap();
            assert_eq!(answer["name"], name, "{shown}");
            assert_eq!(answer["description"], description, "{shown}");
            assert_eq!(answer["client_user"]["role"]["id"], 2);
        }
    }
}

fn python() -> Option<PathBuf> {
    let program = Path::new(ROOT).join(".tools/python/bin/python");
    if !program.is_file() {
        skip("Gcore's Python SDK", "is not in .tools/python", true);
        return None;
    }
    Some(program)
}

#[test]
fn the_python_sdk_reaches_the_service() {
    let (Some(python), Some(emulator)) = (python(), Emulator::start()) else {
        return;
    };
    for text in [ADMINISTRATOR, WITH_DOLLAR] {
        let folder = Folder::new();
        let file = folder.file("first.py", &written(Format::Python, text, &emulator.url));
        let shown = folder.run(&python, &[file], "", "");
        assert_eq!(shown, format!("{ACCOUNT}\n"));
    }
}

#[test]
fn the_python_sdk_gets_any_token_as_it_is() {
    let Some(python) = python() else { return };
    let texts: Vec<_> = TOKENS.iter().chain(&MORE).collect();
    let folder = Folder::new();
    for text in texts {
        // Everything but the call at the end, which would go to the service.
        let script = written(Format::Python, text, SERVICE);
        let (script, _) = script.split_once("print(").unwrap();
        let script = format!(
            "{script}assert str(client.base_url).rstrip('/') == '{SERVICE}', client.base_url\nimport sys\nsys.stdout.buffer.write(client.api_key.encode())\n"
        );
        let file = folder.file("first.py", &script);
        assert_eq!(folder.run(&python, &[file], "", ""), **text);
    }
}

#[test]
fn the_kubernetes_manifest_holds_the_token() {
    for text in TOKENS.iter().chain(&MORE) {
        let manifest = written(Format::Kubernetes, text, SERVICE);
        let read: serde_yaml_ng::Value = serde_yaml_ng::from_str(&manifest).unwrap();
        assert_eq!(read["apiVersion"], "v1");
        assert_eq!(read["kind"], "Secret");
        assert_eq!(read["metadata"]["name"], "gcore-token-touch-broken-out-touch-broken-out-touch.29841");
        let about = read["metadata"]["annotations"]["kubernetes.io/description"].as_str();
        assert!(about.unwrap().starts_with("Gcore API token 29841 "));
        assert_eq!(read["stringData"]["GCORE_API_KEY"], **text);
        assert_eq!(read.as_mapping().unwrap().len(), 4);
    }
}

#[test]
fn terraforms_language_reads_the_token() {
    for text in TOKENS.iter().chain(&MORE) {
        let file = written(Format::Terraform, text, SERVICE);
        let read: hcl::Value = hcl::from_str(&file).unwrap();
        let read = read.as_object().unwrap();
        assert_eq!(read.len(), 1);
        assert_eq!(read["gcore_api_key"].as_str(), Some(*text));
    }
}

#[test]
fn terraform_itself_reads_the_token() {
    let Some(terraform) = tool("terraform", false) else {
        return;
    };
    let folder = Folder::new();
    let file = written(Format::Terraform, "", SERVICE);
    // The configuration that the file's own comment asks for.
    let variable = file.lines().find_map(|line| line.strip_prefix("#   variable "));
    folder.file("main.tf", &format!("variable {}\n", variable.unwrap()));
    for text in TOKENS {
        folder.file("gcore.auto.tfvars", &written(Format::Terraform, text, SERVICE));
        let question = "sha256(nonsensitive(var.gcore_api_key))\n";
        let shown = folder.run(&terraform, &["console"], question, "");
        let hash: String = Sha256::digest(text).iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(shown.trim().trim_matches('"'), hash, "{text}");
        let fingerprint = fingerprint(&Secret::new(text.to_owned()));
        assert!(hash.starts_with(&fingerprint));
    }
}

/// What another product's form asks for, and the name that is entered there.
fn web_form(format: Format) -> (&'static WebForm, &'static str) {
    let form = format.web_form().unwrap();
    let name = form.fields.iter().find_map(|(_, entry)| match entry {
        Entry::Name(name) => Some(*name),
        _ => None,
    });
    (form, name.unwrap())
}

/// Whether a text is not empty and all of these characters.
fn is_all(text: &str, fits: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(fits)
}

#[test]
fn what_is_pasted_into_another_products_form_is_the_token_itself() {
    for format in [Format::GitHub, Format::GitLab, Format::Jenkins, Format::HcpTerraform] {
        for text in TOKENS {
            assert_eq!(written(format, text, SERVICE), text);
        }
    }
}

#[test]
fn github_takes_the_name_and_a_workflow_uses_the_secret() {
    let (form, name) = web_form(Format::GitHub);
    // Source: GitHub's documentation, "Naming your secrets".
    assert!(is_all(name, |c| c.is_ascii_alphanumeric() || c == '_'));
    assert!(!name.starts_with("GITHUB_") && !name.starts_with(|c: char| c.is_ascii_digit()));
    let workflow: serde_yaml_ng::Value = serde_yaml_ng::from_str(&format!("env:\n  {}\n", form.usage)).unwrap();
    assert_eq!(workflow["env"][name].as_str(), Some(&*format!("${{{{ secrets.{name} }}}}")));
}

#[test]
fn gitlab_takes_the_key_hides_the_token_and_a_job_uses_it() {
    let (form, name) = web_form(Format::GitLab);
    assert!(is_all(name, |c| c.is_ascii_alphanumeric() || c == '_'));
    for text in [ADMINISTRATOR, WITH_DOLLAR] {
        // Source: GitLab's documentation, "Mask a CI/CD variable", for a value that is not expanded.
        assert!(text.len() >= 8 && is_all(text, |c| !c.is_whitespace()));
    }
    // Others may contain only what expansion leaves alone.
    assert!(!is_all(WITH_DOLLAR, |c| c.is_ascii_alphanumeric() || "_-:@.~+/=".contains(c)));
    assert!(form.fields.contains(&("Expand variable reference", Entry::Choice("Off"))));
    for shell in SHELLS {
        let Some(program) = tool(shell, true) else { continue };
        for text in TOKENS {
            let script = format!("printf %s \"{}\"", form.usage);
            assert_eq!(Folder::new().run(&program, &["-c", &script], "", text), text, "{shell}");
        }
    }
}

#[test]
fn jenkins_takes_the_id_and_a_pipeline_uses_the_credential() {
    let (form, name) = web_form(Format::Jenkins);
    // Source: the pattern that Jenkins' credentials plugin checks an id against.
    assert!(is_all(name, |c| c.is_ascii_alphanumeric() || "_.-".contains(c)));
    assert_eq!(form.usage, format!("GCORE_API_KEY = credentials('{name}')"));
}

#[test]
fn a_terraform_configuration_uses_the_variable_of_the_workspace() {
    let (form, name) = web_form(Format::HcpTerraform);
    let read: Value = hcl::from_str(form.usage).unwrap();
    assert_eq!(read["variable"][name]["sensitive"], true);
    assert_eq!(read["provider"]["gcore"]["api_key"].as_str(), Some(&*format!("${{var.{name}}}")));
    // The same that the file for Terraform says of itself, and the same name as in there.
    let file = written(Format::Terraform, ADMINISTRATOR, SERVICE);
    for line in form.usage.lines() {
        assert!(file.contains(&format!("#   {line}\n")), "{file}");
    }
    assert!(file.contains(&format!("\n{name} = ")));
}

#[test]
fn gos_language_reads_the_token() {
    let mut literals = Vec::new();
    for text in TOKENS.iter().chain(&MORE) {
        let source = written(Format::Go, text, "https://gw.example/gcore");
        let (_, rest) = source.split_once("option.WithAPIKey(").unwrap();
        let (literal, _) = rest.split_once("), option.WithBaseURL(").unwrap();
        assert_eq!(read_go_string(literal).as_deref(), Some(*text), "{literal}");
        literals.push((literal.to_owned(), *text));
        assert!(!source.contains(['\u{202e}', '\r']), "{source}");
    }
    let Some(go) = tool("go", false) else { return };
    let folder = Folder::new();
    let mut program = String::from("package main\n\nimport \"fmt\"\n\nfunc main() {\n");
    for (literal, _) in &literals {
        program.push_str(&format!("\tfmt.Printf(\"%x\\n\", {literal})\n"));
    }
    program.push_str("}\n");
    let file = folder.file("main.go", &program);
    let shown = folder.run(&go, &[OsStr::new("run"), file.as_os_str()], "", "");
    let arrived: Vec<_> = shown.lines().collect();
    let sent: Vec<String> = literals.iter().map(|(_, text)| text.bytes().map(|b| format!("{b:02x}")).collect()).collect();
    assert_eq!(arrived, sent);
}

/// An interpreted string literal, by the Go specification's rules for those this page writes.
fn read_go_string(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '"' | '\n' => return None,
            '\\' => match chars.next()? {
                c @ ('"' | '\\') => text.push(c),
                c @ ('u' | 'U') => {
                    let digits = if c == 'u' { 4 } else { 8 };
                    let code: String = chars.by_ref().take(digits).collect();
                    text.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?)?);
                }
                _ => return None,
            },
            c => text.push(c),
        }
    }
    Some(text)
}

#[test]
fn a_calendar_library_reads_the_reminder() {
    for name in [NAME, "a,b;c\\d\\n", &"Ж😀".repeat(99), ""] {
        let receipt = token(name);
        let text = calendar(&receipt, 7, at("2026-11-24T10:00:00Z")).unwrap();
        let read: icalendar::Calendar = text.parse().unwrap();
        let [component] = &read.components[..] else {
            panic!("{text}");
        };
        let event = component.as_event().unwrap();
        assert_eq!(event.get_start(), Some(DatePerhapsTime::from(at("2027-02-15T17:06:00Z"))));
        assert_eq!(event.get_timestamp(), Some(at("2026-11-24T10:00:00Z")));
        assert_eq!(event.get_uid(), Some("gcore-token-29841.7350925"));
        let summary = event.get_summary().unwrap();
        let shown: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let shown = shown.replace('\u{202e}', "");
        assert_eq!(summary, format!("Replace the Gcore API token {shown}: it expires 2027-02-22 17:06 UTC"));
        assert_eq!(event.get_description().unwrap(), gcore_token_core::handover::receipt(&receipt, None));
    }
}
