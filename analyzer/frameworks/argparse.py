"""argparse: subcommands of a program at a terminal.

Understands: ``parser.set_defaults(anything=function)``, named after the ``add_parser("…")`` that made the parser,
in the same scope or chain, with the parsers around it (``db upgrade``); tables of commands: calls of one class of the
program with a ``name=`` text and a function among the other arguments, given itself or by a dotted text, in a module
that imports argparse; what such a call holds in another argument, as a display or a constant, are its subcommands.
Does not understand: functions found by the text of a subcommand at run time (``globals()[args.command]``), names that
loops put together: the function's own name is taken where no other is known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.library_objects import LibraryObjects
from analyzer.link.found import FoundEntryPoint
from analyzer.link.framework import Framework
from analyzer.link.names import Names, Value
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import keyword, text_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Name, Scope

NAME = "argparse"
_DEEPEST = 8  # parsers in parsers, tables in tables
_MOST = 5000  # commands of one table
_SAYS = ("name", "help", "description", "epilog", "args", "aliases")


class Argparse(Framework):
    """The plug-in."""

    name = NAME
    noticed = frozenset(("set_defaults",))
    _objects: LibraryObjects

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._seen: list[TypedCall] = []

    def is_used(self) -> bool:
        """Return whether the program imports argparse, or something that takes its place."""
        return self.imports("argparse", "argparse.ArgumentParser", "configargparse", "oslo_config")

    def meet(self, values: Values) -> None:
        """Take the linker's side."""
        self._objects = LibraryObjects(self.names, values)

    def notice(self, call: TypedCall) -> None:
        """Keep a call for later."""
        self._seen.append(call)

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return what subcommands run."""
        for call in self._seen:
            if call.callee is None or isinstance(call.callee, External):
                yield from self._defaults(call)
        for module in self.names.program.modules:
            if any("argparse" in (fact.module, fact.name) for fact in module.facts.imports):
                yield from self._tables(module.index)

    def _defaults(self, call: TypedCall) -> Iterator[FoundEntryPoint]:
        function = call.call.function
        if not isinstance(function, Attribute):
            return
        scope = self._objects.scope_of(call)
        body = self.names.program.scopes(call.module)[scope]
        name = _parser_name(function.value, body, call.line, 0)
        for key, _ in call.keywords:
            for handler in self._objects.handlers(self._objects.handed(call, key)):
                own = self.names.program.definitions[handler].head.name
                yield FoundEntryPoint(EntryKind.CLI, name or own, handler, call.module, call.line)

    def _tables(self, module: int) -> Iterator[FoundEntryPoint]:
        """Yield the commands that stand in tables outside of functions, each once: where no other table holds it."""
        values = {
            statement.targets[0].id: statement.value
            for statement in self.names.program.scopes(module)[0].statements
            if statement.kind in ("assign", "annotate") and statement.targets and isinstance(statement.targets[0], Name)
        }
        held: set[str] = set()
        for value in values.values():
            held |= {one.id for call in _calls(value) for given in call.keywords for one in _names(given.value)}
        for name, value in values.items():
            if name not in held:
                yield from self._commands(value, module, values, (), [0])

    def _commands(  # what walks down a table
        self,
        value: Expression,
        module: int,
        values: dict[str, Expression],
        around: tuple[str, ...],
        number: list[int],
    ) -> Iterator[FoundEntryPoint]:
        for call in _calls(value):
            number[0] += 1
            text = text_of(keyword(call, "name"))
            if not text or number[0] > _MOST or len(around) >= _DEEPEST:
                continue
            if not isinstance(self.names.resolve(module, 0, call.function), ClassOf):
                continue
            path = (*around, text)
            for given in call.keywords:
                if given.name in _SAYS:
                    continue
                for handler in self._handlers(given.value, module):
                    yield FoundEntryPoint(EntryKind.CLI, " ".join(path), handler, module, call.line)
                inner = values.get(given.value.id) if isinstance(given.value, Name) else given.value
                if isinstance(inner, (Items, Call)) and not text_of(_first(inner)):
                    yield from self._commands(inner, module, values, path, number)

    def _handlers(self, value: Expression, module: int) -> Iterator[int]:
        """Yield the function that an argument names: itself, or by a dotted text that some loader is given."""
        text = text_of(_first(value)) if isinstance(value, Call) else text_of(value)
        if text:
            home, _, name = text.replace(":", ".").rpartition(".")
            found = self.names.attribute_of_module(home, name) if home else None
            if isinstance(found, Value):
                found = self._objects.value(found.module, found.scope, found.binding.value)
            yield from self._objects.handlers(found)
        elif isinstance(value, (Name, Attribute)):
            yield from self._objects.handlers(self._objects.value(module, 0, value))


def _parser_name(value: Expression, body: Scope, line: int, depth: int) -> str:
    """Return the subcommands that lead to a parser; empty for the outermost."""
    if depth > _DEEPEST:
        return ""
    if isinstance(value, Call) and isinstance(value.function, Attribute):
        inner = _parser_name(value.function.value, body, line, depth + 1)
        if value.function.name == "add_parser":
            return f"{inner} {text_of(_first(value) or keyword(value, 'name'))}".strip()
        return inner if value.function.name in ("add_subparsers", "add_argument_group") else ""
    if isinstance(value, (Name, Attribute)):
        made = [
            one
            for one in body.statements
            if one.line <= line
            and one.kind in ("assign", "annotate")
            and one.targets[0] == _at(one.targets[0], value)
            and isinstance(one.value, Call)
        ]
        if made:
            return _parser_name(made[-1].value, body, made[-1].line - 1, depth + 1)
    return ""


def _at(target: Expression, value: Expression) -> Expression | None:
    """Return a target if it is the same chain of names as a value, wherever that stands."""
    if isinstance(target, Name) and isinstance(value, Name):
        return target if target.id == value.id else None
    if isinstance(target, Attribute) and isinstance(value, Attribute) and target.name == value.name:
        return target if _at(target.value, value.value) is not None else None
    return None


def _calls(value: Expression) -> Iterator[Call]:
    """Yield a call, or the calls that a display holds."""
    for item in value.items if isinstance(value, Items) else (value,):
        if isinstance(item, Call):
            yield item


def _names(value: Expression) -> Iterator[Name]:
    for item in value.items if isinstance(value, Items) else (value,):
        if isinstance(item, Name):
            yield item


def _first(value: Expression) -> Expression | None:
    return value.args[0] if isinstance(value, Call) and value.args and isinstance(value.args[0], Constant) else None
