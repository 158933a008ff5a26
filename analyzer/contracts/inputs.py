"""What does an operation take, where does it stand in the request, and what crosses instead of a live object?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import msgspec

from analyzer.contracts.adapters import HANDED
from analyzer.contracts.background import Background
from analyzer.contracts.hidden import is_personal, is_secret
from analyzer.contracts.wording import key_of, words
from analyzer.model.code import CallEdge
from analyzer.model.contracts import Input
from analyzer.model.interfaces import Parameter, Place
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import UNKNOWN, DataField, Origin, Shape, ShapeKind

HANDED_OVER = "request"
"""A kind of live object beside the others: what a framework hands to handlers."""
APPLICATION = "application"
"""Another: the object of a web framework that holds its routes, known by its name where nothing says what it is."""
INSTEAD: Mapping[str, str] = {
    LiveKind.ENTITY: "its key, and the fields that the operation reads",
    LiveKind.QUERY: "a list of what it yields, or what selects it",
    LiveKind.SESSION: "nothing: the service opens its own",
    LiveKind.CONNECTION: "nothing: the service opens its own",
    LiveKind.FILE: "an upload of the content",
    LiveKind.GENERATOR: "a list of what it yields",
    LiveKind.CALLABLE: "an event that the caller receives, or a second call",
    LiveKind.LOCK: "nothing: each service locks its own rows",
    LiveKind.THREAD: "nothing: each service runs its own",
    LiveKind.FUTURE: "what it comes to",
    LiveKind.QUEUE: "a queue between the services",
    LiveKind.SOCKET: "nothing: the service opens its own",
    LiveKind.CONTEXT: "nothing: the service opens its own",
    HANDED_OVER: "the values that are read of it",
    APPLICATION: "nothing: each service has its own",
}
"""What crosses in the place of a live object that an operation is given."""
LEFT_OUT: frozenset[str] = frozenset({
    LiveKind.SESSION, LiveKind.CONNECTION, LiveKind.LOCK, LiveKind.THREAD, LiveKind.SOCKET, LiveKind.CONTEXT,
    HANDED_OVER, APPLICATION,
})  # fmt: skip
"""What is no part of a request: a service has its own."""
_OWN = frozenset({"logger", "log", "connection", "conn"})
"""The last words of what a constructor may be given that is no data."""
_APPLICATIONS = frozenset({"app", "wsgi", "asgi"})
"""The last words of what is an application; ``application`` itself is often one for a loan or a job."""
_OPENED = (LiveKind.SESSION, LiveKind.CONNECTION)
_PLAIN = (ShapeKind.NULL, ShapeKind.BOOLEAN, ShapeKind.INTEGER, ShapeKind.NUMBER, ShapeKind.STRING, ShapeKind.CONSTANTS)
_COMPOUND = (ShapeKind.DATA, ShapeKind.MAP, ShapeKind.TUPLE)


class Taken(msgspec.Struct, frozen=True):
    """A parameter, and the kind of live object that it holds; ``of_object`` as of an ``Input``."""

    parameter: Parameter
    live: str
    of_object: bool = False

    @property
    def crosses(self) -> bool:
        """True for what is part of a request."""
        return self.live not in LEFT_OUT


def taken(definitions: Sequence[str], back: Background, calls: Iterable[CallEdge] = ()) -> tuple[Taken, ...]:
    """Return the parameters of an operation, those of the first definition whose signature is known.

    Where all ``calls`` go through a wrapper, that one opens the session or connection that comes first: no caller has
    it to give.
    """
    known = back.signature(definitions)
    parameters = known.parameters if known is not None else ()
    calls = tuple(calls)
    own = tuple(Taken(one, _live_in(one, known.definition, back)) for one in parameters) if known is not None else ()
    through = [bool(one.through) for one in calls]
    if own and own[0].live in _OPENED and through and all(through):
        own = own[1:]
    used = {one.name for one in parameters}
    return (*_of_object(definitions[0], used, back), *_made_of(definitions[0], used, calls, back), *own)


def _made_of(name: str, used: AbstractSet[str], calls: Iterable[CallEdge], back: Background) -> Iterator[Taken]:
    """Yield what the object is made of that a method is called on, where its callers make it themselves.

    What no caller gives, and what the service has of its own, is no part of a request.
    """
    signature, owner = back.promises.signature(name), name.rpartition(".")[0]
    callers = {one.caller for one in calls}
    if signature is None or not signature.of_object or owner in back.rows or not callers:
        return
    maker = f"{owner}.__init__"
    made = back.promises.signature(maker) if callers <= back.made_by.get(owner, frozenset()) else None
    given = back.promises.given(maker) if made is not None else None
    for one in made.parameters if made is not None else ():
        may_lack = not one.required and one.kind in ("positional", "keyword")
        is_left = given is not None and may_lack and one.name not in given
        if one.name not in used and not is_left and not _is_own(one):
            yield Taken(one, _live_in(one, maker, back), True)


def _is_own(one: Parameter) -> bool:
    """Return whether a parameter of which nothing is known is named after what each service has of its own."""
    return one.shape.kind in (ShapeKind.UNKNOWN, ShapeKind.NULL) and not _OWN.isdisjoint(words(one.name)[-1:])


def _of_object(name: str, used: AbstractSet[str], back: Background) -> Iterator[Taken]:
    """Yield what says on which object a method is called: the key of a row."""
    signature, owner = back.promises.signature(name), name.rpartition(".")[0]
    if owner not in back.rows or (signature is not None and not signature.of_object):
        return
    key = next((one for one in _fields(back.rows[owner], back) if one.key), None)
    noun = "_".join(words(back.rows[owner].rpartition(".")[2]))
    spelled = f"{noun}_{key.name if key is not None else 'id'}"
    spelled = spelled if spelled not in used else f"{spelled}_of_object"
    shape = key.shape if key is not None else UNKNOWN
    about = f"key of the {' '.join(noun.split('_'))} that it is called on"
    yield Taken(Parameter(spelled, "positional", shape, "", Origin.COLUMN, about=about), LiveKind.ENTITY, True)


def _fields(cls: str, back: Background) -> tuple[DataField, ...]:
    known = back.promises.data_type(cls)
    return known.fields if known is not None else ()


def placed(those: Iterable[Taken], in_path: frozenset[str], *, reads: bool) -> tuple[Input, ...]:
    """Return parameters with their places: ``in_path`` stand in its path; ``reads`` puts the others behind it."""
    rest = Place.QUERY if reads else Place.BODY
    return tuple(
        Input(one.parameter, _place(one, in_path, rest), one.live, INSTEAD.get(one.live, ""), one.of_object)
        for one in those
    )


def needs_body(those: Iterable[Taken]) -> bool:
    """Return whether what is asked with is nothing for the query of an address: objects, files, secrets."""
    return any(one.crosses and not _is_row(one) and _is_hidden(one) for one in those)


def has_personal(those: Iterable[Taken], operation: str) -> bool:
    """Return whether something that an operation is asked with says who somebody is, or is a secret."""
    return any(one.crosses and is_personal(one.parameter.name, operation) for one in those)


def _is_row(one: Taken) -> bool:
    """Return whether a parameter is a row or several, of which the keys are asked with."""
    return one.live == LiveKind.ENTITY and not _maps(one.parameter.shape)


def keys(those: Iterable[Taken]) -> list[Taken]:
    """Return the parameters that say which row is meant: by their names, or because they are rows themselves."""
    return [
        one
        for one in those
        if one.parameter.kind in ("positional", "keyword")
        and (one.live == LiveKind.ENTITY or (not one.live and key_of(one.parameter.name) is not None))
        and one.parameter.shape.kind not in (ShapeKind.ARRAY, ShapeKind.MAP)
    ]


def _live_in(parameter: Parameter, name: str, back: Background) -> str:
    """Return the kind of live object that a parameter holds, as the flow of values or its shape says."""
    known = back.live_kind(name, parameter.name)
    if known == LiveKind.ENTITY and parameter.origin is Origin.COLUMN and _is_plain(parameter.shape):
        return ""
    if not known and parameter.name in HANDED and parameter.shape.kind is ShapeKind.UNKNOWN:
        return HANDED_OVER
    if not known and is_application(parameter.name, parameter.shape):
        return APPLICATION
    if known or parameter.shape.kind is not ShapeKind.LIVE:
        return known or (LiveKind.ENTITY.value if back.entity(parameter.shape) else "")
    return parameter.shape.name


def is_application(name: str, shape: Shape) -> bool:
    """Return whether a parameter, or what gives a result, of which nothing is known is named after an application."""
    return shape.kind is ShapeKind.UNKNOWN and not _APPLICATIONS.isdisjoint(words(name)[-1:])


def _is_plain(shape: Shape) -> bool:
    """Return whether a shape is wholly known and holds no objects: texts, numbers, lists of them."""
    if shape.kind in (ShapeKind.ARRAY, ShapeKind.TUPLE, ShapeKind.UNION):
        return bool(shape.of) and all(_is_plain(one) for one in shape.of)
    return shape.kind in _PLAIN


def _place(one: Taken, in_path: frozenset[str], rest: Place) -> Place:
    if one.parameter.name in in_path:
        return Place.PATH
    return Place.FILE if one.live == LiveKind.FILE else rest


def _is_hidden(one: Taken) -> bool:
    if one.live == LiveKind.FILE or one.parameter.shape.kind is ShapeKind.BINARY:
        return True
    return is_secret(one.parameter.name) or _holds_objects(one)


def _holds_objects(one: Taken) -> bool:
    return one.parameter.kind == "kwargs" or _is_compound(one.parameter.shape)


def _maps(shape: Shape) -> bool:
    return shape.kind in (ShapeKind.MAP, ShapeKind.TUPLE) or any(_maps(part) for part in shape.of)


def _is_compound(shape: Shape) -> bool:
    return shape.kind in _COMPOUND or any(_is_compound(part) for part in shape.of)
