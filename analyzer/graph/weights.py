"""How much does each kind of edge weigh when the user has a say?"""

from __future__ import annotations

import difflib

import msgspec

from analyzer.errors import BadInputError
from analyzer.graph.weighted import WEIGHTS, Graph, with_weights
from analyzer.model.analysis import EdgeWeight
from analyzer.model.options import Options


def check_weights(options: Options) -> None:
    """Raise BadInputError where the options weigh a kind of edge that there is not."""
    for wish in options.weights:
        if wish.kind not in WEIGHTS:
            near = difflib.get_close_matches(wish.kind, WEIGHTS, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(WEIGHTS)}"
            where = options.written(("weights", wish.kind))
            raise BadInputError(f"{where}this version does not know the kind of edge {wish.kind!r}; {hint}")


def reweighted(graph: Graph, options: Options) -> Graph:
    """Return the graph with the weights that the options give."""
    wishes = {wish.kind: wish.weight for wish in options.weights}
    return with_weights(graph, wishes) if wishes else graph


def in_force(kinds: tuple[EdgeWeight, ...], options: Options) -> tuple[EdgeWeight, ...]:
    """Return the kinds of edges with the weights that the options give."""
    wishes = {wish.kind: wish.weight for wish in options.weights}
    return tuple(msgspec.structs.replace(kind, weight=wishes.get(kind.kind, kind.weight)) for kind in kinds)
