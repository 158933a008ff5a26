"""What does a call yield, and which inputs does it read?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.frameworks.plain_shapes import MAP, STRING
from analyzer.frameworks.request_reads.answer_calls import answered
from analyzer.frameworks.request_reads.builtin_calls import BUILTINS, CONVERSIONS, HARMLESS
from analyzer.frameworks.request_reads.frames import Arguments, Frame
from analyzer.frameworks.request_reads.memories import NAMED
from analyzer.frameworks.request_reads.touching import is_getter
from analyzer.frameworks.request_reads.values import (
    MOST_ITEMS,
    Above,
    Bound,
    Defined,
    Key,
    Known,
    Listed,
    Mapped,
    Me,
    Outside,
    Request,
    Source,
    Taken,
    Unread,
    Value,
    Whole,
    concerns_requests,
)
from analyzer.link.names import Names
from analyzer.link.namespaces import DefinitionBinding
from analyzer.model.interfaces import Place
from analyzer.model.shapes import Origin
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Attribute, Call, Constant, Name, Star

if TYPE_CHECKING:
    from analyzer.frameworks.request_reads.run import Run

_MANY = frozenset({"getlist", "getall", "get_all", "get_list", "getlist_default", "multi_items"})
_GETS = frozenset({"get", "getone", "getfirst", "get_one"})
_TRANSLATING = frozenset({"gettext", "gettext_lazy", "ugettext", "ugettext_lazy", "lazy_gettext"})
"""What yields a text in another language: its name in a request is the one that is written."""
_SAME = frozenset({"to_dict", "copy", "dict", "get_json", "json", "deepcopy"})
_TEXTUAL = frozenset({"strip", "lower", "upper", "title", "capitalize", "lstrip", "rstrip"})
_OF_TEXTS = frozenset({"split", "startswith", "endswith", "replace", "encode", "isdigit", "isnumeric", "splitlines"})
_GROWING = ("append", "add", "extend")


class Calls:
    """Reads calls for one handler."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def value(self, call: Call, frame: Frame) -> Value | None:
        """Return what a call yields, and note what it reads."""
        line, frame.line = frame.line, call.line
        if isinstance(call.function, Name) and call.function.id == "super" and "super" not in frame.held:
            return self._super(frame)
        called = self._run.value(call.function, frame)
        given = self._arguments(call, frame)
        frame.line = call.line
        for hook in self._run.hooks:
            found = hook.called(self._run, called, given, frame) if called is not None else None
            if found is not None:
                return found[0]
        value = self._yielded(called, given, frame)
        frame.line = line
        return value

    def _super(self, frame: Frame) -> Value | None:
        if frame.definition < 0 or frame.cls < 0:
            return None
        owner = self._run.names.program.definitions[frame.definition].parent
        return Above(frame.cls, owner) if owner >= 0 else None

    def _arguments(self, call: Call, frame: Frame) -> Arguments:
        positional: list[Value | None] = []
        is_whole = True
        for one in call.args:
            value = self._run.value(one, frame)
            if isinstance(one, Star):
                is_whole = False
                positional += value.items if isinstance(value, Listed) else ()
                if not isinstance(value, Listed):
                    break
            else:
                positional.append(value)
        named: dict[str, Value | None] = {}
        spread: list[Value | None] = []
        for keyword in call.keywords:
            value = self._run.value(keyword.value, frame)
            if keyword.name:
                named[keyword.name] = value
            elif isinstance(value, Mapped):
                named |= dict(zip(value.keys, value.values, strict=True))
                is_whole = is_whole and value.whole
            else:
                is_whole = False
                spread.append(value)
        return Arguments(tuple(positional), named, call, is_whole, tuple(spread))

    def _yielded(self, called: Value | None, given: Arguments, frame: Frame) -> Value | None:
        match called:
            case Source() | Whole():
                return called
            case Bound(receiver=receiver, name=name):
                return self._method(receiver, name, given, frame)
            case Outside(name=name):
                return self._outside(name, given, frame)
            case Defined():
                for one in given.spread:
                    self._run.open(one)
                return self._defined(called, given, frame)
            case Unread(body=body):
                return self._run.value(body, frame)
        self._escape(given)
        return None

    def _escape(self, given: Arguments) -> None:
        for one in (*given.positional, *given.named.values(), *given.spread):
            self._run.open(one)

    def _outside(self, name: str, given: Arguments, frame: Frame) -> Value | None:
        known = BUILTINS.get(name)
        if known is not None:
            return known(self._run, given, frame)
        answer = answered(name, given)
        if answer is not None:
            return answer
        first = given.get(0)
        if name.rpartition(".")[2] in _TRANSLATING and isinstance(first, Known):
            return first
        shape = CONVERSIONS.get(name)
        if shape is not None:
            if isinstance(first, Taken):
                self._run.notes.refine(first, shape, Origin.FLOW)
                return first
            return None
        if name.rpartition(".")[2] not in HARMLESS:
            self._escape(given)
        return Outside(f"{name}()")

    def _defined(self, called: Defined, given: Arguments, frame: Frame) -> Value | None:
        """Read a function of the project that reads the request, or is handed part of it."""
        values = (*given.positional, *given.named.values())
        if self._run.names.program.definitions[called.definition].head.kind == "class":
            member = self._run.names.member(called.definition, "__init__")
            self._run.trace.asked.append((called.definition, NAMED, -1, None))
            if member is not None and isinstance(member[1], DefinitionBinding) and any(map(concerns_requests, values)):
                self._run.call(Defined(member[1].definition, called.definition, is_bound=True), given, frame)
            self._escape(given)
            return None
        is_above = _is_above(called, frame, self._run.names)  # what it answers is what the handler does
        if is_above or any(map(concerns_requests, values)) or self._run.touches(called):
            if not self._run.can_call(called, frame):
                self._escape(given)
            return self._run.call(called, given, frame)
        if any(isinstance(one, Taken) for one in values) and _is_inside(called, frame, self._run.names):
            return self._run.call(called, given, frame)
        names_something = called.cls == frame.cls >= 0 and is_getter(self._run.names.program, called.definition)
        return self._run.call(called, given, frame) if names_something else None

    def _method(self, receiver: Value, name: str, given: Arguments, frame: Frame) -> Value | None:
        first = given.get(0, "name", "key")
        text = first.value if isinstance(first, Known) else None
        match receiver:
            case Request() | Me() if name in self._run.words.readers:
                return self._reader(name, text, given, frame)
            case Source():
                return self._of_source(receiver, name, given, frame)
            case Taken(place=place):
                if name in _TEXTUAL or name in _OF_TEXTS:
                    self._run.notes.refine(receiver, STRING, Origin.FLOW)
                elif name in ("get", "items", "keys", "values") and place is Place.BODY:
                    self._run.notes.refine(receiver, MAP, Origin.FLOW)
                return receiver if name in _TEXTUAL else None
            case Listed() if name in _GROWING:
                self._grow(receiver, name, first, given, frame)
                return None
            case Mapped(keys=keys, values=values):
                if name == "get" and isinstance(text, str) and receiver.whole:
                    return values[keys.index(text)] if text in keys else given.get(1) or Known(None)
                pairs = tuple(Listed((Known(key), value), "tuple") for key, value in zip(keys, values, strict=True))
                if name in ("items", "values", "keys") and receiver.whole:
                    parts = {"items": pairs, "values": values, "keys": tuple(map(Known, keys))}
                    return Listed(parts[name])
        self._escape(given)
        return None

    def _grow(self, holder: Listed, name: str, value: Value | None, given: Arguments, frame: Frame) -> None:
        function = given.call.function
        if isinstance(function, Attribute) and isinstance(function.value, Name) and len(holder.items) < MOST_ITEMS:
            more = value.items if name == "extend" and isinstance(value, Listed) else (value,)
            frame.held[function.value.id] = Listed((*holder.items, *more), holder.kind)

    def _reader(self, name: str, text: object, given: Arguments, frame: Frame) -> Value | None:
        """``self.get_argument("x", default)``."""
        if not isinstance(text, str):
            return None
        taken = self._run.notes.take(self._run.words.readers[name], text, frame.path, frame.line)
        default = given.get(1, "default")
        if name in self._run.words.many:
            self._run.notes.repeat(taken)
            self._run.notes.spare(taken)
        elif given.written(1, "default") is not None:
            self._run.notes.spare(taken, default, written_default(default))
        else:
            self._run.notes.demand(taken, always=not frame.conditional)
        return taken

    def _of_source(self, source: Source, name: str, given: Arguments, frame: Frame) -> Value | None:
        first = given.get(0, "key", "name")
        if name in _SAME:
            return source
        text = first.value if isinstance(first, Known) else None
        if not isinstance(text, str):
            return self._all_of(source, name)
        if (source, text) in self._run.replaced:
            return None
        if name in _MANY or name in _GETS or name in ("pop", "setdefault", "__getitem__"):
            taken = self._run.notes.take(source.places, text, frame.path, frame.line)
            default = given.get(1, "default")
            if name in _MANY:
                self._run.notes.repeat(taken)
            if name == "pop" and given.written(1) is None:
                self._run.notes.demand(taken, always=not frame.conditional)
            else:
                self._run.notes.spare(taken, default, written_default(default))
            self._convert(taken, given)
            return taken
        return None

    def _all_of(self, source: Source, name: str) -> Value | None:
        """``source.items()``, ``source.keys()``: any of its names."""
        self._run.open(source)
        if name in ("items", "multi_items"):
            return Listed((Listed((Key(source), None), "tuple"),))
        return Listed((Key(source),)) if name == "keys" else None

    def _convert(self, taken: Taken, given: Arguments) -> None:
        """``get("x", type=int)``."""
        kind = given.get(2, "type")
        shape = CONVERSIONS.get(kind.name) if isinstance(kind, Outside) else None
        if shape is not None:
            self._run.notes.refine(taken, shape, Origin.ANNOTATION)


def written_default(value: Value | None) -> str:
    """Return the source text of a default that is a constant."""
    return spelled(Constant(value.value, 0)) if isinstance(value, Known) and value.value is not None else ""


def _is_inside(called: Defined, frame: Frame, names: Names) -> bool:
    """Return whether a function is defined in the one that is being read."""
    return names.program.definitions[called.definition].parent == frame.definition >= 0


def _is_above(called: Defined, frame: Frame, names: Names) -> bool:
    """Return whether a method calls that of its base which it overrides, for the same object."""
    if frame.definition < 0 or called.cls != frame.cls or called.cls < 0 or called.definition == frame.definition:
        return False
    one, other = names.program.definitions[called.definition], names.program.definitions[frame.definition]
    return one.head.kind == other.head.kind == "method" and one.head.name == other.head.name
