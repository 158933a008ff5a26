"""Which metadata do a class and a table object belong to: hence which database, and which schema of it?

Tables of one metadata are taken for those of one database; a bind key names another.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.classes import Classes
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import ValueBinding
from analyzer.link.types import ClassOf, External
from analyzer.model.chains import keyword, last_name
from analyzer.model.syntax import Attribute, Call, Expression, Name

_DEEPEST = 12


class Metadata(msgspec.Struct, frozen=True, order=True):
    """A metadata by the module and the name it is bound to; ``schema`` is the default of its tables."""

    module: str
    name: str = ""
    schema: str = ""
    bind: str = ""


class Metadatas:
    """Follows names to the metadata they stand for."""

    def __init__(self, names: Names, values: Values, classes: Classes) -> None:
        self._names = names
        self._program = names.program
        self._values = values
        self._classes = classes
        self._of_class: dict[int, Metadata] = {}

    def of_class(self, cls: int) -> Metadata:
        """Return the metadata of a mapped class."""
        if cls not in self._of_class:
            module = self._program.modules[self._program.definitions[cls].module].name
            self._of_class[cls] = Metadata(module)
            found = self._class(cls, 0)
            bind = self._classes.constant(cls, "__bind_key__")
            self._of_class[cls] = msgspec.structs.replace(found, bind=bind) if bind else found
        return self._of_class[cls]

    def of_object(self, place: Place, call: Call) -> Metadata:
        """Return the metadata that a ``Table`` call is given, or whose object it is called on."""
        given = keyword(call, "metadata")
        if given is None and len(call.args) > 1 and isinstance(call.args[1], (Name, Attribute)):
            given = call.args[1]
        if given is None and isinstance(call.function, Attribute):
            given = call.function.value
        found = self._of(place, given, 0) if given is not None else Metadata(self._module(place))
        bind = self._values.text(place, keyword(call, "bind_key"))
        return msgspec.structs.replace(found, bind=bind) if bind else found

    def _class(self, cls: int, depth: int) -> Metadata:
        for ancestor in self._classes.lineage(cls):
            for name in ("metadata", "registry"):
                binding = self._classes.own_value(ancestor, name)
                if isinstance(binding, ValueBinding):
                    found = self._bound(self._values.place_of(ancestor, cls), name, binding.value, depth + 1)
                    if found is not None:
                        return found
        root = self._classes.root(cls)
        base = self._program.definitions[root.cls if root is not None else self._names.mro(cls)[-1]]
        place = Place(base.module, base.head.scope, self._program.modules[base.module].path)
        for expression in (*base.head.bases, *base.head.decorators):
            if root is not None and not isinstance(self._meaning(place, expression), ClassOf):
                meaning = self._meaning(place, _owner(expression))
                if isinstance(meaning, Value):
                    return self._of(place, expression, depth + 1)
                if isinstance(meaning, External) and not meaning.name.startswith("sqlalchemy"):
                    return Metadata(meaning.name)
        return Metadata(self._module(place), base.head.name)

    def _of(self, place: Place, expression: Expression, depth: int) -> Metadata:
        while isinstance(expression, Attribute) and expression.name in ("metadata", "Model", "registry"):
            expression = expression.value
        meaning = self._meaning(place, expression) if depth < _DEEPEST else None
        match meaning:
            case ClassOf(definition=cls):
                return self._class(cls, depth + 1)
            case Value(module=module, scope=scope, binding=binding):
                inner = Place(module, scope, self._program.modules[module].path)
                found = self._bound(inner, binding.name, binding.value, depth + 1)
                return found if found is not None else Metadata(self._module(inner), binding.name)
            case External(name=name):
                return Metadata(name)
            case _ if isinstance(expression, Call):
                return self._of(place, expression.function, depth + 1)
            case _ if isinstance(expression, Attribute):
                return self._of(place, expression.value, depth + 1)
            case _:
                return Metadata(self._module(place))

    def _bound(self, place: Place, name: str, value: Expression, depth: int) -> Metadata | None:
        """What a name bound to ``value`` stands for: another name's metadata, a call's argument, or a new one."""
        if isinstance(value, (Name, Attribute)):
            return self._of(place, value, depth)
        if not isinstance(value, Call):
            return None
        made = last_name(value.function)
        if made == "MetaData":
            return Metadata(self._module(place), name, self._values.text(place, keyword(value, "schema")))
        given = keyword(value, "metadata") or keyword(value, "registry")
        if isinstance(given, Call):
            return self._bound(place, name, given, depth)
        if given is not None and depth < _DEEPEST:
            return self._of(place, given, depth)
        base = keyword(value, "cls") or keyword(value, "model_class")
        meaning = self._meaning(place, base) if base is not None else None
        if isinstance(meaning, ClassOf) and self._has_metadata(meaning.definition):
            return self._class(meaning.definition, depth)
        if made == "generate_base" and isinstance(value.function, Attribute):
            return self._of(place, value.function.value, depth)
        return Metadata(self._module(place), name)

    def _has_metadata(self, cls: int) -> bool:
        return any(isinstance(self._classes.own_value(one, "metadata"), ValueBinding) for one in self._names.mro(cls))

    def _meaning(self, place: Place, expression: Expression) -> object:
        return self._names.resolve(place.module, place.scope, expression)

    def _module(self, place: Place) -> str:
        return self._program.modules[place.module].name


def databases(all_of_them: Iterable[Metadata]) -> dict[Metadata, str]:
    """Name databases: the only one ``default``, several by the shortest endings of their modules that differ."""
    found = {one: (one.bind or one.module, "" if one.bind else one.name) for one in sorted(set(all_of_them))}
    modules = sorted({module for module, _ in found.values()})
    if len(set(found.values())) <= 1:
        return dict.fromkeys(found, "default")
    short = _short(modules)
    names: dict[str, set[str]] = {}
    for module, name in found.values():
        names.setdefault(module, set()).add(name)
    return {
        one: short[module] if len(names[module]) == 1 or not name else f"{short[module]}.{name}"
        for one, (module, name) in found.items()
    }


def _owner(expression: Expression) -> Expression:
    """The first name of a chain: what ``db.Model`` and ``reg.mapped`` hang on."""
    while isinstance(expression, (Attribute, Call)):
        expression = expression.value if isinstance(expression, Attribute) else expression.function
    return expression


def _short(names: list[str]) -> dict[str, str]:
    length = 1
    while True:
        short = {name: ".".join(name.split(".")[-length:]) for name in names}
        if len(set(short.values())) == len(names) or length > max(name.count(".") for name in names):
            return short
        length += 1
