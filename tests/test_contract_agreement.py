"""Do findings, mandate, scorecard and contracts name the same definitions, on the samples as their experts cut them?"""

from __future__ import annotations

from functools import cache

import pytest

import truth
from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Operation, OperationKind
from analyzer.model.plan import Mandate, Principle
from analyzer.model.run_findings import CallInLoop, ChattyEntryPoint

SAMPLES = truth.names()


@cache
def analysed(sample: str) -> Analysis:
    return truth.analysed(sample, truth.expert_cut(truth.load(sample)))


def calls(sample: str) -> list[Operation]:
    """The operations that are calls."""
    every = (one for contract in analysed(sample).contracts for one in contract.operations)
    return [one for one in every if one.kind is OperationKind.CALL]


def definitions(operations: list[Operation]) -> set[str]:
    return {name for one in operations for name in one.definitions}


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_called_in_loops_is_offered_for_many(sample: str) -> None:
    found = {one.name for each in analysed(sample).findings if isinstance(each, CallInLoop) for one in each.callees}
    offered = [one for one in calls(sample) if any(each.what == "batch operation" for each in one.offers)]
    assert all(found.intersection(one.definitions) for one in offered)
    assert definitions(offered) >= found
    assert all(one.in_loop for one in offered)
    looped = [one for one in calls(sample) if any(each.in_loop and each.service != one.service for each in one.callers)]
    assert looped == offered  # a loop of the service's own entry points costs no trip


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_a_chatty_entry_point_asks_is_an_operation(sample: str) -> None:
    chatty = [one for one in analysed(sample).findings if isinstance(one, ChattyEntryPoint)]
    across = [one for one in calls(sample) if one.is_called_across]
    assert definitions(across) >= {one.name for each in chatty for one in each.callees}


@pytest.mark.parametrize("sample", SAMPLES)
def test_live_operations_are_those_of_the_findings_and_of_the_mandate(sample: str) -> None:
    alive = [one for one in calls(sample) if one.is_live and one.is_called_across]
    found = {one.subject for one in analysed(sample).findings if one.kind == "live-object"}
    assert all(found.intersection(one.definitions) for one in alive)
    assert definitions(alive) >= found
    failing = {one.service for one in analysed(sample).mandate if one.check is Mandate.BORDER and not one.passed}
    assert failing == {one.service for one in alive}


@pytest.mark.parametrize("sample", SAMPLES)
def test_contract_size_is_that_of_the_contract(sample: str) -> None:
    sizes = {
        one.service: (one.part, one.whole)
        for one in analysed(sample).scorecard
        if one.principle is Principle.CONTRACT_SIZE
    }
    assert sizes == {
        contract.service: (
            sum(one.is_called_across for one in calls(sample) if one.service == contract.service),
            contract.border.operations,
        )
        for contract in analysed(sample).contracts
    }
