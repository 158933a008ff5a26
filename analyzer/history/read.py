"""Which modules changed together in the past, and if none is known, why?"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import msgspec

from analyzer.history.coupling import FARTHEST, NEWEST, Coupling
from analyzer.history.log import NOT_READ, Log
from analyzer.history.repository import Repository, find_repository, repository_top
from analyzer.model.code import Module, ModuleKind, ModuleStatus
from analyzer.model.history import CoChange, History

SWITCHED_OFF = "--no-git was given"
NO_GIT = "git is not installed"
SHALLOW = "the clone is shallow; older commits are missing"
FULL = f"only the newest {NEWEST:,} commits count, out of {FARTHEST:,} at most"
NO_CHANGE = "no commit that counts changes the analysed code"

_READ = (ModuleStatus.PARSED, ModuleStatus.LOWERED)
_APART = (ModuleKind.TEST, ModuleKind.MIGRATION)


def read_history(root: Path, modules: Sequence[Module], wanted: bool = True) -> History:
    """Return which files of the analysed code were changed in the same commits; never fails.

    Of messages, authors and dates nothing is kept.
    """
    if not wanted:
        return History(reason=SWITCHED_OFF)
    try:
        repository = find_repository(root)
        if isinstance(repository, str):
            return History(reason=repository)
        git = _program(root)
        return _read(git, repository, modules) if git else History(reason=NO_GIT)
    except (OSError, ValueError):  # folders that may not be entered, paths with a NUL, no room for a temporary folder
        return History(reason=NOT_READ)


def top_around(root: Path, wanted: bool = True) -> Path | None:
    """Return the top of the repository that holds the tree; None if there is none or it is not wanted."""
    try:
        return repository_top(root) if wanted else None
    except (OSError, ValueError):
        return None


def between_modules(history: History, modules: Sequence[Module]) -> tuple[CoChange, ...]:
    """Return the pairs by the names of their modules instead of by path, sorted."""
    names = {module.path: module.name for module in modules}
    found = []
    for pair in history.pairs:
        a, b = sorted((names[pair.a], names[pair.b]))
        if a != b:
            found.append(msgspec.structs.replace(pair, a=a, b=b))
    return tuple(sorted(found))


def _read(git: str, repository: Repository, modules: Sequence[Module]) -> History:
    inner = repository.inner
    code = [inner + m.path for m in modules if m.kind not in _APART and m.status in _READ]
    coupling = Coupling(code, [inner + m.path for m in modules if m.kind in _APART])
    log = Log(git, repository)
    with closing(log.commits()) as commits:
        coupling.read(commits)
    pairs = (
        msgspec.structs.replace(pair, a=pair.a.removeprefix(inner), b=pair.b.removeprefix(inner))
        for pair in coupling.pairs()
    )
    changes = tuple(
        msgspec.structs.replace(one, paths=tuple(path.removeprefix(inner) for path in one.paths))
        for one in coupling.sets()
    )
    return History(coupling.commits, tuple(pairs), _reason(coupling, log, repository), changes)


def _reason(coupling: Coupling, log: Log, repository: Repository) -> str:
    if log.trouble:
        return log.trouble
    if coupling.is_full:
        return FULL
    if repository.shallow:
        return SHALLOW
    return "" if coupling.commits else NO_CHANGE


def _program(root: Path) -> str:
    """Return where git is; one that lies in the analysed tree is not run."""
    found = shutil.which("git")
    if found is None:
        return ""
    program = Path(found).absolute()
    inside = {program.is_relative_to(root.absolute()), program.resolve().is_relative_to(root.resolve())}
    return "" if True in inside else str(program)
