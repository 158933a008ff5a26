"""What do iterating over a value, indexing it and putting something into it mean?

Collections answer by what was put into them, classes of the project by their special methods, the rest by frameworks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.alternatives import MOST_TEXTS
from analyzer.link.framework import overriding
from analyzer.link.members import ENUMS
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.patterns import is_known
from analyzer.link.types import (
    ClassOf,
    Collection,
    Container,
    External,
    Function,
    Instance,
    Keyed,
    Literal,
    Method,
    ModuleOf,
    Pattern,
    Query,
    Row,
    Type,
    join,
    options,
    union,
)
from analyzer.model.syntax import Constant, Expression, Operation, Unknown

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator
    from analyzer.link.heap import ItemKey

_STR = External("builtins.str()")


class Contents:
    """Reads and writes the items of values for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._names = evaluator.names
        self._typing = overriding(evaluator.frameworks, "item")
        self._cells = evaluator.cells
        self._heap = evaluator.heap

    def iterate(self, value: Type | None) -> Type | None:
        """Return what a ``for`` loop over a value binds; the iterator's methods are called."""
        found: Type | None = None
        for option in options(value):
            found = join(found, self.item(option))
        return found

    def item(self, container: Type) -> Type | None:
        """Return the type of what iterating over a value yields."""
        match container:
            case Collection(site=site):
                if self._heap.sites[site].kind == "dict":
                    return self._key_type(site)
                return self._heap.any(site, self._evaluator.frame.reader)
            case Container(item=item, kind=kind):
                return _STR if kind == "dict" else item
            case Row(items=items):
                found: Type | None = None
                for part in items:
                    found = join(found, part)
                return found
            case Keyed(items=pairs):
                return texts_of([name for name, _ in pairs])
            case Instance():
                return self._iterated(container)
            case _:
                return self._item_outside(container)

    def _item_outside(self, container: Type) -> Type | None:
        for framework in self._typing:
            known = framework.item(container)
            if known is not None:
                self._evaluator.frame.use(container)
                return known
        if isinstance(container, ClassOf):
            outside = self._names.external_bases(container.definition)
            if outside and outside[0].startswith(ENUMS):
                return Instance(container.definition)
        return External(f"{container.name}[]", about=container.about) if isinstance(container, External) else None

    def _key_type(self, site: int) -> Type | None:
        keys = self._heap.keys(site)
        texts = [key for key in keys if isinstance(key, str)]
        return texts_of(texts) if len(texts) == len(keys) else _STR

    def _iterated(self, value: Instance) -> Type | None:
        invoker = self._evaluator.invoker
        member = self._names.member(value.definition, "__iter__") or self._names.member(value.definition, "__aiter__")
        if member is None or not isinstance(member[1], DefinitionBinding):
            member = self._names.member(value.definition, "__getitem__")
            if member is None or not isinstance(member[1], DefinitionBinding):
                return self._item_outside(value)
            return invoker.invoke_bound(member[1].definition, value, (None,))
        found: Type | None = None
        for option in options(invoker.invoke_bound(member[1].definition, value, ())):
            if isinstance(option, Instance):
                found = join(found, self._evaluator.operators.dunder(option, "__next__", "__anext__"))
            else:
                found = join(found, self.item(option))
        return found

    def parts(self, value: Type, wanted: int) -> list[Type | None] | None:
        """Return a value item by item where that is known: ``wanted`` of them, or all (-1)."""
        if isinstance(value, Instance):
            fields = self._evaluator.annotations.fields(value.definition)
            is_row = fields is not None and any(
                base.endswith("NamedTuple") for base in self._names.external_bases(value.definition)
            )
            return [self._evaluator.members.read(value, name) for name in fields or ()] if is_row else None
        if isinstance(value, Row):
            return list(value.items) if wanted in (-1, len(value.items)) else None
        if isinstance(value, Collection):
            site = self._heap.sites[value.site]
            numbered = [key for key in site.own if isinstance(key, int)]
            loose = site.rest is not None or site.others or site.rest_of_others is not None
            if site.kind == "list" and numbered and not loose and wanted in (-1, len(numbered)):
                site.readers.add(self._evaluator.frame.reader)
                return [site.own[key] for key in sorted(numbered)]
        return None

    def get_item(self, container: Type, index: Type | None, written: Expression) -> Type | None:
        """Return the type of ``container[index]``."""
        if isinstance(written, Operation) and written.operator == ":":
            return self._slice(container, written)
        match container:
            case Collection(site=site):
                self._evaluator.operators.dunder(index, "__hash__")
                return self._held(site, index, written)
            case Row(items=items):
                place = place_of(written)
                if place is not None and -len(items) <= place < len(items):
                    return items[place]
                return self.item(container) if place is None else None
            case Container(item=item):
                return item
            case Literal() | Pattern():
                return _STR
            case Keyed() | Method(receiver=ModuleOf(), name="__dict__") | External(name="sys.modules"):
                return self.by_text(container, index)
            case Instance() | ClassOf():
                return self._of_class(container, index)
            case Query(form="names") | External():
                return self._by_index(container, index)
            case _:
                return self._item_outside(container)

    def _by_index(self, container: Query | External, index: Type | None) -> Type | None:
        """Ask frameworks for what stands under a name: in a value of theirs, or in one outside that they asked for."""
        is_theirs = isinstance(container, Query) or container.name in self._evaluator.answered
        known = self._evaluator.invoker.operator(container, "__getitem__", index) if is_theirs else None
        return self._item_outside(container) if known is None and isinstance(container, External) else known

    def by_text(self, container: Type, index: Type | None) -> Type | None:
        """Return keyword arguments by name, ``globals()["name"]``, ``sys.modules["name"]``."""
        wanted = [option.value for option in options(index) if isinstance(option, Literal)]
        found: Type | None = None
        if isinstance(container, Method):
            for name in wanted:
                found = join(found, self._evaluator.members.read(container.receiver, name))
            return found
        if isinstance(container, External):
            return union(ModuleOf(name) for name in wanted if self._evaluator.program.has_module(name))
        for name, value in container.items if isinstance(container, Keyed) else ():
            if not wanted or name in wanted:
                found = join(found, value)
        return found

    def _of_class(self, container: Instance | ClassOf, index: Type | None) -> Type | None:
        """``x["total"]`` calls a method; ``Color["RED"]`` is a member, ``User[1]`` a row, ``Repo[Order]`` the class."""
        if isinstance(container, ClassOf):
            return self._item_outside(container) or container
        member = self._names.member(container.definition, "__getitem__")
        if member is not None and isinstance(member[1], DefinitionBinding):
            return self._evaluator.invoker.invoke_bound(member[1].definition, container, (index,))
        return self._evaluator.operators.dunder(container, "__missing__") or self._item_outside(container)

    def _slice(self, container: Type, written: Operation) -> Type | None:
        parts = self.parts(container, -1)
        if parts is not None:
            bounds = [place_of(bound) for bound in written.operands]
            pairs = zip(bounds, written.operands, strict=True)
            if all(bound is not None or isinstance(one, Unknown) for bound, one in pairs):
                return Row(tuple(parts[slice(*bounds)]))
        if isinstance(container, (Literal, Pattern)):
            return _STR
        if isinstance(container, Row):
            held = self.item(container)
            return None if held is None else Container(held, "tuple")
        if isinstance(container, (Collection, Container)):
            held = self.item(container)
            return container if held is None else Container(held)
        if isinstance(container, Instance):
            return self._evaluator.operators.dunder(container, "__getitem__")
        return container

    def _held(self, site: int, index: Type | None, written: Expression) -> Type | None:
        reader = self._evaluator.frame.reader
        keys = self.keys_of(index, written)
        place = place_of(written)
        if place is not None and place < 0:
            parts = self.parts(Collection(site), -1)
            keys = [None] if parts is None else [len(parts) + place]
        found: Type | None = None
        for key in keys:
            found = join(found, self._heap.any(site, reader) if key is None else self._heap.get(site, key, reader))
        factory = self._heap.sites[site].factory
        if factory is not None:
            self._evaluator.place = id(written)
            made = self._evaluator.invoker.apply(factory, ())
            found = join(found, made)
            self._heap.put(site, None, made, reader)
        return found

    def keys_of(self, index: Type | None, written: Expression) -> list[ItemKey | None]:
        """Return the keys that an index may be; None for one that is not known."""
        if written.__class__ is Constant:
            value = written.value
            return [value] if value.__class__ in (str, int) else [None]
        self._cells.by_text.add(self._evaluator.frame.reader)
        found: list[ItemKey | None] = []
        for option in options(index):
            if isinstance(option, Literal) and is_known(option.value):
                found.append(option.value)
            elif isinstance(option, (ClassOf, Function)):
                found.append(f"<{option.definition}>")
            else:
                return [None]
        return found or [None]

    def put_item(self, container: Type, index: Type | None, value: Type | None, written: Expression) -> None:
        """Assign to ``container[index]``."""
        if isinstance(container, Collection):
            frame = self._evaluator.frame
            if isinstance(written, Operation) and written.operator == ":":
                self._heap.put(container.site, None, self._evaluator.item(value), frame.reader)
                return
            self._evaluator.operators.dunder(index, "__hash__")
            for key in self.keys_of(index, written):
                self._heap.put(container.site, key, value, frame.reader)
        elif isinstance(container, Instance):
            member = self._names.member(container.definition, "__setitem__")
            if member is not None and isinstance(member[1], DefinitionBinding):
                self._evaluator.invoker.invoke_bound(member[1].definition, container, (index, value))

    def extend(self, container: Collection, value: Type | None) -> None:
        """Add the items of a value: ``container += value``."""
        if self._heap.sites[container.site].kind == "dict":
            self.update(container, value)
        else:
            self._heap.put(container.site, None, self._evaluator.item(value), self._evaluator.frame.reader)

    def update(self, container: Type, value: Type | None) -> None:
        """Add all that another mapping holds."""
        if not isinstance(container, Collection):
            return
        reader = self._evaluator.frame.reader
        for option in options(value):
            if isinstance(option, Collection):
                for key in self._heap.keys(option.site):
                    self._heap.put(container.site, key, self._heap.get(option.site, key, reader), reader)
                rest = self._heap.sites[option.site]
                self._heap.put(container.site, None, join(rest.rest, rest.rest_of_others), reader)
            elif isinstance(option, Keyed):
                for name, known in option.items:
                    self._heap.put(container.site, name, known, reader)
            elif isinstance(option, Container):
                self._heap.put(container.site, None, option.item, reader)


def texts_of(texts: list[str]) -> Type:
    """Return the type of a value that is one of some texts: any text, if they are many."""
    return (union(Literal(text, 0) for text in texts) if len(texts) <= MOST_TEXTS else None) or _STR


def place_of(written: Expression) -> int | None:
    """Return the number that an index is written as."""
    if isinstance(written, Operation) and written.operator == "unary -":
        inner = place_of(written.operands[0])
        return None if inner is None else -inner
    return written.value if isinstance(written, Constant) and isinstance(written.value, int) else None
