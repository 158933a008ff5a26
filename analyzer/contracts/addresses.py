"""Under which method and path would an operation be reached, and with which response code does it answer?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from analyzer.contracts.background import Background
from analyzer.contracts.deeds import Deed, Deeds
from analyzer.contracts.hidden import is_personal, may_be_null
from analyzer.contracts.inputs import Taken, has_personal, keys, needs_body
from analyzer.contracts.wording import kebab, key_of, plural, singular, topic, words
from analyzer.model.contracts import Effect, Form
from analyzer.model.data import RowOperation
from analyzer.model.interfaces import Result
from analyzer.model.shapes import ShapeKind

_CREATING = frozenset(
    {"add", "create", "insert", "make", "new", "open", "place", "post", "record", "register", "store"}
)
_FETCHING = frozenset({"all", "fetch", "find", "get", "list", "load", "lookup", "read", "retrieve"})
_LINKING = frozenset({"at", "by", "for", "from", "in", "of", "on", "to", "with"})
_VARIABLE = re.compile(r"\{([^{}]+)\}")


class Address(msgspec.Struct, frozen=True):
    """A method and a path, and the parameters that stand in the path."""

    method: str
    path: str

    @property
    def variables(self) -> frozenset[str]:
        """The names of the parameters that stand in the path."""
        return frozenset(_VARIABLE.findall(self.path))


class Subject(msgspec.Struct, frozen=True):
    """What an address is made of."""

    service: str
    name: str
    verb: str
    module: str
    form: Form
    taken: tuple[Taken, ...]
    result: Result
    deeds: Deeds
    of_row: str = ""

    @property
    def changes(self) -> bool:
        """True for what changes state."""
        return self.deeds.effect is Effect.CHANGES


class Addresses:
    """Gives addresses, each once in its service."""

    def __init__(self, back: Background) -> None:
        """Take the indexes of the facts."""
        self._back = back
        self._used: set[tuple[str, str, str]] = set()

    def claim(self, service: str, address: Address) -> bool:
        """Take an address for an operation; return whether it was free."""
        key = (service, address.method, _shape_of(address.path))
        if key in self._used:
            return False
        self._used.add(key)
        return True

    def derived(self, one: Subject) -> Address:
        """Return an address of one's own: by the collection, the key, and what is done where that is not plain."""
        entity = self._entity(one)
        rows, about = words(entity.rpartition(".")[2]), words(topic(one.module))
        collection = plural(rows, counted=True) or plural(about) or words(one.service)
        base = "/" + "-".join(collection)
        named = [each for each in keys(one.taken) if not is_personal(each.parameter.name, one.verb)]
        key = _fitting(named, collection, self._back, is_entity=bool(entity))
        at = f"{base}/{{{key.parameter.name}}}" if key else base
        method, is_plain = self._method(one, entity, has_key=key is not None)
        address = Address(method, at if is_plain else f"{at}/{_verb(one.verb, collection, asks=not one.changes)}")
        return self._free(one, address, at)

    def _free(self, one: Subject, address: Address, at: str) -> Address:
        tries = [address, Address(address.method, f"{at}/{kebab(one.name)}")]
        tries.append(Address(address.method, f"{at}/{kebab(topic(one.module))}-{kebab(one.name)}"))
        number = 2
        while not self.claim(one.service, tries[0]):
            del tries[0]
            if not tries:
                tries.append(Address(address.method, f"{at}/{kebab(one.name)}-{number}"))
                number += 1
        return tries[0]

    def _method(self, one: Subject, entity: str, *, has_key: bool) -> tuple[str, bool]:
        """Return the method, and whether the path says all."""
        hides = needs_body(one.taken) or has_personal(one.taken, one.verb)
        if not one.changes:
            if hides:
                return "POST", False
            returned = self._back.rows.get(self._back.entity(one.result.shape), "")
            return "GET", bool(entity) and _is_whole(one, entity, returned, has_key=has_key)
        table = self._back.models[entity].name if entity in self._back.models else entity
        does = {deed.does for deed in one.deeds.itself if deed.kind == "table" and deed.name == table}
        if RowOperation.INSERT in does and not has_key:
            return "POST", bool(_CREATING.intersection(words(one.name)[:1]))
        if has_key and does - {RowOperation.SELECT} == {RowOperation.DELETE} and not hides:
            return "DELETE", True
        return "POST", False

    def _entity(self, one: Subject) -> str:
        """Return the mapped class, or the table without one, that an operation is about."""
        if one.of_row:
            return one.of_row
        returned = self._back.entity(one.result.shape)
        if one.changes:
            return _named_in(one, self._tables(one, changed=True)) or self._only(one, changed=True) or returned
        keyed = (self._back.entity(key.parameter.shape) for key in keys(one.taken))
        found = returned or next((name for name in keyed if name), "")
        return found or _named_in(one, self._tables(one, changed=False)) or self._only(one, changed=False)

    def _only(self, one: Subject, *, changed: bool) -> str:
        """Return what an operation reads or changes, itself or by what it calls, where that is one thing."""
        inserted = [deed for deed in one.deeds.itself if changed and deed.does == RowOperation.INSERT]
        for those in (inserted, one.deeds.itself, one.deeds.own):
            found = self._entities(one, those, changed=changed)
            if found:
                return found[0] if len(found) == 1 else ""
        return ""

    def _tables(self, one: Subject, *, changed: bool) -> list[str]:
        """Return what an operation does something to, of its own service, as entities; what it does itself first."""
        return self._entities(one, (*one.deeds.itself, *one.deeds.own), changed=changed)

    def _entities(self, one: Subject, deeds: Iterable[Deed], *, changed: bool) -> list[str]:
        owner_of = self._back.evidence.owner_of
        found = dict.fromkeys(
            self._back.tables[deed.name].model or deed.name
            for deed in deeds
            if deed.kind == "table" and (deed.does != RowOperation.SELECT) == changed
            if owner_of.get(deed.name) == one.service and deed.name in self._back.tables
        )
        return list(found)


def status_of(form: Form, result: Result, method: str, *, creates: bool) -> int:
    """Return the response code of an operation that does what it should."""
    if form is Form.FIRE_AND_FORGET:
        return 202
    if result.shape.kind is ShapeKind.NULL:
        return 204
    return 201 if creates and method == "POST" else 200


def _shape_of(path: str) -> str:
    """Return a path without the names of its parameters, which tell no two paths apart."""
    return _VARIABLE.sub("{}", path)


def _is_whole(one: Subject, entity: str, returned: str, *, has_key: bool) -> bool:
    """Return whether a reading operation gives the entity itself, or the list of all."""
    if one.form is Form.READ_BY_KEY:
        return has_key and returned in ("", entity)
    first = words(one.name)[:1]
    return one.form is Form.LIST and not has_key and bool(_FETCHING.intersection(first))


def _fitting(found: Sequence[Taken], collection: Sequence[str], back: Background, *, is_entity: bool) -> Taken | None:
    """Return the key that says which one of a collection is meant."""
    noun = (*collection[:-1], singular(collection[-1]))
    bare = []
    for one in found:
        if not one.parameter.required or may_be_null(one.parameter.shape):
            continue
        if one.of_object:
            return one
        of = words(back.entity(one.parameter.shape).rpartition(".")[2]) or key_of(one.parameter.name)
        if one.live and not of:
            of = words(one.parameter.name)
        if of and noun[-len(of) :] == tuple(of):
            return one
        if of == ():
            bare.append(one)
    return bare[0] if bare and is_entity else None


def _verb(name: str, collection: Sequence[str], *, asks: bool) -> str:
    """Return what is done, without the words of the collection around it, nor that of getting where one ``asks``."""
    parts = list(words(name))
    noun = {*collection, singular(collection[-1])}
    if asks and len(parts) > 1 and parts[0] in _FETCHING:
        del parts[0]
    while asks and len(parts) > 1 and parts[0] in noun:
        del parts[0]
    while len(parts) > 1 and parts[-1] in noun:
        parts.pop()
        while len(parts) > 1 and parts[-1] in _LINKING:
            parts.pop()
    return kebab(name) if _LINKING.issuperset(parts) else "-".join(parts)


def _named_in(one: Subject, entities: Iterable[str]) -> str:
    """Return the entity that the name, a key or the module of an operation speaks of."""
    those = list(entities)
    if not those:
        return ""
    said = {singular(word) for word in words(one.name)}
    for key in keys(one.taken):
        said |= {singular(word) for word in key_of(key.parameter.name) or words(key.parameter.name)}
    module = {singular(word) for word in words(topic(one.module))}
    for spoken in (said, module):
        for entity in those:
            if {singular(word) for word in words(entity.rpartition(".")[2])} <= spoken:
                return entity
    return ""
