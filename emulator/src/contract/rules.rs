//! What the document says about one operation.

use std::collections::BTreeMap;

use axum::http::Method;
use jsonschema::Validator;
use serde_json::Value;

use super::{Pairs, words};
use crate::refusal::FieldErrors;

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Path,
    Query,
}

pub(super) struct Parameter {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) required: bool,
    /// Whether its text is to be read as a number before it is looked at.
    pub(super) integer: bool,
    pub(super) schema: Validator,
}

pub(super) struct Rules {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) parameters: Vec<Parameter>,
    pub(super) body: Option<Validator>,
    /// By status; `None` for an answer without a body.
    pub(super) answers: BTreeMap<u16, Option<Validator>>,
}

impl Rules {
    pub(super) fn wrong_in_path(&self, values: &Pairs) -> Option<&str> {
        self.at(Place::Path)
            .find(|parameter| !find(values, &parameter.name).is_some_and(|text| parameter.schema.is_valid(&parameter.read(text))))
            .map(|parameter| parameter.name.as_str())
    }

    pub(super) fn check_query(&self, query: &Pairs) -> FieldErrors {
        let mut errors = FieldErrors::new();
        for parameter in self.at(Place::Query) {
            match find(query, &parameter.name) {
                Some(text) => {
                    let value = parameter.read(text);
                    for error in parameter.schema.iter_errors(&value) {
                        words::explain(&error, &[&parameter.name], &mut errors);
                    }
                }
                None if parameter.required => errors.add(&[&parameter.name], words::REQUIRED),
                None => {}
            }
        }
        errors
    }

    pub(super) fn check_body(&self, body: &Value) -> FieldErrors {
        let mut errors = FieldErrors::new();
        if let Some(schema) = &self.body {
            for error in schema.iter_errors(body) {
                words::explain(&error, &[], &mut errors);
            }
        }
        errors
    }

    pub(super) fn check_answer(&self, status: u16, body: Option<&Value>) -> Result<(), String> {
        let schema = self.answers.get(&status).ok_or("the document doesn't name this status")?;
        match (schema, body) {
            (None, None) => Ok(()),
            (None, Some(_)) => Err("there is a body, and the document has none".to_owned()),
            (Some(_), None) => Err("there is no body, and the document has one".to_owned()),
            (Some(schema), Some(body)) => {
                let faults: Vec<String> =
                    schema.iter_errors(body).map(|error| format!("at `{}`: {}", error.instance_path(), error.masked())).collect();
                if faults.is_empty() { Ok(()) } else { Err(faults.join("; ")) }
            }
        }
    }

    fn at(&self, place: Place) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(move |parameter| parameter.place == place)
    }
}

impl Parameter {
    /// The text as the JSON value that its schema is about.
    fn read(&self, text: &str) -> Value {
        match text.parse::<i64>() {
            Ok(number) if self.integer => number.into(),
            _ => text.into(),
        }
    }
}

fn find<'a>(pairs: &'a Pairs, name: &str) -> Option<&'a str> {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
