"""How much of the shared kernel of each sample is found without a word of an expert?"""

from __future__ import annotations

import msgspec
import pytest

import truth
from analyzer.cluster.steering import steer
from analyzer.graph.weighted import build_graph
from analyzer.model.options import Options
from analyzer.model.services import KERNEL
from analyzer.pipeline import facts_of

FLOORS = {
    "businessplatform": (0.95, 0.7),
    "ridehailing": (0.95, 0.6),
    "shop": (0.95, 0.65),
    "wordprocessor": (0.5, 0.8),
}
"""Least precision and recall over the outermost definitions."""


@pytest.mark.parametrize("sample", truth.names())
def test_the_kernel_that_is_found_is_the_experts(sample: str) -> None:
    options = Options(jobs=1)
    facts = facts_of(truth.SAMPLES / sample, options)
    placed = steer(build_graph(facts), msgspec.structs.replace(truth.expert_cut(truth.load(sample)), git=False))
    expert = {node.name for node, name in placed.service_of.items() if (node.kind, name) == ("definition", KERNEL)}
    result = truth.analysed(sample, options)
    ours = {one.name for one in result.kernel if one.kind != "module"}
    precision, recall = FLOORS[sample]
    assert len(ours & expert) >= precision * len(ours), sorted(ours - expert)
    assert len(ours & expert) >= recall * len(expert), sorted(expert - ours)


def test_a_command_line_that_a_module_only_starts_is_glue() -> None:
    result = truth.analysed("ridehailing", Options(jobs=1))
    sharing = {one.module: one.sharing.value for one in result.kernel}
    assert sharing == {
        "ridehailing.cli": "glue",
        "ridehailing.db": "library",
        "ridehailing.utils": "library",
    }
