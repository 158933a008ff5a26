"""cyclopts: commands at a terminal.

Understands: ``@app.command`` and ``@app.default``; ``app.command(other, name=)`` for applications and functions, also
by a text (``package.module:name``); applications at the level of a module or class; names that are given, otherwise the
function's with dashes. The outermost application is the program, and no part of a name.
Does not understand: applications that functions make and return: their commands go by their own names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from analyzer.frameworks.command_tree import CommandTree, Key
from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark, text_argument
from analyzer.link.found import FoundEntryPoint
from analyzer.link.names import Names, Value
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Attribute, Call, Expression

NAME = "cyclopts"


class Cyclopts(DecoratedFramework):
    """The plug-in; applications are known by the name that holds them."""

    name = NAME
    packages = ("cyclopts",)
    decorators: ClassVar[Kinds] = {
        "cyclopts:*.command": EntryKind.CLI,
        "cyclopts:*.default": EntryKind.CLI,
    }

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._tree = CommandTree()

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the commands, by every name they have."""
        functions = [found for call in self.seen for found in self._added(call)]
        yield from super().entry_points()
        for key, definition, call in functions:
            for name in self._tree.paths(key):
                yield FoundEntryPoint(EntryKind.CLI, name, definition, call.module, call.line)

    def marked(self, mark: Mark, kind: EntryKind) -> Iterable[FoundEntryPoint]:
        """Return a command."""
        app = self._app(mark.module, mark.scope, mark.function.value) if isinstance(mark.function, Attribute) else None
        head = self.names.program.definitions[mark.definition].head
        if last_name(mark.function) == "default":
            names = self._tree.paths(app) if app is not None else []
        else:
            own = self.given(mark, "name") or _dashed(head.name)
            key = (mark.module, mark.definition, own)
            self._tree.add(key, own)
            if app is not None:
                self._tree.hold(app, key)
            names = self._tree.paths(key)
        for name in names:
            yield FoundEntryPoint(kind, name or head.name, mark.definition, mark.module, mark.line)

    def _added(self, call: TypedCall) -> Iterator[tuple[Key, int, TypedCall]]:
        """``app.command(other, name=)``; yields what is a function."""
        function = call.call.function
        if not isinstance(function, Attribute) or function.name != "command" or not call.call.args:
            return
        scope = self.objects.scope_of(call)
        parent = self._app(call.module, scope, function.value)
        if parent is None:
            return
        name = text_argument(call, "name") or None
        child = call.call.args[0]
        app = self._named_by(text_of(child)) if text_of(child) else self._app(call.module, scope, child)
        if app is not None:
            self._tree.hold(parent, app, name)
        named = self.names.program.by_name.get(text_of(child).replace(":", "."), -1)
        for definition in (*self.objects.handlers(self.objects.handed(call, "", 0)), *([named] if named >= 0 else [])):
            key = (call.module, definition, name or "")
            self._tree.add(key, name or _dashed(self.names.program.definitions[definition].head.name))
            self._tree.hold(parent, key)
            yield key, definition, call

    def _named_by(self, text: str) -> Key | None:
        module, _, name = text.partition(":")
        found = self.names.attribute_of_module(module, name) if name else None
        return self._keyed(found) if isinstance(found, Value) else None

    def _app(self, module: int, scope: int, expression: Expression) -> Key | None:
        """Return the application that an expression names."""
        if isinstance(expression, Attribute) and expression.name == "meta":
            expression = expression.value
        found = self.objects.binding(module, scope, expression)
        return self._keyed(found) if found is not None else None

    def _keyed(self, found: Value) -> Key | None:
        made = found.binding.value
        dotted = self.objects.dotted(found.module, found.scope, made)
        if not any(one.partition(".")[0] in self.packages and one.endswith("()") for one in dotted):
            return None
        key = (found.module, found.scope, found.binding.name)
        given = keyword(made, "name") if isinstance(made, Call) else None
        self._tree.add(key, self.objects.text(found.module, found.scope, given), is_group=True)
        return key


def _dashed(name: str) -> str:
    return name.strip("_").replace("_", "-")
