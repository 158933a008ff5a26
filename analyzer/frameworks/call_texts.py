"""Which names of resources does a call give, and what is found where they are known, or wait for a caller?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from analyzer.link.found import Found, FoundResource, Gap, Waiting
from analyzer.link.patterns import BLANK, family, parameter_marks, says_nothing, shown
from analyzer.link.protocol import TypedCall
from analyzer.link.types import Container, External, Literal, Method, Pattern, Row, Type, options
from analyzer.model.chains import last_name
from analyzer.model.resources import ResourceKind, ResourceOperation
from analyzer.model.syntax import Star

READ = (ResourceOperation.READ,)
WRITE = (ResourceOperation.WRITE,)
BOTH = (ResourceOperation.READ, ResourceOperation.WRITE)
PUBLISH = (ResourceOperation.PUBLISH,)
CONSUME = (ResourceOperation.CONSUME,)
Operations = tuple[ResourceOperation, ...]
Tidy = Callable[[str], str]

_LONGEST = 120
_UNKNOWNS = re.compile(r"\*(?:[^\w*]*\*)+")
_DEEPEST = 2


def argument(call: TypedCall, place: int, *keywords: str) -> Type | None:
    """Return the type of an argument by its place (-1: by keyword only) or one of some keywords."""
    named = dict(call.keywords)
    for keyword in keywords:
        if keyword in named:
            return named[keyword]
    if not 0 <= place < len(call.args) or any(isinstance(one, Star) for one in call.call.args[: place + 1]):
        return None
    return call.args[place]


def has_argument(call: TypedCall, place: int, *keywords: str) -> bool:
    """Return whether a call gives an argument at all."""
    return 0 <= place < len(call.args) or any(one.name in keywords for one in call.call.keywords)


def texts_of(value: Type | None, depth: int = 0) -> list[str]:
    """Return the texts that a value may be, or holds, in the notation of ``analyzer.link.patterns``."""
    found: dict[str, None] = {}
    for option in options(value):
        match option:
            case Literal(value=text) | Pattern(value=text):
                found[text] = None
            case External(about=about) if about:
                found[about] = None
            case Container(item=item, kind=kind) if kind != "dict" and depth < _DEEPEST:
                found.update(dict.fromkeys(texts_of(item, depth + 1)))
            case Row(items=items) if depth < _DEEPEST:
                for part in items:
                    found.update(dict.fromkeys(texts_of(part, depth + 1)))
    return list(found)


def name_of(text: str) -> str:
    """Return the name of a resource, or of its family; parts that nobody knows are one where no word is between."""
    return _UNKNOWNS.sub("*", family(text))


def is_unknown(callee: Type | None) -> bool:
    """Return whether nothing is known of what is called, or it is a method of what the function around is given."""
    if isinstance(callee, Method):
        receiver = callee.receiver
        return isinstance(receiver, Literal) and bool(parameter_marks(receiver.value))
    return callee is None


def writing(mode: Type | None) -> bool:
    """Return whether the mode of ``open`` may write."""
    return any(isinstance(one, Literal) and set(one.value) & set("awx+") for one in options(mode))


def uses(
    kind: ResourceKind, operations: Operations, texts: Iterable[str], call: TypedCall, tidy: Tidy | None = None
) -> Iterator[Found]:
    """Yield the uses of resources by their names; what names nothing waits for the caller, or is a gap.

    ``tidy`` makes a name of what a call says: the last part of an address.
    """
    nothing = True
    for text in texts:
        nothing = False
        yield from _use(kind, operations, last_name(call.call.function), tidy, text)
    if nothing:
        yield _gap(kind, last_name(call.call.function))


def known(found: Iterable[Found]) -> Iterator[Found]:
    """Yield what was found without the gaps, also those of what waits for a caller."""
    for one in found:
        if isinstance(one, Waiting):
            yield Waiting(one.text, partial(_known_of, one.read), one.does)
        elif not isinstance(one, Gap):
            yield one


def _known_of(read: Callable[[str], Iterable[Found]], text: str) -> Iterator[Found]:
    return known(read(text))


def _use(kind: ResourceKind, operations: Operations, called: str, tidy: Tidy | None, text: str) -> Iterator[Found]:
    name = text if tidy is None else tidy(text)
    if not says_nothing(name):
        cut = name if len(name) <= _LONGEST else f"{name[:_LONGEST]}{BLANK}"
        for operation in operations:
            yield FoundResource(kind, name_of(cut), operation)
    elif parameter_marks(text):
        yield Waiting(text, partial(_use, kind, operations, called, tidy), f"{kind} {' '.join(operations)}")
    else:
        yield _gap(kind, f"{called}({shown(text)})")


def _gap(kind: ResourceKind, what: str) -> Gap:
    return Gap("resource", what, f"the name of the {kind.value} is not known")
