//! Which view is on screen, going by the fragment.

use crate::fragment::query_of;

/// A view of the page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum View {
    /// The form and its result.
    Create,
    /// The tokens that exist.
    Tokens,
}

impl View {
    /// The fragment that shows it.
    #[must_use]
    pub fn fragment(self) -> &'static str {
        match self {
            Self::Create => "#create",
            Self::Tokens => "#tokens",
        }
    }

    /// The view that a fragment names. [`Query::parse`](crate::list::Query::parse) reads the rest of it.
    #[must_use]
    pub fn named_by(fragment: &str) -> Self {
        if query_of(fragment, Self::Tokens.fragment()).is_some() { Self::Tokens } else { Self::Create }
    }
}

#[cfg(test)]
mod tests {
    use super::View;
    use crate::list::Query;

    #[test]
    fn a_fragment_names_the_list_where_it_can_be_read_as_a_query() {
        for (fragment, view) in [
            ("", View::Create),
            ("#", View::Create),
            ("#create", View::Create),
            ("#create?name=x", View::Create),
            ("#create%3Fname%3Dx", View::Create),
            ("#tokens", View::Tokens),
            ("#tokens?status=all", View::Tokens),
            ("#tokens?", View::Tokens),
            ("#tokens%3Fstatus%3Dexpired", View::Tokens),
            ("#tokens&status=expired", View::Tokens),
            ("#tokens).", View::Tokens),
            ("#tokensx", View::Create),
            ("#tokens/", View::Create),
            ("#tokens%2F", View::Create),
            ("tokens", View::Create),
        ] {
            assert_eq!(View::named_by(fragment), view, "{fragment}");
            assert_eq!(Query::parse(fragment).is_some(), view == View::Tokens, "{fragment}");
        }
    }

    #[test]
    fn each_view_is_named_by_its_own_fragment() {
        for view in [View::Create, View::Tokens] {
            assert_eq!(View::named_by(view.fragment()), view);
        }
    }
}
