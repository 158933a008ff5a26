"""Which parameter does each argument of a call go to?"""

from __future__ import annotations

import msgspec

from analyzer.link.types import CallableOf, External, Instance, Type
from analyzer.model.syntax import Constant, Head, Parameter, Unknown


class Arguments(msgspec.Struct, frozen=True, gc=False):
    """What a call passes: values by place and by keyword; the rests are what ``*`` and ``**`` may add."""

    positional: tuple[Type | None, ...] = ()
    keywords: tuple[tuple[str, Type | None], ...] = ()
    rest: Type | None = None
    keyword_rest: Type | None = None

    @property
    def are_unknown(self) -> bool:
        """True where nothing is known of any argument."""
        if self.rest is not None or self.keyword_rest is not None:
            return False
        for value in self.positional:
            if value is not None:
                return False
        return not self.keywords or all(value is None for _, value in self.keywords)


NO_ARGUMENTS = Arguments()
_CONTAINERS = ("builtins.dict()", "builtins.list()", "builtins.set()", "builtins.tuple()", "builtins.object()")


class Slot(msgspec.Struct, frozen=True, gc=False):
    """A parameter that takes one value; ``declared`` is what its annotation says.

    It ``learns`` where callers say more than that; for a class of a library, as that of all queries, the queries alone
    that are passed do. Its default ``flows`` where that is more than a constant.
    """

    name: str
    declared: Type | None
    flows: bool
    learns: bool = True
    learns_queries: bool = False


class Signature(msgspec.Struct, frozen=True, gc=False):
    """The parameters of a function: by place, by keyword only, both, and the names of ``*args`` and ``**kwargs``."""

    slots: tuple[Slot, ...]
    keyword_slots: tuple[Slot, ...]
    all_slots: tuple[Slot, ...]
    places: tuple[str, ...]
    rest: str
    keyword_rest: str
    rest_declared: Type | None = None
    keyword_rest_declared: Type | None = None
    names: frozenset[str] = frozenset()

    def assign(self, arguments: Arguments, receiver: Type | None) -> Bound:
        """Return which values the parameters get; ``receiver`` goes to the first."""
        positional = arguments.positional if receiver is None else (receiver, *arguments.positional)
        known = dict(zip(self.places, positional, strict=False))
        if arguments.rest is not None:
            for slot in self.slots[len(positional) :]:
                known[slot.name] = arguments.rest
        if not arguments.keywords and arguments.keyword_rest is None:
            return Bound(known, positional[len(self.slots) :], (), arguments.rest, None)
        loose: list[tuple[str, Type]] = []
        for name, value in arguments.keywords:
            if name in self.names:
                known[name] = value
            elif value is not None:
                loose.append((name, value))
        if arguments.keyword_rest is not None:
            for slot in (*self.slots[len(positional) :], *self.keyword_slots):
                known.setdefault(slot.name, arguments.keyword_rest)
        return Bound(known, positional[len(self.slots) :], tuple(loose), arguments.rest, arguments.keyword_rest)


class Bound(msgspec.Struct, frozen=True, gc=False):
    """What each parameter gets, what is left for ``*args`` and ``**kwargs``, and what these may hold besides."""

    known: dict[str, Type | None]
    rest: tuple[Type | None, ...]
    keywords: tuple[tuple[str, Type], ...]
    more: Type | None
    more_keywords: Type | None


NO_BOUND = Bound({}, (), (), None, None)


def signature(head: Head, declared: dict[str, Type | None]) -> Signature:
    """Return the parameters of a function, whose annotations were read."""
    slots = [_slot(one, declared[one.name]) for one in head.parameters if one.kind == "positional"]
    named = [_slot(one, declared[one.name]) for one in head.parameters if one.kind == "keyword"]
    rest = next((one.name for one in head.parameters if one.kind == "args"), "")
    keyword_rest = next((one.name for one in head.parameters if one.kind == "kwargs"), "")
    return Signature(
        slots=tuple(slots),
        keyword_slots=tuple(named),
        all_slots=(*slots, *named),
        places=tuple(slot.name for slot in slots),
        rest=rest,
        keyword_rest=keyword_rest,
        rest_declared=declared.get(rest),
        keyword_rest_declared=declared.get(keyword_rest),
        names=frozenset(slot.name for slot in (*slots, *named)),
    )


def _slot(written: Parameter, declared: Type | None) -> Slot:
    """Callers say more than no annotation, any callable, a class that may have subclasses, any container."""
    flows = not isinstance(written.default, (Unknown, Constant))
    if isinstance(declared, External):
        queries = not declared.name.startswith("builtins.")
        return Slot(written.name, declared, flows, queries or declared.name in _CONTAINERS, queries)
    return Slot(written.name, declared, flows, declared is None or isinstance(declared, (Instance, CallableOf)))


def first(arguments: Arguments) -> Type | None:
    """Return the first argument by place."""
    return arguments.positional[0] if arguments.positional else None


def second(arguments: Arguments) -> Type | None:
    """Return the second argument by place."""
    return arguments.positional[1] if len(arguments.positional) > 1 else None
