"""What does one file speak of? The names and texts that its expressions hold, collected while they are read.

One file is read at a time in a process, so that the short handlers of ``expressions`` can add to one list instead of
carrying it along.
"""

from __future__ import annotations

import re

from analyzer.model.syntax import Call, Constant, ImportFact

names: list[str] = []
"""Every identifier and text of the file being read, in order."""

dotted: list[tuple[str, int]] = []
"""Every text that could name a module, or something in one, with its line."""

loaded: list[ImportFact] = []
"""What is imported by a call with a literal name."""

_LONGEST = 200
_SURROGATE = re.compile("[\ud800-\udfff]")
_DOTTED = re.compile(r"(?:[\w.-]+\s*=\s*)?([^\W\d]\w*(?:\.[^\W\d]\w*)+)(?::([^\W\d]\w*(?:\.[^\W\d]\w*)*))?")


def begin() -> None:
    """Forget the file that was read before."""
    names.clear()
    dotted.clear()
    loaded.clear()


def has_surrogate(value: str) -> bool:
    """A lone surrogate cannot be written as UTF-8; such a string is never a name of anything."""
    return not value.isascii() and _SURROGATE.search(value) is not None


def text(value: str, line: int) -> None:
    """Add a text; ``a.b``, ``a.b:name`` and ``command = a.b:name`` may name modules."""
    names.append(value)
    if "." in value and len(value) <= _LONGEST:
        match = _DOTTED.fullmatch(value)
        if match is not None:
            dotted.append((f"{match[1]}.{match[2]}" if match[2] else match[1], line))


def remark(value: object) -> None:
    """Add a text that stands for itself, such as a docstring."""
    if isinstance(value, str):
        names.append(value)


def loading(call: Call) -> None:
    """Add ``import_module("a.b")``; a relative name starts from the package it stands in, or from a literal one."""
    first = call.args[0] if call.args else None
    if not isinstance(first, Constant) or not isinstance(first.value, str):
        return
    name = first.value.lstrip(".")
    level = len(first.value) - len(name)
    package = call.args[1] if len(call.args) > 1 else None
    if level and isinstance(package, Constant):
        parts = str(package.value).split(".")
        name, level = ".".join([*parts[: len(parts) - level + 1], name]), 0
    loaded.append(ImportFact(name, level, "", "", call.line, 0, "dynamic"))


def imports() -> tuple[ImportFact, ...]:
    """Return what is imported, or may be, by the name in a text; the whole program judges the latter."""
    return (*loaded, *(ImportFact(name, 0, "", "", line, 0, "string") for name, line in dotted))
