"""Which definition names which other one without calling it?

Annotations, ``isinstance`` and ``except``, decorators, attributes of classes, callables that are handed over or kept in
lists, constants of other modules. What the statements of a scope name was noted while types flowed through it, where
parameters and local names were known; names are followed to where what they mean is defined.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from analyzer.link.names import Meaning, Names, Value
from analyzer.link.protocol import Named, ScopeEvents
from analyzer.link.types import ClassOf, Function
from analyzer.model.bound import bound_names
from analyzer.model.chains import last_name, line_of
from analyzer.model.code import CallEdge, TypeUse
from analyzer.model.parts import parts
from analyzer.model.syntax import Attribute, Call, Expression, Head, Name, Subscript, Unknown

_MOST_ALIASES = 6


class TypeUses:
    """Collects, scope by scope, what definitions and modules name: a definition by its id, a module by ``~index``."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._program = names.program
        self._held: dict[tuple[int, int, str], tuple[int, ...]] = {}
        self._known: dict[tuple[int, str] | tuple[str, str] | int, tuple[int, ...]] = {}
        self._lines: dict[int, dict[int, int]] = {}

    def add(self, events: ScopeEvents) -> None:
        """Add what one scope names: its statements, the heads of the definitions in it, and its annotations."""
        module, scope, user = events.module, 0, ~events.module
        if events.definition >= 0:
            definition = self._program.definitions[events.definition]
            scope, user = definition.scope, definition.id
            self._add_annotations(user, module, definition.head)
        if events.named:
            self._add_named(user, module, scope, events.named)
        for defined, named in events.heads.items():
            self._add_named(defined, module, scope, named)
        for statement in self._program.scopes(module)[scope].statements:
            if statement.kind == "annotate":
                for chain in _chains(statement.targets[1]):
                    self._add(user, self._names.resolve(module, scope, chain), statement.line)

    def found(self, calls: Iterable[CallEdge]) -> tuple[TypeUse, ...]:
        """Return every pair once with its first line, sorted; without what the user calls or derives from.

        Who calls a method of a class calls the class.
        """
        program = self._program
        by_user: dict[str, dict[int, tuple[str, int]]] = {}
        for user, lines in self._lines.items():
            bases = self._names.bases(user) if user >= 0 else ()
            derived = {self._of_that_name(base.definition) for base in bases if isinstance(base, ClassOf)}
            path, held = self._path(user), by_user.setdefault(self._name(user), {})
            for used, line in lines.items():
                if used not in derived:
                    held.setdefault(used, (path, line))
        for call in calls:
            named = by_user.get(call.caller)
            if named:
                called = program.by_name.get(call.callee, -1)
                while called >= 0:
                    named.pop(called, None)
                    called = program.definitions[called].parent
        return tuple(
            sorted(
                TypeUse(user, self._name(used), path, line)
                for user, named in by_user.items()
                for used, (path, line) in named.items()
            )
        )

    def _add_annotations(self, user: int, module: int, head: Head) -> None:
        for annotation in (*[parameter.annotation for parameter in head.parameters], head.returns):
            if annotation.__class__ is not Unknown:
                for chain in _chains(annotation):
                    self._add(user, self._names.resolve(module, head.scope, chain), line_of(chain))

    def _add_named(self, user: int, module: int, scope: int, named: Named) -> None:
        plain = self._sees_module_alone(module, scope)
        hidden: set[str] | None = None
        for key, line in named.items():
            if isinstance(key, str) and not plain:
                used = self._meant(self._names.lookup(module, scope, key))
            else:
                where = (module, key) if isinstance(key, str) else key
                known = self._known.get(where)
                used = self._meant(self._meaning(module, key)) if known is None else known
                self._known[where] = used
            other = self._other(user, used) if used else None
            if other is not None:
                if scope and isinstance(key, str):
                    hidden = self._bound(module, scope) if hidden is None else hidden
                    if key in hidden:
                        continue
                self._keep(user, other, line)

    def _sees_module_alone(self, module: int, scope: int) -> bool:
        """Return whether neither a scope nor a function around it defines or imports anything."""
        program = self._program
        heads = program.modules[module].facts.heads
        inner = True
        while scope:
            head = heads[scope - 1]
            if (inner or head.kind != "class") and program.namespaces.get((module, scope)):
                return False
            scope, inner = head.scope, False
        return True

    def _meaning(self, module: int, key: str | tuple[str, str] | int) -> Meaning | None:
        if isinstance(key, str):
            return self._names.lookup(module, 0, key)
        return self._names.as_type(key) if isinstance(key, int) else self._names.attribute_of_module(*key)

    def _add(self, user: int, meaning: Meaning | None, line: int) -> None:
        other = self._other(user, self._meant(meaning))
        if other is not None:
            self._keep(user, other, line)

    def _other(self, user: int, used: tuple[int, ...]) -> int | None:
        """Return the first of several that is not the user itself."""
        for one in used:
            if not self._is_one(user, one):
                return one
        return None

    def _keep(self, user: int, used: int, line: int) -> None:
        lines = self._lines.setdefault(user, {})
        if line < lines.get(used, sys.maxsize):
            lines[used] = line

    def _meant(self, meaning: Meaning | None) -> tuple[int, ...]:
        """Return the definition that a name means; of a value, who holds it, and what it was taken over from."""
        if isinstance(meaning, (ClassOf, Function)):
            return (self._of_that_name(meaning.definition),)
        if not isinstance(meaning, Value):
            return ()
        key = (meaning.module, meaning.scope, meaning.binding.name)
        if key not in self._held:
            self._held[key] = self._behind(meaning)
        return self._held[key]

    def _behind(self, value: Value) -> tuple[int, ...]:
        """``Order = get_model("sales", "Order")`` is the class; ``CONF = conf.CONF`` is held here, and in ``conf``."""
        holders: list[int] = []
        for _ in range(_MOST_ALIASES):
            owner = self._program.modules[value.module].first + value.scope - 1
            holders.append(self._of_that_name(owner) if value.scope else ~value.module)
            if not isinstance(value.binding.value, (Name, Attribute, Call)):
                break
            meaning = self._names.resolve(value.module, value.scope, value.binding.value)
            if isinstance(meaning, (ClassOf, Function)):
                return (self._of_that_name(meaning.definition),)
            if not isinstance(meaning, Value):
                break
            value = meaning
        return tuple(holders)

    def _of_that_name(self, definition: int) -> int:
        """Definitions of one name, under different conditions, are one."""
        return self._program.by_name[self._program.definitions[definition].name]

    def _is_one(self, user: int, used: int) -> bool:
        """Return whether both are parts of one outermost definition, or a module and what stands in it."""
        definitions = self._program.definitions
        if user >= 0 and used >= 0:
            return definitions[user].outermost == definitions[used].outermost
        return self._module(user) == self._module(used)

    def _bound(self, module: int, scope: int) -> set[str]:
        """Return the names that a function binds somewhere: they are its own everywhere in it."""
        head = self._program.modules[module].facts.heads[scope - 1]
        return set() if head.kind == "class" else bound_names(head, self._program.scopes(module)[scope])

    def _module(self, place: int) -> int:
        return self._program.definitions[place].module if place >= 0 else ~place

    def _name(self, place: int) -> str:
        return self._program.definitions[place].name if place >= 0 else self._program.modules[~place].name

    def _path(self, place: int) -> str:
        return self._program.modules[self._module(place)].path


def _chains(annotation: Expression) -> Iterator[Expression]:
    """Yield the names in an annotation, each as long as it is written; the texts of ``Literal`` are none."""
    if isinstance(annotation, (Name, Attribute)):
        yield annotation
    elif not isinstance(annotation, Subscript) or last_name(annotation.value) != "Literal":
        for part in parts(annotation):
            yield from _chains(part)
