"""The user's weights of edges."""

from __future__ import annotations

import math

import pytest

from analyzer.errors import BadInputError
from analyzer.graph.weighted import WEIGHTS, Edge, Graph, Node
from analyzer.graph.weights import check_weights, in_force, reweighted
from analyzer.model.options import KindWeight, Options, Origin

GRAPH = Graph(
    (Node("definition", "m.a"), Node("definition", "m.b")), (Edge(0, 1, "call", 1, 0.25), Edge(0, 1, "import", 1, 0.5))
)


def test_a_weight_replaces_that_of_its_kind() -> None:
    twice = Options(weights=(KindWeight("call", 2 * WEIGHTS["call"][0]),))
    once = 1 / math.log2(3) ** 2  # one module uses b
    weights = [edge.weight for edge in reweighted(GRAPH, twice).edges]
    assert weights == pytest.approx([2 * WEIGHTS["call"][0] * once, WEIGHTS["import"][0] * once])
    assert {kind.kind: kind.weight for kind in in_force(GRAPH.kinds(), twice)} == {
        kind: weight for kind, (weight, _) in WEIGHTS.items()
    } | {"call": 2 * WEIGHTS["call"][0]}
    assert reweighted(GRAPH, Options()) is GRAPH


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("inhert", "f:3: this version does not know the kind of edge 'inhert'; did you mean 'inherit'?"),
        ("x", f"f:3: this version does not know the kind of edge 'x'; known are {', '.join(WEIGHTS)}"),
    ],
)
def test_a_kind_that_is_not_known_is_refused(kind: str, message: str) -> None:
    with pytest.raises(BadInputError) as refused:
        check_weights(Options(weights=(KindWeight(kind, 1.0),), origins=(Origin(("weights", kind), "f", 3),)))
    assert str(refused.value) == message
