//! The formats of a hand-over. To add one, add a variant and its description here, and write it in
//! [`super::write`].

use super::{TERRAFORM_USE, TERRAFORM_VARIABLE, VARIABLE};

/// An option of "Copy as".
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Format {
    /// The token and nothing else.
    Raw,
    /// Sets a variable in bash or zsh.
    Export,
    /// The same, but prompts for the token.
    ExportAsk,
    /// Sets a variable in fish.
    Fish,
    /// The same, but prompts for the token.
    FishAsk,
    /// Sets a variable in PowerShell.
    PowerShell,
    /// The same, but prompts for the token.
    PowerShellAsk,
    /// A GitHub Actions secret, entered on GitHub.
    GitHub,
    /// The same with GitHub's command, `gh`.
    GitHubCli,
    /// The same, but `gh` prompts for the token.
    GitHubCliAsk,
    /// A GitLab CI/CD variable, entered on GitLab.
    GitLab,
    /// A Jenkins credential, entered in Jenkins.
    Jenkins,
    /// A variable of an HCP Terraform workspace, entered there. It used to be called Terraform Cloud.
    HcpTerraform,
    /// A first call with curl.
    Curl,
    /// A first call with Gcore's Python SDK.
    Python,
    /// A first call with Gcore's Go SDK.
    Go,
    /// A line of a `.env` file.
    DotEnv,
    /// A Terraform variables file.
    Terraform,
    /// The manifest of a Kubernetes secret.
    Kubernetes,
}

/// What formats have in common, as a heading in the dropdown. The token alone is in none.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Group {
    /// For a command line.
    Shells,
    /// For what builds and deploys.
    Ci,
    /// For a program.
    Code,
    /// For a file that a tool reads.
    Files,
}

impl Group {
    /// In the order of the dropdown.
    pub const ALL: [Self; 4] = [Self::Shells, Self::Ci, Self::Code, Self::Files];

    /// The heading.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Shells => "Shells",
            Self::Ci => "CI",
            Self::Code => "Code",
            Self::Files => "Files",
        }
    }
}

/// A form of another product that the token is pasted into: what else to enter, and how it is used from then on.
#[derive(PartialEq, Eq, Debug)]
pub struct WebForm {
    /// The way to it, in the product's own words.
    pub place: &'static str,
    /// Labels and what to enter or choose there, in the form's order.
    pub fields: &'static [(&'static str, Entry)],
    /// Where the use of it is written.
    pub used_in: &'static str,
    /// What uses it.
    pub usage: &'static str,
}

/// What to enter or choose in a form of another product.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Entry {
    /// Exactly this, as code: other places refer to it.
    Name(&'static str),
    /// An option, in the product's own words.
    Choice(&'static str),
    /// The token, which was copied.
    Token,
}

/// Everything there is to know about a format.
struct Description {
    group: Option<Group>,
    label: &'static str,
    value: &'static str,
    /// Of a file name, without the dot.
    extension: &'static str,
    holds_secret: bool,
    note: &'static str,
    web_form: Option<&'static WebForm>,
}

const ASKED: &str = "Run this, then copy the token on its own and paste it at the prompt. It isn’t shown, and stays out of the history and the process list.";

impl Format {
    /// In the order of the dropdown.
    pub const ALL: [Self; 19] = [
        Self::Raw,
        Self::Export,
        Self::ExportAsk,
        Self::Fish,
        Self::FishAsk,
        Self::PowerShell,
        Self::PowerShellAsk,
        Self::GitHub,
        Self::GitHubCli,
        Self::GitHubCliAsk,
        Self::GitLab,
        Self::Jenkins,
        Self::HcpTerraform,
        Self::Curl,
        Self::Python,
        Self::Go,
        Self::DotEnv,
        Self::Terraform,
        Self::Kubernetes,
    ];

    fn description(self) -> Description {
        match self {
            Self::Raw => Description {
                group: None,
                label: "Token only",
                value: "raw",
                extension: "txt",
                holds_secret: true,
                note: "No quotes, no line break.",
                web_form: None,
            },
            Self::Export => Description {
                group: Some(Group::Shells),
                label: "bash, zsh",
                value: "export",
                extension: "sh",
                holds_secret: true,
                note: "The space in front keeps it out of the history only where HISTCONTROL (bash; Debian and Ubuntu set it) or HIST_IGNORE_SPACE (zsh) is set that way.",
                web_form: None,
            },
            Self::ExportAsk => Description {
                group: Some(Group::Shells),
                label: "bash, zsh: prompt for the token",
                value: "export-ask",
                extension: "sh",
                holds_secret: false,
                note: ASKED,
                web_form: None,
            },
            Self::Fish => Description {
                group: Some(Group::Shells),
                label: "fish",
                value: "fish",
                extension: "fish",
                holds_secret: true,
                note: "fish keeps pasted lines in its history, even with a space in front.",
                web_form: None,
            },
            Self::FishAsk => Description {
                group: Some(Group::Shells),
                label: "fish: prompt for the token",
                value: "fish-ask",
                extension: "fish",
                holds_secret: false,
                note: ASKED,
                web_form: None,
            },
            Self::PowerShell => Description {
                group: Some(Group::Shells),
                label: "PowerShell",
                value: "powershell",
                extension: "ps1",
                holds_secret: true,
                note: "PowerShell may write the line to its history file.",
                web_form: None,
            },
            Self::PowerShellAsk => Description {
                group: Some(Group::Shells),
                label: "PowerShell: prompt for the token",
                value: "powershell-ask",
                extension: "ps1",
                holds_secret: false,
                note: ASKED,
                web_form: None,
            },
            Self::GitHub => Description {
                group: Some(Group::Ci),
                label: "GitHub Actions secret",
                value: "github",
                extension: "txt",
                holds_secret: true,
                note: "Nobody can read it there afterwards. Workflows of the repository get it, and their logs hide it.",
                web_form: Some(&WebForm {
                    place: "In the repository: Settings → Secrets and variables → Actions → New repository secret",
                    fields: &[("Name", Entry::Name(VARIABLE)), ("Secret", Entry::Token)],
                    used_in: "In the workflow, under env:",
                    usage: "GCORE_API_KEY: ${{ secrets.GCORE_API_KEY }}",
                }),
            },
            Self::GitHubCli => Description {
                group: Some(Group::Ci),
                label: "GitHub Actions secret with gh",
                value: "github-cli",
                extension: "sh",
                holds_secret: true,
                note: "Goes through stdin, so it stays out of the process list, but out of the shell history only under the condition given for bash and zsh.",
                web_form: None,
            },
            Self::GitHubCliAsk => Description {
                group: Some(Group::Ci),
                label: "GitHub Actions secret with gh: prompt for the token",
                value: "github-cli-ask",
                extension: "sh",
                holds_secret: false,
                note: ASKED,
                web_form: None,
            },
            Self::GitLab => Description {
                group: Some(Group::Ci),
                label: "GitLab CI/CD variable",
                value: "gitlab",
                extension: "txt",
                holds_secret: true,
                note: "Jobs get it as an environment variable, and their logs hide it. With expansion on, a $ in the token would name another variable.",
                web_form: Some(&WebForm {
                    place: "In the project: Settings → CI/CD → Variables → Add variable",
                    fields: &[
                        ("Visibility", Entry::Choice("Masked, or Masked and hidden")),
                        ("Expand variable reference", Entry::Choice("Off")),
                        ("Key", Entry::Name(VARIABLE)),
                        ("Value", Entry::Token),
                    ],
                    used_in: "In a job’s script",
                    usage: "$GCORE_API_KEY",
                }),
            },
            Self::Jenkins => Description {
                group: Some(Group::Ci),
                label: "Jenkins credential",
                value: "jenkins",
                extension: "txt",
                holds_secret: true,
                note: "Jenkins encrypts it and hides it in logs, but every job there can use it.",
                web_form: Some(&WebForm {
                    place: "Manage Jenkins → Credentials → System → Global credentials → Add Credentials",
                    fields: &[
                        ("Kind", Entry::Choice("Secret text")),
                        ("Secret", Entry::Token),
                        ("ID", Entry::Name("gcore-api-key")),
                    ],
                    used_in: "In the Jenkinsfile, in environment { }",
                    usage: "GCORE_API_KEY = credentials('gcore-api-key')",
                }),
            },
            Self::HcpTerraform => Description {
                group: Some(Group::Ci),
                label: "HCP Terraform variable",
                value: "hcp-terraform",
                extension: "txt",
                holds_secret: true,
                note: "Nobody can read it there afterwards, but plans contain it. Terraform Cloud is now called HCP Terraform.",
                web_form: Some(&WebForm {
                    place: "In the workspace: Variables → Add variable",
                    fields: &[
                        ("Category", Entry::Choice("Terraform variable")),
                        ("Key", Entry::Name(TERRAFORM_VARIABLE)),
                        ("Value", Entry::Token),
                        ("Sensitive", Entry::Choice("On")),
                    ],
                    used_in: "In the configuration",
                    usage: TERRAFORM_USE,
                }),
            },
            Self::Curl => Description {
                group: Some(Group::Code),
                label: "curl",
                value: "curl",
                extension: "sh",
                holds_secret: true,
                note: "Asks who the token belongs to. It stays out of the process list, but out of the shell history only under the condition given for bash and zsh.",
                web_form: None,
            },
            Self::Python => Description {
                group: Some(Group::Code),
                label: "Python",
                value: "python",
                extension: "py",
                holds_secret: true,
                note: "The token is in the source: don’t commit it. Without api_key, the SDK reads GCORE_API_KEY.",
                web_form: None,
            },
            Self::Go => Description {
                group: Some(Group::Code),
                label: "Go",
                value: "go",
                extension: "go",
                holds_secret: true,
                note: "The token is in the source: don’t commit it. Without WithAPIKey, the SDK reads GCORE_API_KEY.",
                web_form: None,
            },
            Self::DotEnv => Description {
                group: Some(Group::Files),
                label: ".env file",
                value: "dotenv",
                extension: "env",
                holds_secret: true,
                note: "Not encrypted: keep the file out of git. Where there are quotes, docker’s --env-file takes them as part of the token.",
                web_form: None,
            },
            Self::Terraform => Description {
                group: Some(Group::Files),
                label: "Terraform variables",
                value: "terraform",
                extension: "auto.tfvars",
                holds_secret: true,
                note: "Not encrypted: keep the file out of git. Saved plans contain it too; GCORE_API_KEY in the environment avoids both.",
                web_form: None,
            },
            Self::Kubernetes => Description {
                group: Some(Group::Files),
                label: "Kubernetes secret",
                value: "kubernetes",
                extension: "yaml",
                holds_secret: true,
                note: "Run kubectl create -f - and paste it, then press Enter and Ctrl-D: it stays out of the history and the process list. The cluster stores it unencrypted unless encryption of secrets is switched on.",
                web_form: None,
            },
        }
    }

    /// The option's text.
    #[must_use]
    pub fn label(self) -> &'static str {
        self.description().label
    }

    /// The option's value.
    #[must_use]
    pub fn value(self) -> &'static str {
        self.description().value
    }

    /// Where the option stands in the dropdown; `None` for the token alone, which is the first.
    #[must_use]
    pub fn group(self) -> Option<Group> {
        self.description().group
    }

    /// What else to enter, where the token is pasted into another product's form.
    #[must_use]
    pub fn web_form(self) -> Option<&'static WebForm> {
        self.description().web_form
    }

    /// Whether the text is the token and nothing else.
    #[must_use]
    pub fn is_token_alone(self) -> bool {
        self == Self::Raw || self.web_form().is_some()
    }

    /// Parses an option's value.
    #[must_use]
    pub fn from_value(value: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.value() == value)
    }

    /// The extension of a downloaded file, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        self.description().extension
    }

    /// Whether the text contains the token. If not, it prompts for it, and the user copies
    /// the token alone and pastes it there.
    #[must_use]
    pub fn holds_secret(self) -> bool {
        self.description().holds_secret
    }

    /// Tells the user where the token leaves traces and where it doesn't.
    #[must_use]
    pub fn note(self) -> &'static str {
        self.description().note
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, Group};

    #[test]
    fn a_group_stands_in_one_piece() {
        let mut groups: Vec<_> = Format::ALL.into_iter().map(Format::group).collect();
        groups.dedup();
        let expected: Vec<_> = [None].into_iter().chain(Group::ALL.map(Some)).collect();
        assert_eq!(groups, expected);
    }
}
