//! What JSON Schema finds wrong, in the words of the service (those of Django REST framework).

use jsonschema::{JsonType, ValidationError, error::TypeKind, error::ValidationErrorKind as Kind};
use serde_json::Value;

use crate::{refusal::FieldErrors, service::BAD_DATE};

/// The text for a key that has to be there.
pub(super) const REQUIRED: &str = "This field is required.";

/// Where texts about a whole object go.
const WHOLE: &str = "non_field_errors";

/// Adds `error` to `errors`, under the names in `place` and those on the way inside the value.
pub(super) fn explain(error: &ValidationError<'_>, place: &[&str], errors: &mut FieldErrors) {
    let inside = error.instance_path().segments().map(|name| name.to_string());
    let mut path: Vec<String> = place.iter().map(|name| (*name).to_owned()).collect();
    path.extend(inside);

    let instance = error.instance();
    let text = match error.kind() {
        Kind::Required { property } => {
            path.extend(property.as_str().map(str::to_owned));
            REQUIRED.to_owned()
        }
        Kind::Type { .. } if instance.is_null() => "This field may not be null.".to_owned(),
        Kind::Type { kind: TypeKind::Single(JsonType::Object) } => {
            path.push(WHOLE.to_owned());
            let got = python_type(instance);
            format!("Invalid data. Expected a dictionary, but got {got}.")
        }
        Kind::Type { kind: TypeKind::Single(JsonType::Integer) } => "A valid integer is required.".to_owned(),
        Kind::Type { .. } => "Not a valid string.".to_owned(),
        Kind::Pattern { .. } => "This field may not be blank.".to_owned(),
        Kind::MaxLength { limit } => {
            format!("Ensure this field has no more than {limit} characters.")
        }
        Kind::Format { .. } => BAD_DATE.to_owned(),
        Kind::Enum { .. } => {
            let given = instance.as_str().unwrap_or_default();
            format!("\"{given}\" is not a valid choice.")
        }
        // The document uses nothing else on requests. Should it, the library's words are right too.
        _ => error.masked().to_string(),
    };
    if path.is_empty() {
        path.push(WHOLE.to_owned());
    }
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    errors.add(&path, text);
}

fn python_type(value: &Value) -> &'static str {
    match value {
        Value::Null => "NoneType",
        Value::Bool(_) => "bool",
        Value::Number(number) if number.is_f64() => "float",
        Value::Number(_) => "int",
        Value::String(_) => "str",
        Value::Array(_) => "list",
        Value::Object(_) => "dict",
    }
}
