"""Does a JSON Schema say what a shape says, and no more?"""

from __future__ import annotations

import pytest
from jsonschema import Draft202012Validator

from analyzer.model.interfaces import Parameter
from analyzer.model.shapes import NULL, UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from contracts_by_hand import INTEGER, STATE, STRING, TRIP, TYPES, many, optional
from reports.render.json_schema import Json, Schemas

NOTHING = {"description": "not known: nothing in the source says what it is", "x-seamline-unknown": True}
DATE = Shape(ShapeKind.STRING, format="date")


@pytest.mark.parametrize(
    ("shape", "schema"),
    [
        (UNKNOWN, NOTHING),
        (NULL, {"type": "null"}),
        (INTEGER, {"type": "integer"}),
        (DATE, {"type": "string", "format": "date"}),
        (Shape(ShapeKind.BINARY), {"type": "string", "contentEncoding": "base64"}),
        (many(STRING), {"type": "array", "items": {"type": "string"}}),
        (Shape(ShapeKind.MAP, (INTEGER,)), {"type": "object", "additionalProperties": {"type": "integer"}}),
        (
            Shape(ShapeKind.TUPLE, (STRING, INTEGER)),
            {
                "type": "array",
                "prefixItems": [{"type": "string"}, {"type": "integer"}],
                "minItems": 2,
                "maxItems": 2,
            },
        ),
        (Shape(ShapeKind.TUPLE), {"type": "array", "maxItems": 0}),
        (optional(STRING), {"type": ["string", "null"]}),
        (optional(DATE), {"type": ["string", "null"], "format": "date"}),
        (optional(optional(INTEGER)), {"type": ["integer", "null"]}),
        (optional(UNKNOWN), NOTHING),
        (optional(TRIP), {"anyOf": [{"$ref": "#/components/schemas/Trip"}, {"type": "null"}]}),
        (Shape(ShapeKind.UNION, (STRING, INTEGER, STRING)), {"type": ["string", "integer"]}),
        (Shape(ShapeKind.UNION, (STRING, DATE)), {"anyOf": [{"type": "string"}, {"type": "string", "format": "date"}]}),
        (Shape(ShapeKind.CONSTANTS, values=('"a"', '"b"', '"a"')), {"type": "string", "enum": ["a", "b"]}),
        (Shape(ShapeKind.CONSTANTS, values=("1", "true")), {"type": ["integer", "boolean"], "enum": [1, True]}),
        (
            optional(Shape(ShapeKind.CONSTANTS, values=('"a"',))),
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (Shape(ShapeKind.CONSTANTS, values=("NaN", "[1]")), {"type": "string", "enum": ["NaN", "[1]"]}),
        (
            Shape(ShapeKind.DATA, name="gone.Thing"),
            {"description": "not known: the fields of gone.Thing", "x-seamline-unknown": True},
        ),
        (
            Shape(ShapeKind.LIVE, name="callable"),
            {"description": "not known: a live object (callable) cannot cross", "x-seamline-unknown": True},
        ),
    ],
    ids=str,
)
def test_a_shape_has_one_schema(shape: Shape, schema: Json) -> None:
    assert Schemas(TYPES).of(shape) == schema


def test_a_query_crosses_as_a_list() -> None:
    schema = Schemas(()).of(Shape(ShapeKind.LIVE, name="query"))
    assert schema["type"] == "array"
    assert schema["items"]["x-seamline-unknown"]


@pytest.mark.parametrize(
    ("shape", "default", "value"),
    [
        (INTEGER, "10", 10),
        (INTEGER, "True", "none"),
        (INTEGER, "None", "none"),
        (INTEGER, "10 * 2", "none"),
        (optional(INTEGER), "None", None),
        (Shape(ShapeKind.NUMBER), "1.5", 1.5),
        (STRING, "'a b'", "a b"),
        (STRING, r"'a\n'", "none"),
        (DATE, "'today'", "none"),
        (many(STRING), "()", []),
        (Shape(ShapeKind.CONSTANTS, values=('"a"',)), "'a'", "a"),
        (Shape(ShapeKind.CONSTANTS, values=('"a"',)), "'b'", "none"),
        (UNKNOWN, "1", "none"),
    ],
)
def test_a_default_stands_there_if_it_is_a_literal_that_fits(shape: Shape, default: str, value: object) -> None:
    schema = Schemas(()).field(Parameter("x", "positional", shape, default=default))
    assert schema.get("default", "none") == value
    Draft202012Validator.check_schema(schema)


def test_data_types_that_are_named_become_components_with_those_that_they_name() -> None:
    schemas = Schemas(TYPES)
    assert schemas.components() == {}
    schemas.of(many(TRIP))
    state, trip = schemas.components().values()
    assert state == {
        "description": "Of a trip.",
        "type": "string",
        "enum": ["asked", "riding", "done"],
        "x-seamline-definition": "rides.models.State",
        "x-seamline-kind": "enum",
        "x-seamline-at": "rides/models.py:3",
    }
    assert trip == {
        "description": "More fields may cross: the source does not show all.",
        "type": "object",
        "properties": {
            "id": {
                "type": "integer",
                "x-seamline-origin": "column",
                "x-seamline-written": "Integer",
                "x-seamline-key": True,
                "x-seamline-at": "rides/models.py:9",
            },
            "state": {
                "$ref": "#/components/schemas/State",
                "x-seamline-origin": "column",
                "x-seamline-written": "Enum(State)",
                "x-seamline-at": "rides/models.py:10",
            },
            "fare": {
                "type": ["string", "null"],
                "format": "decimal",
                "default": None,
                "x-seamline-origin": "column",
                "x-seamline-written": "Numeric",
            },
            "note": NOTHING,
        },
        "required": ["id", "state"],
        "x-seamline-definition": "rides.models.Trip",
        "x-seamline-kind": "entity",
        "x-seamline-table": "trips",
        "x-seamline-at": "rides/models.py:8",
        "x-seamline-whole": False,
    }


def test_an_entity_in_an_address_is_its_key() -> None:
    schemas = Schemas(TYPES)
    assert schemas.in_address(Parameter("trip", "positional", TRIP)) == {"type": "integer"}
    assert schemas.in_address(Parameter("trips", "positional", many(optional(TRIP)))) == {
        "type": "array",
        "items": {"type": ["integer", "null"]},
    }
    assert schemas.in_address(Parameter("state", "positional", STATE)) == {"$ref": "#/components/schemas/State"}


def test_nothing_in_a_path_is_null_or_has_a_default() -> None:
    code = Parameter("code", "positional", optional(STRING), required=False, default="None")
    assert Schemas(()).in_address(code) == {"type": ["string", "null"], "default": None}
    assert Schemas(()).in_address(code, in_path=True) == {"type": "string"}


def test_a_field_crosses_under_its_alias() -> None:
    field = DataField("made_at", STRING, alias="madeAt", path="a.py", line=2)
    schemas = Schemas([DataType("a.Thing", DataKind.SERIALIZER, (field,), "a.py", 1)])
    schemas.of(Shape(ShapeKind.DATA, name="a.Thing"))
    assert list(schemas.components()["Thing"]["properties"]) == ["madeAt"]


def test_a_type_that_holds_itself_ends() -> None:
    node = Shape(ShapeKind.DATA, name="a.Node")
    field = DataField("next", optional(node), origin=Origin.ANNOTATION)
    schemas = Schemas([DataType("a.Node", DataKind.DATACLASS, (field,), "a.py", 1)])
    schemas.of(node)
    assert schemas.components()["Node"]["properties"]["next"]["anyOf"][0] == {"$ref": "#/components/schemas/Node"}


def test_a_type_without_known_fields_says_so() -> None:
    thing = DataType("a.Thing", DataKind.CLASS, (), "a.py", 1)
    schemas = Schemas([thing])
    schemas.of(Shape(ShapeKind.DATA, name="a.Thing"))
    made = schemas.components()["Thing"]
    assert (made["type"], made["x-seamline-unknown"]) == ("object", True)
    assert made["description"] == "not known: the source shows no fields of it"
