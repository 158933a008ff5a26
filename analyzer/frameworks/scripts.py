"""Programs as such: what runs when a script or an announced command is called.

Understands: ``[project.scripts]``, ``gui-scripts`` and Poetry's scripts of ``pyproject.toml``, ``console_scripts`` and
``gui_scripts`` of ``setup.cfg`` and of ``setup()`` in ``setup.py``; functions of the program that are called below
``if __name__ == "__main__":``, and in a ``__main__`` module, as statements, also inside ``sys.exit(…)``,
``asyncio.run(…)`` and the like (``python -m package.module``, ``python tools/script.py``), those under a condition
only where there are no others; ``fire.Fire(function)``.
Does not understand: what such a block computes first (``args = parse()``): nothing is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.frameworks.library_objects import LibraryObjects
from analyzer.link.found import FoundEntryPoint
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.program import LinkedModule
from analyzer.link.protocol import TypedCall, Values
from analyzer.link.schema import Schema
from analyzer.link.types import Function
from analyzer.model.chains import keyword, text_of
from analyzer.model.entry_points import EntryKind
from analyzer.model.syntax import Block, Call, Constant, Expression, Items, Mapping, Name, Operation, Scope

NAME = "scripts"
_GROUPS = ("console_scripts", "gui_scripts")
_BRANCHES = ("if", "else", "except", "case")
_DEEPEST = 4  # calls in calls


class Scripts(Framework):
    """The plug-in."""

    name = NAME
    noticed = frozenset(("Fire",))
    _objects: LibraryObjects

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._seen: list[TypedCall] = []

    def meet(self, values: Values) -> None:
        """Take the linker's side."""
        self._objects = LibraryObjects(self.names, values)

    def notice(self, call: TypedCall) -> None:
        """Keep a call for later."""
        self._seen.append(call)

    def entry_points(self) -> Iterable[FoundEntryPoint]:
        """Return what is announced, then what scripts call."""
        for command in self.names.program.commands:
            for definition in self._named(command.reference):
                home = self.names.program.definitions[definition].module
                yield FoundEntryPoint(EntryKind.CLI, command.name, definition, home, command.line, command.path)
        for module in self.names.program.modules:
            yield from self._of_script(module)
            if module.path.rpartition("/")[2] == "setup.py":
                yield from self._of_setup(module)
        for call in self._seen:
            if any(one.startswith("fire.") for one in self._objects.outside(call.callee)):
                for definition in self._objects.handlers(self._objects.handed(call, "component", 0)):
                    own = self.names.program.definitions[definition].head.name
                    yield FoundEntryPoint(EntryKind.CLI, own, definition, call.module, call.line)

    def _named(self, reference: str) -> Iterator[int]:
        """Yield the function that ``package.module:function`` names."""
        module, _, name = reference.partition("[")[0].strip().partition(":")
        found = self.names.attribute_of_module(module.strip(), name.strip()) if name else None
        if isinstance(found, Function):
            yield found.definition

    def _of_script(self, module: LinkedModule) -> Iterator[FoundEntryPoint]:
        """Yield the functions that a module calls where it is run as a program."""
        scope = module.facts.scopes.get(0)
        if scope is None:
            return
        inside = {place for place, block in enumerate(scope.blocks) if block.kind == "if" and _asks_for_main(block)}
        for place, block in enumerate(scope.blocks):
            if place and block.parent in inside:
                inside.add(place)
        is_main = module.path.endswith("__main__.py")
        always: dict[int, int] = {}
        sometimes: dict[int, int] = {}
        for statement in scope.statements if inside or is_main else ():
            if statement.kind in ("expression", "raise") and (statement.block in inside or is_main):
                found = sometimes if _depends(statement.block, scope) else always
                for called in _called(statement.value):
                    meaning = self.names.resolve(module.index, 0, called)
                    if isinstance(meaning, Function):
                        found.setdefault(meaning.definition, statement.line)
        for definition, line in (always or sometimes).items():
            yield FoundEntryPoint(EntryKind.CLI, self._spoken(module), definition, module.index, line)

    def _spoken(self, module: LinkedModule) -> str:
        """Return how a module is run: by its name in a package, otherwise by its path."""
        package, _, last = module.name.rpartition(".")
        if not package or package not in self.names.program.module_index:
            return f"python {module.path}"
        return f"python -m {package if last == '__main__' else module.name}"

    def _of_setup(self, module: LinkedModule) -> Iterator[FoundEntryPoint]:
        scope = module.facts.scopes[0]
        for statement in scope.statements:
            call = statement.value
            given = keyword(call, "entry_points") if isinstance(call, Call) else None
            groups = self.names.value_of(module.index, 0, given) if isinstance(given, Name) else given
            if not isinstance(groups, Mapping):
                continue
            for key, value in zip(groups.keys, groups.values, strict=True):
                for item in value.items if isinstance(value, Items) and text_of(key) in _GROUPS else ():
                    name, _, reference = text_of(item).partition("=")
                    line = item.line if isinstance(item, Constant) else statement.line
                    for definition in self._named(reference.strip()):
                        yield FoundEntryPoint(EntryKind.CLI, name.strip(), definition, module.index, line)


def _asks_for_main(block: Block) -> bool:
    """``__name__ == "__main__"``."""
    test = block.head
    if not isinstance(test, Operation) or test.operator != "==":
        return False
    return any(isinstance(one, Name) and one.id == "__name__" for one in test.operands) and any(
        text_of(one) == "__main__" for one in test.operands
    )


def _depends(place: int, scope: Scope) -> bool:
    """Return whether a statement runs under a condition other than that the module is the program."""
    while place:
        block = scope.blocks[place]
        if block.kind in _BRANCHES and not _asks_for_main(block):
            return True
        place = block.parent
    return False


def _called(value: Expression, depth: int = 0) -> Iterator[Expression]:
    """Yield what a statement calls, and what is called for its arguments: ``sys.exit(main())``."""
    if isinstance(value, Call) and depth < _DEEPEST:
        yield value.function
        for given in value.args:
            yield from _called(given, depth + 1)
