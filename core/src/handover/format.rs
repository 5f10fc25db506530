//! The formats of a hand-over. To add one, add a variant and its description here, and write it in
//! [`super::write`].

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
    /// A line of a `.env` file.
    DotEnv,
    /// A first call with curl.
    Curl,
    /// A first call with Gcore's Python SDK.
    Python,
    /// A first call with Gcore's Go SDK.
    Go,
    /// A Terraform variables file.
    Terraform,
    /// Sets a GitHub Actions secret with `gh`.
    GitHub,
    /// The same, but `gh` prompts for the token.
    GitHubAsk,
    /// The manifest of a Kubernetes secret.
    Kubernetes,
}

/// Everything there is to know about a format.
struct Description {
    format: Format,
    label: &'static str,
    value: &'static str,
    /// Of a file name, without the dot.
    extension: &'static str,
    holds_secret: bool,
    note: &'static str,
}

const ASKED: &str =
    "Run it, then copy the token and paste it. It isn't shown, and stays out of the history and the process list.";

/// In the order of the dropdown and of the variants.
const FORMATS: &[Description] = &[
    Description {
        format: Format::Raw,
        label: "The token alone",
        value: "raw",
        extension: "txt",
        holds_secret: true,
        note: "No quotes, no line break.",
    },
    Description {
        format: Format::Export,
        label: "bash, zsh",
        value: "export",
        extension: "sh",
        holds_secret: true,
        note: "The space in front keeps it out of the history only where HISTCONTROL (bash; Debian and Ubuntu set it) or HIST_IGNORE_SPACE (zsh) says so.",
    },
    Description {
        format: Format::ExportAsk,
        label: "bash, zsh: ask for the token",
        value: "export-ask",
        extension: "sh",
        holds_secret: false,
        note: ASKED,
    },
    Description {
        format: Format::Fish,
        label: "fish",
        value: "fish",
        extension: "fish",
        holds_secret: true,
        note: "fish keeps pasted lines in its history, even with a space in front.",
    },
    Description {
        format: Format::FishAsk,
        label: "fish: ask for the token",
        value: "fish-ask",
        extension: "fish",
        holds_secret: false,
        note: ASKED,
    },
    Description {
        format: Format::PowerShell,
        label: "PowerShell",
        value: "powershell",
        extension: "ps1",
        holds_secret: true,
        note: "PowerShell may write the line to its history file.",
    },
    Description {
        format: Format::PowerShellAsk,
        label: "PowerShell: ask for the token",
        value: "powershell-ask",
        extension: "ps1",
        holds_secret: false,
        note: ASKED,
    },
    Description {
        format: Format::DotEnv,
        label: ".env file",
        value: "dotenv",
        extension: "env",
        holds_secret: true,
        note: "Not encrypted: keep the file out of git. Where there are quotes, docker's --env-file takes them for a part of the token.",
    },
    Description {
        format: Format::Curl,
        label: "curl",
        value: "curl",
        extension: "sh",
        holds_secret: true,
        note: "Asks who the token belongs to. It stays out of the process list, but out of the history only as for bash and zsh.",
    },
    Description {
        format: Format::Python,
        label: "Python",
        value: "python",
        extension: "py",
        holds_secret: true,
        note: "The token is in the source: don't commit it. Without api_key, the SDK reads GCORE_API_KEY.",
    },
    Description {
        format: Format::Go,
        label: "Go",
        value: "go",
        extension: "go",
        holds_secret: true,
        note: "The token is in the source: don't commit it. Without WithAPIKey, the SDK reads GCORE_API_KEY.",
    },
    Description {
        format: Format::Terraform,
        label: "Terraform",
        value: "terraform",
        extension: "auto.tfvars",
        holds_secret: true,
        note: "Not encrypted: keep the file out of git. Saved plans contain it too; GCORE_API_KEY in the environment avoids both.",
    },
    Description {
        format: Format::GitHub,
        label: "GitHub Actions secret",
        value: "github",
        extension: "sh",
        holds_secret: true,
        note: "Goes through stdin, so it stays out of the process list, but out of the history only as for bash and zsh.",
    },
    Description {
        format: Format::GitHubAsk,
        label: "GitHub Actions secret: ask for the token",
        value: "github-ask",
        extension: "sh",
        holds_secret: false,
        note: ASKED,
    },
    Description {
        format: Format::Kubernetes,
        label: "Kubernetes secret",
        value: "kubernetes",
        extension: "yaml",
        holds_secret: true,
        note: "Run kubectl create -f - and paste it, then press Enter and Ctrl-D: it stays out of the history and the process list. The cluster stores it as it is unless it encrypts secrets.",
    },
];

impl Format {
    /// In the order of the dropdown.
    pub const ALL: [Self; FORMATS.len()] = {
        let mut all = [Self::Raw; FORMATS.len()];
        let mut at = 0;
        while at < all.len() {
            all[at] = FORMATS[at].format;
            at += 1;
        }
        all
    };

    fn description(self) -> &'static Description {
        &FORMATS[self as usize]
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
    use super::FORMATS;

    #[test]
    fn the_descriptions_stand_in_the_order_of_the_variants() {
        for (at, description) in FORMATS.iter().enumerate() {
            assert_eq!(description.format as usize, at);
        }
    }
}
