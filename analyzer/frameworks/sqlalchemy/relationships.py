"""Where do the relationships of SQLAlchemy's mapped classes lead, from either side, and when do they load?"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from analyzer.frameworks.sqlalchemy.annotations import Annotated, read_annotation
from analyzer.frameworks.sqlalchemy.classes import Classes, MappedAttribute, class_readers
from analyzer.frameworks.sqlalchemy.registry import Registry
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.names import Names
from analyzer.link.schema import Schema
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Items, Lambda, Operation
from analyzer.model.syntax import Mapping as Dictionary

_MAKERS = {"relationship", "relation", "Relationship", "dynamic_loader"}
_PROXY = "association_proxy"
_LAZY = {"True": "select", "False": "joined", "None": "noload", "select": "select"}
_TO_ONE, _TO_MANY, _MANY_TO_MANY = "many_to_one", "one_to_many", "many_to_many"
_FOREIGN = re.compile(r"\bforeign\(\s*(\w+)\.")
_BACK = {_TO_ONE: _TO_MANY, _TO_MANY: _TO_ONE, _MANY_TO_MANY: _MANY_TO_MANY}


class Relationship(msgspec.Struct, frozen=True):
    """An attribute of a mapped class's objects that leads to others.

    ``target`` is the class of these, ``many`` says whether it is a collection, ``secondary`` is the table between the
    two (-1: none), ``lazy`` the way of loading in SQLAlchemy's word for it, ``cascade`` its text as written,
    ``direction`` many_to_one, one_to_many or many_to_many. ``through`` is set for an association proxy: the
    relationship of the same class that it goes through, in which case ``target`` is -1 where it yields plain values.
    ``written`` is False where changes go another way (``viewonly``); ``passive`` where the database deletes.
    """

    target: int
    many: bool
    secondary: int = -1
    lazy: str = "select"
    cascade: str = ""
    direction: str = _TO_ONE
    through: str = ""
    written: bool = True
    passive: bool = False


def read_relationships(names: Names, schema: Schema) -> Relationships:
    """Read all relationships of a program whose tables are declared."""
    values, classes, _ = class_readers(names)
    return Relationships(values, classes, Registry(names, values, classes, schema), schema)


class Relationships:
    """Looks relationships up by class and attribute, inherited ones too."""

    def __init__(self, values: Values, classes: Classes, registry: Registry, schema: Schema) -> None:
        """Read all relationships; the tables must be declared."""
        self.values = values
        self.classes = classes
        self.registry = registry
        self._schema = schema
        self._known: dict[int, dict[str, Relationship]] = {}
        reverse: list[tuple[int, str, Relationship]] = []
        proxies: list[tuple[int, str, str, str]] = []
        for cls in registry.classes:
            for attribute in classes.attributes(cls):
                reverse += self._read(cls, attribute)
                proxies += self._proxy(cls, attribute)
        for cls, name, back in reverse:
            self._known.setdefault(cls, {}).setdefault(name, back)
        for cls, name, through, of_target in proxies:
            self._through(cls, name, through, of_target)
        self._attributes = frozenset(name for found in self._known.values() for name in found)

    def between(self) -> Iterator[int]:
        """Yield the tables that relationships name as those between two others."""
        for found in self._known.values():
            yield from (one.secondary for one in found.values() if one.secondary >= 0)

    def find(self, cls: int, name: str) -> Relationship | None:
        """Return where an attribute of a class leads; this is asked of every attribute that the program reads."""
        return self._find(cls, name) if name in self._attributes else None

    def _find(self, cls: int, name: str) -> Relationship | None:
        for ancestor in self.classes.lineage(cls):
            found = self._known.get(ancestor, {}).get(name)
            if found is not None:
                return found
        return None

    def of(self, cls: int) -> dict[str, Relationship]:
        """Return all relationships of a class, inherited ones too, sorted by attribute."""
        found: dict[str, Relationship] = {}
        for ancestor in self.classes.lineage(cls):
            for name, relationship in self._known.get(ancestor, {}).items():
                found.setdefault(name, relationship)
        return dict(sorted(found.items()))

    def _read(self, cls: int, attribute: MappedAttribute) -> Iterator[tuple[int, str, Relationship]]:
        """Keep what an attribute states, and yield what its ``backref`` gives the other side."""
        place, call = self.values.followed(attribute.place, attribute.value)
        if not isinstance(call, Call) or last_name(call.function) not in _MAKERS:
            return
        stated = read_annotation(attribute.annotation)
        target = self._target(attribute, call, stated)
        if target < 0:
            return
        place = place if place.cls >= 0 else attribute.place
        given = keyword(call, "secondary") or keyword(call, "link_model")
        if given is None and len(call.args) > 1 and last_name(call.function) != "Relationship":
            given = call.args[1]
        secondary = self.registry.table_of(place, given)
        direction = _MANY_TO_MANY if given is not None else self._direction(cls, target, call, stated)
        found = Relationship(
            target=target,
            many=self._is_many(call, stated, direction),
            secondary=secondary,
            lazy=stated.lazy or self._lazy(attribute, call),
            cascade=self.values.text(attribute.place, _option(call, "cascade")),
            direction=direction,
            written=not is_true(_option(call, "viewonly")),
            passive=_option(call, "passive_deletes") is not None,
        )
        self._known.setdefault(cls, {})[attribute.name] = found
        back = keyword(call, "backref")
        if back is not None:
            yield from self._reverse(cls, attribute, back, found)

    def _reverse(
        self, cls: int, attribute: MappedAttribute, back: Expression, found: Relationship
    ) -> Iterator[tuple[int, str, Relationship]]:
        place, made = self.values.followed(attribute.place, back)
        call = made if isinstance(made, Call) and last_name(made.function) == "backref" else None
        name = self.values.text(place, call.args[0] if call is not None and call.args else made)
        if not name:
            return
        direction = _BACK[found.direction]
        yield (
            found.target,
            name,
            Relationship(
                target=cls,
                many=self._is_many(call, Annotated(), direction) if call is not None else direction != _TO_ONE,
                secondary=found.secondary,
                lazy=self._lazy(attribute, call) if call is not None else "select",
                cascade=self.values.text(place, keyword(call, "cascade")) if call is not None else "",
                direction=direction,
                written=found.written,
                passive=call is not None and _option(call, "passive_deletes") is not None,
            ),
        )

    def _proxy(self, cls: int, attribute: MappedAttribute) -> Iterator[tuple[int, str, str, str]]:
        _, call = self.values.followed(attribute.place, attribute.value)
        if isinstance(call, Call) and last_name(call.function) == _PROXY and call.args:
            through = self.values.text(attribute.place, call.args[0])
            second = call.args[1] if len(call.args) > 1 else keyword(call, "attr")
            yield cls, attribute.name, through, self.values.text(attribute.place, second)

    def _through(self, cls: int, name: str, through: str, of_target: str) -> None:
        first = self._find(cls, through)
        if first is None:
            return
        second = self._find(first.target, of_target)
        target = second.target if second is not None else -1
        many = first.many or (second is not None and second.many)
        proxy = Relationship(target, many, -1, first.lazy, "", first.direction, through)
        self._known.setdefault(cls, {})[name] = proxy

    def _target(self, attribute: MappedAttribute, call: Call, stated: Annotated) -> int:
        """What the call names, else the annotation, read in the module of the class as SQLAlchemy does."""
        given = call.args[0] if call.args else keyword(call, "argument")
        if given is not None and not (isinstance(given, Constant) and given.value is None):
            return self.registry.class_of(attribute.place, given)
        return self.registry.class_of(attribute.place, stated.target)

    def _is_many(self, call: Call, stated: Annotated, direction: str) -> bool:
        uselist = _option(call, "uselist")
        if isinstance(uselist, Constant) and isinstance(uselist.value, bool):
            return uselist.value
        if _option(call, "collection_class") is not None:
            return True
        return stated.many if stated.target is not None else direction != _TO_ONE

    def _direction(self, cls: int, target: int, call: Call, stated: Annotated) -> str:
        """A key of this side's tables leads to one; without any key the annotation says which side it is."""
        owners = set(_foreign_owners(_option(call, "primaryjoin")))
        if owners:
            own = {self.classes.name(one) for one in self.classes.lineage(cls)}
            return _TO_ONE if owners & own else _TO_MANY
        here, there = self._tables(cls), self._tables(target)
        away = any(key.to_table.lower() in there[0] for table in here[1] for key in self._schema.tables[table].keys)
        back = any(key.to_table.lower() in here[0] for table in there[1] for key in self._schema.tables[table].keys)
        if away and back:
            return self._of_two(here[1], call, stated, to_itself=bool(set(here[1]) & set(there[1])))
        if away or back:
            return _TO_ONE if away else _TO_MANY
        return _TO_MANY if stated.many else _TO_ONE

    def _of_two(self, here: list[int], call: Call, stated: Annotated, *, to_itself: bool) -> str:
        """Keys lead both ways: ``remote_side``, ``foreign_keys`` or the annotation tell which one is meant."""
        keyed = {key.column for table in here for key in self._schema.tables[table].keys}
        remote, foreign = _columns(_option(call, "remote_side")), _columns(_option(call, "foreign_keys"))
        if to_itself:
            if remote:
                return _TO_MANY if remote & keyed else _TO_ONE
            return _TO_ONE if stated.target is not None and not stated.many else _TO_MANY
        if stated.target is not None:
            return _TO_MANY if stated.many else _TO_ONE
        return _TO_ONE if not foreign or foreign & keyed else _TO_MANY

    def _tables(self, cls: int) -> tuple[set[str], list[int]]:
        """The tables of a class and its mapped ancestors, by name and by index."""
        indexes = [self._schema.of_class[one] for one in self.classes.lineage(cls) if one in self._schema.of_class]
        return {self._schema.tables[one].name.lower() for one in indexes}, list(dict.fromkeys(indexes))

    def _lazy(self, attribute: MappedAttribute, call: Call) -> str:
        if last_name(call.function) == "dynamic_loader":
            return "dynamic"
        given = _option(call, "lazy")
        value = "select" if given is None else self.values.known(attribute.place, given)
        return _LAZY.get(str(value), value if isinstance(value, str) else "select")


def _option(call: Call, name: str) -> Expression | None:
    """An option of a relationship; SQLModel passes SQLAlchemy's on in a dictionary."""
    given = keyword(call, name)
    if given is not None:
        return given
    more = keyword(call, "sa_relationship_kwargs")
    pairs = zip(more.keys, more.values, strict=False) if isinstance(more, Dictionary) else ()
    return next((value for key, value in pairs if text_of(key) == name), None)


def _foreign_owners(join: Expression | None) -> Iterator[str]:
    """Yield the names before the dot of ``foreign(Ride.driver_id)``, in a text, lambda or expression."""
    pending = [join] if join is not None else []
    while pending:
        match pending.pop():
            case Lambda(body=body):
                pending.append(body)
            case Operation(operands=parts):
                pending += parts
            case Call(args=(Attribute(value=owner),)) as call if last_name(call.function) == "foreign":
                yield last_name(owner)
            case Call(function=function, args=args):
                pending += (function, *args)
            case Attribute(value=value):
                pending.append(value)
            case Constant(value=str(text)):
                yield from _FOREIGN.findall(text)
            case _:
                pass


def _columns(expression: Expression | None) -> set[str]:
    """The last names of the columns that an option lists, as names, texts or in a lambda."""
    if isinstance(expression, Lambda):
        expression = expression.body
    items = expression.items if isinstance(expression, Items) else (expression,) if expression is not None else ()
    named = ((last_name(item) or text_of(item)).strip("[] ").rpartition(".")[2] for item in items)
    return {name for name in named if name}
