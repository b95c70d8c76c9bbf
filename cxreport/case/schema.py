"""The case format as JSON Schema, for editors: completion, hover and first checks while a case is being written.

Made from the models, so that it cannot say anything else than they do. It accepts whatever the loader accepts,
and leaves to `check` what lies between fields.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal
from typing import Any

from cxreport.case import models
from cxreport.case.reading import Model, Spec

DRAFT = "http://json-schema.org/draft-07/schema#"
FINANCE_OF_A_BUSINESS_CASE = ("discount_rate", "period", "periods", "start")

_CASE = (
    "A case of cxreport: a funding proposal (business-case), a report of what a period brought (value-report), "
    "or many of these at once (portfolio)."
)
_SHARED = "What the cases of this folder and of those below share; a case overrides it."
_KIND = "What the case is: business-case, a proposal; value-report, what a period brought; portfolio, many at once."
_MODELS = {name: found for name, found in vars(models).items() if isinstance(found, type) and issubclass(found, Model)}

Schema = dict[str, Any]

# Were it said as `null`, editors would offer that as one of the choices.
NOTHING: Schema = {"not": {"type": ["string", "number", "boolean", "object", "array"]}}


def case_schema(shared: Collection[str] = ()) -> Schema:
    """Return the draft-07 schema of a case file.

    `shared` names the keys that a cxreport.yaml above the case gives, so that the case need not repeat them.
    """
    definitions = _definitions([models.BusinessCase, models.ValueReport, models.Portfolio], shared)
    definitions["Benefit"]["allOf"] = list(_inputs_of_ready_drivers())
    finance = definitions["Finance"] | {"required": list(FINANCE_OF_A_BUSINESS_CASE)}
    if "finance" not in shared:
        definitions["FinanceOfBusinessCase"] = finance
        business_case = definitions["BusinessCase"]
        business_case["properties"]["finance"]["$ref"] = "#/definitions/FinanceOfBusinessCase"
        business_case["required"].append("finance")
    return {
        "$schema": DRAFT,
        "title": "Case",
        "description": _CASE,
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"title": "Kind", "description": _KIND, "enum": list(models.KINDS)}},
        **_by_kind({"value-report": "ValueReport", "portfolio": "Portfolio"}, "BusinessCase"),
        "definitions": definitions,
    }


def _inputs_of_ready_drivers() -> Iterator[Schema]:
    """Yield what offers the inputs of each ready driver by name, once a benefit asks for it."""
    from cxreport.case.ready import ready_drivers

    for ready in ready_drivers():
        inputs = {
            key: {"description": f"{item.label['en']}. {item.ask}", "allOf": [{"$ref": "#/definitions/Driver"}]}
            for key, item in ready.inputs.items()
        }
        asked = {"required": ["driver"], "properties": {"driver": {"const": ready.name}}}
        yield {"if": asked, "then": {"properties": {"drivers": {"properties": inputs}}}}


def _by_kind(names: dict[str, str], otherwise: str) -> Schema:
    """Return what chooses the schema of a case by its kind; `otherwise` is that of one that does not say it."""
    chosen: Schema = {"$ref": f"#/definitions/{otherwise}"}
    for kind, name in reversed(names.items()):
        asked = {"required": ["kind"], "properties": {"kind": {"const": kind}}}
        chosen = {"if": asked, "then": {"$ref": f"#/definitions/{name}"}, "else": chosen}
    return chosen


def shared_schema() -> Schema:
    """Return the draft-07 schema of a cxreport.yaml; none of its keys is required."""
    specs = {spec.key: spec for kind in models.KINDS.values() for spec in kind.specs.values()}
    properties = {key: property_schema(specs[key]) for key in models.SHARED}
    needed = [_MODELS[name] for name in dict.fromkeys(_references(properties))]
    return {
        "$schema": DRAFT,
        "title": "Shared settings",
        "description": _SHARED,
        "type": ["object", "null"],
        "additionalProperties": False,
        "properties": properties,
        "definitions": _definitions(needed),
    }


def schema_text(schema: Schema) -> str:
    """Return the schema as the text of its file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def property_schema(spec: Spec) -> Schema:
    """Return one field as editors see it: titled, described, with its bounds and its default."""
    schema = spec.reader.schema()
    told = {"title": title_of(spec.key), "description": described(spec)}
    default = default_text(spec)
    return told | (_never_empty(schema) if spec.required else _or_empty(schema)) | (default and {"default": default})


def described(spec: Spec) -> str:
    """Return the field's sentence of the manual, with its bounds and its choices where it does not name them."""
    schema, told = spec.reader.schema(), spec.description
    bounds = next(_values_of("$comment", schema), "")
    if bounds and bounds.rpartition(", ")[2] not in told:
        told += f" It is {bounds}."
    if any(option not in told.lower() for option in schema.get("enum", ())):
        told += f" One of: {', '.join(schema['enum'])}."
    return told


def default_text(spec: Spec) -> Any:
    """Return the field's default as a user would write it; an empty mapping where there is none to write."""
    if isinstance(spec.default, Decimal):
        return f"{spec.default * 100:f}%"
    return spec.default if isinstance(spec.default, str | int) and spec.default else {}


def title_of(name: str) -> str:
    """Return a key or the name of a model in words: `Risk adjustment` for `risk_adjustment`."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).replace("_", " ").replace(".", ", ").lower()
    return re.sub(r"\b(cxm|csm)\b", lambda match: match[0].upper(), words[:1].upper() + words[1:], flags=re.IGNORECASE)


def _definitions(start: Iterable[type[Model]], shared: Collection[str] = ()) -> dict[str, Schema]:
    """Return the schemas of the models and of all that they name."""
    found: dict[str, Schema] = {}
    waiting = list(start)
    while waiting:
        model = waiting.pop(0)
        if model.__name__ not in found:
            found[model.__name__] = _definition(model, shared)
            waiting += [_MODELS[name] for name in _references(found[model.__name__])]
    return found


def _definition(model: type[Model], shared: Collection[str]) -> Schema:
    specs = model.specs.values()
    own_shared = shared if issubclass(model, models.Header) else ()
    return {
        "title": title_of(model.__name__),
        "description": (model.__doc__ or "").partition("\n\n")[0],
        "type": ["object", "null"],
        "additionalProperties": False,
        "required": [spec.key for spec in specs if spec.required and spec.key not in own_shared],
        "properties": {spec.key: property_schema(spec) for spec in specs},
    }


def _or_empty(schema: Schema) -> Schema:
    """Return the schema with nothing allowed, which the loader takes for a field that is left out."""
    if "enum" in schema:
        return {"anyOf": [schema, NOTHING]}
    if "anyOf" in schema:
        return {"anyOf": [*schema["anyOf"], NOTHING]}
    if "type" not in schema:
        return schema
    types = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    return schema | {"type": [*types, "null"]}


def _never_empty(schema: Schema) -> Schema:
    return schema | {"not": {"type": [*schema["not"]["type"], "null"]}} if "not" in schema else schema


def _references(schema: Any) -> list[str]:
    """Return the names of the models that a schema refers to."""
    return [reference.rpartition("/")[2] for reference in _values_of("$ref", schema)]


def _values_of(name: str, schema: Any) -> Iterator[str]:
    """Yield what stands behind a key of the schema, at any depth."""
    for key, value in _pairs(schema):
        if key == name:
            yield value
        yield from _values_of(name, value)


def _pairs(schema: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(schema, dict):
        return schema.items()
    return enumerate(schema) if isinstance(schema, list) else ()
