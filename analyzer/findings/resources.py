"""Which resources besides tables do several services share, how, and where?

A resource is shared by the services that use it by its name. The shared kernel is nobody: it is as if every service had
its own copy. What shares nothing is left out:

- a name that names nothing (``*``, the default one of a framework, a file that many folders have one of), for it does
  not say that two mean the same;
- a file that no code of the program changes, which every service can be given a copy of; keys of a cache likewise;
- a family (``thumb:*:small``) that is used nowhere else than another one, for that is one key put together in ways;
- the files in which a queue or cache keeps its contents, for that is the same thing told twice;
- a queue or topic whose consumers all belong to the kernel, for each service then answers itself;
- a value in memory, or a setting, that no service changes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import TypeVar

import msgspec

from analyzer.findings.severity import Circumstance, severity
from analyzer.model.code import Certainty
from analyzer.model.facts import Facts
from analyzer.model.location import Location
from analyzer.model.resources import ResourceKind, ResourceOperation, ResourceUse
from analyzer.model.run_findings import ResourceUsers, SharedResource
from analyzer.model.services import KERNEL

_SEVERAL = 2
_CHANGING = (ResourceOperation.WRITE, ResourceOperation.PUBLISH)
_MESSAGES = (ResourceKind.QUEUE, ResourceKind.TOPIC)
_IN_MEMORY = (ResourceKind.STATE, ResourceKind.SETTING)
_KEEPING = (ResourceKind.QUEUE, ResourceKind.TOPIC, ResourceKind.CACHE)
_FILLED_HERE = (ResourceKind.FILE, ResourceKind.CACHE)
_DEFAULTS = frozenset({"default", "default_storage", "celery"})
_USUAL_FILES = frozenset(
    [
        "__init__",
        "__main__",
        "code",
        "config",
        "constraints",
        "data",
        "dockerfile",
        "index",
        "input",
        "license",
        "log",
        "main",
        "makefile",
        "manifest",
        "meta",
        "metadata",
        "model",
        "output",
        "params",
        "pyproject",
        "readme",
        "report",
        "requirements",
        "result",
        "results",
        "settings",
        "setup",
        "tags",
        "temp",
        "test",
        "tmp",
    ]
)
"""Stems and folders that do not tell a file from one of the same name elsewhere: a file goes without its folders."""
_WILD = "*"

Shared = TypeVar("Shared", bound=SharedResource)


class UsedResource(msgspec.Struct, frozen=True):
    """A resource that several services share, and its users: writers first, then by number of uses and name."""

    kind: ResourceKind
    name: str
    uses: tuple[ResourceUsers, ...]


def shared_resources(facts: Facts) -> dict[ResourceKind, tuple[UsedResource, ...]]:
    """Return the resources that several services share, by kind; the facts are placed in services."""
    kept_in = _kept_in_files(facts.resources)
    by_name: dict[tuple[ResourceKind, str], list[ResourceUse]] = defaultdict(list)
    for use in facts.resources:
        if _says_which(use) and use not in kept_in:
            by_name[use.kind, use.name].append(use)
    found: dict[ResourceKind, list[UsedResource]] = defaultdict(list)
    for (kind, name), uses in sorted(by_name.items()):
        served = [use for use in uses if use.service not in ("", KERNEL)]
        if len({use.service for use in served}) >= _SEVERAL and _passes_on(kind, uses, served):
            found[kind].append(UsedResource(kind, name, _users(served)))
    return {kind: tuple(_told_once(shared)) for kind, shared in found.items()}


def sharing(record: type[Shared], resources: Iterable[UsedResource], what: str) -> Iterator[Shared]:
    """Yield a finding of a kind for each resource; ``what`` is the word for it in the message."""
    kind = str(record.__struct_config__.tag)
    for one in resources:
        second = sum(use.writes > 0 for use in one.uses) >= _SEVERAL
        yield record(
            subject=one.name,
            severity=severity(kind, [Circumstance.WRITE] if second else []),
            certainty=_certainty(one),
            services=tuple(sorted(use.service for use in one.uses)),
            message=f"{what} {one.name} is {_told(one)}.",
            evidence=tuple(sorted({place for use in one.uses for place in use.evidence})),
            uses=one.uses,
        )


def _certainty(one: UsedResource) -> Certainty:
    """Two files of one name may lie in two folders; two keys of a family need not be the same."""
    if one.kind is ResourceKind.FILE:
        return Certainty.GUESSED
    return Certainty.TYPED if _WILD in one.name else Certainty.LITERAL


def _says_which(use: ResourceUse) -> bool:
    """False for a name, or a family of which nothing is fixed, that many different things have."""
    if use.kind is ResourceKind.FILE and _plain(PurePosixPath(use.name)) in _USUAL_FILES:
        return False
    return use.name not in _DEFAULTS and any(letter.isalnum() for letter in use.name)


def _plain(file: PurePosixPath) -> str:
    """Return what names a file: its stem, or its folder where that is unknown."""
    stem = file.stem.replace(_WILD, "").strip(":-_.")
    return (stem or str(file.parent)).lower()


def _told_once(shared: list[UsedResource]) -> Iterator[UsedResource]:
    """Yield each resource, but of families of the same places only the one with most, and of those the first."""
    places = [{place for use in one.uses for place in use.evidence} for one in shared]
    families: dict[Location, list[int]] = defaultdict(list)
    for number, one in enumerate(shared):
        if _WILD in one.name:
            for place in places[number]:
                families[place].append(number)
    for number, one in enumerate(shared):
        rivals = families[min(places[number])] if _WILD in one.name else ()
        if not any(_swallows((other, places[other]), (number, places[number])) for other in rivals):
            yield one


def _swallows(one: tuple[int, set[Location]], other: tuple[int, set[Location]]) -> bool:
    """True where a family, by its number and places, tells all of another."""
    return one[1] > other[1] or (one[1] == other[1] and one[0] < other[0])


def _kept_in_files(uses: Iterable[ResourceUse]) -> set[ResourceUse]:
    """Uses of the files that hold what a queue or cache is given by the same definition."""
    kept: dict[tuple[str, str], set[str]] = defaultdict(set)
    files: list[ResourceUse] = []
    for use in uses:
        if use.kind is ResourceKind.FILE:
            files.append(use)
        elif use.kind in _KEEPING:
            kept[use.path, use.qualname].add(use.name.partition(_WILD)[0].strip(":-_./"))
    return {use for use in files if kept[use.path, use.qualname] & _segments(use.name)}


def _segments(file: str) -> set[str]:
    path = PurePosixPath(file)
    return {*path.parts, path.stem.partition(_WILD)[0].strip(":-_.")} - {""}


def _passes_on(kind: ResourceKind, uses: list[ResourceUse], served: list[ResourceUse]) -> bool:
    """True where what one service does with it can reach another."""
    if kind in _IN_MEMORY:
        return any(use.operation in _CHANGING for use in served)
    if kind in _FILLED_HERE:
        return any(use.operation in _CHANGING for use in uses)
    if kind in _MESSAGES:
        consumers = [use for use in uses if use.operation is ResourceOperation.CONSUME]
        return not consumers or any(use.service not in ("", KERNEL) for use in consumers)
    return True


def _users(served: list[ResourceUse]) -> tuple[ResourceUsers, ...]:
    by_service: dict[str, list[ResourceUse]] = defaultdict(list)
    for use in served:
        by_service[use.service].append(use)
    users = [
        ResourceUsers(
            service,
            reads=sum(use.operation not in _CHANGING for use in mine),
            writes=sum(use.operation in _CHANGING for use in mine),
            evidence=tuple(sorted({Location(use.path, use.line) for use in mine})),
        )
        for service, mine in by_service.items()
    ]
    return tuple(sorted(users, key=lambda use: (use.writes == 0, -use.writes, -use.reads, use.service)))


def _told(one: UsedResource) -> str:
    changed, used = ("filled", "emptied") if one.kind in _MESSAGES else ("changed", "read")
    changing = [use.service for use in one.uses if use.writes]
    using = [use.service for use in one.uses if (use.reads if one.kind in _MESSAGES else not use.writes)]
    parts = [f"{verb} by {', '.join(those)}" for verb, those in ((changed, changing), (used, using)) if those]
    return " and ".join(parts)
