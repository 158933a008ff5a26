"""How does the contract of a service become an OpenAPI 3.1 document?

One file per service. Its paths are the operations over HTTP. Messages stand in the AsyncAPI file. Where the service
offers GraphQL, the one path of that is there, with the list of its operations; these, and those over RPC, SOAP and
WebSocket, are described under ``x-seamline-other-channels``, because OpenAPI has no words for them. The version is that
of a draft: the contract is derived from code, and nobody has promised it yet. A stream may be read whole
(``application/json``) or item by item (``application/jsonl``).
"""

from __future__ import annotations

import json

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Border, Channel, Contract, Operation, OperationKind
from reports.render.contract_evidence import evidence, offers
from reports.render.contract_names import Names, file_names
from reports.render.http_paths import Placed, placed
from reports.render.json_schema import Json, Schemas
from reports.render.openapi_operation import PROBLEM, operation_object, taken_and_given

DRAFT = "0.1.0"
"""The version of a contract that nobody has promised yet."""

_TAGS = {
    OperationKind.CALL: "What other services call, or what the service's own entry points hand over to.",
    OperationKind.ENDPOINT: "Entry points of today that do the work themselves.",
    OperationKind.EVENT: "Receivers of events that are reached over HTTP.",
}


def write_openapi(analysis: Analysis) -> dict[str, bytes]:
    """Render one document per service; a document depends on the contract of its service alone."""
    names = file_names(one.service for one in analysis.contracts)
    return {f"{names[one.service]}.openapi.json": encoded(document(one)) for one in analysis.contracts}


def encoded(made: Json) -> bytes:
    """Write a document so that a change of it is easy to see."""
    return (json.dumps(made, ensure_ascii=False, indent=2) + "\n").encode()


def document(contract: Contract) -> Json:
    """Describe the operations of one service."""
    schemas = Schemas(contract.types)
    problem = Names(schemas.keys()).free("Problem")
    over_http = placed(one for one in contract.operations if one.channel is Channel.REST)
    others = sorted(
        (one for one in contract.operations if one.channel not in {Channel.REST, Channel.EVENTS}),
        key=lambda one: (one.channel, one.path, one.method, one.name, one.definitions),
    )
    paths = _paths(over_http, schemas, problem)
    if graph := [one for one in others if one.channel is Channel.GRAPHQL]:
        _add_graphql(paths, graph)
    listed = [_other(one, schemas) for one in others]
    components = schemas.components()
    if any(one.operation.failures for one in over_http):
        components = dict(sorted({**components, problem: PROBLEM}.items()))
    used = {tag for item in paths.values() for made in item.values() for tag in made["tags"]}
    return {
        "openapi": "3.1.0",
        "info": {"title": contract.service or "no service", "description": _said(contract), "version": DRAFT},
        "tags": [{"name": kind.value, "description": text} for kind, text in _TAGS.items() if kind.value in used],
        "paths": paths,
        "components": {"schemas": components},
        **({"x-seamline-other-channels": listed} if listed else {}),
        "x-seamline-border": border(contract.border),
    }


def border(one: Border) -> Json:
    """Give the figures of a border for a file."""
    return {name: getattr(one, name) for name in one.__struct_fields__}


def _said(contract: Contract) -> str:
    counted = {kind: sum(1 for one in contract.operations if one.kind is kind) for kind in OperationKind}
    derived = (
        f"A draft, derived from the code of today. Operations that are called: {counted[OperationKind.CALL]}; "
        f"entry points that do the work themselves: {counted[OperationKind.ENDPOINT]}. "
        "`x-seamline-evidence` says on what each rests."
    )
    elsewhere = ""
    if contract.messages or any(one.channel is Channel.EVENTS for one in contract.operations):
        elsewhere = "Its messages stand in the AsyncAPI file of the same name."
    return "\n\n".join(text for text in (contract.about, derived, elsewhere) if text)


def _paths(over_http: list[Placed], schemas: Schemas, problem: str) -> Json:
    paths: dict[str, Json] = {}
    for one in over_http:
        paths.setdefault(one.path, {})[one.method] = operation_object(one, schemas, problem)
    return paths


def _add_graphql(paths: dict[str, Json], operations: list[Operation]) -> None:
    """List the operations at the path that serves GraphQL today, or at a path of their own."""
    names = [one.name for one in operations]
    for path, item in paths.items():
        if "graphql" in path.lower() and "post" in item:
            item["post"]["x-seamline-operations"] = names
            return
    identifiers = Names(made["operationId"] for item in paths.values() for made in item.values())
    paths.setdefault("/graphql", {})["post"] = {
        "operationId": identifiers.free("graphql"),
        "summary": "GraphQL",
        "description": "The operations are listed in `x-seamline-operations`.",
        "tags": sorted({one.kind.value for one in operations}),
        "requestBody": {"required": True, "content": {"application/json": {"schema": _GRAPHQL_REQUEST}}},
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": _GRAPHQL_ANSWER}}}},
        "x-seamline-operations": names,
    }


_GRAPHQL_REQUEST: Json = {
    "type": "object",
    "properties": {
        "query": {"type": "string"},
        "operationName": {"type": ["string", "null"]},
        "variables": {"type": ["object", "null"]},
    },
    "required": ["query"],
}
_GRAPHQL_ANSWER: Json = {
    "type": "object",
    "properties": {"data": {"type": ["object", "null"]}, "errors": {"type": "array", "items": {"type": "object"}}},
}


def _other(one: Operation, schemas: Schemas) -> Json:
    return {
        "channel": one.channel.value,
        "name": one.name,
        **({"description": one.about} if one.about else {}),
        **({"method": one.method} if one.method else {}),
        **({"path": one.path} if one.path else {}),
        **taken_and_given(one, schemas),
        "x-seamline-evidence": evidence(one),
        **offers(one),
    }
