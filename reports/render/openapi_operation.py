"""How does one operation become an operation object of OpenAPI: what it takes, gives, and how it fails?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from http import HTTPStatus

from analyzer.model.contracts import Effect, Failure, Form, Input, Operation
from analyzer.model.interfaces import Parameter, Place
from analyzer.model.shapes import Shape, ShapeKind
from reports.render.contract_evidence import evidence, failure, offers
from reports.render.http_paths import Placed
from reports.render.json_schema import FILE, Json, Schemas, unknown
from reports.views.shape_words import crosses

_IN_URL = (Place.PATH, Place.QUERY, Place.HEADER, Place.COOKIE)
_JSON, _FORM, _MULTIPART = "application/json", "application/x-www-form-urlencoded", "multipart/form-data"
_LINES, _BYTES, _PROBLEM = "application/jsonl", "application/octet-stream", "application/problem+json"
_BARE = (204, 205, 304)
_GOOD, _CODES = range(100, 400), range(100, 600)

PROBLEM: Json = {
    "type": "object",
    "description": "What went wrong, as RFC 9457 has it; `title` is the name of the exception in the code of today.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["title", "status"],
}


def operation_object(placed: Placed, schemas: Schemas, problem: str) -> Json:
    """Describe an operation; ``problem`` is the key of the schema of failures."""
    one = placed.operation
    parameters = _parameters(placed, schemas)
    body = _body(one.inputs, schemas)
    return {
        "operationId": placed.identifier,
        "summary": one.name,
        "description": "\n\n".join(text for text in (one.about, _conduct(one)) if text),
        "tags": [one.kind.value],
        **({"parameters": parameters} if parameters else {}),
        **({"requestBody": body} if body else {}),
        "responses": _responses(one, schemas, problem),
        "x-seamline-evidence": evidence(one),
        **offers(one),
    }


def taken_and_given(one: Operation, schemas: Schemas) -> Json:
    """Describe what an operation of another channel takes, gives and fails with."""
    return {
        "takes": schemas.together(taken.parameter for taken in one.inputs if crosses(taken)),
        "gives": result_schema(one, schemas),
        "failures": [failure(found) for found in one.failures],
    }


def result_schema(one: Operation, schemas: Schemas) -> Json:
    """Give the schema of the result, with by what it is known."""
    schema = schemas.of(one.result.shape)
    said = {
        "description": " ".join(text for text in (one.result.about, schema.get("description", "")) if text),
        "x-seamline-written": one.result.written,
    }
    return {**schema, **{name: value for name, value in said.items() if value}}


def _conduct(one: Operation) -> str:
    """Say what a client has to know before it calls: what is changed, and whether it may try again."""
    effect = {
        Effect.CHANGES: f"Changes {', '.join(one.changes) or 'state'}.",
        Effect.READS: f"Reads {', '.join(one.reads) or 'state'}.",
        Effect.NONE: "Neither reads nor changes state.",
    }[one.effect]
    because = f", because {one.idempotent_reason}" if one.idempotent_reason else ""
    return f"{effect} May be repeated: {one.idempotent.value}{because}."


def _parameters(placed: Placed, schemas: Schemas) -> list[Json]:
    """Parameters of the URL and headers, those of the path in its order; what the path lacks goes into the query."""
    taken = {one.parameter.name: one for one in placed.operation.inputs if one.place is Place.PATH and crosses(one)}
    found: dict[tuple[str, str], Json] = {}
    for name, called in placed.parameters.items():
        given = taken.pop(called, None)
        schema = (
            schemas.in_address(given.parameter, in_path=True)
            if given
            else unknown("nothing in the source says what stands here")
        )
        found["path", name] = _parameter(name, Place.PATH, schema, required=True)
        if called != name:
            found["path", name]["x-seamline-name"] = called
    for one in placed.operation.inputs:
        if (
            one.place not in _IN_URL
            or not crosses(one)
            or (one.place is Place.PATH and one.parameter.name not in taken)
        ):
            continue
        place = Place.QUERY if one.place is Place.PATH else one.place
        name = one.parameter.name or "parameters"
        key = (place.value, name.lower() if place is Place.HEADER else name)
        found.setdefault(key, _parameter(name, place, schemas.in_address(one.parameter), one.parameter.required))
    return list(found.values())


def _parameter(name: str, place: Place, schema: Json, required: bool) -> Json:
    about = {"description": schema["description"]} if "description" in schema else {}
    needed = {"required": True} if required else {}
    return {"name": name, "in": place.value, **about, **needed, "schema": schema}


def _body(inputs: Iterable[Input], schemas: Schemas) -> Json:
    """What the body may be: a form with files, else JSON, or a form, where today's code reads either."""
    of: dict[Place, list[Parameter]] = defaultdict(list)
    for one in inputs:
        if one.place not in _IN_URL and crosses(one):
            of[one.place].append(one.parameter)
    if not of:
        return {}
    content: Json = {}
    if of[Place.FILE] and not any(one.name for one in of[Place.FILE]):
        content[_BYTES] = dict(FILE)
    elif of[Place.FILE]:
        content[_MULTIPART] = _multipart(of, schemas)
    else:
        if of[Place.BODY]:
            content[_content_of(of[Place.BODY])] = _whole(of[Place.BODY], schemas)
        if of[Place.FORM]:
            content[_FORM] = _whole(of[Place.FORM], schemas)
    needed = any(one.required for parameters in of.values() for one in parameters)
    typed = {name: {"schema": schema} for name, schema in content.items()}
    return {**({"required": True} if needed else {}), "content": typed}


def _content_of(parameters: list[Parameter]) -> str:
    whole = len(parameters) == 1 and not parameters[0].name and parameters[0].shape.kind is ShapeKind.BINARY
    return _BYTES if whole else _JSON


def _multipart(of: dict[Place, list[Parameter]], schemas: Schemas) -> Json:
    schema = _whole([*of[Place.BODY], *of[Place.FORM], *of[Place.FILE]], schemas)
    for one in of[Place.FILE]:
        if one.name and "properties" in schema:
            known = schema["properties"][one.name]
            part: Json = {"type": "array", "items": dict(FILE)} if one.shape.kind is ShapeKind.ARRAY else dict(FILE)
            kept = {name: value for name, value in known.items() if name.startswith("x-") and "unknown" not in name}
            schema["properties"][one.name] = {**part, **kept}
    return schema


def _whole(parameters: list[Parameter], schemas: Schemas) -> Json:
    return dict(FILE) if _content_of(parameters) == _BYTES else schemas.together(parameters)


def _responses(one: Operation, schemas: Schemas, problem: str) -> Json:
    status = one.status if one.status in _GOOD else HTTPStatus.OK.value
    responses: dict[str, Json] = {str(status): _success(one, status, schemas)}
    by_status: dict[str, list[Failure]] = defaultdict(list)
    for found in one.failures:
        by_status[str(found.status if found.status in _CODES else 500)].append(found)
    for code, failures in sorted(by_status.items()):
        made = _failed(int(code), failures, problem)
        if code in responses:
            responses[code]["x-seamline-failures"] = made["x-seamline-failures"]
        else:
            responses[code] = made
    return dict(sorted(responses.items()))


def _success(one: Operation, status: int, schemas: Schemas) -> Json:
    shape = one.result.shape
    about = one.result.about or _phrase(status)
    if status in _BARE or shape.kind is ShapeKind.NULL:
        return {"description": about}
    if _is_file(shape):
        return {"description": about, "content": {_BYTES: {"schema": dict(FILE)}}}
    schema = result_schema(one, schemas)
    content: Json = {_JSON: {"schema": schema}}
    if one.form is Form.STREAM or one.result.streams:
        content[_LINES] = {"schema": schema}
    return {"description": about, "content": content}


def _is_file(shape: Shape) -> bool:
    return shape.kind is ShapeKind.BINARY or (shape.kind is ShapeKind.LIVE and shape.name == "file")


def _failed(status: int, failures: list[Failure], problem: str) -> Json:
    """One response for all exceptions that become this code: their names as titles, their messages as examples."""
    titles = sorted({_title(one) for one in failures})
    said = [f"{_title(one)}: {'; '.join(one.messages)}" if one.messages else _title(one) for one in failures]
    schema: Json = {
        "allOf": [
            {"$ref": f"#/components/schemas/{problem}"},
            {"type": "object", "properties": {"title": {"type": "string", "enum": titles}}},
        ]
    }
    return {
        "description": f"{_phrase(status)}: {'; '.join(dict.fromkeys(said))}",
        "content": {_PROBLEM: {"schema": schema, **_examples(status, failures)}},
        "x-seamline-failures": [failure(one) for one in failures],
    }


def _examples(status: int, failures: list[Failure]) -> Json:
    """Give a body per message; what the code puts into a message stands there as ``…``."""
    bodies = dict.fromkeys((_title(one), text) for one in failures for text in one.messages)
    numbered = enumerate(({"title": title, "status": status, "detail": text} for title, text in bodies), 1)
    found = {f"{body['title']}-{number}": {"value": body} for number, body in numbered}
    return {"examples": found} if found else {}


def _title(one: Failure) -> str:
    return one.exception.rpartition(".")[2] or "Exception"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return f"Response {status}"
