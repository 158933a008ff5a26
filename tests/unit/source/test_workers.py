from __future__ import annotations

import os

import pytest

from analyzer.source.workers import in_order


def square(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_order_from_as_many_processes_as_wanted(jobs: int) -> None:
    found = list(in_order(square, range(200), jobs))
    assert [result for result, _ in found] == [number * number for number in range(200)]
    processes = {process for _, process in found}
    assert len(processes) <= jobs
    assert (os.getpid() in processes) == (jobs == 1)


def test_a_few_items_are_not_worth_a_pool() -> None:
    assert {process for _, process in in_order(square, range(5), 4)} == {os.getpid()}
