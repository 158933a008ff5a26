"""What do the methods of managers and querysets yield, and what do they do to tables?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from analyzer.frameworks.django.lookups import Lookups, paths_in
from analyzer.frameworks.django.managers import BUILT_IN
from analyzer.frameworks.django.schema import NAME
from analyzer.link.protocol import FoundAccess, TypedCall
from analyzer.link.types import Container, External, Literal, Query, Row, Type
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Attribute, Call, Name

_SELECT, _INSERT, _UPDATE, _DELETE = (
    RowOperation.SELECT,
    RowOperation.INSERT,
    RowOperation.UPDATE,
    RowOperation.DELETE,
)
_ONE = frozenset(("get", "first", "last", "earliest", "latest", "create"))
_VALUE = frozenset(("count", "exists", "aggregate", "update", "delete", "contains", "explain"))
_PLAIN = frozenset(("values", "values_list", "dates", "datetimes"))
_OPERATIONS: dict[str, tuple[RowOperation, ...]] = {
    "create": (_INSERT,),
    "bulk_create": (_INSERT,),
    "get_or_create": (_SELECT, _INSERT),
    "update_or_create": (_SELECT, _INSERT, _UPDATE),
    "update": (_UPDATE,),
    "bulk_update": (_UPDATE,),
    "delete": (_DELETE,),
}
_OF_RELATED: dict[str, tuple[RowOperation, ...]] = {
    "add": (_SELECT, _INSERT),
    "remove": (_DELETE,),
    "clear": (_DELETE,),
    "set": (_SELECT, _DELETE, _INSERT),
}
"""Methods of related managers: they change the table between, or the key of the objects themselves."""
_RUNS_NOTHING = frozenset(
    ("none", "db_manager", "using", "as_manager", "contribute_to_class", "model", "query", "get_prep_value", "db")
)
_BUILT_IN = frozenset(
    {
        *(
            "all",
            "filter",
            "exclude",
            "order_by",
            "select_related",
            "prefetch_related",
            "annotate",
            "alias",
            "distinct",
        ),
        *("iterator", "reverse", "only", "defer", "using", "none", "union", "intersection", "difference", "extra"),
        *("raw", "select_for_update", "in_bulk", "complex_filter", "get_queryset", "db_manager"),
        *(_ONE | _VALUE | _PLAIN),
        *_OPERATIONS,
    }
)
_PAIR = External("builtins.bool()")


def is_built_in(name: str) -> bool:
    """Return whether every manager or queryset of Django has a method."""
    return _sync(name) in _BUILT_IN


def yielded(call: TypedCall, query: Query, name: str, lookups: Lookups, row: Callable[..., Type]) -> Type | None:
    """Return the queryset, object or value that a method of a queryset yields; ``row`` gives objects of a model."""
    name = _sync(name)
    one = External("builtins.object()") if query.plain else row(query.entity, guessed=query.guessed)
    if name in _ONE:
        return one
    if name in ("get_or_create", "update_or_create"):
        return Row((one, _PAIR))
    if name == "bulk_create":
        return Container(one)
    if name == "in_bulk":
        return Container(one, "dict")
    if name in _VALUE:
        return External("builtins.object()")
    if name == "using":
        told = call.args[0] if call.args else None
        return msgspec.structs.replace(query, using=told.value) if isinstance(told, Literal) else query
    if name == "prefetch_related" and query.entity != -1:
        return msgspec.structs.replace(query, beside=(*query.beside, *lookups.followed(query.entity, call.call)))
    joined = _joined(call, query, name, lookups)
    tables = tuple(dict.fromkeys((*query.tables, *joined))) if joined else query.tables
    return msgspec.structs.replace(query, tables=tables, plain=query.plain or name in _PLAIN)


def done(
    call: TypedCall, query: Query, name: str, lookups: Lookups, own: Callable[[int], tuple[int, ...]]
) -> Iterator[FoundAccess]:
    """Yield what a method of a queryset does; ``own`` returns the tables in which a model's rows stand."""
    name = _sync(name)
    tables = query.tables
    if name in _RUNS_NOTHING or not tables:
        return
    if name in _OF_RELATED and query.related:
        for operation in _OF_RELATED[name]:
            between = query.between
            if between >= 0:
                yield FoundAccess((between,), operation, _no_surer(query, Certainty.RELATION))
        if query.between < 0:
            yield FoundAccess(tables[:1], _UPDATE, _no_surer(query, Certainty.RELATION))
        return
    certainty = Certainty.LITERAL if _names_manager(call.call) else Certainty.TYPED
    certainty = Certainty.RELATION if query.related else certainty
    certainty = Certainty.GUESSED if query.guessed else certainty
    if name == "prefetch_related":
        for table in lookups.followed(query.entity, call.call) if query.entity != -1 else ():
            yield FoundAccess((table,), _SELECT, _no_surer(query, Certainty.RELATION))
    joined = tuple(dict.fromkeys((*tables, *_joined(call, query, name, lookups))))
    for operation in _OPERATIONS.get(name, (_SELECT,)):
        if operation is _SELECT:
            if _runs(name) or len(joined) > len(tables):
                yield FoundAccess(joined, _SELECT, certainty)
            else:  # builds on: what is joined is told where it is, and where the query runs
                yield from (FoundAccess((table,), _SELECT, certainty) for table in tables)
            continue
        written = own(query.entity) or tables[:1]
        replaces = name in ("update", "delete")
        for table in written:
            yield FoundAccess((table,), operation, certainty, replaces)
        if replaces and len(joined) > len(written):
            yield FoundAccess(tuple(one for one in joined if one not in written), _SELECT, Certainty.RELATION, replaces)


def read(query: Query) -> Iterator[FoundAccess]:
    """Yield what reading the items of a queryset does."""
    yield FoundAccess(query.tables, _SELECT, _no_surer(query, Certainty.RELATION if query.related else Certainty.TYPED))
    for table in query.beside:
        yield FoundAccess((table,), _SELECT, _no_surer(query, Certainty.RELATION))


def _no_surer(query: Query, certainty: Certainty) -> Certainty:
    return Certainty.GUESSED if query.guessed else certainty


def _joined(call: TypedCall, query: Query, name: str, lookups: Lookups) -> tuple[int, ...]:
    found: dict[int, None] = {}
    if query.entity != -1 and name != "prefetch_related":
        if name == "select_related":
            found.update(dict.fromkeys(lookups.followed(query.entity, call.call)))
        elif call.call.args or call.call.keywords:
            found.update(dict.fromkeys(lookups.joined(query.entity, name, call.call)))
    for value in (*call.args, *(value for _, value in call.keywords)):
        if isinstance(value, Query) and value.framework == NAME and name not in _OPERATIONS:
            found.update(dict.fromkeys(value.tables))
            if value.paths and query.entity != -1:
                found.update(dict.fromkeys(lookups.waiting(query.entity, value.paths)))
    return tuple(found)


def condition(call: TypedCall) -> Query:
    """Return what ``Q(…)``, ``Exists(…)`` and their like add to the query that they are given to."""
    values = (*call.args, *(value for _, value in call.keywords))
    tables = dict.fromkeys(table for value in values if isinstance(value, Query) for table in value.tables)
    inner = (path for value in values if isinstance(value, Query) for path in value.paths)
    return Query(NAME, -1, tuple(tables), plain=True, paths=tuple(dict.fromkeys((*paths_in(call.call), *inner))))


def _runs(name: str) -> bool:
    """Return whether a method runs the query, instead of building another."""
    return name in _ONE or name in _VALUE or name in _OPERATIONS or name in ("in_bulk", "iterator")


def _sync(name: str) -> str:
    """The asynchronous methods do what those without the ``a`` do."""
    plain = name[1:]
    is_async = name[:1] == "a" and (plain in _ONE or plain in _VALUE or plain in _OPERATIONS or plain in _OF_RELATED)
    return plain if is_async or plain in ("iterator", "in_bulk") else name


def _names_manager(call: Call) -> bool:
    """True where the chain of the call starts at a name and passes through a manager: ``Model.objects.filter()``."""
    node = call.function
    while True:
        if isinstance(node, Call):
            node = node.function
        elif isinstance(node, Attribute):
            if node.name in BUILT_IN:
                return True
            node = node.value
        else:
            return isinstance(node, Name) and node.id[:1].isupper()
