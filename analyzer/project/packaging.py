"""Which commands and plug-ins does the project announce to the outside, in ``pyproject.toml`` or ``setup.cfg``?"""

from __future__ import annotations

import configparser
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzer.model.code import Import, ImportKind
from analyzer.project.roots import Roots

_REFERENCE = re.compile(r"([^\W\d]\w*(?:\.[^\W\d]\w*)*)(?:\s*:\s*([\w.]+))?\s*(?:\[.*\])?")


def announced(root: Path, roots: Roots) -> tuple[Import, ...]:
    """Return what the packaging files beside the source roots name, as imports by text of ``module.name``, sorted.

    A file that is not there or cannot be read says nothing.
    """
    places = {".", *(source.path for source in roots.roots), *(_parent(source.path) for source in roots.roots)}
    found: set[Import] = set()
    for place in places:
        for name, references in (("pyproject.toml", _pyproject), ("setup.cfg", _setup_cfg)):
            path = name if place == "." else f"{place}/{name}"
            try:
                text = (root / path).read_text(encoding="utf-8")
                found.update(_import(path, text, reference) for reference in references(text))
            except (OSError, ValueError, configparser.Error):
                continue
    return tuple(sorted(found))


def _parent(path: str) -> str:
    return path.rpartition("/")[0] or "."


def _import(path: str, text: str, reference: str) -> Import:
    match = _REFERENCE.fullmatch(reference.strip())
    dotted = (f"{match[1]}.{match[2]}" if match[2] else match[1]) if match else ""
    line = next((number for number, one in enumerate(text.splitlines(), 1) if reference in one), 0)
    return Import(path, dotted, path, line, ImportKind.STRING)


def _pyproject(text: str) -> Iterator[str]:
    document = tomllib.loads(text)
    project, poetry = _table(document, "project"), _table(_table(document, "tool"), "poetry")
    groups = [_table(project, "scripts"), _table(project, "gui-scripts"), _table(poetry, "scripts")]
    for plugins in (_table(project, "entry-points"), _table(poetry, "plugins")):
        groups += [_table(plugins, name) for name in plugins]
    for group in groups:
        yield from (value for value in group.values() if isinstance(value, str))


def _setup_cfg(text: str) -> Iterator[str]:
    parser = configparser.RawConfigParser(strict=False)
    parser.read_string(text)
    for section in ("options.entry_points", "entry_points"):
        for lines in parser[section].values() if parser.has_section(section) else ():
            yield from (line.partition("=")[2].strip() for line in lines.splitlines() if "=" in line)


def _table(document: dict[str, Any], key: str) -> dict[str, Any]:
    found = document.get(key)
    return found if isinstance(found, dict) else {}
