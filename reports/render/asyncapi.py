"""How do the messages of a service become an AsyncAPI 3.0 document?

One file per service that sends or receives messages: those that it exchanges today (queues, topics, tasks, signals),
and its operations that are to become messages. A channel is an address; an operation is a direction on it, with each
content that is known as a message of its own. AsyncAPI's schemas are those of draft 07, where a tuple lists ``items``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Channel, Contract, EventMessage, Operation
from reports.render.contract_evidence import evidence, offers
from reports.render.contract_names import Names, file_names, identifier
from reports.render.json_schema import Json, Schemas, unknown
from reports.render.openapi import DRAFT, encoded
from reports.views.shape_words import crosses

_EXPRESSION = re.compile(r"\{([^{}]*)\}")
_ODD = str.maketrans("{}?#", "____")


@dataclass(slots=True)
class _Exchange:
    """What goes over an address in one direction: today's messages, and operations that are to become some."""

    messages: list[EventMessage] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)


def write_asyncapi(analysis: Analysis) -> dict[str, bytes]:
    """Render one document per service that has messages."""
    names = file_names(one.service for one in analysis.contracts)
    made = ((names[one.service], document(one)) for one in analysis.contracts)
    return {f"{name}.asyncapi.json": encoded(content) for name, content in made if content["operations"]}


def document(contract: Contract) -> Json:
    """Describe the messages of one service."""
    schemas = Schemas(contract.types, tuples="items")
    channels: dict[str, Json] = {}
    operations: dict[str, Json] = {}
    messages: dict[str, Json] = {}
    channel_keys, operation_keys, message_keys = Names(), Names(), Names()
    for address, directions in sorted(_exchanges(contract).items()):
        channel = channel_keys.free(identifier(address))
        channels[channel] = _channel(address, directions.values())
        for direction, exchange in sorted(directions.items()):
            keys = []
            for message in _contents(address, exchange, schemas):
                keys.append(message_keys.free(identifier(message["name"])))
                messages[keys[-1]] = message
                channels[channel]["messages"][keys[-1]] = {"$ref": f"#/components/messages/{keys[-1]}"}
            name = operation_keys.free(f"{direction}_{channel}")
            operations[name] = _operation(direction, channel, keys, exchange)
    about = "A draft, derived from the code of today. `x-seamline-evidence` says on what each operation rests."
    described = "\n\n".join(text for text in (contract.about, about) if text)
    return {
        "asyncapi": "3.0.0",
        "info": {"title": contract.service or "no service", "version": DRAFT, "description": described},
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"messages": messages, "schemas": schemas.components()},
    }


def _exchanges(contract: Contract) -> dict[str, dict[str, _Exchange]]:
    """Everything that goes over each address, by direction."""
    found: dict[str, dict[str, _Exchange]] = defaultdict(lambda: defaultdict(_Exchange))
    for one in contract.operations:
        if one.channel is Channel.EVENTS:
            found[one.path or one.name][_direction(one.method)].operations.append(one)
    for message in contract.messages:
        found[message.name][_direction(message.direction)].messages.append(message)
    return found


def _direction(text: str) -> str:
    return "send" if text.lower() == "send" else "receive"


def _channel(address: str, exchanges: Iterable[_Exchange]) -> Json:
    kinds = sorted({one.kind for exchange in exchanges for one in exchange.messages})
    names = Names()
    pieces, end, parameters = [], 0, {}
    for found in _EXPRESSION.finditer(address):
        name = names.free(identifier(found[1]))
        parameters[name] = {"description": f"`{found[1]}` in the code of today."}
        pieces += [address[end : found.start()].translate(_ODD), f"{{{name}}}"]
        end = found.end()
    pieces.append(address[end:].translate(_ODD))
    return {
        "address": "".join(pieces) or None,
        **({"title": address} if address else {}),
        **({"parameters": parameters} if parameters else {}),
        "messages": {},
        **({"tags": [{"name": kind} for kind in kinds if kind]} if any(kinds) else {}),
    }


def _contents(address: str, exchange: _Exchange, schemas: Schemas) -> list[Json]:
    """Each content that is known, once; one that is not where none is."""
    found: dict[str, Json] = {}
    for one in exchange.operations:
        payload = schemas.together(taken.parameter for taken in one.inputs if crosses(taken))
        about = {"summary": one.about} if one.about else {}
        found.setdefault(json.dumps(payload), {"name": one.name, **about, "payload": payload})
    for message in exchange.messages:
        payload = schemas.of(message.shape)
        if "x-seamline-unknown" not in payload:
            found.setdefault(json.dumps(payload), {"name": message.name, "payload": payload})
    nothing = unknown("nothing in the source says what it holds")
    return list(found.values()) or [{"name": address, "payload": nothing}]


def _operation(direction: str, channel: str, messages: list[str], exchange: _Exchange) -> Json:
    places = [
        {
            "kind": one.kind,
            "definition": one.definition,
            "at": str(one.at),
            **({"others": list(one.others)} if one.others else {}),
        }
        for one in sorted(exchange.messages, key=lambda one: (one.at, one.definition, one.kind))
    ]
    planned = [
        {"name": one.name, **evidence(one), **offers(one)}
        for one in sorted(exchange.operations, key=lambda one: (one.name, one.definitions, one.at))
    ]
    rests = {"today": places, "operations": planned}
    return {
        "action": direction,
        "channel": {"$ref": f"#/channels/{channel}"},
        "messages": [{"$ref": f"#/channels/{channel}/messages/{key}"} for key in messages],
        "x-seamline-evidence": {name: value for name, value in rests.items() if value},
    }
