"""Which imports cross the border of a service though nothing is called between the two modules?

Constants, exceptions and types: no item of work names them, for the module that is imported answers no request.
"""

from __future__ import annotations

from collections import defaultdict

from analyzer.model.analysis import Analysis
from analyzer.model.services import KERNEL


def bare_imports(analysis: Analysis) -> dict[str, tuple[str, ...]]:
    """Return for each service the places of these imports, into it and out of it."""
    service = {one.name: one.service for one in analysis.modules}
    module = {one.name: one.module for one in analysis.definitions}
    calling = {(module.get(one.caller, one.caller), module.get(one.callee, one.callee)) for one in analysis.calls}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in analysis.imports:
        ends = service.get(one.importer, ""), service.get(one.imported, "")
        if ends[0] != ends[1] and not {"", KERNEL}.intersection(ends) and (one.importer, one.imported) not in calling:
            for name in ends:
                found[name].add(f"{one.path}:{one.line}")
    return {name: tuple(sorted(places, key=_by_line)) for name, places in found.items()}


def _by_line(place: str) -> tuple[str, int]:
    path, _, line = place.rpartition(":")
    return path, int(line)
