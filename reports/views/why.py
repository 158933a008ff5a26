"""Which definition, module or table does a name mean, and why is that where it is?"""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from dataclasses import dataclass

from analyzer.model.analysis import Analysis
from analyzer.model.placements import Placement
from analyzer.model.services import ModuleToSplit, TableOwnership
from reports.errors import ReportError
from reports.views.shared_kernel import Shared, shared_as

_LISTED = 12
_NEAR = 3


@dataclass(frozen=True, slots=True)
class Explained:
    """Why something is where it is; ``through`` is the nested definition that was asked for, ``place`` its place.

    ``holds`` counts the outermost definitions of a module by service, most first; ``split`` says which lines are whose
    where it is to be split. ``claim`` says who owns a table and who comes next. ``shared`` says of what is in the
    shared kernel who uses it.
    """

    placement: Placement
    place: str
    through: str
    holds: tuple[tuple[str, int], ...]
    split: ModuleToSplit | None = None
    claim: TableOwnership | None = None
    shared: Shared | None = None


def explain(analysis: Analysis, name: str) -> tuple[Explained, ...]:
    """Return what bears a name: exactly (a path of a module does too), else with the name as its last segments.

    Several of different kinds may bear it exactly. Raises ReportError, with what comes near, where nothing bears it,
    where several end in it, and where the result says nothing of it.
    """
    if not analysis.placements and analysis.definitions:
        raise ReportError("this result does not say why things are where they are; run `seamline analyze` again")
    known = _known(analysis)
    name = next((module.name for module in analysis.modules if module.path == name), name)
    if name not in known:
        name = _by_ending(analysis, known, name)
    return tuple(_explained(analysis, placement, name) for placement in known[name])


def _known(analysis: Analysis) -> dict[str, list[Placement]]:
    """Name -> what it is explained by; a nested definition goes where its outermost goes."""
    found: dict[str, list[Placement]] = defaultdict(list)
    definitions: dict[str, Placement] = {}
    for placement in analysis.placements:
        found[placement.name].append(placement)
        if placement.kind in ("class", "function"):
            definitions[placement.name] = placement
    for definition in analysis.definitions:
        outermost = definitions.get(definition.within)
        if outermost is not None and definition.name not in found:
            found[definition.name].append(outermost)
    return dict(found)


def _by_ending(analysis: Analysis, known: dict[str, list[Placement]], name: str) -> str:
    ending = f".{name}"
    fitting = sorted(one for one in known if one.endswith(ending))
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise ReportError(f"{name} may be {_listed(fitting)}; give more of the name")
    for module in analysis.modules:
        if module.name == name:
            why = f": {module.reason}" if module.reason else ""
            raise ReportError(f"{name} is in no service, because it was {module.status.value}{why}")
    near = _near(known, name)
    hint = (
        f"; did you mean {_listed(near)}?" if near else "; definitions.csv, modules.csv and tables.csv hold the names"
    )
    raise ReportError(f"the result has no definition, module or table {name}{hint}")


def _near(known: dict[str, list[Placement]], name: str) -> list[str]:
    """The names that look most like it, by as many last segments as it has itself."""
    segments = name.count(".") + 1
    by_tail: dict[str, list[str]] = defaultdict(list)
    for one in known:
        by_tail[".".join(one.split(".")[-segments:])].append(one)
    tails = difflib.get_close_matches(name, sorted(by_tail), n=_NEAR)
    return [one for tail in tails for one in sorted(by_tail[tail])]


def _listed(names: list[str]) -> str:
    shown = names[:_LISTED]
    if len(names) > len(shown):
        return f"{', '.join(shown)} or {len(names) - len(shown)} more"
    return " or ".join((", ".join(shown[:-1]), shown[-1])) if len(shown) > 1 else shown[0]


def _explained(analysis: Analysis, placement: Placement, name: str) -> Explained:
    inside: Counter[str] = Counter()
    if placement.kind == "module":
        inside.update(d.service for d in analysis.definitions if d.module == placement.name and not d.within)
    return Explained(
        placement,
        _place(analysis, placement),
        name if name != placement.name else "",
        tuple(sorted(inside.items(), key=lambda item: (-item[1], item[0]))),
        next(
            (one for one in analysis.modules_to_split if placement.kind == "module" and one.module == placement.name),
            None,
        ),
        next((one for one in analysis.ownership if placement.kind == "table" and one.table == placement.name), None),
        _shared(analysis, placement),
    )


def _shared(analysis: Analysis, placement: Placement) -> Shared | None:
    if placement.kind == "module":
        return shared_as(one for one in analysis.kernel if one.module == placement.name)
    return shared_as(one for one in analysis.kernel if (one.name, one.kind) == (placement.name, placement.kind))


def _place(analysis: Analysis, placement: Placement) -> str:
    if placement.kind == "module":
        return next((module.path for module in analysis.modules if module.name == placement.name), "")
    if placement.kind == "table":
        return next(
            (f"{one.path}:{one.line}" for one in analysis.tables if one.name == placement.name and one.path), ""
        )
    return next((f"{one.path}:{one.line}" for one in analysis.definitions if one.name == placement.name), "")
