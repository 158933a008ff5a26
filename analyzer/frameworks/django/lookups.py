"""Which tables do the paths in a query's arguments join: ``lines__product__title``?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.frameworks.django.relations import Relations
from analyzer.model.chains import last_name
from analyzer.model.syntax import Call, Choice, Comprehension, Constant, Expression, Items, Mapping, Operation, Star

_BY_KEYWORD = frozenset(
    ("filter", "exclude", "get", "aget", "get_or_create", "update_or_create", "get_object_or_404", "get_list_or_404")
)
_BY_TEXT = frozenset(
    ("order_by", "values", "values_list", "only", "defer", "distinct", "annotate", "aggregate", "alias", "dates")
) | frozenset(("datetimes", "earliest", "latest"))
_OF_THE_KEY = frozenset(("id", "pk", "in", "isnull", "exact", "gt", "gte", "lt", "lte"))
_NO_PATHS = frozenset(("Value", "OuterRef", "RawSQL", "gettext", "_", "ugettext_lazy", "gettext_lazy", "format", "now"))


class Lookups:
    """Follows paths over the relations of models."""

    def __init__(self, relations: Relations, tables: Callable[[int], tuple[int, ...]]) -> None:
        """``tables`` returns those of a model: its own and its parents'."""
        self._relations = relations
        self._tables = tables

    def joined(self, model: int, name: str, call: Call) -> tuple[int, ...]:
        """Return the tables that a method's arguments join to a query over a model, in the order of their text."""
        found: dict[int, None] = {}
        for path in _paths(name, call):
            found.update(dict.fromkeys(self.along(model, path)))
        return tuple(found)

    def waiting(self, model: int, paths: tuple[str, ...]) -> tuple[int, ...]:
        """Return the tables that the paths of conditions join, now that the model is known."""
        found = (table for path in paths for table in self.along(model, path)) if model != -1 else ()
        return tuple(dict.fromkeys(found))

    def along(self, model: int, path: str, *, whole: bool = False) -> tuple[int, ...]:
        """Return the tables on a path of lookups; ``whole`` where it is one of attributes, whose objects are loaded."""
        parts = path.split("__")
        found: dict[int, None] = {}
        current = model
        for place, part in enumerate(parts):
            relation = self._relations.find(current, part) if whole else self._relations.lookup(current, part)
            if relation is None:
                break
            after = parts[place + 1] if place + 1 < len(parts) else ""
            ends = after in _OF_THE_KEY or not after
            between = (relation.between,) if relation.between >= 0 else self._tables(relation.through)
            found.update(dict.fromkeys(between))
            if whole or not ends or (relation.back and not between):
                found.update(dict.fromkeys(self._tables(relation.model)))
            current = relation.model
        return tuple(found)

    def followed(self, model: int, call: Call) -> tuple[int, ...]:
        """Return the tables that ``select_related`` or ``prefetch_related`` loads."""
        found: dict[int, None] = {}
        for text in _texts(call.args):
            found.update(dict.fromkeys(self.along(model, text, whole=True)))
        return tuple(found)


def _paths(name: str, call: Call) -> Iterator[str]:
    if name in _BY_KEYWORD:
        yield from (given.name for given in call.keywords)
    if name in _BY_TEXT:
        yield from _texts(call.args)
    for arg in call.args:
        yield from _inside(arg)
    for given in call.keywords:
        yield from _inside(given.value)


def _inside(expression: Expression) -> Iterator[str]:
    """The paths in expressions that are arguments: keywords of ``Q(…)``, texts of ``F``, ``Sum`` and their like."""
    match expression:
        case Call(args=args, keywords=keywords):
            called = last_name(expression.function)
            if called in _NO_PATHS or not (called[:1].isupper() or called in ("asc", "desc")):
                return
            if called == "Q":
                yield from (given.name for given in keywords)
            else:
                yield from _texts(args)
            for part in (*args, *(given.value for given in keywords)):
                yield from _inside(part)
        case Operation(operands=parts) | Items(items=parts) | Choice(options=parts):
            for part in parts:
                yield from _inside(part)
        case Comprehension(elements=parts) | Mapping(values=parts):
            for part in parts:
                yield from _inside(part)
        case Star(value=value):
            yield from _inside(value)
        case _:
            return


def _texts(args: tuple[Expression, ...]) -> Iterator[str]:
    for arg in args:
        match arg:
            case Constant(value=str() as text):
                yield text.lstrip("-+")
            case Items(items=items) | Star(value=Items(items=items)):
                yield from _texts(items)
            case Call(function=function, args=(Constant(value=str() as text), *_)) if last_name(function) == "Prefetch":
                yield text
            case _:
                pass


def paths_in(call: Call) -> tuple[str, ...]:
    """Return the paths in a condition that is made apart from the query it will be a part of: ``Q(…)``."""
    return tuple(dict.fromkeys(_inside(call)))
