"""PyMongo and Motor: collections of MongoDB as tables, by the names under which code reaches them.

Understands: ``MongoClient``, ``AsyncMongoClient``, Motor's clients and ``flask_pymongo.PyMongo``, also as
annotations; what comes from them is a database (``client.shop``, ``client["shop"]``, ``get_database``,
``get_default_database``) or a collection (``db.users``, ``db["users"]``, ``get_collection``, ``db.users.archive``),
wherever the value goes; the methods that find, count, aggregate, insert, update, replace and delete, with
``upsert=True``, ``find_one_and_update`` and ``save`` as two operations; ``bulk_write`` by the classes of what it is
given; collections that ``$lookup`` and ``$unionWith`` join, and that ``$out`` and ``$merge`` fill; iterating over
what ``find`` yields.
Where no client is seen, by rule and as a guess: in a program that imports one of these packages, a method that only
collections have (``insert_one``, ``update_many``, ``find_one`` …), or ``find`` and its like, written after
``<anything>.db.<collection>`` or ``db["<collection>"]`` (``db``, ``database``, ``mongo``, ``mongodb``, also with a
leading underscore); a parameter of such a name of which nothing else is known, where no package for SQL is imported.
Does not understand: names of collections that are put together (a family, as a guess, if they begin with a known
text; else unresolved), which database a collection lies in, GridFS, and ``command``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from analyzer.link import patterns
from analyzer.link.found import Found, FoundAccess, Gap
from analyzer.link.framework import Framework
from analyzer.link.protocol import TypedCall, TypedUse
from analyzer.link.schema import DeclaredTable
from analyzer.link.types import External, Literal, Method, Pattern, Query, Type, options
from analyzer.model.chains import is_true, keyword, last_name, text_of
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation
from analyzer.model.syntax import Attribute, Call, Expression, Items, Mapping, Subscript

NAME = "pymongo"
_SELECT, _INSERT, _UPDATE, _DELETE = (
    RowOperation.SELECT,
    RowOperation.INSERT,
    RowOperation.UPDATE,
    RowOperation.DELETE,
)
_PACKAGES = ("pymongo", "motor", "flask_pymongo", "mongomock", "mongomock_motor")
_CLIENTS = ("MongoClient", "AsyncMongoClient", "AsyncIOMotorClient", "MotorClient", "AsyncMongoMockClient", "PyMongo")
_PLACES = {
    **{f"{place}.{name}": "client" for name in _CLIENTS for place in _PACKAGES},
    **{f"pymongo.{place}.MongoClient": "client" for place in ("mongo_client", "synchronous.mongo_client")},
    **{f"motor.motor_asyncio.{name}": "client" for name in _CLIENTS},
    **{f"motor.core.{name}": "client" for name in ("AgnosticClient",)},
    "motor.motor_tornado.MotorClient": "client",
    "flask_pymongo.PyMongo": "flask",
    **dict.fromkeys(("pymongo.database.Database", "pymongo.synchronous.database.Database"), "database"),
    **dict.fromkeys(("pymongo.asynchronous.database.AsyncDatabase", "motor.core.AgnosticDatabase"), "database"),
    "motor.motor_asyncio.AsyncIOMotorDatabase": "database",
    **dict.fromkeys(("pymongo.collection.Collection", "motor.motor_asyncio.AsyncIOMotorCollection"), "collection"),
}
"""What the classes of the packages are, by their dotted names."""
_OF_CLIENT = ("close", "server_info", "start_session", "list_database_names", "drop_database", "is_primary", "admin")
_OF_DATABASE = ("command", "list_collection_names", "list_collections", "collection_names", "client", "name", "watch")
_ONLY = {
    **dict.fromkeys(("find_one", "count_documents", "estimated_document_count", "find_raw_batches"), (_SELECT,)),
    **dict.fromkeys(("insert_one", "insert_many"), (_INSERT,)),
    **dict.fromkeys(("update_one", "update_many", "replace_one"), (_UPDATE,)),
    **dict.fromkeys(("delete_one", "delete_many"), (_DELETE,)),
    **dict.fromkeys(("find_one_and_update", "find_one_and_replace", "find_and_modify"), (_SELECT, _UPDATE)),
    "find_one_and_delete": (_SELECT, _DELETE),
    "bulk_write": (_UPDATE,),
}
"""What the methods do that only collections have."""
_ALSO = {
    **dict.fromkeys(("find", "count", "distinct", "aggregate", "map_reduce", "group"), (_SELECT,)),
    "insert": (_INSERT,),
    "update": (_UPDATE,),
    "save": (_INSERT, _UPDATE),
    "remove": (_DELETE,),
    "drop": (_DELETE,),
}
_METHODS = {**_ONLY, **_ALSO}
_NO_NAMES = frozenset(
    {
        *("create_index", "create_indexes", "ensure_index", "drop_index", "drop_indexes", "index_information", "name"),
        *("list_indexes", "rename", "database", "full_name", "with_options", "watch", "options"),
    }
)  # fmt: skip
_CURSORS = ("find", "aggregate", "find_raw_batches")
_BULK = {
    "InsertOne": _INSERT,
    "UpdateOne": _UPDATE,
    "UpdateMany": _UPDATE,
    "ReplaceOne": _UPDATE,
    "DeleteOne": _DELETE,
    "DeleteMany": _DELETE,
}
_STAGES = {"$lookup": "from", "$unionWith": "coll", "$graphLookup": "from"}
_SINKS = {"$out": "coll", "$merge": "into"}
_DATABASES = ("db", "database", "mongo", "mongodb", "_db", "_database", "_mongo", "_mongodb")
_OTHERS = ("sqlalchemy", "flask_sqlalchemy", "sqlmodel", "django", "peewee", "pony", "tortoise", "sqlite3", "asyncpg")
_DEEPEST = 12


class PyMongo(Framework):
    """The plug-in."""

    name = NAME
    answers = frozenset((*_CLIENTS, *(f"{place}()" for place in _PLACES), "__getitem__"))
    watched = frozenset(_METHODS)
    outside = _PACKAGES

    def is_used(self) -> bool:
        """Return whether the program imports PyMongo or Motor."""
        return self.imports(*_PACKAGES)

    def parameter(self, definition: int, name: str) -> Type | None:
        """Return a database for a parameter called so that nothing else is known of, where no mapper may own it."""
        del definition
        is_database = name in _DATABASES and not self.imports(*_OTHERS)
        return msgspec.structs.replace(_names("database"), guessed=True) if is_database else None

    def attribute(self, receiver: Type, name: str) -> Type | None:
        """Return a database of a client, a collection of a database, or a method."""
        match self._known(receiver):
            case Query(operation="client" | "flask" as place) as client:
                if place == "flask" and name in ("db", "cx"):
                    return _names("database" if name == "db" else "client")
                methods = (*_OF_CLIENT, "get_database", "get_default_database")
                return Method(client, name) if name in methods else _names("database")
            case Query(operation="database") as database:
                if name in _OF_DATABASE or name.startswith(("get_coll", "create_coll", "drop_coll")):
                    return Method(database, name)
                return self._collection(name, guessed=database.guessed)
            case Query(form="collection") as collection:
                if name in _METHODS or name in _NO_NAMES or not collection.tables:
                    return Method(collection, name)
                outer = self.schema.tables[collection.tables[0]].name
                return self._collection(f"{outer}.{name}", guessed=collection.guessed)
            case Query(form="cursor") as cursor:
                return Method(cursor, name)
            case _:
                return None

    def result(self, call: TypedCall) -> Type | None:
        """Return the client, database, collection or cursor that a call yields."""
        match call.callee:
            case External(name=name) if name in _PLACES:
                return _of_place(_PLACES[name])
            case Method(receiver=receiver, name=name):
                return self._of_method(call, self._known(receiver), name)
            case _:
                return None

    def item(self, container: Type) -> Type | None:
        """Return a document of a cursor."""
        is_cursor = isinstance(container, Query) and container.framework == NAME and container.form == "cursor"
        return External("builtins.dict()") if is_cursor else None

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a method of a collection does; without a known client, by the way it is written."""
        match call.callee:
            case Method(receiver=Query(framework="pymongo", form="collection") as collection, name=name):
                return self._done(call, collection.tables, name, _certainty(collection))
            case Method(receiver=Query(framework="pymongo", operation="database"), name="drop_collection"):
                dropped = self._named(call.args[0] if call.args else None)
                return [FoundAccess(dropped.tables, _DELETE, _certainty(dropped))] if dropped.tables else ()
            case None | External() | Method(receiver=External()):
                return self._as_written(call)
            case _:
                return ()

    def used(self, use: TypedUse) -> Iterable[FoundAccess]:
        """Return what iterating over a cursor reads."""
        receiver = use.receiver
        if isinstance(receiver, Query) and receiver.framework == NAME and receiver.form == "cursor" and not use.name:
            yield FoundAccess(receiver.tables, _SELECT, Certainty.GUESSED if receiver.guessed else Certainty.TYPED)

    def _known(self, receiver: Type) -> Query | None:
        if isinstance(receiver, Query):
            return receiver if receiver.framework == NAME else None
        place = _PLACES.get(receiver.name.removesuffix("()")) if isinstance(receiver, External) else None
        return None if place is None or not receiver.name.endswith("()") else _of_place(place)  # type: ignore[union-attr]

    def _of_method(self, call: TypedCall, receiver: Query | None, name: str) -> Type | None:
        first = call.args[0] if call.args else dict(call.keywords).get("name")
        match receiver:
            case Query(operation="client"):
                return _names("database") if name in ("__getitem__", "get_database", "get_default_database") else None
            case Query(operation="database") if name in ("__getitem__", "get_collection", "create_collection"):
                return self._named(first, guessed=receiver.guessed)
            case Query(form="collection") if name in _CURSORS and receiver.tables:
                return msgspec.structs.replace(receiver, form="cursor")
            case Query(form="collection") if name == "with_options":
                return receiver
            case Query(form="cursor") if name in ("sort", "limit", "skip", "hint", "batch_size", "clone", "to_list"):
                return receiver
            case _:
                return None

    def _named(self, name: Type | None, *, guessed: bool = False) -> Query:
        """Return the collection of a name, or one of which the name is not known."""
        for one in options(name):
            if isinstance(one, Literal):
                return self._collection(one.value, guessed=guessed)
            if isinstance(one, Pattern) and not patterns.says_nothing(one.value):
                return self._collection(patterns.family(one.value), guessed=True)
        return Query(NAME, -1, (), form="collection")

    def _collection(self, name: str, *, guessed: bool = False) -> Query:
        table = self.schema.named(name)
        if table is None:
            certainty = Certainty.GUESSED if guessed else Certainty.LITERAL
            declared = DeclaredTable(name, NAME, -1, "", "", 0, (), (), "default", certainty, if_used=True)
            table = self.schema.add(declared)
        return Query(NAME, -1, (table,), form="collection", guessed=guessed)

    def _as_written(self, call: TypedCall) -> Iterable[Found]:
        """``db.users.insert_one()`` where nobody knows what ``db`` is."""
        function = call.call.function
        owner = function.value if isinstance(function, Attribute) else None
        place, name = None, ""
        if isinstance(owner, Attribute):
            place, name = owner.value, owner.name
        elif isinstance(owner, Subscript):
            place, name = owner.value, text_of(owner.index)
        if place is None or not name or last_name(place) not in _DATABASES or last_name(function) not in _METHODS:
            return ()
        return self._done(call, self._collection(name, guessed=True).tables, last_name(function), Certainty.GUESSED)

    def _done(self, call: TypedCall, tables: tuple[int, ...], name: str, certainty: Certainty) -> Iterator[Found]:
        if name not in _METHODS:
            return
        if not tables:
            yield Gap("access", f"{name}() of a collection", "the name of the collection is put together at run time")
            return
        joined: list[int] = []
        filled: list[int] = []
        for key, named in _stages(call.call.args) if name == "aggregate" else ():
            (filled if key in _SINKS else joined).append(self._collection(named).tables[0])
        operations = _bulk(call.call) if name == "bulk_write" else _METHODS[name]
        if name.startswith(("update", "replace", "find_one_and")) and is_true(keyword(call.call, "upsert")):
            operations = (*operations, _INSERT)
        for operation in operations:
            yield FoundAccess(
                tuple(dict.fromkeys((*tables, *joined))), operation, certainty, how="join" if joined else ""
            )
        for table in filled:
            yield FoundAccess((table,), _INSERT, certainty)


def _names(operation: str) -> Query:
    return Query(NAME, -1, (), operation, form="names")


def _of_place(place: str) -> Query:
    return Query(NAME, -1, (), form="collection") if place == "collection" else _names(place)


def _certainty(collection: Query) -> Certainty:
    return Certainty.GUESSED if collection.guessed else Certainty.TYPED


def _bulk(call: Call) -> tuple[RowOperation, ...]:
    """What the classes say of the requests that ``bulk_write`` is given in a list; without them, updates."""
    given = call.args[0] if call.args else None
    requests = given.items if isinstance(given, Items) else ()
    names = (last_name(one.function) for one in requests if isinstance(one, Call))
    return tuple(dict.fromkeys(_BULK[name] for name in names if name in _BULK)) or (_UPDATE,)


def _stages(args: Iterable[Expression], depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the stages of a pipeline that name other collections, with these."""
    for part in args if depth < _DEEPEST else ():
        if isinstance(part, Items):
            yield from _stages(part.items, depth + 1)
        elif isinstance(part, Mapping):
            for key, value in zip(part.keys, part.values, strict=True):
                stage = text_of(key)
                inner = _STAGES.get(stage) or _SINKS.get(stage)
                named = text_of(value) or (_entry(value, inner) if inner else "")
                if inner and named:
                    yield stage, named
                yield from _stages((value,), depth + 1)


def _entry(expression: Expression, name: str) -> str:
    pairs = zip(expression.keys, expression.values, strict=True) if isinstance(expression, Mapping) else ()
    return next((text_of(value) for key, value in pairs if text_of(key) == name), "")
