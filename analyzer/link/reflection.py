"""What do values yield whose parts are named by texts?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.patterns import BLANK
from analyzer.link.protocol import ANY_NAME
from analyzer.link.signature import Arguments, first, second
from analyzer.link.types import (
    ClassOf,
    Instance,
    Literal,
    Method,
    ModuleOf,
    Pattern,
    Type,
    join,
    options,
)

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator


class Reflection:
    """Reads and writes attributes by name, for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator

    def get(self, arguments: Arguments) -> Type | None:
        """``getattr(x, "name")``, with a text or the beginning of one."""
        found: Type | None = next(iter(arguments.positional[2:]), None)  # the default
        self._evaluator.cells.by_text.add(self._evaluator.frame.reader)
        for option in options(first(arguments)):
            names = self._names(option, second(arguments))
            if isinstance(option, Instance):
                for name in names or (ANY_NAME,):
                    self._evaluator.frame.reads.setdefault((option, name), self._evaluator.frame.line)
            for name in names:
                found = join(found, self._evaluator.members.read(option, name))
        return found

    def _names(self, receiver: Type, name: Type | None) -> list[str]:
        """The attributes that a text may name: a method for each that begins as it does."""
        found = [option.value for option in options(name) if isinstance(option, Literal)]
        for option in options(name):
            if isinstance(option, Pattern) and isinstance(receiver, (Instance, ClassOf)):
                found += self._beginning(receiver.definition, option.value.partition(BLANK)[0])
        return found

    def _beginning(self, cls: int, text: str) -> list[str]:
        """Return the methods of a class whose names begin with a text."""
        if not text:
            return []
        found: dict[str, None] = {}
        for ancestor in self._evaluator.names.mro(cls):
            place = self._evaluator.program.definitions[ancestor]
            for name, binding in self._evaluator.program.namespaces.get((place.module, place.scope), {}).items():
                if isinstance(binding, DefinitionBinding) and name.startswith(text):
                    found[name] = None
        return list(found)

    def set(self, arguments: Arguments) -> Type | None:
        """``setattr(x, name, value)``; where the name stands in the call, it was bound as an assignment."""
        if isinstance(second(arguments), Literal):
            return None
        value = next(iter(arguments.positional[2:]), None)
        self._evaluator.cells.by_text.add(self._evaluator.frame.reader)
        for option in options(first(arguments)):
            for name in options(second(arguments)):
                if isinstance(name, Literal):
                    self._evaluator.binder.write(option, name.value, value)
        return None

    def set_plainly(self, arguments: Arguments) -> None:
        """``object.__setattr__(x, "name", value)``, ``super().__setattr__("name", value)``: no setter is called."""
        evaluator = self._evaluator
        positional = arguments.positional
        if len(positional) == 2:  # noqa: PLR2004  # of ``self``
            positional = (evaluator.receiver(), *positional)
        if len(positional) == 3 and not evaluator.frame.quiet:  # noqa: PLR2004  # as setattr
            for option in options(positional[0]):
                for name in options(positional[1]):
                    if isinstance(option, Instance) and isinstance(name, Literal):
                        evaluator.cells.add("attribute", option.definition, name.value, positional[2])

    def type_of(self, arguments: Arguments) -> Type | None:
        """``type(x)``."""
        found: Type | None = None
        for option in options(first(arguments)):
            if isinstance(option, Instance):
                found = join(found, ClassOf(option.definition))
        return found

    def global_names(self, arguments: Arguments) -> Type | None:
        """``globals()``."""
        del arguments
        module = self._evaluator.program.modules[self._evaluator.frame.module]
        return Method(ModuleOf(module.name), "__dict__")

    def import_module(self, arguments: Arguments) -> Type | None:
        """``import_module("package.module")``."""
        for option in options(first(arguments)):
            name = option.value if isinstance(option, Literal) else ""
            if name.startswith("."):
                package = dict(arguments.keywords).get("package") or second(arguments)
                name = f"{package.value}{name}" if isinstance(package, Literal) else name
            if self._evaluator.program.has_module(name):
                return ModuleOf(name)
        return None
