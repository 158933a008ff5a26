"""Which management commands does a program have? Django names them after their files."""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.found import FoundEntryPoint
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import ClassOf
from analyzer.model.entry_points import EntryKind

_PLACE = ("management", "commands")
_HANDLERS = ("handle", "handle_app_config", "handle_label", "handle_noargs")


def commands(names: Names) -> Iterator[FoundEntryPoint]:
    """Yield each ``Command`` in ``management/commands``, with its method that runs, or the class where it has none."""
    for module in names.program.modules:
        parts = tuple(module.name.split("."))
        if parts[-3:-1] != _PLACE or parts[-1].startswith("_"):
            continue
        found = names.member_of_module(module.index, "Command")
        if isinstance(found, ClassOf):
            line = names.program.definitions[found.definition].head.line
            is_here = names.program.definitions[found.definition].module == module.index
            definition = _run(names, found.definition)
            yield FoundEntryPoint(EntryKind.CLI, parts[-1], definition, module.index, line if is_here else 1)


def _run(names: Names, cls: int) -> int:
    for name in _HANDLERS:
        found = names.member(cls, name)
        if found is not None and isinstance(found[1], DefinitionBinding):
            return found[1].definition
    return cls
