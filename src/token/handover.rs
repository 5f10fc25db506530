//! The hand-over: a new token in the form that its next home takes, and what is kept of it.
//!
//! Every value goes through the one quoting function of the language it lands in, so a name or a
//! token can't say anything there but itself. Nothing a shell would run holds a comment: an
//! interactive zsh runs what stands after `#`.

mod calendar;
mod quote;
mod receipt;

use zeroize::Zeroizing;

pub use calendar::{calendar, reminder_at};
pub use receipt::{file_name, fingerprint, receipt};

use super::expiry::Expiry;
use super::{Receipt, Secret, time};

/// The environment variable for the token. Source: Gcore's Python and Go SDKs and version 2 of
/// its Terraform provider all read it.
pub const VARIABLE: &str = "GCORE_API_KEY";

/// Where the SDKs go by themselves, so that their snippets needn't say it.
const SERVICE: &str = "https://api.gcore.com";

/// What "Copy as" offers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// The token and nothing else.
    Raw,
    /// A variable for bash and zsh.
    Export,
    /// The same, asking for the token.
    ExportAsk,
    /// A variable for fish.
    Fish,
    /// The same, asking for the token.
    FishAsk,
    /// A variable for PowerShell.
    PowerShell,
    /// The same, asking for the token.
    PowerShellAsk,
    /// A line of a `.env` file.
    DotEnv,
    /// A first call with curl.
    Curl,
    /// A first call with Gcore's Python SDK.
    Python,
    /// A first call with Gcore's Go SDK.
    Go,
    /// A file of variables for Terraform.
    Terraform,
    /// A secret for GitHub Actions, set with `gh`.
    GitHub,
    /// The same; `gh` asks for the token.
    GitHubAsk,
    /// A manifest with a Kubernetes secret.
    Kubernetes,
}

impl Format {
    /// All of them, in the order of the dropdown.
    pub const ALL: [Self; 15] = [
        Self::Raw,
        Self::Export,
        Self::ExportAsk,
        Self::Fish,
        Self::FishAsk,
        Self::PowerShell,
        Self::PowerShellAsk,
        Self::DotEnv,
        Self::Curl,
        Self::Python,
        Self::Go,
        Self::Terraform,
        Self::GitHub,
        Self::GitHubAsk,
        Self::Kubernetes,
    ];

    /// The option's text.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.facts()[0]
    }

    /// The option's value.
    #[must_use]
    pub fn value(self) -> &'static str {
        self.facts()[1]
    }

    /// The end of a downloaded file's name, without its dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.facts()[2]
    }

    /// Where the token is left behind and where it isn't, for the person.
    #[must_use]
    pub fn note(self) -> &'static str {
        self.facts()[3]
    }

    /// Reads an option's value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.value() == value)
    }

    /// Whether the token is in the text. Where it isn't, the text asks for it: the person copies
    /// the token alone and pastes it there.
    #[must_use]
    pub fn holds_secret(self) -> bool {
        !matches!(
            self,
            Self::ExportAsk | Self::FishAsk | Self::PowerShellAsk | Self::GitHubAsk
        )
    }

    /// Label, value, extension, note.
    fn facts(self) -> [&'static str; 4] {
        const ASKED: &str = "Run it, then copy the token and paste it. It isn't shown, and stays out of the history and the process list.";
        match self {
            Self::Raw => ["The token alone", "raw", "txt", "No quotes, no line break."],
            Self::Export => [
                "bash, zsh",
                "export",
                "sh",
                "The space in front keeps it out of the history only where HISTCONTROL (bash; Debian and Ubuntu set it) or HIST_IGNORE_SPACE (zsh) says so.",
            ],
            Self::ExportAsk => ["bash, zsh: ask for the token", "export-ask", "sh", ASKED],
            Self::Fish => [
                "fish",
                "fish",
                "fish",
                "fish keeps pasted lines in its history, even with a space in front.",
            ],
            Self::FishAsk => ["fish: ask for the token", "fish-ask", "fish", ASKED],
            Self::PowerShell => [
                "PowerShell",
                "powershell",
                "ps1",
                "PowerShell may write the line to its history file.",
            ],
            Self::PowerShellAsk => [
                "PowerShell: ask for the token",
                "powershell-ask",
                "ps1",
                ASKED,
            ],
            Self::DotEnv => [
                ".env file",
                "dotenv",
                "env",
                "Not encrypted: keep the file out of git. Where there are quotes, docker's --env-file takes them for a part of the token.",
            ],
            Self::Curl => [
                "curl",
                "curl",
                "sh",
                "Asks who the token belongs to. It stays out of the process list, but out of the history only as for bash and zsh.",
            ],
            Self::Python => [
                "Python",
                "python",
                "py",
                "The token is in the source: don't commit it. Without api_key, the SDK reads GCORE_API_KEY.",
            ],
            Self::Go => [
                "Go",
                "go",
                "go",
                "The token is in the source: don't commit it. Without WithAPIKey, the SDK reads GCORE_API_KEY.",
            ],
            Self::Terraform => [
                "Terraform",
                "terraform",
                "auto.tfvars",
                "Not encrypted: keep the file out of git. Saved plans contain it too; GCORE_API_KEY in the environment avoids both.",
            ],
            Self::GitHub => [
                "GitHub Actions secret",
                "github",
                "sh",
                "Goes through stdin, so it stays out of the process list, but out of the history only as for bash and zsh.",
            ],
            Self::GitHubAsk => [
                "GitHub Actions secret: ask for the token",
                "github-ask",
                "sh",
                ASKED,
            ],
            Self::Kubernetes => [
                "Kubernetes secret",
                "kubernetes",
                "yaml",
                "Run kubectl create -f - and paste it, then press Enter and Ctrl-D: it stays out of the history and the process list. The cluster stores it as it is unless it encrypts secrets.",
            ],
        }
    }
}

/// What a snippet needs besides the token.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The service's absolute address, without a slash at its end.
    pub api_base: &'a str,
    /// What is known of the token.
    pub receipt: &'a Receipt,
}

/// Writes the token for its next home. Files end in a line break, what is pasted doesn't.
#[must_use]
pub fn write(format: Format, secret: &Secret, context: &Context) -> Zeroizing<String> {
    let token = secret.expose();
    let receipt = context.receipt;
    let elsewhere = context.api_base != SERVICE;
    // Room for all of it, so that growing doesn't leave pieces of the token behind.
    let mut text = Zeroizing::new(String::with_capacity(1024 + 8 * token.len()));
    let out: &mut String = &mut text;
    match format {
        Format::Raw => out.push_str(token),
        Format::Export => {
            out.push_str(" export GCORE_API_KEY=");
            quote::posix(out, token);
        }
        Format::ExportAsk => out.push_str(
            "printf 'Token: '; IFS= read -rs GCORE_API_KEY; echo; export GCORE_API_KEY",
        ),
        Format::Fish => {
            out.push_str("set -gx GCORE_API_KEY ");
            quote::fish(out, token);
        }
        Format::FishAsk => out.push_str("read -gxs -P 'Token: ' GCORE_API_KEY"),
        Format::PowerShell => {
            out.push_str("$env:GCORE_API_KEY = ");
            quote::powershell(out, token);
        }
        // Read-Host -MaskInput is shorter, but the PowerShell that Windows brings has only this.
        Format::PowerShellAsk => out.push_str(
            "$env:GCORE_API_KEY = [Net.NetworkCredential]::new('', (Read-Host -AsSecureString 'Token')).Password",
        ),
        Format::DotEnv => {
            comment(out, "# ", receipt);
            out.push_str("GCORE_API_KEY=");
            quote::dotenv(out, token);
            out.push('\n');
        }
        // The shell's own printf and curl's stdin: neither shows in the process list.
        Format::Curl => {
            out.push_str(" printf 'Authorization: APIKey %s\\n' ");
            quote::posix(out, token);
            out.push_str(" | curl -fsS -H @- ");
            let mut url = String::from(context.api_base);
            url.push_str("/iam/clients/me");
            quote::posix(out, &url);
        }
        // The comment is on the third line: in the first two, Python looks for an encoding.
        Format::Python => {
            out.push_str("from gcore import Gcore\n\n");
            comment(out, "# ", receipt);
            out.push_str("client = Gcore(api_key=");
            quote::python(out, token);
            if elsewhere {
                out.push_str(", base_url=");
                quote::python(out, context.api_base);
            }
            out.push_str(")\nprint(client.iam.get_account_overview().id)\n");
        }
        Format::Go => {
            out.push_str("package main\n\nimport (\n\t\"context\"\n\t\"fmt\"\n\n\t\"github.com/G-Core/gcore-go\"\n\t\"github.com/G-Core/gcore-go/option\"\n)\n\nfunc main() {\n");
            comment(out, "\t// ", receipt);
            out.push_str("\tclient := gcore.NewClient(option.WithAPIKey(");
            quote::go(out, token);
            out.push(')');
            if elsewhere {
                out.push_str(", option.WithBaseURL(");
                quote::go(out, context.api_base);
                out.push(')');
            }
            out.push_str(")\n\taccount, err := client.Iam.GetAccountOverview(context.Background())\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\tfmt.Println(account.ID)\n}\n");
        }
        Format::Terraform => {
            comment(out, "# ", receipt);
            out.push_str("# Belongs to:\n#   variable \"gcore_api_key\" { sensitive = true }\n#   provider \"gcore\" { api_key = var.gcore_api_key }\n# Version 0 of the provider calls it permanent_api_token instead of api_key.\ngcore_api_key = ");
            quote::hcl(out, token);
            out.push('\n');
        }
        Format::GitHub => {
            out.push_str(" printf %s ");
            quote::posix(out, token);
            out.push_str(" | gh secret set GCORE_API_KEY");
        }
        // At a terminal, gh asks for what no option gives.
        Format::GitHubAsk => out.push_str("gh secret set GCORE_API_KEY"),
        Format::Kubernetes => {
            out.push_str("apiVersion: v1\nkind: Secret\nmetadata:\n  name: ");
            receipt::slug(out, receipt);
            out.push_str("\n  annotations:\n    kubernetes.io/description: ");
            let mut text = String::new();
            about(&mut text, receipt);
            quote::yaml(out, &text);
            out.push_str("\nstringData:\n  GCORE_API_KEY: ");
            quote::yaml(out, token);
            out.push('\n');
        }
    }
    text
}

/// The request for a new token as curl would send it, with the key as a variable.
///
/// `url` is absolute and `body` is JSON. Characters that a terminal acts on or that turn the order
/// of what is read become JSON's own escapes, so the service gets the same as from the page.
#[must_use]
pub fn request_as_curl(url: &str, body: &str) -> String {
    let mut out = String::from("curl -sS ");
    quote::posix(&mut out, url);
    out.push_str(
        " \\\n  -H \"Authorization: APIKey $GCORE_API_KEY\" \\\n  -H 'Content-Type: application/json' \\\n  --data-raw ",
    );
    quote::posix(&mut out, &quote::visible_json(body));
    out
}

/// A comment on the token.
fn comment(out: &mut String, start: &str, receipt: &Receipt) {
    out.push_str(start);
    about(out, receipt);
    out.push('\n');
}

/// `Gcore API token 29841 CI deploy, Engineers, ends 2027-02-22 17:06 UTC`
fn about(out: &mut String, receipt: &Receipt) {
    out.push_str("Gcore API token ");
    if let Some(id) = &receipt.id {
        quote::words(out, id);
        out.push(' ');
    }
    quote::words(out, &receipt.name);
    out.push_str(", ");
    quote::words(out, &receipt.role);
    match receipt.expiry {
        Expiry::At(end) => {
            out.push_str(", ends ");
            out.push_str(&time::utc_text(end));
        }
        Expiry::Never => out.push_str(", never ends"),
    }
}

#[cfg(test)]
mod tests;
