"""What does an attribute of an object mean where nothing runs?

``db = Engine()``, ``class User(db.Model)``: of an object of a class of the project.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.types import ClassOf, External
from analyzer.model.syntax import Attribute, Call, Name

if TYPE_CHECKING:
    from analyzer.link.names import Meaning, Names, Value


_DEEPEST = 24  # names of values of names; a longer chain says nothing


class AttributesOfValues:
    """Knows what attributes of names bound by assignments mean; each is read once, and circles end."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._known: dict[tuple[int, str], Meaning | None] = {}
        self._depth = 0

    def forget(self) -> None:
        """What names mean has changed."""
        self._known.clear()

    def read(self, value: Value, name: str) -> Meaning | None:
        """Return what ``name`` means of what a name was assigned."""
        key = (id(value.binding), name)
        if key not in self._known and self._depth < _DEEPEST:
            self._known[key] = None  # a circle of names ends here
            self._depth += 1
            self._known[key] = self._read(value, name)
            self._depth -= 1
        return self._known.get(key)

    def _read(self, value: Value, name: str) -> Meaning | None:
        names = self._names
        made = value.binding.value
        inner = names.resolve(value.module, value.scope, made)
        if inner is None and isinstance(made, Call):
            cls = names.resolve(value.module, value.scope, made.function)
            return attribute_of_object(names, cls.definition, name) if isinstance(cls, ClassOf) else None
        return names.attribute(inner, name) if inner.__class__ is not value.__class__ else None


def attribute_of_object(names: Names, cls: int, name: str) -> Meaning | None:
    """Return what ``__init__`` assigns to an attribute; without that, the attribute of an object of the outer base."""
    starting = names.member(cls, "__init__")
    if starting is not None and isinstance(starting[1], DefinitionBinding):
        found = names.program.definitions[starting[1].definition]
        first = found.head.parameters[0].name if found.head.parameters else ""
        for statement in names.program.scopes(found.module)[found.scope].statements:
            for target in statement.targets if statement.kind == "assign" else ():
                owner = target.value if isinstance(target, Attribute) and target.name == name else None
                if isinstance(owner, Name) and owner.id == first:
                    return names.resolve(found.module, found.scope, statement.value)
    outside = names.external_bases(cls)
    return External(f"{outside[0]}().{name}") if outside else None
