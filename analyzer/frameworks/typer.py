"""Typer: commands at a terminal.

Understands: ``@app.command`` and ``@app.callback(invoke_without_command=True)`` of applications at the level of a
module or class, also of subclasses of ``Typer``; ``app.add_typer(other, name=)``; names that are given, otherwise the
function's with dashes; ``typer.run(function)``. The outermost application is the program, and no part of a name.
Does not understand: applications that functions make and return: their commands go by their own names, without those of
the groups around.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from analyzer.frameworks.command_tree import CommandTree, Key
from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark, text_argument
from analyzer.frameworks.library_objects import brief
from analyzer.link.found import FoundEntryPoint
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.model.chains import keyword, last_name
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Attribute, Call, Constant, Expression

NAME = "typer"


class Typer(DecoratedFramework):
    """The plug-in; applications are known by the name that holds them."""

    name = NAME
    packages = ("typer",)
    noticed = frozenset(("add_typer", "run"))
    decorators: ClassVar[Kinds] = {
        "typer:*.command": EntryKind.CLI,
        "typer:*.callback": EntryKind.CLI,
    }

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._tree = CommandTree()

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the commands, by every name they have."""
        for call in self.seen:
            if last_name(call.call.function) == "add_typer":
                self._added(call)
        yield from super().entry_points()

    def marked(self, mark: Mark, kind: EntryKind) -> Iterable[FoundEntryPoint]:
        """Return a command."""
        app = self._app(mark.module, mark.scope, mark.function.value) if isinstance(mark.function, Attribute) else None
        head = self.names.program.definitions[mark.definition].head
        if last_name(mark.function) == "callback":
            alone = keyword(mark.call, "invoke_without_command") if mark.call is not None else None
            if not isinstance(alone, Constant) or alone.value is not True:
                return
            names = self._tree.paths(app) if app is not None else []
        else:
            own = self.given(mark, "name", 0) or head.name.lower().replace("_", "-")
            key = (mark.module, mark.definition, own)
            self._tree.add(key, own)
            if app is not None:
                self._tree.hold(app, key)
            names = self._tree.paths(key)
        for name in names:
            yield FoundEntryPoint(kind, name or head.name, mark.definition, mark.module, mark.line)

    def registered(self, call: TypedCall) -> Iterable[FoundEntryPoint]:
        """``typer.run(function)``."""
        if any(brief(one) == "typer:run" for one in self.callee(call)):
            yield from self.entries(EntryKind.CLI, "", self.objects.handed(call, "function", 0), call)

    def _added(self, call: TypedCall) -> None:
        function, args = call.call.function, call.call.args
        child = args[0] if args else keyword(call.call, "typer_instance")
        scope = self.objects.scope_of(call)
        if isinstance(function, Attribute) and child is not None:
            parent, held = self._app(call.module, scope, function.value), self._app(call.module, scope, child)
            if parent is not None and held is not None:
                self._tree.hold(parent, held, text_argument(call, "name") or None)

    def _app(self, module: int, scope: int, expression: Expression) -> Key | None:
        """Return the application that an expression names."""
        found = self.objects.binding(module, scope, expression)
        if found is None:
            return None
        key = (found.module, found.scope, found.binding.name)
        made = found.binding.value
        given = keyword(made, "name") if isinstance(made, Call) else None
        self._tree.add(key, self.objects.text(found.module, found.scope, given), is_group=True)
        return key
