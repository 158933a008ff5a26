"""click: commands and groups of commands at a terminal.

Understands: ``@click.command``, ``@group.command`` and ``@group.group`` with a name of their own, or that of the
function with dashes; ``group.add_command(command, name)``; ``commands=`` of a group, as a dict or list, also by the
name of a local one; ``lazy_subcommands=`` (texts that name commands); groups in groups (``db upgrade``); commands
of subclasses of ``Command`` and ``Group`` that decorators are given; the drop-in ``rich_click``, ``asyncclick`` and
``cloup``. A group is itself called where it has ``invoke_without_command``. The outermost group is the program, and no
part of a name; of several groups that none holds, those that nobody calls or announces are taken to be loaded by their
names.
Does not understand: groups that find their commands at run time (``get_command``), commands added in loops; a command
whose group is not known goes by its own name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from analyzer.frameworks.command_tree import CommandTree, Key
from analyzer.frameworks.decorated import DecoratedFramework, Mark, text_argument
from analyzer.frameworks.library_objects import LibraryObjects, brief
from analyzer.link.found import FoundEntryPoint
from analyzer.link.names import Names, Value
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import ClassOf, Function
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Mapping, Name

NAME = "click"
_COMMANDS = frozenset(("command", "group"))


class _Command(msgspec.Struct, frozen=True):
    """A function that is a command or group, and the decorator that makes it one."""

    mark: Mark
    is_group: bool
    parent: Key | None


class Click(DecoratedFramework):
    """The plug-in; commands are known by the function that runs, groups also by the name of a value."""

    name = NAME
    packages = ("click", "rich_click", "asyncclick", "cloup")
    noticed = frozenset(("add_command",)) | _COMMANDS
    objects: LibraryObjects

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._known: dict[int, _Command | None] = {}
        self._tree = CommandTree()

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return the commands, by every name they have."""
        program = self.names.program
        commands = [one for d in program.definitions if (one := self._command(d.id)) is not None]
        for one in commands:
            self._add(one)
        for call in self.seen:
            if last_name(call.call.function) == "add_command":
                self._added(call)
        self._speak()
        for one in commands:
            yield from self._entries(one)

    def is_used(self) -> bool:
        """Return whether the program imports click; calls of its groups are seen too: such a group is a program."""
        if not super().is_used():
            return False
        heads = (one.head for one in self.names.program.definitions)
        self._groups = frozenset(
            head.name
            for head in heads
            for decorator in head.decorators
            if last_name(decorator.function if isinstance(decorator, Call) else decorator) == "group"
        )
        self.noticed |= self._groups
        return True

    def _speak(self) -> None:
        """Of several groups that none holds, those that nobody calls or announces are loaded into one by their names.

        One that holds groups is a program; a name that several have is not the one they are loaded by.
        """
        unheld = self._tree.unheld()
        groups = [one for one in self._known.values() if one is not None and one.is_group and one.parent is None]
        own = Counter(name for _, name in unheld)
        called = {key for call in self.seen if (key := self._key(call.module, 0, call.call.function)) is not None}
        for command in self.names.program.commands:
            key = self._named_by(command.reference.partition("[")[0].strip())
            called |= {key} if key is not None else set()
        for key, name in unheld:
            if len(groups) > 1 and key not in called and own[name] == 1:
                self._tree.speak(key)

    def _command(self, definition: int) -> _Command | None:
        """Return what decorators make of a function; None where it is no command."""
        if definition not in self._known:
            self._known[definition] = None  # a group that decorates itself
            found = self.names.program.definitions[definition]
            for decorator in found.head.decorators:
                call = decorator if isinstance(decorator, Call) else None
                function = decorator if call is None else call.function
                if last_name(function) in _COMMANDS:
                    made = self._made(definition, function, call)
                    if made is not None:
                        self._known[definition] = made
                        break
        return self._known[definition]

    def _made(self, definition: int, function: Expression, call: Call | None) -> _Command | None:
        found = self.names.program.definitions[definition]
        module, scope = found.module, found.head.scope
        line = call.line if call is not None else found.head.line
        is_group = last_name(function) == "group"
        if isinstance(function, Attribute):
            parent = self._key(module, scope, function.value)
            if parent is not None:
                return _Command(Mark(definition, module, scope, line, function, call, ""), is_group, parent)
        for one in self.library_names(module, scope, function, call):
            if one.partition(".")[0] in self.packages and brief(one).partition(":")[2] in _COMMANDS:
                return _Command(Mark(definition, module, scope, line, function, call, one), is_group, None)
        return None

    def _key(self, module: int, scope: int, expression: Expression) -> Key | None:
        """Return the command or group that an expression names."""
        meaning = self.names.resolve(module, scope, expression)
        if isinstance(meaning, (Function, ClassOf)):
            return self._of_function(meaning.definition)
        if isinstance(meaning, Value):
            for option in self.objects.handlers(self.objects.value(module, scope, expression)):
                key = self._of_function(option)
                if key is not None:
                    return key
            made = self.objects.binding(module, scope, expression) or meaning
            dotted = self.objects.dotted(made.module, made.scope, made.binding.value)
            if any(one.partition(".")[0] in self.packages and one.endswith("()") for one in dotted):
                key = (made.module, made.scope, made.binding.name)
                is_group = any(one.endswith(("Group()", "Collection()", "MultiCommand()")) for one in dotted)
                value = made.binding.value
                given = keyword(value, "name") if isinstance(value, Call) else None
                self._tree.add(key, text_of(given), is_group=is_group)
                return key if is_group else None
        return None

    def _of_function(self, definition: int) -> Key | None:
        if self._command(definition) is None:
            return None
        found = self.names.program.definitions[definition]
        return found.module, found.scope, ""

    def _add(self, command: _Command) -> None:
        mark = command.mark
        found = self.names.program.definitions[mark.definition]
        key = (found.module, found.scope, "")
        own = self.given(mark, "name", 0) or found.head.name.lower().replace("_", "-")
        self._tree.add(key, own, is_group=command.is_group)
        if command.parent is not None:
            self._tree.hold(command.parent, key)
        if mark.call is not None:
            for name, child in self._held(mark):
                self._tree.hold(key, child, name)

    def _held(self, mark: Mark) -> Iterator[tuple[str | None, Key]]:
        """Yield the commands that a group is given where it is made."""
        assert mark.call is not None
        for name in ("commands", "lazy_subcommands"):
            display = self._display(mark, keyword(mark.call, name))
            items: Iterable[tuple[str | None, Expression]] = ()
            if isinstance(display, Mapping):
                items = [(text_of(one) or None, item) for one, item in zip(display.keys, display.values, strict=True)]
            elif isinstance(display, Items):
                items = [(None, item) for item in display.items]
            for own, item in items:
                key = (
                    self._named_by(text_of(item))
                    if isinstance(item, Constant)
                    else self._key(mark.module, mark.scope, item)
                )
                if key is not None:
                    yield own, key

    def _named_by(self, text: str) -> Key | None:
        definition = self.names.program.by_name.get(text.replace(":", "."), -1)
        return self._of_function(definition) if definition >= 0 else None

    def _display(self, mark: Mark, value: Expression | None) -> Expression | None:
        """Return the display that an expression is, or names in the same scope or outside of functions."""
        if not isinstance(value, Name):
            return value
        for statement in self.names.program.scopes(mark.module)[mark.scope].statements:
            target = statement.targets[0] if statement.kind in ("assign", "annotate") else None
            if isinstance(target, Name) and target.id == value.id:
                return statement.value
        return self.names.value_of(mark.module, mark.scope, value)

    def _added(self, call: TypedCall) -> None:
        """``group.add_command(command, name)``."""
        function, args = call.call.function, call.call.args
        child = args[0] if args else keyword(call.call, "cmd")
        scope = self.objects.scope_of(call)
        if isinstance(function, Attribute) and child is not None:
            parent, held = self._key(call.module, scope, function.value), self._key(call.module, scope, child)
            if parent is not None and held is not None:
                self._tree.hold(parent, held, text_argument(call, "name", 1) or None)

    def _entries(self, command: _Command) -> Iterator[FoundEntryPoint]:
        mark = command.mark
        alone = keyword(mark.call, "invoke_without_command") if mark.call is not None else None
        if command.is_group and not is_true(alone):
            return
        found = self.names.program.definitions[mark.definition]
        for name in self._tree.paths((found.module, found.scope, "")):
            yield FoundEntryPoint(EntryKind.CLI, name, mark.definition, mark.module, mark.line)
