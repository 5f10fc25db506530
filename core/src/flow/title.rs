//! The title in the browser's tab.

/// What is on screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScreenTitle {
    /// The form, even while its request is on its way.
    Form,
    /// The form of a token that replaces another one.
    Rotation,
    /// The review of a risky token.
    Review,
    /// The new token.
    Created,
    /// The receipt of a token that was saved.
    Saved,
    /// The receipt of a token that was revoked right after it was created.
    Revoked,
    /// The list of tokens.
    Tokens,
}

/// Whether something is wrong, what is on screen, and the operator's title for the page, in this order.
#[must_use]
pub fn title(screen: ScreenTitle, has_problems: bool, configured: &str) -> String {
    let error = if has_problems { "Error: " } else { "" };
    let what = match screen {
        ScreenTitle::Form => "",
        ScreenTitle::Rotation => "Rotate a token – ",
        ScreenTitle::Review => "Review – ",
        ScreenTitle::Created => "Token created – ",
        ScreenTitle::Saved => "Token saved – ",
        ScreenTitle::Revoked => "Token revoked – ",
        ScreenTitle::Tokens => "Tokens – ",
    };
    format!("{error}{what}{configured}")
}

#[cfg(test)]
mod tests {
    use super::{ScreenTitle, title};

    #[test]
    fn a_title_says_what_is_wrong_and_what_is_on_screen() {
        for (screen, has_problems, expected) in [
            (ScreenTitle::Form, false, "API tokens"),
            (ScreenTitle::Form, true, "Error: API tokens"),
            (ScreenTitle::Rotation, false, "Rotate a token – API tokens"),
            (ScreenTitle::Rotation, true, "Error: Rotate a token – API tokens"),
            (ScreenTitle::Review, false, "Review – API tokens"),
            (ScreenTitle::Created, false, "Token created – API tokens"),
            (ScreenTitle::Created, true, "Error: Token created – API tokens"),
            (ScreenTitle::Saved, false, "Token saved – API tokens"),
            (ScreenTitle::Revoked, false, "Token revoked – API tokens"),
            (ScreenTitle::Tokens, false, "Tokens – API tokens"),
            (ScreenTitle::Tokens, true, "Error: Tokens – API tokens"),
        ] {
            assert_eq!(title(screen, has_problems, "API tokens"), expected);
        }
    }
}
