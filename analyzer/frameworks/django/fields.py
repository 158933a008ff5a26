"""Which fields does the body of a class declare, and what is each field given?"""

from __future__ import annotations

from typing import Literal as OneOf

import msgspec

from analyzer.frameworks.django.apps import Apps, Given
from analyzer.frameworks.django.bodies import Bodies
from analyzer.link.names import Names
from analyzer.link.namespaces import ValueBinding
from analyzer.link.program import ProgramDefinition
from analyzer.link.types import ClassOf, External, Function
from analyzer.model.chains import last_name, text_of
from analyzer.model.syntax import (
    Attribute,
    Call,
    Constant,
    Expression,
    Mapping,
    Name,
    Star,
    Statement,
    Subscript,
    Unknown,
)
from analyzer.project.packages import Packages

FieldKind = OneOf["column", "one", "only", "many", "generic", "reverse"]
"""A plain column; a key to one object that has many, or only one; many to many; a generic key, and its other side."""

_ONE = ("to", "on_delete", "related_name", "related_query_name", "limit_choices_to", "parent_link", "to_field")
_POSITIONS: dict[str, tuple[str, ...]] = {
    "one": _ONE,
    "only": ("to", "on_delete", "to_field"),
    "many": ("to", "related_name", "related_query_name", "limit_choices_to", "symmetrical", "through"),
    "generic": ("ct_field", "fk_field"),
    "reverse": ("to", "object_id_field", "content_type_field"),
}
_ENDS: tuple[tuple[str, FieldKind], ...] = (
    ("GenericForeignKey", "generic"),
    ("GenericRelation", "reverse"),
    ("OneToOneField", "only"),
    ("ManyToManyField", "many"),
    ("ForeignKey", "one"),
    ("Field", "column"),
)
"""How the classes of fields are named, in Django and in what builds on it."""
_OTHER_FIELDS = frozenset(
    {"forms", "serializers", "graphene", "wtforms", "rest_framework", "filters", "django_filters"}
)
"""Packages and modules whose fields are not those of models."""


class Field(msgspec.Struct, frozen=True):
    """A field of a model: ``owner`` is the class whose body declares it, ``arguments`` what it is given by name.

    ``table`` is the one that a field of a package leads to, where it has no ``to``. ``made`` is the call that makes the
    field, None where a package brings it.
    """

    name: str
    kind: FieldKind
    outside: str
    line: int
    owner: ProgramDefinition
    arguments: dict[str, Given]
    table: str = ""
    made: Call | None = None

    @property
    def leads(self) -> bool:
        """True if the field says where it leads to."""
        return bool(self.table) or "to" in self.arguments

    def is_true(self, name: str) -> bool:
        """Return whether an argument is ``True``."""
        return _constant(self.arguments.get(name)) is True

    def is_false(self, name: str) -> bool:
        """Return whether an argument is ``False``."""
        return _constant(self.arguments.get(name)) is False


class _Maker(msgspec.Struct, frozen=True):
    """What a field's class, or a function that makes fields, gives to each of them; ``outside`` names Django's own."""

    kind: FieldKind
    outside: str
    defaults: dict[str, Given]


class Fields:
    """Reads the fields of class bodies; answers are remembered."""

    def __init__(self, names: Names, apps: Apps, bodies: Bodies, packages: Packages) -> None:
        self._names = names
        self._packages = packages
        self._apps = apps
        self._bodies = bodies
        self._own: dict[int, dict[str, Field | None]] = {}
        self._makers: dict[int, _Maker | None] = {}

    def own(self, cls: int) -> dict[str, Field | None]:
        """Return every name that the body of a class binds, with its field if it is one."""
        if cls not in self._own:
            found = self._names.program.definitions[cls]
            self._own[cls] = {name: self._field(found, name, one) for name, one in self._apps.own(cls).items()}
        return self._own[cls]

    def _field(self, owner: ProgramDefinition, name: str, binding: object) -> Field | None:
        call = binding.value if isinstance(binding, ValueBinding) else None
        if not isinstance(call, Call) or not isinstance(call.function, (Name, Attribute)):
            return None
        maker = self._maker(owner.module, owner.scope, call.function)
        if maker is None:
            return None
        arguments = maker.defaults | self._arguments(call, maker.kind, owner.module, owner.scope)
        return Field(name, maker.kind, maker.outside, call.line, owner, arguments, made=call)

    def _maker(self, module: int, scope: int, function: Expression) -> _Maker | None:
        """What makes a field: a class of Django, one that derives from it, or a function that returns a field."""
        meaning = self._names.resolve(module, scope, function)
        match meaning:
            case External(name=name):
                kind = self._kind(name)
                return _Maker(kind, name, {}) if kind else None
            case ClassOf(definition=definition) | Function(definition=definition):
                if definition not in self._makers:
                    self._makers[definition] = None  # a function that returns what it makes itself
                    make = self._derived if isinstance(meaning, ClassOf) else self._returned
                    self._makers[definition] = make(definition)
                return self._makers[definition]
            case _:
                return None

    def _derived(self, cls: int) -> _Maker | None:
        outside = [base for base in self._names.external_bases(cls) if self._kind(base)]
        if not outside:
            return None
        best = next((base for base in outside if self._kind(base) != "column"), outside[0])
        kind = self._kind(best) or "column"
        defaults: dict[str, Given] = {}
        if kind != "column":
            for ancestor in reversed(self._names.mro(cls)):
                member = self._apps.own(ancestor).get("__init__")
                definition = getattr(member, "definition", -1)
                if definition >= 0:
                    defaults |= self._passed_on(definition, kind)
        return _Maker(kind, best, defaults)

    def _passed_on(self, initializer: int, kind: str) -> dict[str, Given]:
        """What an initializer of a derived field gives to the field, whoever calls it."""
        found = self._names.program.definitions[initializer]
        passed: dict[str, Expression] = {}
        own = {parameter.name for parameter in found.head.parameters}
        for parameter in found.head.parameters:
            if not isinstance(parameter.default, Unknown) and _constant_of(parameter.default) is not None:
                passed[parameter.name] = parameter.default
        for statement in self._bodies.statements(initializer):
            passed |= _put_aside(statement)
            call = statement.value
            if isinstance(call, Call) and last_name(call.function) == "__init__":
                for name, given in self._arguments(call, kind, 0, 0).items():
                    if not (isinstance(given.expression, Name) and given.expression.id in own):
                        passed[name] = given.expression
        return {name: Given(value, found.module, found.scope) for name, value in passed.items()}

    def _returned(self, function: int) -> _Maker | None:
        found = self._names.program.definitions[function]
        for statement in self._bodies.statements(function):
            call = statement.value
            if statement.kind == "return" and isinstance(call, Call) and isinstance(call.function, (Name, Attribute)):
                maker = self._maker(found.module, found.scope, call.function)
                if maker is not None:
                    given = self._arguments(call, maker.kind, found.module, found.scope)
                    own = {parameter.name for parameter in found.head.parameters}
                    fixed = {name: one for name, one in given.items() if last_name(one.expression) not in own}
                    return _Maker(maker.kind, maker.outside, maker.defaults | fixed)
        return None

    def _kind(self, name: str) -> FieldKind | None:
        """The kind of field that a class outside the program makes, by its name."""
        *package, last = name.split(".")
        if not _OTHER_FIELDS.isdisjoint(package):
            return None
        told = self._packages.field_kind(last)
        return told or next((kind for end, kind in _ENDS if last.endswith(end)), None)

    def _arguments(self, call: Call, kind: str, module: int, scope: int) -> dict[str, Given]:
        found: dict[str, Expression] = {}
        for name, value in zip(_POSITIONS.get(kind, ()), call.args, strict=False):
            if isinstance(value, Star):
                break
            found[name] = value
        found |= {given.name: given.value for given in call.keywords if given.name}
        return {name: Given(value, module, scope) for name, value in found.items()}


def _put_aside(statement: Statement) -> dict[str, Expression]:
    """``kwargs.setdefault("to", x)``, ``kwargs["to"] = x`` or ``kwargs.update(to=x)``."""
    match statement:
        case Statement(value=Call(function=Attribute(value=Name(), name="setdefault"), args=(key, value))):
            return {text_of(key): value}
        case Statement(value=Call(function=Attribute(value=Name(), name="update"), args=args, keywords=keywords)):
            pairs = [
                pair for one in args if isinstance(one, Mapping) for pair in zip(one.keys, one.values, strict=False)
            ]
            return {text_of(key): value for key, value in pairs} | {one.name: one.value for one in keywords}
        case Statement(kind="assign", targets=(Subscript(value=Name(), index=key),), value=value):
            return {text_of(key): value}
        case _:
            return {}


def _constant(given: Given | None) -> object:
    return _constant_of(given.expression) if given is not None else None


def _constant_of(expression: Expression) -> object:
    """The value of a constant; the expression itself where it is none."""
    return expression.value if isinstance(expression, Constant) else expression
