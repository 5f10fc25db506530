//! Which view is on screen, going by the fragment.

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
        match fragment.strip_prefix(Self::Tokens.fragment()) {
            Some(rest) if rest.is_empty() || rest.starts_with('?') => Self::Tokens,
            _ => Self::Create,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::View;
    use crate::list::Query;

    #[test]
    fn a_fragment_names_the_list_where_it_can_be_read_as_a_query() {
        for fragment in
            ["", "#", "#create", "#create?name=x", "#tokens", "#tokens?status=all", "#tokens?", "#tokensx", "#tokens/", "tokens"]
        {
            let names_the_list = View::named_by(fragment) == View::Tokens;
            assert_eq!(names_the_list, Query::parse(fragment).is_some(), "{fragment}");
        }
    }

    #[test]
    fn each_view_is_named_by_its_own_fragment() {
        for view in [View::Create, View::Tokens] {
            assert_eq!(View::named_by(view.fragment()), view);
        }
    }
}
