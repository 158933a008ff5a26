"""What do Django and Django REST framework call requests and their parts?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from analyzer.frameworks.request_reads.frames import Arguments, Frame, NoHook, Running
from analyzer.frameworks.request_reads.values import Defined, Known, Me, Value
from analyzer.frameworks.request_reads.words import RequestWords
from analyzer.link.protocol import Values
from analyzer.link.types import ClassOf
from analyzer.model.interfaces import Place, RequestInput
from analyzer.model.shapes import Origin

WORDS = RequestWords(
    classes=frozenset({"HttpRequest", "WSGIRequest", "ASGIRequest", "Request"}),
    first=True,
    holders=frozenset({"request"}),
    sources={
        "GET": (Place.QUERY,),
        "query_params": (Place.QUERY,),
        "QUERY_PARAMS": (Place.QUERY,),
        "POST": (Place.FORM,),
        "FILES": (Place.FILE,),
        "COOKIES": (Place.COOKIE,),
        "headers": (Place.HEADER,),
        "META": (Place.HEADER,),
    },
    wholes=frozenset({"body"}),
    bodies=frozenset({"data", "DATA"}),
)
_HEADER = re.compile(r"HTTP_(\w+)|(CONTENT_TYPE|CONTENT_LENGTH)")
_ENVIRONMENT = re.compile(r"[A-Z][A-Z0-9_]+")
_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})


class Given(NoHook):
    """Knows the attributes that ``as_view`` is given."""

    def __init__(self, given: Mapping[str, str | int | float | bool | None]) -> None:
        self._given = given

    def read(self, run: Running, value: Value, name: str, frame: Frame) -> Value | None:
        """Return what such an attribute of ``self`` holds."""
        del run, frame
        return Known(self._given[name]) if isinstance(value, Me) and name in self._given else None


class Loaded(NoHook):
    """Knows the class that a call yields whose result has a name in a module: ``Order = load("orders", "Order")``."""

    def __init__(self, values: Values) -> None:
        self._values = values

    def called(self, run: Running, called: Value, given: Arguments, frame: Frame) -> tuple[Value | None] | None:
        """Return the class, in a tuple, for a call in the body of a module or class; None for any other."""
        del run, called
        if frame.definition >= 0:
            return None
        found = self._values.value_at(frame.module, frame.scope, given.call)
        return (Defined(found.definition),) if isinstance(found, ClassOf) else None


def kept(inputs: Iterable[RequestInput], method: str) -> Iterator[RequestInput]:
    """Yield inputs with headers by their own names; a request that only reads has no form and no body."""
    for one in inputs:
        if one.place is Place.HEADER and _ENVIRONMENT.fullmatch(one.name):
            found = _HEADER.fullmatch(one.name)
            if found is not None:
                name = (found.group(1) or found.group(2)).replace("_", "-").title()
                yield msgspec.structs.replace(one, name=name)
        elif method not in _WITHOUT_BODY or one.place not in (Place.FORM, Place.FILE, Place.BODY):
            yield one


def is_told(one: RequestInput) -> bool:
    """Return whether more is known of an input than that the whole body is read."""
    return bool(one.name) or one.origin is not Origin.UNKNOWN
