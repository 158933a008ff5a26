"""Are the messages of a service written as AsyncAPI 3.0? Its own parser is asked in ``tests/contracts``."""

from __future__ import annotations

from example import shop

from analyzer.model.contracts import Channel, EventMessage, Operation
from analyzer.model.interfaces import Place
from analyzer.model.location import Location
from analyzer.model.shapes import UNKNOWN, Shape, ShapeKind
from contracts_by_hand import INTEGER, STRING, contract, operation, rides, taken, with_contracts
from reports.render.asyncapi import document
from reports.render.formats import render


def message(direction: str, name: str, shape: Shape = UNKNOWN, line: int = 1, kind: str = "queue") -> EventMessage:
    """A message of today, in one file."""
    return EventMessage(direction, kind, name, "rides.jobs.run", shape, Location("rides/jobs.py", line))


def event(name: str, path: str = "", **said: object) -> Operation:
    """An operation that is a message which the service receives."""
    return operation(name, "receive", path or name, channel=Channel.EVENTS, **said)  # type: ignore[arg-type]


def test_a_document_worked_out_by_hand() -> None:
    made = document(contract(messages=(message("send", "receipts.new", STRING, 40),)))
    about = "A draft, derived from the code of today. `x-seamline-evidence` says on what each operation rests."
    assert made == {
        "asyncapi": "3.0.0",
        "info": {"title": "rides", "version": "0.1.0", "description": about},
        "defaultContentType": "application/json",
        "channels": {
            "receipts_new": {
                "address": "receipts.new",
                "title": "receipts.new",
                "messages": {"receipts_new": {"$ref": "#/components/messages/receipts_new"}},
                "tags": [{"name": "queue"}],
            }
        },
        "operations": {
            "send_receipts_new": {
                "action": "send",
                "channel": {"$ref": "#/channels/receipts_new"},
                "messages": [{"$ref": "#/channels/receipts_new/messages/receipts_new"}],
                "x-seamline-evidence": {
                    "today": [{"kind": "queue", "definition": "rides.jobs.run", "at": "rides/jobs.py:40"}]
                },
            }
        },
        "components": {
            "messages": {"receipts_new": {"name": "receipts.new", "payload": {"type": "string"}}},
            "schemas": {},
        },
    }


def test_an_operation_over_events_says_what_it_takes_and_on_what_it_rests() -> None:
    told = event("trip_done", inputs=(taken("trip_id", INTEGER, Place.BODY), taken("db", UNKNOWN, live="session")))
    made = document(contract(told))
    assert made["components"]["messages"]["trip_done"]["payload"] == {
        "type": "object",
        "properties": {"trip_id": {"type": "integer", "x-seamline-origin": "annotation"}},
        "required": ["trip_id"],
    }
    (planned,) = made["operations"]["receive_trip_done"]["x-seamline-evidence"]["operations"]
    assert (planned["name"], planned["definitions"]) == ("trip_done", ["rides.trips.trip_done"])


def test_what_goes_over_one_address_is_one_channel() -> None:
    told = event("receipt", "receipts", inputs=(taken("key", INTEGER, Place.BODY),))
    sent = (
        message("send", "receipts", STRING, 1),
        message("send", "receipts", INTEGER, 2),
        message("receive", "receipts"),
    )
    made = document(contract(told, messages=sent))
    assert list(made["channels"]) == ["receipts"]
    assert {name: len(one["messages"]) for name, one in made["operations"].items()} == {
        "receive_receipts": 1,
        "send_receipts": 2,
    }
    assert len(made["operations"]["receive_receipts"]["x-seamline-evidence"]["today"]) == 1


def test_an_unknown_content_is_said() -> None:
    made = document(contract(messages=(message("send", "receipts"),)))
    assert made["components"]["messages"]["receipts"]["payload"] == {
        "description": "not known: nothing in the source says what it holds",
        "x-seamline-unknown": True,
    }


def test_an_address_names_its_parameters() -> None:
    made = document(contract(messages=(message("send", "trips.{trip id}.#"),)))
    (channel,) = made["channels"].values()
    assert channel["address"] == "trips.{trip_id}._"
    assert list(channel["parameters"]) == ["trip_id"]


def test_a_tuple_is_written_as_draft_07_has_it() -> None:
    pair = Shape(ShapeKind.TUPLE, (STRING, INTEGER))
    made = document(contract(messages=(message("send", "pairs", pair),)))
    payload = made["components"]["messages"]["pairs"]["payload"]
    assert payload["items"] == [{"type": "string"}, {"type": "integer"}]


def test_only_services_with_messages_have_a_file() -> None:
    silent = contract(operation("x"))
    files = render(with_contracts(shop(), rides()), "asyncapi")
    assert not isinstance(files, bytes)
    assert list(files) == ["rides.asyncapi.json"]
    assert render(with_contracts(shop(), silent), "asyncapi") == {}
