"""What do Python's own functions do with requests and their parts?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.frameworks.plain_shapes import (
    BINARY,
    BOOLEAN,
    DATE,
    DATE_TIME,
    DECIMAL,
    INTEGER,
    MAP,
    NUMBER,
    STRING,
    UUID,
)
from analyzer.frameworks.request_reads.frames import Arguments, Frame
from analyzer.frameworks.request_reads.values import (
    Answer,
    Known,
    Listed,
    Mapped,
    Outside,
    Source,
    Taken,
    Value,
    Whole,
    either,
)
from analyzer.model.interfaces import Place
from analyzer.model.shapes import Origin

if TYPE_CHECKING:
    from analyzer.frameworks.request_reads.run import Run


CONVERSIONS = {
    "builtins.int": INTEGER,
    "builtins.float": NUMBER,
    "builtins.bool": BOOLEAN,
    "builtins.str": STRING,
    "builtins.dict": MAP,
    "decimal.Decimal": DECIMAL,
    "uuid.UUID": UUID,
    "datetime.datetime.fromisoformat": DATE_TIME,
    "datetime.datetime.strptime": DATE_TIME,
    "datetime.date.fromisoformat": DATE,
    "dateutil.parser.parse": DATE_TIME,
    "django.utils.dateparse.parse_datetime": DATE_TIME,
    "django.utils.dateparse.parse_date": DATE,
    "flask_restful.inputs.boolean": BOOLEAN,
    "flask_restx.inputs.boolean": BOOLEAN,
    "flask_restful.inputs.date": DATE,
    "flask_restx.inputs.date": DATE,
    "werkzeug.datastructures.FileStorage": BINARY,
}
"""What a value looks like that a function can make something of, by the function's dotted name."""

HARMLESS = frozenset({
    "print", "repr", "hash", "debug", "info", "warning", "error", "exception", "log", "type", "id", "callable",
    "dumps", "all", "any", "hasattr", "abort", "jsonify", "secure_filename",
})  # fmt: skip
"""Last names of functions of libraries that read no keys of what they are given."""

_JSON = ("json.loads", "simplejson.loads", "orjson.loads", "ujson.loads", "rapidjson.loads", "flask.json.loads")
_DUMPS = ("json.dumps", "simplejson.dumps", "orjson.dumps", "ujson.dumps")
_TYPES = {"builtins.list": "list", "builtins.tuple": "tuple", "builtins.set": "set"}


def _length(run: Run, given: Arguments, frame: Frame) -> Value | None:
    del run, frame
    first = given.get(0)
    return Known(len(first.items)) if isinstance(first, Listed) else None


def _is_instance(run: Run, given: Arguments, frame: Frame) -> Value | None:
    del frame
    value, wanted = given.get(0), given.get(1)
    kinds = wanted.items if isinstance(wanted, Listed) else (wanted,)
    if not all(isinstance(one, Outside) for one in kinds):
        return None
    names = {one.name for one in kinds if isinstance(one, Outside)}
    match value:
        case Listed(kind=kind):
            return Known(any(_TYPES.get(name) == kind for name in names))
        case Mapped():
            return Known("builtins.dict" in names)
        case Known(value=known):
            return Known(f"builtins.{type(known).__name__}" in names)
        case Source(places=(Place.BODY,)):
            if names <= _TYPES.keys():
                run.notes.list_body()
            return None
        case _:
            return None


def _attribute(run: Run, given: Arguments, frame: Frame) -> Value | None:
    name = given.get(1)
    if isinstance(name, Known) and isinstance(name.value, str):
        return run.attribute(given.get(0), name.value, frame)
    return None


def _next(run: Run, given: Arguments, frame: Frame) -> Value | None:
    del frame
    return either(run.element(given.get(0)), given.get(1))


def _same(run: Run, given: Arguments, frame: Frame) -> Value | None:
    del run, frame
    first = given.get(0)
    return first if isinstance(first, (Listed, Source, Mapped, Taken)) else None


def _enumerated(run: Run, given: Arguments, frame: Frame) -> Value | None:
    del run, frame
    first = given.get(0)
    if not isinstance(first, Listed):
        return None
    return Listed(tuple(Listed((Known(place), one), "tuple") for place, one in enumerate(first.items)))


def _mapping(run: Run, given: Arguments, frame: Frame) -> Value | None:
    del run, frame
    first = given.get(0)
    if first is None and given.named:
        return Mapped(tuple(given.named), tuple(given.named.values()), given.is_whole and not given.positional)
    return first if isinstance(first, (Source, Mapped)) else None


def _loaded(run: Run, given: Arguments, frame: Frame) -> Value | None:
    first = given.get(0)
    if isinstance(first, Whole):
        run.notes.body(frame.path, frame.line, MAP)
        return Source((Place.BODY,))
    if isinstance(first, Taken):
        run.notes.refine(first, STRING, Origin.FLOW)
    return None


def _dumped(run: Run, given: Arguments, frame: Frame) -> Value | None:
    del run, frame
    return Answer(given.get(0))


def _cast(run: Run, given: Arguments, frame: Frame) -> Value | None:
    del run, frame
    return given.get(1)


BUILTINS: dict[str, Callable[[Run, Arguments, Frame], Value | None]] = {
    "builtins.len": _length,
    "builtins.isinstance": _is_instance,
    "builtins.getattr": _attribute,
    "builtins.next": _next,
    "builtins.list": _same,
    "builtins.tuple": _same,
    "builtins.sorted": _same,
    "builtins.iter": _same,
    "builtins.reversed": _same,
    "builtins.enumerate": _enumerated,
    "builtins.dict": _mapping,
    "copy.copy": _same,
    "copy.deepcopy": _same,
    "typing.cast": _cast,
    **dict.fromkeys(_JSON, _loaded),
    **dict.fromkeys(_DUMPS, _dumped),
}
