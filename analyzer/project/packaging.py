"""Which commands and plug-ins does the project announce to the outside, in its packaging files?"""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from analyzer.model.code import Import, ImportKind
from analyzer.project.roots import Roots
from analyzer.source.documents import Documents

_REFERENCE = re.compile(r"([^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:\s*:\s*([\w.]+))?\s*(?:\[.*\])?")


_COMMANDS = ("scripts", "gui-scripts", "console_scripts", "gui_scripts")


class Announced(msgspec.Struct, frozen=True, order=True):
    """What a packaging file names: ``reference`` is ``package.module:function``, by the name that the module has here.

    ``group`` is scripts or gui-scripts (console_scripts, gui_scripts) for commands, otherwise the kind of plug-in.
    """

    path: str
    line: int
    group: str
    name: str
    reference: str

    @property
    def is_command(self) -> bool:
        """True for what is called at a terminal by its name."""
        return self.group in _COMMANDS


def announced(documents: Documents, paths: Iterable[str], roots: Roots) -> tuple[Announced, ...]:
    """Return what the packaging files beside the source roots name, sorted; ``paths`` are those of the tree.

    A file that cannot be read says nothing, and the documents say why.
    """
    places = {".", *(source.path for source in roots.roots), *(_parent(source.path) for source in roots.roots)}
    known: set[Announced] = set()
    for path in paths:
        folder, name = _parent(path), path.rpartition("/")[2]
        text = documents.read(path) if (folder if name in _READERS else _parent(folder)) in places else None
        if text is None:
            continue
        try:
            entries = _READERS.get(name, _entry_points_txt)
            known.update([_announced(path, text, entry, roots) for entry in entries(text)])
        except (ValueError, configparser.Error):
            documents.leave_out(path, "packaging file that cannot be parsed")
    return tuple(sorted(known))


def as_imports(entries: tuple[Announced, ...]) -> tuple[Import, ...]:
    """Return what packaging files name as imports by text of ``module.name``, sorted."""
    return tuple(sorted({_import(entry) for entry in entries}))


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or "."


def _announced(path: str, text: str, entry: tuple[str, str, str], roots: Roots) -> Announced:
    group, name, reference = entry
    lines = [number for number, one in enumerate(text.splitlines(), 1) if reference in one]
    named = [number for number in lines if name in text.splitlines()[number - 1]]
    return Announced(path, (named or lines or [0])[0], group, name, roots.first_name(reference))


def _import(entry: Announced) -> Import:
    match = _REFERENCE.fullmatch(entry.reference.strip())
    dotted = (f"{match[1]}.{match[2]}" if match[2] else match[1]) if match else ""
    return Import(entry.path, dotted, entry.path, entry.line, ImportKind.STRING)


def _pyproject(text: str) -> Iterator[tuple[str, str, str]]:
    document = tomllib.loads(text)
    project, poetry = _table(document, "project"), _table(_table(document, "tool"), "poetry")
    groups = [("scripts", _table(project, "scripts")), ("gui-scripts", _table(project, "gui-scripts"))]
    groups.append(("scripts", _table(poetry, "scripts")))
    for plugins in (_table(project, "entry-points"), _table(poetry, "plugins")):
        groups += [(name, _table(plugins, name)) for name in plugins]
    for group, entries in groups:
        yield from ((group, name, value) for name, value in entries.items() if isinstance(value, str))


def _setup_cfg(text: str) -> Iterator[tuple[str, str, str]]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    parser.read_string(text)
    for section in ("options.entry_points", "entry_points"):
        for group, lines in parser[section].items() if parser.has_section(section) else ():
            for line in lines.splitlines():
                name, sign, reference = line.partition("=")
                if sign:
                    yield group, name.strip(), reference.strip()


def _entry_points_txt(text: str) -> Iterator[tuple[str, str, str]]:
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    parser.read_string(text)
    for group in parser.sections():
        yield from ((group, name, reference) for name, reference in parser[group].items())


_READERS = {"pyproject.toml": _pyproject, "setup.cfg": _setup_cfg}


def _table(document: dict[str, Any], key: str) -> dict[str, Any]:
    found = document.get(key)
    return found if isinstance(found, dict) else {}
