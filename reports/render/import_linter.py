"""How are boundaries written for import-linter, with the imports that cross them today as the baseline?

One contract of type ``protected`` for each service: who may import it. import-linter (grimp) follows every import
statement, also those inside functions and under ``TYPE_CHECKING``; ``from package import name`` is an import of
``package.name`` where that is a module, else of ``package``. It knows the modules of packages alone, and none in a
folder without ``__init__.py`` inside a package that has one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from analyzer.model.analysis import Analysis
from analyzer.model.code import ModuleStatus
from analyzer.model.services import KERNEL
from reports.render.boundary_file import BoundaryFile, LeftOut
from reports.render.contract_names import Names, slug
from reports.render.source_roots import root_of, source_roots
from reports.render.territory import Span, Territory
from reports.render.toml import array, comment, quoted
from reports.views.boundaries import BESIDE, ModuleImport, differ, nearest

FILE_NAME = "importlinter.toml"

_HEAD = f"""\
# Who may import which service. Run it from the top of the tree:
#     lint-imports --config {FILE_NAME}
# (import-linter 2.5 or later). Each contract names what a service holds ("package.**" is all below a package, new
# modules included), who may import it, and under ignore_imports the imports of today that should not be: the baseline.
# Take a line out when its import is gone; import-linter warns of lines that nothing matches any more.
"""
_UNPARSED = frozenset({ModuleStatus.UNREAD, ModuleStatus.LOWERED})
_NAMED = re.compile(r"\w+(\.\w+)*")


def write_import_linter(analysis: Analysis, places: Mapping[str, str], imports: Sequence[ModuleImport]) -> BoundaryFile:
    """Write the configuration; its text is empty where there is nothing to check."""
    roots = _roots(analysis, places)
    named, packages = _named_alike(analysis, places), _packages(analysis)
    seen = {one: places[one] for one in named if one.partition(".")[0] in roots and _is_seen(one, packages)}
    left_out = tuple(_left_out(analysis, {one: places[one] for one in places if one not in seen}, named, roots))
    services = sorted({holder for holder in seen.values() if holder not in {BESIDE, KERNEL}})
    if not services:
        return BoundaryFile(FILE_NAME, "", (), left_out)
    territory = Territory(seen)
    held = {service: territory.spans(service) for service in services}
    crossing = _crossing(imports, seen, held)
    common = (_patterns(territory.spans(KERNEL)), _beside(territory.spans(BESIDE), seen))
    names = Names()
    contracts = []
    for service in services:
        lines = [f"id = {quoted(names.free(slug(service), joint='-'))}", *_head(service)]
        own = _patterns(held[service])
        lines += [array("protected_modules", own), *_allowed(service, own, common, crossing[service])]
        contracts.append("\n".join(["[[tool.importlinter.contracts]]", *lines, *_ignored(crossing[service], seen), ""]))
    first = "\n".join([_HEAD, "[tool.importlinter]", array("root_packages", roots), ""])
    known = tuple(sorted(one for found in crossing.values() for one in found if _is_named(one)))
    return BoundaryFile(FILE_NAME, "\n".join([first, *contracts]), known, left_out)


def _roots(analysis: Analysis, places: Mapping[str, str]) -> tuple[str, ...]:
    """The outermost packages with code of a service.

    A file that cannot be parsed keeps import-linter from running, so its package is left out, unless it is the largest.
    """
    held = Counter(name.partition(".")[0] for name, holder in places.items() if holder != BESIDE and "." in name)
    unread = {one.name.partition(".")[0] for one in analysis.modules if one.status in _UNPARSED}
    largest = max(held, key=lambda name: (held[name], name), default="")
    return tuple(sorted(name for name in held if name.isidentifier() and (name not in unread or name == largest)))


def _named_alike(analysis: Analysis, places: Mapping[str, str]) -> tuple[str, ...]:
    """Every module that import-linter calls by the same name, and can be told of."""
    roots = source_roots(analysis, places)
    found = {one.name for one in analysis.modules if "*" not in one.name and root_of(one.path, one.name, roots)}
    return tuple(name for name in places if name in found)


def _packages(analysis: Analysis) -> frozenset[str]:
    """Every folder that has an ``__init__.py``, as modules are named."""
    return frozenset(one.name for one in analysis.modules if one.path.rpartition("/")[2] == "__init__.py")


def _is_seen(name: str, packages: frozenset[str]) -> bool:
    """Tell whether import-linter knows a module: in a package, and in none that stands in a folder without one."""
    parts = name.split(".")
    if len(parts) == 1:
        return name in packages
    above = [".".join(parts[:length]) in packages for length in range(1, len(parts))]
    return above == sorted(above) and all(part.isidentifier() for part in parts[:-1])


def _crossing(
    imports: Iterable[ModuleImport], seen: Mapping[str, str], held: Mapping[str, Iterable[Span]]
) -> defaultdict[str, list[ModuleImport]]:
    """The imports of today that a contract would not allow, by the service that is imported.

    What is in no service and stands below a package that is all of one service is protected with it.
    """
    deep = {span.name: service for service, spans in held.items() for span in spans if span.deep}
    found: defaultdict[str, list[ModuleImport]] = defaultdict(list)
    for one in imports:
        if one.importer in seen and one.imported in seen:
            target = seen[one.imported] or deep.get(nearest(one.imported, deep), BESIDE)
            if differ(seen[one.importer], target):
                found[target].append(one)
    return found


def _left_out(
    analysis: Analysis, unseen: Mapping[str, str], named: Container[str], roots: Container[str]
) -> Iterator[LeftOut]:
    for name, holder in unseen.items():
        if holder != BESIDE:
            reason = "its folder is no package that import-linter knows"
            if name not in named:
                reason = "import-linter cannot be told of a file with such a name"
            elif "." not in name:
                reason = "import-linter knows no module outside of a package"
            elif name.partition(".")[0] not in roots:
                reason = "beside it are files that cannot be parsed, and import-linter stops at these"
            yield LeftOut(name, reason)
    for module in analysis.modules:
        if module.status in _UNPARSED and module.name.partition(".")[0] in roots:
            yield LeftOut(module.name, "import-linter stops at this file until it can be parsed")


def _beside(spans: Iterable[Span], seen: Mapping[str, str]) -> list[str]:
    """Say what is in no service, by the word where one word says it: ``**.migrations``."""
    taken = {part for name, holder in seen.items() if holder != BESIDE for part in name.split(".")[1:]}
    ends = Counter(span.name.rpartition(".")[2] for span in spans if "." in span.name)
    words = sorted(word for word, number in ends.items() if number > 1 and word not in taken)
    rest = [span for span in spans if not set(span.name.split(".")[1:]) & set(words)]
    return [text for word in words for text in (f"**.{word}", f"**.{word}.**")] + _patterns(rest)


def _patterns(spans: Iterable[Span]) -> list[str]:
    found = []
    for span in spans:
        found += [span.name] * span.is_module + [f"{span.name}.**"] * span.deep
    return found


def _head(service: str) -> Iterator[str]:
    # rich draws the name and takes what stands in brackets for its own
    yield f"name = {quoted(f'No other service imports {service}'.translate(str.maketrans('[]', '()')))}"
    yield 'type = "protected"'
    yield "as_packages = false"
    yield 'unmatched_ignore_imports_alerting = "warn"'


def _allowed(
    service: str, own: Sequence[str], common: tuple[list[str], list[str]], crossing: Iterable[ModuleImport]
) -> Iterator[str]:
    kernel, beside = common
    odd = sorted({one.importer for one in crossing if not _is_named(one)})
    parts = (
        (service, own),
        ("what services share", kernel),
        ("tests, migrations and whatever else is in no service", beside),
        ("they import it today, and have names that ignore_imports cannot hold", odd),
    )
    yield "allowed_importers = ["
    for what, names in parts:
        if names:
            yield f"    {comment(what)}"
            yield from (f"    {quoted(name)}," for name in names)
    yield "]"


def _ignored(crossing: Iterable[ModuleImport], seen: Mapping[str, str]) -> Iterator[str]:
    by_source: defaultdict[str, list[ModuleImport]] = defaultdict(list)
    for one in crossing:
        if _is_named(one):
            by_source[seen[one.importer]].append(one)
    if by_source:
        yield "# The baseline: what other services import today."
        yield "ignore_imports = ["
        for source in sorted(by_source):
            yield f"    {comment(f'{source}: {len(by_source[source])}')}"
            yield from (f"    {quoted(f'{one.importer} -> {one.imported}')}," for one in sorted(by_source[source]))
        yield "]"


def _is_named(one: ModuleImport) -> bool:
    return bool(_NAMED.fullmatch(one.importer) and _NAMED.fullmatch(one.imported))
