//! The hand-over: a new token as a snippet or file for the tool that will use it, and what may be kept of it.
//!
//! Every value goes through the quoting function of the language it ends up in, so a name or a
//! token can't be anything but a value there. Nothing for a shell contains a comment: an
//! interactive zsh runs what follows `#`.

mod calendar;
mod format;
mod quote;
mod receipt;

use zeroize::Zeroizing;

pub use calendar::{Reminders, calendar, end_to_remind_of, reminders};
pub use format::{Entry, Format, Group, WebForm};
pub use receipt::{file_name, fingerprint, receipt};

use crate::config::SERVICE;
use crate::form::expiry::Expiry;
use crate::{Receipt, Secret, time};

/// The token's environment variable. Source: Gcore's Python and Go SDKs and version 2 of
/// its Terraform provider all read it.
pub const VARIABLE: &str = "GCORE_API_KEY";

/// What stands for a token that is not to be read.
pub const DOTS: &str = "••••••••••••••••••••••••";

/// The variable of a Terraform configuration, whose names are in lower case.
const TERRAFORM_VARIABLE: &str = "gcore_api_key";

/// What a Terraform configuration needs to use it.
const TERRAFORM_USE: &str = "variable \"gcore_api_key\" { sensitive = true }\nprovider \"gcore\" { api_key = var.gcore_api_key }";

/// What a snippet needs besides the token.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The service's absolute address, without a trailing slash.
    pub api_base: &'a str,
    /// What is known about the token.
    pub receipt: &'a Receipt,
}

/// Writes the token in a format. Files end with a line break; what is meant for pasting doesn't.
#[must_use]
pub fn write(format: Format, secret: &Secret, context: &Context) -> Zeroizing<String> {
    let token = secret.expose();
    let receipt = context.receipt;
    // The SDKs' own default needn't be mentioned.
    let elsewhere = context.api_base != SERVICE;
    // Large enough from the start: growing would leave copies of the token behind.
    let mut text = Zeroizing::new(String::with_capacity(1024 + 8 * token.len()));
    let out: &mut String = &mut text;
    match format {
        Format::Raw | Format::GitHub | Format::GitLab | Format::Jenkins | Format::HcpTerraform => out.push_str(token),
        Format::Export => {
            out.push_str(" export GCORE_API_KEY=");
            quote::shell(out, token);
        }
        Format::ExportAsk => out.push_str("printf 'Token: '; IFS= read -rs GCORE_API_KEY; echo; export GCORE_API_KEY"),
        Format::Fish => {
            out.push_str("set -gx GCORE_API_KEY ");
            quote::shell(out, token);
        }
        Format::FishAsk => out.push_str("read -gxs -P 'Token: ' GCORE_API_KEY"),
        Format::PowerShell => {
            out.push_str("$env:GCORE_API_KEY = ");
            quote::powershell(out, token);
        }
        // Read-Host -MaskInput is shorter, but the PowerShell that ships with Windows lacks it.
        Format::PowerShellAsk => {
            out.push_str("$env:GCORE_API_KEY = [Net.NetworkCredential]::new('', (Read-Host -AsSecureString 'Token')).Password")
        }
        Format::DotEnv => {
            comment(out, "# ", receipt);
            out.push_str("GCORE_API_KEY=");
            quote::dotenv(out, token);
            out.push('\n');
        }
        // Neither the shell's built-in printf nor curl's stdin shows in the process list.
        Format::Curl => {
            out.push_str(" printf 'Authorization: APIKey %s\\n' ");
            quote::shell(out, token);
            out.push_str(" | curl -fsS -H @- ");
            let mut url = String::from(context.api_base);
            url.push_str("/iam/clients/me");
            quote::shell(out, &url);
        }
        // The comment is on the third line, since Python looks for an encoding in the first two.
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
            out.push_str("# Belongs to:\n");
            for line in TERRAFORM_USE.lines() {
                out.push_str("#   ");
                out.push_str(line);
                out.push('\n');
            }
            out.push_str("# Version 0 of the provider calls it permanent_api_token instead of api_key.\n");
            out.push_str(TERRAFORM_VARIABLE);
            out.push_str(" = ");
            quote::hcl(out, token);
            out.push('\n');
        }
        Format::GitHubCli => {
            out.push_str(" printf %s ");
            quote::shell(out, token);
            out.push_str(" | gh secret set GCORE_API_KEY");
        }
        // On a terminal, gh prompts for the value.
        Format::GitHubCliAsk => out.push_str("gh secret set GCORE_API_KEY"),
        Format::Kubernetes => {
            out.push_str("apiVersion: v1\nkind: Secret\nmetadata:\n  name: ");
            out.push_str(&receipt::object_name(receipt));
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

/// What [`write`] writes, with dots for the token; `None` where there is nothing else to see.
///
/// The token itself is not written: another one stands in for it, quoted in the same way.
#[must_use]
pub fn preview(format: Format, secret: &Secret, context: &Context) -> Option<String> {
    if format.is_token_alone() {
        return None;
    }
    // An old token's $ makes a difference to quotes. No token is like these: they begin with the digits of an id.
    let stand_in = if secret.expose().contains('$') { "TOKEN$HERE" } else { "TOKEN_HERE" };
    let written = write(format, &Secret::new(stand_in.to_owned()), context);
    Some(written.trim_end().replace(stand_in, DOTS))
}

/// The request for a new token as a curl command, with the key as a variable.
///
/// `url` is absolute and `body` is JSON. Characters that a terminal acts on, or that change the
/// reading direction, become JSON escapes, so the service receives the same as from the page.
#[must_use]
pub fn request_as_curl(url: &str, body: &str) -> String {
    let mut out = String::from("curl -sS ");
    quote::shell(&mut out, url);
    out.push_str(
        " \\\n  -H \"Authorization: APIKey $GCORE_API_KEY\" \\\n  -H 'Content-Type: application/json' \\\n  --data-raw ",
    );
    quote::shell(&mut out, &quote::visible_json(body));
    out
}

/// A comment about the token.
fn comment(out: &mut String, start: &str, receipt: &Receipt) {
    out.push_str(start);
    about(out, receipt);
    out.push('\n');
}

/// `Gcore API token 29841 CI deploy, Engineers, expires 2027-02-22 17:06 UTC`
fn about(out: &mut String, receipt: &Receipt) {
    out.push_str("Gcore API token ");
    if let Some(id) = receipt.id {
        out.push_str(&id.to_string());
        out.push(' ');
    }
    quote::words(out, &receipt.name);
    out.push_str(", ");
    quote::words(out, &receipt.role);
    match receipt.expiry {
        Expiry::At(end) => {
            out.push_str(", expires ");
            out.push_str(&time::utc_text(end));
        }
        Expiry::Never => out.push_str(", never expires"),
    }
}

#[cfg(test)]
mod tests;
