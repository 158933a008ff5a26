"""Which model does a relation refer to?"""

from __future__ import annotations

import msgspec

from analyzer.frameworks.django.apps import Apps, Given
from analyzer.frameworks.django.bodies import Bodies
from analyzer.frameworks.django.fields import Field
from analyzer.frameworks.django.models import Models
from analyzer.link.names import Names, Value
from analyzer.link.program import ProgramDefinition
from analyzer.link.types import ClassOf, External, Function
from analyzer.model.chains import last_name, text_of
from analyzer.model.syntax import Attribute, Call, Expression, Name

_DEEPEST = 8  # names of names of models
_LABEL_AND_NAME = 2  # the strings that name a model
_GETATTR = 3  # getattr(settings, "NAME", "app.Model")


class Target(msgspec.Struct, frozen=True):
    """A model: its class (-1: not in the source), its table and its name in small letters; empty where unknown."""

    cls: int = -1
    table: str = ""
    word: str = ""


_UNKNOWN = Target()


class Targets:
    """Finds the model that ``to`` and ``through`` name."""

    def __init__(self, names: Names, apps: Apps, models: Models, bodies: Bodies) -> None:
        self._names = names
        self._bodies = bodies
        self._returned: dict[tuple[int, int], Target] = {}
        self._apps = apps
        self._models = models
        self._outside = models.outside
        self._tables: dict[str, int] = {}
        chosen = (one.module for one in names.program.settings.modules if one.chosen)
        self._settings = names.program.module_index.get(next(chosen, ""), -1)

    def find(self, found: ProgramDefinition, to: Given | None, depth: int = 0) -> Target:
        """Return the model that an expression names, as seen from a model that it is given to."""
        if to is None or depth > _DEEPEST:
            return _UNKNOWN
        text = text_of(to.expression) or _label_in_call(to.expression)
        if text:
            return self.of_class(found.id) if text == "self" else self.of_label(found, text)
        match to.expression:
            case Call(function=function, args=args):
                if last_name(function) == "get_user_model":
                    return self.of_label(found, self._apps.user_model)
                if last_name(function) == "getattr" and len(args) == _GETATTR:
                    setting = self._of_setting(found, text_of(args[1]), depth)
                    return setting or self.find(found, Given(args[2], to.module, to.scope), depth + 1)
                return self._of_call(found, to, depth)
            case Name() | Attribute():
                return self._of_name(found, to, depth)
        return _UNKNOWN

    def of_field(self, found: ProgramDefinition, field: Field) -> Target:
        """Return the model that a field of a model leads to."""
        return self.of_table(field.table) if field.table else self.find(found, field.arguments.get("to"))

    def of_table(self, table: str) -> Target:
        """Return the model of a table that a package names."""
        if not self._tables:
            self._tables = {self._models.table_name(one.id): one.id for one in reversed(self._models.stored)}
        if table in self._tables:
            return self.of_class(self._tables[table])
        told = self._outside.model_of(table)
        word = told.name.rpartition(".")[2] if told is not None else table.rpartition("_")[2]
        return Target(-1, table, word.lower())

    def user(self) -> Target:
        """Return the project's user model, which may be Django's own."""
        cls = self._models.user_model()
        label, _, name = self._apps.user_model.rpartition(".")
        return (
            self.of_class(cls)
            if cls is not None
            else Target(-1, self._outside.table_of_label(label, name), name.lower())
        )

    def of_class(self, cls: int) -> Target:
        """Return a class of the program as a target; a proxy leads to the table of its parent."""
        word = self._names.program.definitions[cls].head.name.lower()
        for ancestor in self._names.mro(cls):
            if self._models.is_stored(ancestor):
                return Target(ancestor, self._models.table_name(ancestor), word)
        return Target(cls, self._models.table_name(cls), word)

    def other_side(self, found: ProgramDefinition, through: int) -> Target:
        """Return the model that a model between leads to, if it leads to just one besides the given one."""
        seen = set()
        for field in self._models.fields(through).values():
            if field.kind in ("one", "only"):
                target = self.of_field(self._names.program.definitions[through], field)
                if target.cls >= 0 and target.cls not in self._names.mro(found.id):
                    seen.add(target)
        return seen.pop() if len(seen) == 1 else _UNKNOWN

    def _of_name(self, found: ProgramDefinition, to: Given, depth: int) -> Target:
        if last_name(to.expression).endswith("USER_MODEL"):
            return self.of_label(found, self._apps.user_model)
        match self._names.resolve(to.module, to.scope, to.expression):
            case ClassOf(definition=definition):
                return self.of_class(definition)
            case External(name=name) if name.startswith("django.conf.settings."):
                return self._of_setting(found, name.rpartition(".")[2], depth) or _UNKNOWN
            case External(name=name):
                table = self._outside.table(name)
                return Target(-1, table, name.rpartition(".")[2].lower()) if table else _UNKNOWN
            case Value(module=module, scope=scope, binding=binding):
                return self.find(found, Given(binding.value, module, scope), depth + 1)
            case _:
                return _UNKNOWN

    def _of_call(self, found: ProgramDefinition, to: Given, depth: int) -> Target:
        """A function of the program that returns a model or its label names that one."""
        called = to.expression.function if isinstance(to.expression, Call) else to.expression
        function = self._names.resolve(to.module, to.scope, called)
        if not isinstance(function, Function):
            return _UNKNOWN
        key = (found.id, function.definition)
        if key not in self._returned:
            self._returned[key] = _UNKNOWN  # a function that returns what it returns itself
            place = self._names.program.definitions[function.definition]
            for statement in self._bodies.statements(function.definition):
                if statement.kind == "return" and not self._returned[key].table:
                    given = Given(statement.value, place.module, place.scope)
                    self._returned[key] = self.find(found, given, depth + 1)
        return self._returned[key]

    def _of_setting(self, found: ProgramDefinition, name: str, depth: int) -> Target | None:
        if name.endswith("USER_MODEL") or self._settings < 0:
            return self.of_label(found, self._apps.user_model) if name.endswith("USER_MODEL") else None
        meaning = self._names.member_of_module(self._settings, name)
        if not isinstance(meaning, Value):
            return None
        return self.find(found, Given(meaning.binding.value, meaning.module, meaning.scope), depth + 1)

    def of_label(self, found: ProgramDefinition, text: str) -> Target:
        """Return the model of ``label.Name``, or of a bare name in the app of a model."""
        label, _, name = text.rpartition(".")
        cls = self._models.named(label or self._apps.label_of(found), name)
        cls = cls if cls is not None or label else self._models.named("", name)
        if cls is not None:
            return self.of_class(cls)
        return Target(-1, self._outside.table_of_label(label, name), name.lower()) if label else _UNKNOWN


def _label_in_call(expression: Expression) -> str:
    """A call with the two strings of a model names that model, as functions for swappable models do."""
    texts = [text_of(arg) for arg in expression.args] if isinstance(expression, Call) else []
    return ".".join(texts) if len(texts) == _LABEL_AND_NAME and all(texts) else ""
