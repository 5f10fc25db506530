//! What is wrong with the form, or with what was asked of the service.

use super::Field;

/// All that stands between the person and a token: shown in one summary, and at the fields.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Problems {
    /// Messages for fields, in the form's order.
    pub fields: Vec<(Field, String)>,
    /// Messages for no field in particular, already in our words.
    pub general: Vec<String>,
    /// What the service said and no field took up, word for word.
    pub service_messages: Vec<String>,
    /// The service's number for the failed request, to quote to support.
    pub request_id: Option<String>,
}

impl Problems {
    /// Adds a message to a field, keeping the form's order.
    pub fn add(&mut self, field: Field, message: impl Into<String>) {
        let at = self.fields.partition_point(|(other, _)| *other <= field);
        self.fields.insert(at, (field, message.into()));
    }

    /// Forgets what was said of some fields and of no field in particular; others' messages stay.
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

    /// The messages of one field, joined to one text; `None` when the field is fine.
    #[must_use]
    pub fn of(&self, field: Field) -> Option<String> {
        let messages: Vec<&str> = self
            .fields
            .iter()
            .filter(|(at, _)| *at == field)
            .map(|(_, message)| message.as_str())
            .collect();
        (!messages.is_empty()).then(|| messages.join(" "))
    }
}
