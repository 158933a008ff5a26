"""Do the pages of the samples' reports show the same number where they show the same thing?"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

import truth
from analyzer.model.analysis import Analysis
from analyzer.model.data_findings import SharedTable, TransactionAcross
from analyzer.model.decision import Decision, OptionKind, PlanOption, WorkKind
from analyzer.model.options import Options
from analyzer.model.run_findings import CallCycle
from reports.views.across import crossing_operations
from reports.views.contracts import contracts_page
from reports.views.decision import decision_page
from reports.views.grid import Grid
from reports.views.matrix import matrix_page
from reports.views.portal import service_pages
from reports.views.roadmap import roadmap_page
from reports.views.services import services_page
from reports.views.shared_data import shared_data_page
from reports.views.to_write import to_write
from reports.views.transactions import transactions_page

samples = pytest.mark.parametrize("sample", truth.names())


@cache
def result(sample: str) -> Analysis:
    return truth.analysed(sample, Options(jobs=1))


def decided(analysis: Analysis) -> Decision:
    assert analysis.decision is not None
    return analysis.decision


def option(analysis: Analysis, kind: OptionKind) -> PlanOption:
    return next(one for one in decided(analysis).options if one.kind is kind)


def column(grid: Grid, title: str) -> dict[str, int]:
    """Return the numbers of a column by what stands first in the row."""
    place = [one.title for one in grid.columns].index(title)
    names = (row[0] if isinstance(row[0], str) else row[0][0] for row in grid.rows)
    return {str(name): int(row[place]) for name, row in zip(names, grid.rows, strict=True)}


def scored(analysis: Analysis, pattern: str) -> dict[str, int]:
    """Return by service the number that a pattern finds in its scorecard."""
    cards = services_page(analysis).cards
    said = {card.name: " ".join(score.formula for score in card.scores) for card in cards}
    return {name: int(found[1]) for name, words in said.items() if (found := re.search(pattern, words))}


@samples
def test_calls_between_services(sample: str) -> None:
    analysis = result(sample)
    matrix, overview = matrix_page(analysis), services_page(analysis).overview
    assert not matrix.hidden
    out = {row.service: row.all_out for row in matrix.rows if row.all_out}
    into = {row.service: row.all_in for row in matrix.rows if row.all_in}
    assert {name: number for name, number in column(overview, "Calls out").items() if number} == out
    assert {name: number for name, number in column(overview, "Calls in").items() if number} == into
    cut = option(analysis, OptionKind.SPLIT).figures.calls_cut
    assert sum(out.values()) == sum(into.values()) == cut == sum(int(row[2]) for row in matrix.pairs.rows)


@samples
def test_services_that_call(sample: str) -> None:
    analysis = result(sample)
    calling = Counter(str(row[1]) for row in matrix_page(analysis).pairs.rows if row[2])
    told = scored(analysis, r"and (\d+) other services? calls? it")
    assert told == {one.name: calling[one.name] for one in analysis.services}
    for step in decided(analysis).steps:
        if found := re.search(r"it is called by (\d+) services?", step.reason):
            assert int(found[1]) == calling[step.service]


@samples
def test_circles_of_calls(sample: str) -> None:
    analysis = result(sample)
    page = matrix_page(analysis)
    circles = {one.services for one in analysis.findings if isinstance(one, CallCycle)}
    assert page.asking + page.other_circles == len(circles)
    assert {(min(pair[:2]), max(pair[:2])) for pair in page.mutual if pair[4]} <= circles
    directions = {(str(row[0]), str(row[1])) for row in page.pairs.rows if row[2]}
    assert page.asking == sum(len(one) == 2 and {one, one[::-1]} <= directions for one in circles)


@samples
def test_operations(sample: str) -> None:
    analysis = result(sample)
    page, ready = contracts_page(analysis), roadmap_page(analysis).readiness
    split, modular = (option(analysis, kind).figures.operations for kind in (OptionKind.SPLIT, OptionKind.MODULAR))
    offered = column(page.matrix, "Operations")
    assert page.operations == split == modular == sum(offered.values())
    assert {name: number for name, number in column(ready, "Operations").items() if number} == {
        name: number for name, number in offered.items() if number
    }
    told = scored(analysis, r"(\d+) operations? called by other services")
    assert {name: told[name] for name in offered} == offered
    assert {card.name: card.across for card in page.cards} == offered
    sums = tuple(sum(column(page.matrix, name).values()) for name in ("Of these live", "Of these in loops"))
    assert (page.live, page.looped) == sums


@samples
def test_fields_and_callers_of_a_contract(sample: str) -> None:
    analysis = result(sample)
    grid = contracts_page(analysis).matrix
    for title, pattern in (("Callers", r"in (\d+) definitions? of theirs"), ("Fields", r"(\d+) fields? taken")):
        asked = {name for name, number in column(grid, "Operations").items() if number}
        assert {name: number for name, number in column(grid, title).items() if name in asked} == scored(
            analysis, pattern
        )


@samples
def test_operations_of_the_chosen_way(sample: str) -> None:
    analysis = result(sample)
    for kind in (OptionKind.STAY, OptionKind.EXTRACT, OptionKind.SPLIT):
        way = option(analysis, kind)
        across = crossing_operations(analysis, way)
        assert len(across.all) == way.figures.operations
        offered = column(contracts_page(analysis).matrix, "Operations")
        assert len(across.theirs) == sum(offered.get(name, 0) for name in way.extracted)


@samples
def test_shared_tables(sample: str) -> None:
    analysis = result(sample)
    page = shared_data_page(analysis)
    assert page.shared == len(page.heat.rows) == option(analysis, OptionKind.SPLIT).figures.shared_tables
    writers, users = column(page.heat, "Writers"), column(page.heat, "Users")
    for one in analysis.findings:
        if isinstance(one, SharedTable):
            assert (writers[one.subject], users[one.subject]) == (
                sum(use.writes > use.along for use in one.uses),
                len(one.uses),
            )
    about = {one.subject for one in analysis.findings if one.kind in {"shared-table", "direct-access"}}
    assert about == {name for name in writers if next(t.owner for t in analysis.tables if t.name == name)}


@samples
def test_transactions(sample: str) -> None:
    analysis = result(sample)
    told = [one for one in analysis.findings if isinstance(one, TransactionAcross)]
    rows = transactions_page(analysis).transactions.rows
    assert len(rows) == len(told) == option(analysis, OptionKind.SPLIT).figures.crossing_transactions
    ready = column(roadmap_page(analysis).readiness, "Transactions")
    assert ready == {one.name: sum(one.name in found.services for found in told) for one in analysis.services}


@samples
def test_entry_points(sample: str) -> None:
    analysis = result(sample)
    page = services_page(analysis)
    number = column(page.overview, "Entry points")
    assert {card.name: card.entrances.number for card in page.cards} == number
    assert scored(analysis, r"it has (\d+) entry points?") == number
    assert scored(analysis, r"its (\d+) entry points?(?: lead to)? reach") == number
    assert {card.name: card.entry_points for card in contracts_page(analysis).cards} == {
        card.name: number[card.name] for card in contracts_page(analysis).cards
    }


@samples
def test_the_last_step_comes_to_the_figures_of_its_option(sample: str) -> None:
    analysis = result(sample)
    chosen = next(one for one in decided(analysis).options if one.chosen)
    stages = [one for one in roadmap_page(analysis).stages if not one.optional and not one.aside]
    if chosen.extracted:
        line = next(one for one in decision_page(analysis).options if one.chosen)
        bars = tuple(f"{bar.number:,}" for bar in stages[-1].bars)
        assert bars == line.figures[: len(bars)]
        assert stages[-1].days == line.figures[len(bars)]


@samples
def test_every_outermost_definition_stands_in_a_service_or_in_the_kernel(sample: str) -> None:
    analysis = result(sample)
    page = services_page(analysis)
    placed = sum(one.kind not in ("module", "table") for one in analysis.placements)
    assert page.outermost + page.kernel.definitions == page.kernel.outermost == placed
    within = sum(bool(one.within) for one in analysis.definitions if one.service in {card.name for card in page.cards})
    assert page.definitions == page.outermost + within


@samples
def test_the_rows_of_the_matrix_of_contracts_are_told(sample: str) -> None:
    page = contracts_page(result(sample))
    assert len(page.matrix.rows) == (page.providers + page.quiet if page.providers else 0)


@samples
def test_modules_to_split(sample: str) -> None:
    analysis = result(sample)
    modules = {row[0] for row in services_page(analysis).splits.rows}
    found = {one.subject for one in analysis.findings if one.kind == "module-to-split"}
    assert modules == found
    assert len(modules) == option(analysis, OptionKind.SPLIT).figures.modules_to_split


@samples
def test_the_days_of_the_roadmap_are_those_of_its_sources(sample: str) -> None:
    analysis = result(sample)
    steps = [step for step in decided(analysis).steps if not step.optional]
    items = [item for step in steps for item in step.items]
    page = roadmap_page(analysis)
    cost = {one.name: (one.low, one.high) for one in analysis.coefficients}
    counted = {one.name: one.number for one in page.effort.sources}
    for end, name in enumerate(("effort_low", "effort_high")):
        shared = sum(getattr(item, name) for item in items if item.share)
        all_of_it = sum(getattr(item, name) for item in items)
        told = sum(number * cost[one][end] for one, number in counted.items()) + shared
        assert told == pytest.approx(all_of_it, abs=0.05 * len(items))
        assert all_of_it == pytest.approx(sum(getattr(step, name) for step in steps), abs=0.01)
    assert page.effort.remedies == sum(bool(item.share) for item in items)


@samples
def test_what_a_step_makes_of_transactions_is_what_its_days_count(sample: str) -> None:
    analysis = result(sample)
    cost = {one.name: (one.low, one.high) for one in analysis.coefficients}
    for step in decided(analysis).steps:
        for item in step.items:
            if item.kind is WorkKind.TRANSACTION:
                days = [sum(number * cost[name][end] for name, number in item.counted) for end in (0, 1)]
                assert [item.effort_low, item.effort_high] == pytest.approx(days, abs=0.05)
                parties = {line.split(":")[0].partition(" of ")[2] for line in item.making if line.startswith("step ")}
                left = {one.service for one in decided(analysis).steps if one.number <= step.number}
                assert parties <= {*left, "the monolith"}


@samples
def test_every_transaction_that_crosses_is_work_of_a_step(sample: str) -> None:
    analysis = result(sample)
    met: set[str] = set()
    for step in decided(analysis).steps:
        if step.service:
            items = [item for item in step.items if item.kind is WorkKind.TRANSACTION]
            met |= {finding for item in items for finding in item.findings}
            assert len(met) == step.after.crossing_transactions


@samples
def test_operations_to_be_written(sample: str) -> None:
    analysis = result(sample)
    page, asked = contracts_page(analysis), to_write(analysis)
    undoing = {
        (one.service, one.definition or one.tables)
        for step in decided(analysis).steps
        for item in step.items
        for one in item.undoing
    }
    assert page.to_write == len(undoing) == sum(map(len, asked.values()))
    assert {card.name: len(card.to_write) for card in page.cards if card.to_write} == {
        name: len(several) for name, several in asked.items()
    }
    assert {one.contract.service: len(one.to_write) for one in service_pages(analysis) if one.to_write} == {
        name: len(several) for name, several in asked.items()
    }
