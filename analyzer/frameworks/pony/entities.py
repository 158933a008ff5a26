"""Which tables, columns and keys do the entities of Pony stand for?"""

from __future__ import annotations

from analyzer.frameworks.mapped_classes import MappedClasses, MappedField, classes_of
from analyzer.frameworks.mapped_relations import FieldFacts
from analyzer.link.names import Names
from analyzer.link.types import ClassOf
from analyzer.model.chains import keyword, last_name, text_of
from analyzer.model.syntax import Attribute, Call, Constant, Items, Lambda

NAME = "pony"
_KINDS = ("Required", "Optional", "Set", "PrimaryKey", "Discriminator")


class Entities:
    """Reads the classes below ``db.Entity``."""

    name = NAME
    key = "id"

    def __init__(self, names: Names) -> None:
        self._names = names
        self._using = frozenset(
            module.index
            for module in names.program.modules
            if any(fact.module.partition(".")[0] == "pony" for fact in module.facts.imports)
        )
        self.classes = MappedClasses(names, [cls for cls in classes_of(names) if self._begins(cls)])
        self._ends: dict[int, dict[int, list[MappedField]]] = {}

    def table(self, cls: int) -> str:
        """Return the name of an entity's table: ``_table_``, a text or a schema and a name, or its own name."""
        found = self.classes.names.member(cls, "_table_") if "_table_" in self.classes.own(cls) else None
        value = None if found is None else self.classes.value(cls, getattr(found[1], "value", None))
        if isinstance(value, Items):
            return ".".join(text for one in value.items if (text := self.classes.text(cls, one)))
        return text_of(value) or self.classes.name(cls)

    def is_guessed(self, cls: int) -> bool:
        """Return whether the name of a table is put together in a way that is not understood."""
        found = self.classes.own(cls).get("_table_")
        value = self.classes.value(cls, getattr(found, "value", None)) if found is not None else None
        return found is not None and not isinstance(value, (Constant, Items))

    def stands_for(self, cls: int) -> int:
        """Objects of an entity stand in the table of the topmost one that it derives from."""
        return next((one for one in reversed(self._names.mro(cls)) if one in self.classes), -1)

    def may_be_base(self, cls: int) -> bool:
        """Every entity has a table, if only for those below it."""
        del cls
        return False

    def keys(self, cls: int) -> tuple[str, ...] | None:
        """Return the columns of the key that an entity declares: an attribute, or ``PrimaryKey(a, b)`` in its body."""
        for field in self.classes.fields(cls):
            if self._kind(field) == "PrimaryKey" and isinstance(field.value, Call):
                return (self._column(field),)
        found = self.classes.program.definitions[cls]
        for statement in self.classes.program.modules[found.module].facts.scopes[found.scope].statements:
            made = statement.value
            if statement.kind == "expression" and isinstance(made, Call) and last_name(made.function) == "PrimaryKey":
                return tuple(name for arg in made.args if (name := last_name(arg)))
        return None

    def field(self, cls: int, field: MappedField) -> FieldFacts | None:
        """Return what an attribute of an entity is; one that leads to an entity has its other end there."""
        kind = self._kind(field)
        if not kind or not isinstance(field.value, Call):
            return None
        cls = field.owner if field.owner in self.classes else cls
        target = self._target(cls, field)
        if target < 0:
            return FieldFacts(self._column(field)) if kind != "Set" else FieldFacts()
        back = self._other_end(cls, field, target)
        back_kind = "" if back is None else self._kind(back)
        if kind == "Set":
            is_many = back is not None and back_kind == "Set"
            return (
                self._many_to_many(cls, field, target, back)
                if is_many and back
                else FieldFacts(target=target, many=True)
            )
        has_column = kind in ("Required", "PrimaryKey") or back_kind in ("", "Set") or self._is_first(cls, field, back)
        return FieldFacts(
            self._column(field) if has_column else "", target, on_delete="update" if kind == "Optional" else "delete"
        )

    def _begins(self, cls: int) -> bool:
        """A base ``x.Entity``, of Pony's database or, in a module that imports Pony, of what nobody knows."""
        found = self._names.program.definitions[cls]
        for base in found.head.bases:
            if isinstance(base, Attribute) and base.name == "Entity":
                outside = self._names.base_name(found.module, found.head.scope, base)
                if outside.startswith("pony."):
                    return True
                known = self._names.resolve(found.module, found.head.scope, base)
                if not outside and not isinstance(known, ClassOf) and found.module in self._using:
                    return True
        return False

    def _kind(self, field: MappedField) -> str:
        outside, _, last = self.classes.kind(field).rpartition(".")
        return last if last in _KINDS and outside.startswith("pony") else ""

    def _column(self, field: MappedField) -> str:
        given = self.classes.given(field.owner, field.value, "column") if isinstance(field.value, Call) else ""
        return given or field.name

    def _target(self, cls: int, field: MappedField) -> int:
        named = field.value.args[0] if isinstance(field.value, Call) and field.value.args else None
        if isinstance(named, Lambda):
            named = named.body
        return self.classes.target(field.owner, cls, named)

    def _other_end(self, cls: int, field: MappedField, target: int) -> MappedField | None:
        """Return the attribute of the other entity that leads back, by ``reverse`` or because it is the only one."""
        if target not in self._ends:
            ends: dict[int, list[MappedField]] = {}
            for one in self.classes.fields(target):
                if self._kind(one):
                    ends.setdefault(self._target(target, one), []).append(one)
            self._ends[target] = ends
        there = [one for ancestor in self._names.mro(cls) for one in self._ends[target].get(ancestor, ())]
        named = self.classes.given(field.owner, field.value, "reverse") if isinstance(field.value, Call) else ""
        if named:
            return next((one for one in there if one.name == named), None)
        pointing = [one for one in there if self._points_to(one, field.name)]
        others = [one for one in there if one.name != field.name or target != cls]
        return next(iter(pointing or others or there), None)

    def _points_to(self, field: MappedField, name: str) -> bool:
        return isinstance(field.value, Call) and self.classes.given(field.owner, field.value, "reverse") == name

    def _is_first(self, cls: int, field: MappedField, back: MappedField | None) -> bool:
        """Of two optional ends the one with a column, else the one of the entity that comes first, has the column."""
        if back is None or self._kind(back) != "Optional":
            return False
        if isinstance(field.value, Call) and keyword(field.value, "column") is not None:
            return True
        if isinstance(back.value, Call) and keyword(back.value, "column") is not None:
            return False
        return self.classes.name(cls) <= self.classes.name(back.owner)

    def _many_to_many(self, cls: int, field: MappedField, target: int, back: MappedField) -> FieldFacts:
        names = self.classes.name(cls), self.classes.name(target)
        given = ""
        for one in (field, back):
            if isinstance(one.value, Call):
                given = given or self.classes.given(one.owner, one.value, "table")
        is_symmetric = cls == target and back.name == field.name
        default = f"{names[0]}_{field.name}" if is_symmetric else "_".join(sorted(names))
        columns = tuple(name.lower() for name in names)
        second = f"{columns[1]}_2" if columns[0] == columns[1] else columns[1]
        return FieldFacts(target=target, many=True, through=given or default, through_columns=(columns[0], second))
