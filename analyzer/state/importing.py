"""Which definitions run only while modules are imported?

What fills a registry then (a decorator, a class that notes its subclasses) changes nothing while the program runs.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.link.program import Program
from analyzer.model.code import CallEdge
from analyzer.model.syntax import Constant, Name, Operation, Scope

_HOOKS = ("__init_subclass", "__set_name__", "__class_getitem__", "__prepare__")


class Importing:
    """Tells definitions that only module-level code, class bodies and decorators call."""

    def __init__(self, program: Program, calls: Iterable[CallEdge]) -> None:
        self._program = program
        self._classes = {one.name for one in program.definitions if one.head.kind == "class"}
        self._starts = {module.path: start for module in program.modules if (start := _main(module.facts.scopes[0]))}
        self._callers: dict[str, bool] = {}
        for call in calls:
            self._callers[call.callee] = self._callers.get(call.callee, True) and self._is_import(call)

    def only(self, definition: int) -> bool:
        """Return whether a definition runs while modules are imported, as far as its callers are known."""
        found = self._program.definitions[definition]
        return found.head.name.startswith(_HOOKS) or self._callers.get(found.name, False)

    def _is_import(self, call: CallEdge) -> bool:
        if call.caller not in self._classes and call.caller not in self._program.module_index:
            return False
        start = self._starts.get(call.path, 0)
        return not start or call.line < start


def _main(scope: Scope) -> int:
    """Return the line of ``if __name__ == "__main__"``; 0 where there is none."""
    for block in scope.blocks:
        if block.kind == "if" and isinstance(block.head, Operation):
            operands = block.head.operands
            if any(isinstance(one, Name) and one.id == "__name__" for one in operands) and any(
                isinstance(one, Constant) and one.value == "__main__" for one in operands
            ):
                return block.line
    return 0
