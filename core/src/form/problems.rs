//! What is wrong with the form, or with a request to the service.

use super::Field;

/// Everything that stands in the user's way, shown in one summary and beside the fields.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Problems {
    /// Messages with their fields, in the form's order.
    pub fields: Vec<(Field, String)>,
    /// Messages about no field in particular, in our own words.
    pub general: Vec<String>,
    /// The service's own messages that belong to no field, word for word.
    pub service_messages: Vec<String>,
    /// The service's id of the failed request, to quote to support.
    pub request_id: Option<String>,
}

impl Problems {
    /// One message about no field in particular.
    #[must_use]
    pub fn general(message: impl Into<String>) -> Self {
        Self { general: vec![message.into()], ..Self::default() }
    }

    /// One message about a field.
    #[must_use]
    pub fn at(field: Field, message: impl Into<String>) -> Self {
        Self { fields: vec![(field, message.into())], ..Self::default() }
    }

    /// Adds a message about a field, keeping the form's order.
    pub fn add(&mut self, field: Field, message: impl Into<String>) {
        let at = self.fields.partition_point(|(other, _)| *other <= field);
        self.fields.insert(at, (field, message.into()));
    }

    /// Drops the messages about some fields, and those about none. Other fields keep theirs.
    pub fn resolve(&mut self, resolved: &[Field]) {
        self.fields.retain(|(field, _)| !resolved.contains(field));
        self.general.clear();
        self.service_messages.clear();
        self.request_id = None;
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.general.is_empty() && self.service_messages.is_empty()
    }

    /// A field's messages in one text; `None` if the field is fine.
    #[must_use]
    pub fn of(&self, field: Field) -> Option<String> {
        let messages: Vec<&str> =
            self.fields.iter().filter(|(at, _)| *at == field).map(|(_, message)| message.as_str()).collect();
        (!messages.is_empty()).then(|| messages.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::Problems;
    use crate::form::Field;

    #[test]
    fn one_message_is_said_at_its_field_or_for_itself() {
        let general = Problems::general("Try again.");
        assert_eq!((general.general.as_slice(), general.of(Field::Name)), (&["Try again.".to_owned()][..], None));
        let at = Problems::at(Field::Name, "Enter a name.");
        assert_eq!((at.general.is_empty(), at.of(Field::Name).as_deref()), (true, Some("Enter a name.")));
    }

    #[test]
    fn what_is_mended_is_no_longer_said_and_the_rest_stays_with_its_field() {
        let mut problems = Problems {
            general: vec!["Try again.".to_owned()],
            service_messages: vec!["no".to_owned()],
            request_id: Some("7".to_owned()),
            ..Problems::default()
        };
        problems.add(Field::Role, "Choose a role.");
        problems.add(Field::Name, "Enter a name.");
        problems.resolve(&[Field::Role]);
        assert_eq!(problems, Problems { fields: vec![(Field::Name, "Enter a name.".to_owned())], ..Problems::default() });
        problems.resolve(&[Field::Name]);
        assert!(problems.is_empty());
    }
}
