"""What does a function do with the texts that it is given, whoever gives them?

It is read once more with a mark in place of each parameter that may hold a text (``analyzer.link.patterns``): where a
mark comes out again, what the function does depends on its caller.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from analyzer.link.flow import Flow
from analyzer.link.frame import Frame
from analyzer.link.handed import handed
from analyzer.link.names import Names
from analyzer.link.paths import is_path
from analyzer.link.patterns import BLANK, parameter_mark
from analyzer.link.protocol import TypedCall
from analyzer.link.sites import Site
from analyzer.link.texts import TEXTS, spellings
from analyzer.link.types import ClassOf, External, Function, Literal, Pattern, Type, Union, options, union
from analyzer.model.chains import text_of
from analyzer.model.syntax import Constant

_MAY_BE_TEXT = {
    "builtins.str()",
    "builtins.object()",
    "builtins.tuple()[]",
    "builtins.list()[]",
    "builtins.dict()[]",
    "typing.Any",
    "typing.LiteralString",
}
_ANY_MARK = parameter_mark(0)
_SOMETHING = External("builtins.object()")


class Marked:
    """Reads functions with marks, each once."""

    def __init__(self, names: Names, flow: Flow) -> None:
        self._program = names.program
        self._names = names
        self._flow = flow
        self._owners: list[tuple[int, str]] = []
        self._numbers: dict[tuple[int, str], int] = {}
        self._frames: dict[int, Frame | None] = {}
        self._calls: dict[int, dict[int, list[TypedCall]]] = {}

    def owner(self, number: int) -> tuple[int, str]:
        """Return the function, and the parameter of it, that a mark stands for."""
        return self._owners[number]

    def calls_like(self, call: TypedCall) -> Sequence[TypedCall]:
        """Return a call as it is made where parameters are marked; as it is where they tell nothing."""
        if not self.tells(call):
            return (call,)
        frame = self._frame(call.definition)
        if frame is None:
            return (call,)
        if call.definition not in self._calls:
            by_site: dict[int, list[TypedCall]] = {}
            for one in frame.calls:
                by_site.setdefault(id(one.call), []).append(one)
            self._calls[call.definition] = by_site
        return self._calls[call.definition].get(id(call.call)) or (call,)

    def given(self, site: Site, definition: int) -> dict[str, tuple[str, ...]]:
        """Return the texts that a call gives the parameters of a function; those that nothing is known of are blank.

        Who is handed a function may give it more than the call says: of that nothing is said here.
        """
        found: dict[str, list[str]] = {}
        for like in self.calls_like(site.call):
            for name, value in self._bound(like, site, definition).items():
                texts = [*spellings(value), *said_of(value)]
                if len(texts) < len(options(value)) or not texts:
                    texts.append(BLANK)
                found[name] = [*found.get(name, ()), *texts]
        for parameter in self._program.definitions[definition].head.parameters:
            default = self.default(definition, parameter.name)
            if parameter.name not in found and (default != BLANK or site.how != "handed"):
                found[parameter.name] = [default]
        return {name: tuple(dict.fromkeys(texts)) for name, texts in found.items()}

    def default(self, definition: int, name: str) -> str:
        """Return the text that a parameter holds which no caller gives; a blank where it holds none."""
        parameters = self._program.definitions[definition].head.parameters
        return next((text_of(one.default) for one in parameters if one.name == name), "") or BLANK

    def _bound(self, call: TypedCall, site: Site, definition: int) -> dict[str, Type | None]:
        """Which parameter gets what; of a function that is handed over, those after it come with it."""
        if site.how == "handed":
            return handed(self._program, call, definition)
        if site.how in ("guessed", "wrapped"):
            is_method = self._program.definitions[definition].head.kind == "method"
            return self._flow.bound(call, definition, _SOMETHING if is_method else None)
        for option in options(call.callee):
            if isinstance(option, Function) and option.definition == definition:
                return self._flow.bound(call, definition, option.receiver)
            if isinstance(option, ClassOf):
                return self._flow.bound(call, definition, option)
        return {}

    def tried(self, call: TypedCall) -> TypedCall | None:
        """Return a call with a mark wherever one might stand, which costs nothing; None where that cannot be told.

        A framework to which that says nothing need not be asked what the call is in a function that is read again.
        """
        if _says_path(call) or any(said_of(value) for value in (*call.args, *(value for _, value in call.keywords))):
            return None
        return msgspec.structs.replace(
            call,
            args=tuple(map(_stand_in, call.args)),
            keywords=tuple((name, _stand_in(value)) for name, value in call.keywords),
        )

    def tells(self, call: TypedCall) -> bool:
        """Return whether an argument of a call may hold a text that a caller gave."""
        if call.definition < 0:
            return False
        values = (*zip(call.call.args, call.args, strict=False),)
        named = tuple((one.value, value) for one, (_, value) in zip(call.call.keywords, call.keywords, strict=False))
        if _says_path(call):
            return True
        given = [value for written, value in (*values, *named) if not isinstance(written, Constant)]
        return any(may_be_text(value) or said_of(value) for value in given)

    def _frame(self, definition: int) -> Frame | None:
        if definition not in self._frames:
            self._frames[definition] = None
            found = self._program.definitions[definition]
            if found.head.kind != "class":
                parent = found.parent
                around = self._frame(parent) if parent >= 0 else None
                self._frames[definition] = self._flow.marked(definition, self._mark, around)
        return self._frames[definition]

    def _mark(self, definition: int, name: str, value: Type | None) -> Type | None:
        """A parameter that may hold a text holds a mark; a path is about one."""
        if not may_be_text(value) and not is_path(value):
            return value
        key = (definition, name)
        if key not in self._numbers:
            self._numbers[key] = len(self._owners)
            self._owners.append(key)
        mark = parameter_mark(self._numbers[key])
        return Literal(mark, 0) if may_be_text(value) else External("pathlib.Path()", about=mark)


def said_of(value: Type | None) -> list[str]:
    """Return what values from outside the project are about: the path of a ``Path``."""
    return [option.about for option in options(value) if isinstance(option, External) and option.about]


def _says_path(call: TypedCall) -> bool:
    """What is called may know itself the text that matters: the method of a path."""
    callee = call.callee
    return bool(said_of(callee)) or (isinstance(callee, External) and callee.name.startswith("pathlib."))


def _stand_in(value: Type | None) -> Type | None:
    """A mark for a value that may be a text, and for each part of one that is not known; for each of several."""
    if isinstance(value, Union):
        return union(one for one in map(_stand_in, value.options) if one is not None)
    if isinstance(value, Pattern):
        return Literal(value.value.replace(BLANK, _ANY_MARK), 0)
    return Literal(_ANY_MARK, 0) if not isinstance(value, Literal) and may_be_text(value) else value


def may_be_text(value: Type | None) -> bool:
    """Return whether a value whose type may be unknown may be a text."""
    return all(
        isinstance(option, TEXTS) or (isinstance(option, External) and option.name in _MAY_BE_TEXT)
        for option in options(value)
    )
