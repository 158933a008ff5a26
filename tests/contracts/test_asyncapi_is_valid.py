"""Does AsyncAPI's own parser accept what is written of messages?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings

from analyzer.model.contracts import Contract
from contracts_by_hand import CONTRACTS, rides
from reports.render.asyncapi import document

Parse = Callable[[Any], list[str]]


def test_a_small_contract_is_valid(parse_asyncapi: Parse) -> None:
    assert parse_asyncapi(document(rides())) == []


def test_the_parser_would_say_what_is_wrong(parse_asyncapi: Parse) -> None:
    made = document(rides())
    made["operations"]["send_receipts"]["action"] = "shout"
    assert any("shout" in one or "action" in one for one in parse_asyncapi(made))


@given(any_contract=CONTRACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_contract_is_valid(parse_asyncapi: Parse, any_contract: Contract) -> None:
    assert parse_asyncapi(document(any_contract)) == []
