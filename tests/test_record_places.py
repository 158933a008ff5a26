"""Do the places that a decision record names add up to the figures that it names them for?"""

from __future__ import annotations

import pytest

import truth
from analyzer.model.decision import OptionKind
from reports.render.adr import write_adr
from reports.render.options import RenderOptions
from reports.views.crossing_places import CrossingPlaces


@pytest.mark.parametrize("sample", truth.names())
def test_each_figure_of_an_option_has_places(sample: str) -> None:
    analysis = truth.analysed(sample, truth.expert_cut(truth.load(sample)))
    assert analysis.decision is not None
    crossing = CrossingPlaces(analysis)
    for option in analysis.decision.options:
        if option.kind in (OptionKind.EXTRACT, OptionKind.SPLIT):
            figures, places = option.figures, crossing.when_left(option.extracted)
            assert len(places.modules) == figures.modules_to_split
            for number, seen in (
                (figures.calls_cut, places.calls),
                (figures.calls_in_loops, places.loops),
                (figures.shared_tables, places.tables),
                (figures.crossing_transactions, places.transactions),
                (figures.operations, places.operations),
            ):
                assert bool(number) == bool(seen)
                assert len(seen) <= number  # two on one line are one place
    files = write_adr(analysis, RenderOptions())
    assert len(files) == 2 + len(analysis.decision.steps)
