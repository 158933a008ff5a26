"""What do the methods of managers and querysets yield, and what do they do to tables?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from analyzer.frameworks.django.effects import writes, yields_one
from analyzer.frameworks.django.lookups import Lookups, paths_in
from analyzer.frameworks.django.managers import BUILT_IN
from analyzer.frameworks.django.schema import NAME
from analyzer.link.found import FoundAccess
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Container, External, Literal, Query, Row, Type, options, union
from analyzer.model.chains import last_name
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
_IN_BETWEEN = frozenset(("count", "exists"))
"""What a plain many-to-many manager asks the table between alone, whose keys vouch for the other; a query joins."""
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
_MOST_TOGETHER = 6
_PAIR = External("builtins.bool()")


def is_built_in(name: str) -> bool:
    """Return whether every manager or queryset of Django has a method."""
    return _sync(name) in _BUILT_IN


def builds(name: str) -> bool:
    """Return whether a method makes another query, also where the project has one of that name which asks Django's."""
    return name in _BUILT_IN and name not in _RUNS_NOTHING and not _runs(name)


def yielded(call: TypedCall, query: Query, name: str, lookups: Lookups, row: Callable[..., Type]) -> Type | None:
    """Return the queryset, object or value that a method of a queryset yields; ``row`` gives objects of a model."""
    name = _sync(name)
    one = External("builtins.object()") if query.plain else row(query.entity, guessed=query.guessed)
    if name in _ONE or yields_one(name):
        return one
    if name in ("get_or_create", "update_or_create"):
        return Row((one, _PAIR))
    if name == "bulk_create":
        return Container(one)
    if name == "in_bulk":
        return Container(one, "dict")
    if name in _VALUE:
        return External("builtins.object()")
    if name in ("using", "db_manager"):
        return msgspec.structs.replace(query, using=told(call))
    if name == "select_related" and query.entity != -1:
        eager = (*query.eager, *lookups.followed(query.entity, call.call))
        return msgspec.structs.replace(query, eager=tuple(dict.fromkeys(eager)))
    if name == "prefetch_related" and query.entity != -1:
        return msgspec.structs.replace(query, beside=(*query.beside, *lookups.followed(query.entity, call.call)))
    plain = query.plain or name in _PLAIN
    eager = () if plain else query.eager
    together = _together(call, query, name, lookups)
    return union([msgspec.structs.replace(query, tables=t, plain=plain, eager=eager, how=how) for t, how in together])


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
    if name in _IN_BETWEEN and query.between >= 0 and not query.how:
        yield FoundAccess((query.between,), _SELECT, _no_surer(query, Certainty.RELATION))
        return
    certainty = Certainty.LITERAL if _names_manager(call.call) else Certainty.TYPED
    certainty = Certainty.RELATION if query.related else certainty
    certainty = Certainty.GUESSED if query.guessed else certainty
    if name == "prefetch_related":
        for table in lookups.followed(query.entity, call.call) if query.entity != -1 else ():
            yield FoundAccess((table,), _SELECT, _no_surer(query, Certainty.RELATION))
    eager = query.eager if name in _ONE and name != "create" else ()
    for joined, how in _together(call, query, name, lookups):
        whole = tuple(dict.fromkeys((*joined, *eager)))
        ways = _ways(how, "eager" if len(whole) > len(joined) else "")
        for access in _run(query, name, whole, certainty, own):
            yield msgspec.structs.replace(access, how=ways) if len(access.tables) > 1 else access


def _run(
    query: Query, name: str, joined: tuple[int, ...], certainty: Certainty, own: Callable[[int], tuple[int, ...]]
) -> Iterator[FoundAccess]:
    """What running a query, or building on it, does together with what was joined to it."""
    tables = query.tables
    for operation in _OPERATIONS.get(name) or writes(name) or (_SELECT,):
        if operation is _SELECT:
            if _runs(name) or len(joined) > len(tables):
                yield FoundAccess(joined, _SELECT, certainty)
            else:  # builds on: what is joined is told where it is, and where the query runs
                yield from (FoundAccess((table,), _SELECT, certainty) for table in tables)
            continue
        written = own(query.entity) or tables[:1]
        replaces = name in ("update", "delete")
        others = tuple(one for one in joined if one not in written) if replaces else ()
        yield FoundAccess((written[0], *others), operation, certainty, replaces)
        for table in written[1:]:
            yield FoundAccess((table,), operation, certainty, replaces)


def read(query: Query) -> Iterator[FoundAccess]:
    """Yield what reading the items of a queryset does."""
    tables = tuple(dict.fromkeys((*query.tables, *query.eager)))
    how = _ways(query.how, "eager" if len(tables) > len(query.tables) else "")
    certainty = _no_surer(query, Certainty.RELATION if query.related else Certainty.TYPED)
    yield FoundAccess(tables, _SELECT, certainty, how=how)
    for table in query.beside:
        yield FoundAccess((table,), _SELECT, _no_surer(query, Certainty.RELATION))


def _no_surer(query: Query, certainty: Certainty) -> Certainty:
    return Certainty.GUESSED if query.guessed else certainty


def _ways(*given: str) -> str:
    """Put kinds of join together, each once, in the order of their names."""
    return ";".join(sorted({one for text in given for one in text.split(";") if one}))


def _together(call: TypedCall, query: Query, name: str, lookups: Lookups) -> list[tuple[tuple[int, ...], str]]:
    """Return the tables of a query after a method, and the kinds of their joins.

    Once for each query or condition that an argument may be.
    """
    found = dict.fromkeys(query.tables)
    if query.entity != -1 and name != "prefetch_related":
        if name == "select_related":
            found.update(dict.fromkeys(lookups.followed(query.entity, call.call)))
        elif call.call.args or call.call.keywords:
            found.update(dict.fromkeys(lookups.joined(query.entity, name, call.call)))
    how = _ways(query.how, "secondary" if query.between >= 0 else "")
    if len(found) > len(query.tables):
        how = _ways(how, "eager" if name == "select_related" else "join")
    together = {tuple(found): how}
    for values in _given(call) if name not in _OPERATIONS else ():
        added = values[:1] if len(values) * len(together) > _MOST_TOGETHER else values
        together = dict(
            _with(*first, one, lookups.waiting(query.entity, one.paths)) for first in together.items() for one in added
        )
    return list(together.items())


def _with(tables: tuple[int, ...], how: str, one: Query, waited: tuple[int, ...]) -> tuple[tuple[int, ...], str]:
    """Add what a query or condition brings: its own tables, and those its paths lead to."""
    how = _ways(how, "subquery" if set(one.tables) - set(tables) else "", "join" if set(waited) - set(tables) else "")
    return tuple(dict.fromkeys((*tables, *one.tables, *waited))), how


def _given(call: TypedCall) -> Iterator[list[Query]]:
    """Yield, for each argument, the queries and conditions that it may be."""
    for value in (*call.args, *(value for _, value in call.keywords)):
        found = [one for one in options(value) if isinstance(one, Query) and one.framework == NAME]
        if found:
            yield found


def told(call: TypedCall) -> str:
    """Return the database that a call is given: ``using="archive"``, or the first argument of ``using()``."""
    first = call.args[0] if call.args and last_name(call.call.function) in ("using", "db_manager") else None
    value = dict(call.keywords).get("using", first) if call.keywords else first
    return value.value if isinstance(value, Literal) else ""


def in_database(using: str, accesses: Iterable[FoundAccess]) -> Iterable[FoundAccess]:
    """Return accesses as those of the database that the code asks for."""
    return (msgspec.structs.replace(one, database=using) for one in accesses) if using else accesses


def condition(call: TypedCall) -> Query:
    """Return what ``Q(…)``, ``Exists(…)`` and their like add to the query that they are given to."""
    given = [one for values in _given(call) for one in values]
    tables = dict.fromkeys(table for value in given for table in value.tables)
    inner = (path for value in given for path in value.paths)
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
