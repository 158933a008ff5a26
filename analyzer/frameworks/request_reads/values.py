"""What may a local name hold in a function that reads a request?"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from analyzer.model.interfaces import Place
from analyzer.model.shapes import Shape
from analyzer.model.syntax import Expression

MOST_ITEMS = 200
"""Items of a list that are told apart; of a longer one only the shape is known."""


class Known(msgspec.Struct, frozen=True):
    """A text, number, truth value or ``None``."""

    value: str | int | float | bool | None


class Listed(msgspec.Struct, frozen=True):
    """A list, tuple or set of which all items are written."""

    items: tuple[Value | None, ...]
    kind: str = "list"


class Mapped(msgspec.Struct, frozen=True):
    """A dict display with texts as keys; ``whole`` is false where other keys may be there."""

    keys: tuple[str, ...]
    values: tuple[Value | None, ...]
    whole: bool = True


class Outside(msgspec.Struct, frozen=True):
    """Something of a library by its dotted name; what a call of ``a.b`` gives is ``a.b()``."""

    name: str


class Package(msgspec.Struct, frozen=True):
    """A module of the project, or a package that leads to one."""

    name: str


class Defined(msgspec.Struct, frozen=True):
    """A function or class of the project; ``cls`` is that of the object (-1: none) whose method it is."""

    definition: int
    cls: int = -1
    is_bound: bool = False


class Me(msgspec.Struct, frozen=True):
    """``self`` or ``cls`` in a method: an object of a class, or the class."""

    cls: int


class Above(msgspec.Struct, frozen=True):
    """``super()`` in a class, ``after``, for an object of another."""

    cls: int
    after: int


class Request(msgspec.Struct, frozen=True):
    """The request."""


class Source(msgspec.Struct, frozen=True):
    """Part of a request that holds inputs by their names, and the places where they may stand.

    ``picked`` is the name for which it was chosen among others; where none has it, there is no such part.
    """

    places: tuple[Place, ...]
    picked: str = ""


class Key(msgspec.Struct, frozen=True):
    """Any of the names in a part of a request."""

    source: Source


class Whole(msgspec.Struct, frozen=True):
    """The body as text or bytes."""


class Taken(msgspec.Struct, frozen=True):
    """The value of one input."""

    place: Place
    name: str


class Shaped(msgspec.Struct, frozen=True):
    """Something of which only the shape is known."""

    shape: Shape


class Declared(msgspec.Struct, frozen=True):
    """A field of a schema: its shape, whether it must be there, and the source text of its default."""

    shape: Shape
    required: bool = False
    default: str = ""


class Answer(msgspec.Struct, frozen=True):
    """A response: what it holds, and its code, 0 where that is not said."""

    content: Value | None
    status: int = 0


class OneOf(msgspec.Struct, frozen=True):
    """One of several values that a function returns, no requests among them."""

    options: tuple[Value | None, ...]


class Special(msgspec.Struct, frozen=True):
    """What a framework has a name of its own for: a parser, a form; ``owner`` says whose it is."""

    owner: str
    name: str
    number: int = -1


class Bound(msgspec.Struct, frozen=True):
    """A method of a value: ``receiver.name``."""

    receiver: Value
    name: str


class Unread(msgspec.Struct, frozen=True):
    """A function without a name: what it does is read where it is called."""

    body: Expression


Value = (
    Known
    | Listed
    | Mapped
    | Outside
    | Package
    | Defined
    | Me
    | Above
    | Request
    | Source
    | Key
    | Whole
    | Taken
    | Shaped
    | Answer
    | Declared
    | OneOf
    | Special
    | Bound
    | Unread
)

_MOST_OPTIONS = 8
OF_REQUESTS = (Request, Source, Whole, Special)


def concerns_requests(value: Value | None) -> bool:
    """Return whether a value is a request, part of one, or what reads it."""
    if isinstance(value, Listed):
        return any(isinstance(one, OF_REQUESTS) for one in value.items)
    return isinstance(value, OF_REQUESTS) or (isinstance(value, Bound) and concerns_requests(value.receiver))


def any_of(values: Iterable[Value | None]) -> Value | None:
    """Return what holds one of the values that a function returns."""
    distinct = tuple(dict.fromkeys(values))
    if any(isinstance(one, (Source, Taken, Request, Special)) for one in distinct):
        found: Value | None = None
        for one in distinct:
            found = either(found, one)
        return found
    if len(distinct) < 2:  # noqa: PLR2004  # there is nothing to choose from
        return distinct[0] if distinct else None
    flat = [part for one in distinct for part in (one.options if isinstance(one, OneOf) else (one,))]
    return OneOf(tuple(dict.fromkeys(flat))[:_MOST_OPTIONS])


def either(first: Value | None, second: Value | None) -> Value | None:
    """Return what holds one or the other; of sources the places of both."""
    if isinstance(first, Source) and isinstance(second, Source):
        picked = first.picked if first.picked == second.picked else ""
        return Source(tuple(dict.fromkeys((*first.places, *second.places))), picked)
    if isinstance(first, Source) or isinstance(second, Source):
        return first if isinstance(first, Source) else second
    if isinstance(first, Taken) or second is None:
        return first
    return second if first is None or isinstance(second, Taken) or first == Known(None) else first
