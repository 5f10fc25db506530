//! From the YAML text to rules.

use std::{collections::BTreeMap, fmt};

use axum::http::Method;
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value};

use super::{
    Operation,
    rules::{Parameter, Place, Rules},
};

/// Why a document can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError(String);

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "openapi.yaml can't be used: {}", self.0)
    }
}

impl std::error::Error for DocumentError {}

fn bad(why: impl Into<String>) -> DocumentError {
    DocumentError(why.into())
}

const METHODS: [(&str, Method); 8] = [
    ("get", Method::GET),
    ("put", Method::PUT),
    ("post", Method::POST),
    ("delete", Method::DELETE),
    ("options", Method::OPTIONS),
    ("head", Method::HEAD),
    ("patch", Method::PATCH),
    ("trace", Method::TRACE),
];

const JSON: &str = "application/json";

pub(super) fn read(text: &str) -> Result<BTreeMap<Operation, Rules>, DocumentError> {
    let root: Value = serde_saphyr::from_str(text).map_err(|error| bad(error.to_string()))?;
    let document = Document(root);
    let mut rules = BTreeMap::new();
    for (path, item) in members(document.0.get("paths")) {
        for (key, method) in METHODS {
            let Some(entry) = item.get(key) else {
                continue;
            };
            let id = entry.get("operationId").and_then(Value::as_str);
            let operation = Operation::ALL
                .into_iter()
                .find(|operation| Some(operation.id()) == id)
                .ok_or_else(|| bad(format!("{key} {path} is {id:?}, which the code lacks")))?;
            let read = document.rules(method, path, item, entry).map_err(|error| bad(format!("{key} {path}: {}", error.0)))?;
            if rules.insert(operation, read).is_some() {
                return Err(bad(format!("{} is there twice", operation.id())));
            }
        }
    }
    match Operation::ALL.iter().find(|one| !rules.contains_key(one)) {
        Some(missing) => Err(bad(format!("it lacks {}", missing.id()))),
        None => Ok(rules),
    }
}

/// The members of an object; none of anything else.
fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flatten()
}

struct Document(Value);

impl Document {
    fn rules(&self, method: Method, path: &str, item: &Value, entry: &Value) -> Result<Rules, DocumentError> {
        let parameters = [item, entry]
            .into_iter()
            .filter_map(|place| place.get("parameters")?.as_array())
            .flatten()
            .map(|parameter| self.parameter(parameter))
            .collect::<Result<_, _>>()?;
        let body = match entry.get("requestBody") {
            Some(body) => self.content(self.resolve(body)?)?,
            None => None,
        };
        let answers = members(entry.get("responses"))
            .map(|(status, answer)| {
                let number = status.parse().map_err(|_| bad("a status isn't a number"))?;
                Ok((number, self.content(self.resolve(answer)?)?))
            })
            .collect::<Result<_, _>>()?;
        Ok(Rules { method, path: path.to_owned(), parameters, body, answers })
    }

    fn parameter(&self, value: &Value) -> Result<Parameter, DocumentError> {
        let value = self.resolve(value)?;
        let text = |key| value.get(key).and_then(Value::as_str);
        let name = text("name").ok_or_else(|| bad("a parameter has no name"))?;
        let schema = value.get("schema").ok_or_else(|| bad(format!("{name} has no schema")))?;
        Ok(Parameter {
            name: name.to_owned(),
            place: match text("in") {
                Some("path") => Place::Path,
                Some("query") => Place::Query,
                _ => return Err(bad(format!("{name} is in no place that is known here"))),
            },
            required: value.get("required") == Some(&Value::Bool(true)),
            integer: schema.get("type").and_then(Value::as_str) == Some("integer"),
            schema: self.compile(schema)?,
        })
    }

    /// The schema of the JSON in a request body or an answer; `None` if there is to be no body.
    fn content(&self, value: &Value) -> Result<Option<Validator>, DocumentError> {
        let Some(content) = value.get("content") else {
            return Ok(None);
        };
        let schema =
            content.get(JSON).and_then(|json| json.get("schema")).ok_or_else(|| bad("a body isn't JSON with a schema"))?;
        self.compile(schema).map(Some)
    }

    /// Follows a `$ref` inside the document, if `value` is one.
    fn resolve<'a>(&'a self, value: &'a Value) -> Result<&'a Value, DocumentError> {
        let Some(reference) = value.get("$ref").and_then(Value::as_str) else {
            return Ok(value);
        };
        reference
            .strip_prefix('#')
            .and_then(|pointer| self.0.pointer(pointer))
            .ok_or_else(|| bad(format!("{reference} leads nowhere")))
    }

    fn compile(&self, schema: &Value) -> Result<Validator, DocumentError> {
        let mut schema: Map<String, Value> = schema.as_object().cloned().ok_or_else(|| bad("a schema isn't an object"))?;
        // References inside schemas start at the document's root, so that comes along.
        if let Some(components) = self.0.get("components") {
            schema.insert("components".to_owned(), components.clone());
        }
        jsonschema::options()
            .with_draft(Draft::Draft202012)
            .should_validate_formats(true)
            .offline()
            .build(&Value::Object(schema))
            .map_err(|error| bad(error.to_string()))
    }
}
