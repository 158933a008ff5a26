"""How are boundaries written for tach, with the imports that cross them today as deprecated dependencies?

A file belongs to the nearest module that is configured. tach follows every import statement, those inside functions
included, and those under ``TYPE_CHECKING`` if it is told so. A module that imports another service today, and one that
is imported, stand for themselves, so that the baseline allows these two modules and no more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from analyzer.model.analysis import Analysis
from analyzer.model.services import KERNEL
from reports.render.boundary_file import BoundaryFile, LeftOut
from reports.render.source_roots import root_of, source_roots
from reports.render.territory import Territory
from reports.render.toml import array, comment, filled, quoted
from reports.views.boundaries import BESIDE, ModuleImport, differ, nearest

FILE_NAME = "tach.toml"

_HEAD = """\
# Which module may import which. Put this file at the top of the tree and run there:
#     tach check
# (tach 0.29 or later). The modules of a service may import each other ("package.**" is a package and all below it, new
# modules included) and what services share. A dependency that is marked deprecated is an import of today that should
# not be: the baseline. tach warns of each; take the line out when tach no longer does.
"""
_ACCEPTED = re.compile(r"[\w-]+(\.[\w-]+)*")


def write_tach(analysis: Analysis, places: Mapping[str, str], imports: Sequence[ModuleImport]) -> BoundaryFile:
    """Write the configuration; its text is empty where there is nothing to check."""
    roots = source_roots(analysis, places)
    known = {name: places[name] for name in _accepted(analysis, roots) if name in places}
    left_out = tuple(
        LeftOut(name, "tach cannot be told of a file with such a name")
        for name, holder in places.items()
        if holder != BESIDE and name not in known
    )
    services = sorted({holder for holder in known.values() if holder not in {BESIDE, KERNEL}})
    if not services:
        return BoundaryFile(FILE_NAME, "", (), left_out)
    entries, baseline = _entries(known, imports)
    head = [_HEAD, array("source_roots", roots), "exclude = []", 'root_module = "ignore"']
    blocks = ["\n".join([*head, "ignore_type_checking_imports = false", ""]), *_common(entries)]
    territory = Territory(known)
    for service in services:
        own = [f"{span.name}.**" if span.deep else span.name for span in territory.spans(service)]
        blocks += _service(service, own, entries, baseline)
    crossing = tuple(sorted(ModuleImport(one, other) for one, others in baseline.items() for other in others))
    return BoundaryFile(FILE_NAME, "\n".join(blocks), crossing, left_out)


def _accepted(analysis: Analysis, roots: Sequence[str]) -> set[str]:
    return {
        one.name for one in analysis.modules if _ACCEPTED.fullmatch(one.name) and root_of(one.path, one.name, roots)
    }


def _entries(known: Mapping[str, str], imports: Sequence[ModuleImport]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Say which modules are configured, each with its service, and which import which of another service today."""
    ends = [(nearest(one.importer, known), nearest(one.imported, known)) for one in imports]
    alone = {name for pair in ends if differ(*(known.get(end, BESIDE) for end in pair)) for name in pair}
    entries: dict[str, str] = {}
    for name in sorted(known):
        above = nearest(name.rpartition(".")[0], entries)
        is_same = above not in alone and entries.get(above, BESIDE) == known[name]
        if name in alone or not is_same:
            entries[name] = known[name]
    baseline: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in ends:
        importer, imported = nearest(one, entries), nearest(other, entries)
        if differ(entries.get(importer, BESIDE), entries.get(imported, BESIDE)):
            baseline[importer].add(imported)
    return entries, baseline


def _common(entries: Mapping[str, str]) -> Iterator[str]:
    kernel = [name for name, holder in entries.items() if holder == KERNEL]
    beside = [name for name, holder in entries.items() if holder == BESIDE]
    if kernel:
        yield _block([array("paths", kernel), "utility = true"], "what services share: everybody may import it")
    if beside:
        lines = [array("paths", beside), "utility = true", "unchecked = true"]
        yield _block(lines, "tests, migrations and whatever else is in no service: not checked")


def _service(
    service: str, own: Sequence[str], entries: Mapping[str, str], baseline: Mapping[str, set[str]]
) -> Iterator[str]:
    names = [name for name, holder in entries.items() if holder == service]
    clean = [name for name in names if name not in baseline]
    if clean:
        yield _block([array("paths", clean), array("depends_on", own)], service)
    for name in names:
        if name in baseline:
            lines = [f"path = {quoted(name)}", "depends_on = [", *filled(own)]
            lines += [
                f"    {{ path = {quoted(other)}, deprecated = true }},  {comment(entries[other])}"
                for other in sorted(baseline[name], key=lambda one: (entries[one], one))
            ]
            yield _block([*lines, "]"], service)


def _block(lines: Iterable[str], what: str) -> str:
    return "\n".join([comment(what), "[[modules]]", *lines, ""])
