"""The linker on the call-graph suite: nothing gets worse unseen, and what gets better is written down."""

from __future__ import annotations

import pytest

from callgraph.suite import Case, cases, families, known, outcome, rates

_LEAST_CASES = 240
_LEAST_FROM_CORPORA = 60
_LEAST_PRECISION, _LEAST_RECALL = 0.98, 0.95


@pytest.mark.parametrize("family", families())
def test_edges_are_the_truth_but_for_what_is_known(family: str) -> None:
    expected = known(family)
    found = {}
    outcomes = [outcome(case) for case in cases(family)]
    for one in outcomes:
        wrong = {"invented": sorted(one.invented), "missed": sorted(one.missed)}
        kept = {kind: edges for kind, edges in wrong.items() if edges}
        if kept:
            found[one.case] = kept
    assert found == expected, "fix it, or `python tests/callgraph/suite.py --renew` and say why"


def test_the_suite_reaches_its_targets() -> None:
    everything: list[tuple[str, Case]] = [(family, case) for family in families() for case in cases(family)]
    assert len(everything) >= _LEAST_CASES
    assert sum(bool(case.origin) for _, case in everything) >= _LEAST_FROM_CORPORA
    wrong = [entry for family in families() for entry in known(family).values()]
    invented = sum(len(entry.get("invented", ())) for entry in wrong)
    missed = sum(len(entry.get("missed", ())) for entry in wrong)
    truth = sum(len(case.calls) for _, case in everything)
    right = truth - missed
    assert right / (right + invented) >= _LEAST_PRECISION
    assert right / truth >= _LEAST_RECALL


def test_rates_count_edges() -> None:
    case = Case("one", "f calls g, and h that we do not see", ("main -> main.f", "main -> main.h"), {})
    assert case.calls[0] == "main -> main.f"
    found = outcome(
        Case(
            "built_at_run_time",
            "a name that is put together is not followed",
            ("main -> main.f", "main -> main.g"),
            {"main.py": "def f(): ...\ndef g(): ...\nf()\neval('g')()\n"},
        )
    )
    assert (found.right, found.missed) == (frozenset({"main -> main.f"}), frozenset({"main -> main.g"}))
    assert rates([found]) == (1.0, 0.5)
