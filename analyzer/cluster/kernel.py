"""Which code do many services share, that has no capability of its own?

A *library* is used from many services and uses little of them: a class of errors, a session, a rounding. *Glue* is
the other way round: it uses many services and none uses it, such as a command line or a seed of test data. Neither is
told by its name.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analyzer.cluster.figures.arrays import Floats, Integers, Truths
from analyzer.cluster.runs import Evidence, definition_sizes
from analyzer.cluster.sets import WORD
from analyzer.graph.weighing import modules_of
from analyzer.graph.weighted import WEIGHTS

_FEWEST_SERVICES = 3.0
_SHARE_OF_SERVICES = 0.3
"""Effective number of services that a library reaches, and glue uses: so many, and this share of all."""

_FEWEST_USERS = 5  # modules outside its own
_INSTABILITY = 0.2  # Ce / (Ca + Ce) after Martin (1994): what it uses of services, beside what uses it
_COHESIVE = 0.5  # a word that binds so much names a capability
_OWN = 0.5  # glue has no more of what it uses in the service that it was put into
_SWEEPS = 8  # what uses nothing but the kernel may be kernel too, so the search is repeated

_USES = ("call", "inherit", "type_use", "import")
_DATA = ("read", "write", "model")


@dataclass(frozen=True, slots=True)
class _Code:
    """Who uses what.

    ``label`` is the service of each node, of a module that of most in it; ``home`` is its module, or itself. Source and
    target are of two homes, ``every`` of one too, and what is ``done`` is more than naming a type. ``units`` are the
    nodes that services are made of, ``bound`` those that work with a table, ``entity`` those that are mapped to one,
    ``inner`` those that are used in their own module, ``told`` the cohesion of the most cohesive word of each node,
    ``most`` the effective number of services that count as many.
    """

    label: Integers
    home: Integers
    in_module: Truths
    units: Truths
    bound: Truths
    entity: Truths
    inner: Truths
    told: Floats
    source: Integers
    target: Integers
    every: tuple[Integers, Integers]
    done: Truths
    most: float

    @property
    def nodes(self) -> int:
        """Return the number of nodes."""
        return len(self.label)

    def per_home(self, nodes: Truths) -> Integers:
        """Return how many of these nodes each home holds, at the place of the home."""
        return np.bincount(self.home[nodes], minlength=self.nodes)

    def reached(self, place: Integers, other: Integers) -> Floats:
        """Return the effective number of services at the other ends: the exponential of the entropy (Hill 1973).

        At each other end a module counts once for each service that its code is in.
        """
        services = int(self.label.max()) + 1
        keys = _once((place * self.nodes + self.home[other]) * services + self.label[other])
        return _effective(keys // services // self.nodes, keys % services, self.nodes)

    def different(self, place: Integers, other: Integers) -> Integers:
        """Return how many different others there are at each place."""
        return np.bincount(self.pairs(place, other)[0], minlength=self.nodes)

    def pairs(self, place: Integers, other: Integers) -> tuple[Integers, Integers]:
        """Return each pair once, sorted."""
        keys = _once(place * self.nodes + other)
        return keys // self.nodes, keys % self.nodes


def kernel_of(evidence: Evidence, labels: Integers, cohesion: Floats) -> Truths:
    """Return which nodes are in the shared kernel; ``labels`` is the service of every node.

    What is held, or in a service that was placed by hand, never is; nor is a table. A module is where all its
    definitions are.
    """
    held = evidence.held
    code = _code(evidence, labels, cohesion)
    table = np.array([node.kind == "table" for node in evidence.graph.nodes], dtype=bool)
    free = (labels > held.max(initial=-1)) & (held < 0) & ~table
    library = _library(code) & free
    found = library | (_glue(code, library) & free)
    left = code.per_home(code.units & ~found)
    whole = code.in_module & ~code.units & (code.per_home(code.units)[code.home] > 0)
    found = np.where(whole, (left[code.home] == 0) & free, found)
    return found if (code.units & ~found).any() else np.zeros(code.nodes, dtype=bool)


def _code(evidence: Evidence, labels: Integers, cohesion: Floats) -> _Code:
    graph, edges, sets = evidence.graph, evidence.edges, evidence.sets
    nodes = len(labels)
    number = {kind: place for place, kind in enumerate(WEIGHTS)}
    module = modules_of(graph)
    home = np.where(module >= 0, module, np.arange(nodes))
    units = definition_sizes(graph) > 0
    uses = np.isin(edges.kind, [number[kind] for kind in _USES])
    source, target = edges.source[uses], edges.target[uses]
    outward = home[source] != home[target]
    told = np.zeros(nodes)
    word = (sets.family == WORD)[sets.of_set]
    np.maximum.at(told, sets.member[word], cohesion[sets.of_set[word]])
    return _Code(
        label=np.where(units, labels, _main_label(home, units, labels)),
        home=home,
        in_module=module >= 0,
        units=units,
        bound=_marked(nodes, edges.source[np.isin(edges.kind, [number[kind] for kind in _DATA])]),
        entity=_marked(nodes, edges.source[edges.kind == number["model"]]),
        inner=_marked(nodes, target[~outward & (source != target)]),
        told=told,
        source=source[outward],
        target=target[outward],
        every=(source, target),
        done=edges.kind[uses][outward] != number["type_use"],
        most=max(_FEWEST_SERVICES, _SHARE_OF_SERVICES * len(np.unique(labels[units]))),
    )


def _library(code: _Code) -> Truths:
    """Return what many services use and what uses little of them: single definitions, whole modules, their helpers.

    What works with a table is none, nor is a single definition that asks another for data or bears a cohesive word.
    To name a type is no use: what many speak about in their annotations is what the program is about.
    """
    source, target = code.source[code.done], code.target[code.done]
    by_unit = code.units[target]
    held = code.per_home(code.units)
    plain = code.units & ~code.bound
    asking = _marked(code.nodes, code.every[0][code.bound[code.every[1]]])
    users = code.different(target, code.home[source])
    alone = plain & ~asking & (code.told <= _COHESIVE) & (users >= _FEWEST_USERS)
    alone &= code.reached(target, source) >= code.most
    of_definitions = code.home[target][by_unit], source[by_unit]
    of_any = code.home[target], source
    wide = np.where(held > 0, code.reached(*of_definitions), code.reached(*of_any)) >= code.most
    used = np.where(
        held > 0,
        code.different(of_definitions[0], code.home[of_definitions[1]]),
        code.different(of_any[0], code.home[of_any[1]]),
    )
    wide &= (used >= _FEWEST_USERS) & (code.per_home(code.units & code.bound) == 0)
    by_node, by_home = code.pairs(code.source, code.target), code.pairs(code.home[code.source], code.target)
    found = np.zeros(code.nodes, dtype=bool)
    for _ in range(_SWEEPS):
        needs = np.bincount(by_node[0][~found[by_node[1]]], minlength=code.nodes)
        needed = np.bincount(by_home[0][~found[by_home[1]]], minlength=code.nodes)
        stable = wide & (needed <= _INSTABILITY * (needed + used))
        grown = found | (alone & (needs <= _INSTABILITY * (needs + users)))
        grown |= code.in_module & stable[code.home] & (plain | ((held[code.home] == 0) & ~code.units))
        grown |= plain & (needs == 0) & _mostly_for(grown, code)
        if (grown == found).all():
            break
        found = grown
    return found


def _mostly_for(found: Truths, code: _Code) -> Truths:
    """Which nodes are used by what was found at least as much as by anything else."""
    source, target = code.every
    every = np.bincount(target, minlength=code.nodes)
    told: Truths = (every > 0) & (2 * np.bincount(target[found[source]], minlength=code.nodes) >= every)
    return told


def _glue(code: _Code, library: Truths) -> Truths:
    """Return what uses many services in modules that nothing but glue uses, that hold no entity and speak of nothing.

    In such a module a definition that nobody calls and that needs few services, such as a task, is no glue.
    """
    source, target = code.source, code.target
    into = ~library[target] & ~library[source]
    needs = code.reached(code.home[source[into]], target[into])
    home, end = code.pairs(code.home[source[into]], target[into])
    own = np.bincount(home, code.label[end] == code.label[home], code.nodes)
    whole = np.maximum(np.bincount(home, minlength=code.nodes), 1)
    wide = code.in_module & (needs >= code.most) & (own <= _OWN * whole) & (code.per_home(code.entity) == 0)
    wide &= ~library & (code.told <= _COHESIVE)
    glue = start = np.zeros(code.nodes, dtype=bool)
    empty = code.in_module & (code.per_home(code.units)[code.home] == 0)
    for _ in range(_SWEEPS):
        others = ~(library | glue)[source]
        start = empty & ~_marked(code.nodes, code.home[target[others]])[code.home]  # such as __main__
        used = _marked(code.nodes, code.home[target[others & ~start[source]]])
        grown = (wide & ~used)[code.home] & ~library
        if (grown == glue).all():
            break
        glue = grown
    few = code.reached(source[into], target[into])
    tasks = code.units & ~code.inner & (few > 0) & (few < code.most)
    return (glue & ~tasks) | (start & _leads_to(glue, library, code))


def _leads_to(glue: Truths, library: Truths, code: _Code) -> Truths:
    """Which nodes use glue, and nothing else but the kernel."""
    apart = _marked(code.nodes, code.source[~(glue | library)[code.target]])
    return _marked(code.nodes, code.source[glue[code.target]]) & ~apart


def _main_label(home: Integers, units: Truths, labels: Integers) -> Integers:
    """Return the service that most units of each home are in, at the place of the home; the node's own without any."""
    services = int(labels.max()) + 1
    keys, count = np.unique(home[units] * services + labels[units], return_counts=True)
    order = np.lexsort((keys, -count))
    places, first = np.unique(keys[order] // services, return_index=True)
    found = labels.copy()
    found[places] = (keys[order] % services)[first]
    return found


def _marked(nodes: int, places: Integers) -> Truths:
    found = np.zeros(nodes, dtype=bool)
    found[places] = True
    return found


def _effective(place: Integers, label: Integers, nodes: int) -> Floats:
    """Return the exponential of the entropy of the labels at each place; 0 where there is none."""
    width = int(label.max(initial=0)) + 1
    keys, count = np.unique(place * width + label, return_counts=True)
    at = keys // width
    whole = np.bincount(at, count, nodes)
    share = count / whole[at]
    entropy = np.bincount(at, -share * np.log(share), nodes)
    return np.where(whole > 0, np.exp(entropy), 0.0)


def _once(keys: Integers) -> Integers:
    """Return the different keys, sorted; ``np.unique`` is several times slower where most differ."""
    ordered = np.sort(keys)
    first: Truths = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    found: Integers = ordered[first]
    return found
