"""Which classes of the project does a mapper map, and what do their bodies and their inner ``Meta`` say?

Knows no framework: what all declarative mappers have in common, such as lineages, fields in the order of Python, texts
by the name of a constant, and classes by the names that strings call them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from analyzer.link.names import Names, Value
from analyzer.link.namespaces import Binding, DefinitionBinding, ValueBinding
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import keyword, text_of
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Mapping, Name, Unknown

_TELL_NOTHING = ("builtins", "abc", "typing", "typing_extensions", "enum", "dataclasses")
_DEEPEST = 8  # names that stand for names


class MappedField(msgspec.Struct, frozen=True):
    """What the body of a class, or of one it derives from (``owner``), says about one name."""

    name: str
    value: Expression
    annotation: Expression
    owner: int
    line: int


class MappedClasses:
    """Classes below some bases outside the project, by their definitions."""

    def __init__(self, names: Names, first: Iterable[int]) -> None:
        """``first`` are the classes that a base of their own makes mapped ones, and with them those below."""
        self.names = names
        self.program = names.program
        begun = frozenset(first)
        self.all = tuple(cls for cls in classes_of(names) if not begun.isdisjoint(names.mro(cls))) if begun else ()
        self._known = frozenset(self.all)
        self._by_name: dict[str, list[int]] = {}
        for cls in self.all:
            self._by_name.setdefault(self.name(cls), []).append(cls)
        self._above = frozenset(above for cls in self.all for above in names.mro(cls)[1:])
        self._below: dict[int, list[int]] = {}
        for cls in self.all:
            for above in names.mro(cls):
                self._below.setdefault(above, []).append(cls)

    def __contains__(self, cls: int) -> bool:
        return cls in self._known

    def name(self, cls: int) -> str:
        """Return the name of a class in its module."""
        return self.program.definitions[cls].head.name

    def is_derived_from(self, cls: int) -> bool:
        """Return whether other mapped classes derive from a class."""
        return cls in self._above

    def below(self, cls: int) -> tuple[int, ...]:
        """Return the mapped classes that derive from a class, and itself if it is one."""
        return tuple(self._below.get(cls, ()))

    def parent(self, cls: int, stands: Callable[[int], bool]) -> int:
        """Return the nearest class above one for which something holds; -1 where there is none."""
        return next((one for one in self.names.mro(cls)[1:] if one in self and stands(one)), -1)

    def looks_mapped(self, cls: int, packages: tuple[str, ...]) -> bool:
        """Return whether a class assigns fields of some packages and derives from what only another library knows."""
        outside = [base.partition(".")[0] for base in self.names.external_bases(cls)]
        if not outside or any(base in packages or base in _TELL_NOTHING for base in outside):
            return False
        for binding in self.own(cls).values():
            value = binding.value if isinstance(binding, ValueBinding) else None
            package, _, last = self.called(cls, value).rpartition(".") if value is not None else ("", "", "")
            if last.endswith("Field") and package.partition(".")[0] in packages:
                return True
        return False

    def own(self, cls: int) -> dict[str, Binding]:
        """Return what the body of a class binds."""
        found = self.program.definitions[cls]
        return self.program.namespaces.get((found.module, found.scope), {})

    def fields(self, cls: int) -> Iterator[MappedField]:
        """Yield what a class and those above it assign, the farthest first; of each name what holds in the class."""
        order = self.names.mro(cls)
        seen: set[str] = set()
        for ancestor in reversed(order):
            for name in self.own(ancestor):
                if name in seen:
                    continue
                seen.add(name)
                found = self.names.member(cls, name)
                if found is not None and isinstance(found[1], ValueBinding):
                    binding = found[1]
                    yield MappedField(name, binding.value, binding.annotation, found[0], binding.line)

    def kind(self, field: MappedField) -> str:
        """Return the dotted name of the class outside whose object a field is; empty where it is none."""
        return self.called(field.owner, field.value)

    def called(self, owner: int, value: Expression) -> str:
        """Return the dotted name of what an expression in the body of a class calls.

        Where that is a class of the project, it is the first class outside that it derives from.
        """
        if not isinstance(value, Call):
            return ""
        found = self.program.definitions[owner]
        meaning = self.names.resolve(found.module, found.scope, value.function)
        if isinstance(meaning, Value):
            meaning = self.names.resolve(meaning.module, meaning.scope, meaning.binding.value)
        if isinstance(meaning, ClassOf):
            return next(iter(self.names.external_bases(meaning.definition)), "")
        return meaning.name if isinstance(meaning, External) else ""

    def option(self, cls: int, name: str, inner: str = "Meta", *, inherited: bool = True) -> MappedField | None:
        """Return what an inner class says under a name, in the class itself or, if ``inherited``, in one above it."""
        for ancestor in self.names.mro(cls) if inherited else (cls,):
            holder = self.own(ancestor).get(inner)
            if isinstance(holder, DefinitionBinding):
                found = self.names.member(holder.definition, name)
                if found is not None and isinstance(found[1], ValueBinding):
                    return MappedField(name, found[1].value, found[1].annotation, found[0], found[1].line)
        return None

    def entry(self, cls: int, name: str, mapping: str = "meta") -> MappedField | None:
        """Return what a dict in the body of a class says under a key."""
        binding = self.own(cls).get(mapping)
        if not isinstance(binding, ValueBinding) or not isinstance(binding.value, Mapping):
            return None
        pairs = zip(binding.value.keys, binding.value.values, strict=True)
        value = next((value for key, value in pairs if text_of(key) == name), None)
        return None if value is None else MappedField(name, value, Unknown(), cls, binding.line)

    def value(self, cls: int, expression: Expression | None) -> Expression | None:
        """Follow a name in the body of a class to the expression that it stands for."""
        return self._followed(cls, expression)[2]

    def _followed(self, cls: int, expression: Expression | None) -> tuple[int, int, Expression | None]:
        found = self.program.definitions[cls]
        module, scope = found.module, found.scope
        for _ in range(_DEEPEST):
            if not isinstance(expression, (Name, Attribute)):
                break
            meaning = self.names.resolve(module, scope, expression)
            if not isinstance(meaning, Value):
                break
            module, scope, expression = meaning.module, meaning.scope, meaning.binding.value
        return module, scope, expression

    def text(self, cls: int, expression: Expression | None) -> str:
        """Return the text that an expression in the body of a class is; empty where it is not known."""
        return text_of(self.value(cls, expression))

    def truth(self, cls: int, expression: Expression | None) -> bool | None:
        """Return the truth value that an expression in the body of a class is; None where it is none."""
        known = self.value(cls, expression)
        return known.value if isinstance(known, Constant) and isinstance(known.value, bool) else None

    def given(self, cls: int, call: Call, name: str) -> str:
        """Return the text of a keyword argument in the body of a class; empty where it is not given, or not known."""
        return self.text(cls, keyword(call, name))

    def target(self, owner: int, cls: int, expression: Expression | None) -> int:
        """Return the mapped class that an expression in the body of ``owner`` names for ``cls``; -1 for none.

        A text names a class by the last part of its dotted name; of several of that name the nearest counts: the one of
        whose module's name most parts are the same.
        """
        module, scope, known = self._followed(owner, expression)
        if isinstance(known, Constant):
            return self.by_name(cls, known.value) if isinstance(known.value, str) else -1
        meaning = self.names.resolve(module, scope, known) if known is not None else None
        return meaning.definition if isinstance(meaning, ClassOf) and meaning.definition in self else -1

    def named(self, name: str) -> tuple[int, ...]:
        """Return the classes of a name."""
        return tuple(self._by_name.get(name, ()))

    def by_name(self, cls: int, text: str) -> int:
        """Return the class that a text names where a class stands: ``self`` is that class."""
        if text.lower() == "self":
            return cls
        here = self.program.module_of(cls).name.split(".")
        known = self._by_name.get(text.rpartition(".")[2], ())
        return max(known, key=lambda one: _alike(here, self.program.module_of(one).name.split(".")), default=-1)


def classes_of(names: Names) -> list[int]:
    """Return the classes of a program that have bases."""
    return [one.id for one in names.program.definitions if one.head.kind == "class" and one.head.bases]


def _alike(first: list[str], second: list[str]) -> int:
    """Return how many parts two dotted names begin with that are the same."""
    length = 0
    while length < min(len(first), len(second)) and first[length] == second[length]:
        length += 1
    return length
