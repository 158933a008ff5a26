"""What says which nodes belong together: bonds between two, and the sets that hold many?"""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.cluster.cohesion import cohesions
from analyzer.cluster.figures.arrays import Floats
from analyzer.cluster.sets import FOLDER, MODULE, WORD, Sets, sets_of
from analyzer.cluster.structure import Bonds, Edges, bonds_of, edges_of
from analyzer.cluster.views import mean_worth
from analyzer.graph.weighted import Graph
from analyzer.model.analysis import SetWeight
from analyzer.model.options import Options

FAMILIES = {
    MODULE: ("module", "both stand in one module"),
    FOLDER: ("folder", "both stand in one folder"),
    WORD: ("word", "both bear one word in their names or paths"),
}


@dataclass(frozen=True, slots=True)
class Belonging:
    """The evidence in a graph: its edges, their bonds, the sets of nodes, and per set its cohesion and weight.

    The weight of a set is that of a membership in it, in the mean over the views.
    """

    edges: Edges
    bonds: Bonds
    sets: Sets
    cohesion: Floats
    worth: Floats

    def families(self) -> tuple[SetWeight, ...]:
        """Return what the sets of each family weigh."""
        found = []
        for family, (kind, says) in FAMILIES.items():
            worth = self.worth[(self.sets.family == family) & (self.worth > 0)]
            low, high = (round(float(end), 3) for end in (worth.min(), worth.max())) if len(worth) else (0.0, 0.0)
            found.append(SetWeight(kind, low, high, len(worth), int((self.sets.family == family).sum()), says))
        return tuple(found)


def belonging_of(graph: Graph, options: Options) -> Belonging:
    """Return the evidence in a graph under the options' weights of edges."""
    edges = edges_of(graph, {wish.kind: wish.weight for wish in options.weights})
    bonds, sets = bonds_of(edges), sets_of(graph)
    cohesion = cohesions(sets, bonds)
    return Belonging(edges, bonds, sets, cohesion, mean_worth(bonds, sets, cohesion))
