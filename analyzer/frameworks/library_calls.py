"""What do a library's calls do to resources, as tables of them say it?

A framework of this kind is a few rows: which values know the name of what they are for (``Maker``), and which methods
of which values read, write, publish or consume (``Use``). Values are told by the dotted name of what made them; one of
unknown type counts only by a name that cannot mean anything else, and only if the program imports the library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

import msgspec

from analyzer.frameworks.call_texts import Operations, argument, has_argument, is_unknown, texts_of, uses
from analyzer.link.found import Found
from analyzer.link.framework import Framework
from analyzer.link.names import Names
from analyzer.link.protocol import TypedCall
from analyzer.link.schema import Schema
from analyzer.link.types import External, Type, union
from analyzer.model.chains import last_name
from analyzer.model.resources import ResourceKind
from analyzer.model.syntax import Attribute

_MOST_NAMES = 5000  # dotted names of callees that are remembered


class Maker(msgspec.Struct, frozen=True):
    """Calls whose result is about a name: ``Queue("mail")``.

    ``callee`` is matched against the whole dotted name; ``place`` and ``keywords`` say which argument is the name (-1:
    what the call is made on), ``otherwise`` what it is where none is given.
    """

    callee: str
    place: int = 0
    keywords: tuple[str, ...] = ()
    otherwise: str = ""


class Use(msgspec.Struct, frozen=True):
    """Methods of some values that use a resource.

    ``receiver`` is matched against the dotted name of what a method is called on, the empty text against functions
    without one; ``methods`` say what each does. ``place`` and ``keywords`` say which argument is the name; -1 is what
    the value itself is about, and ``rest`` takes all positional arguments from ``place`` on. A value of unknown type
    counts where its name is in ``plain``, or where the call has the keyword ``needs`` (any method where it is ``*``).
    """

    kind: ResourceKind
    receiver: str
    methods: Mapping[str, Operations]
    place: int = 0
    keywords: tuple[str, ...] = ()
    rest: bool = False
    plain: frozenset[str] = frozenset()
    needs: str = ""
    tidy: Callable[[str], str] | None = None
    constant: str = ""


def does(operations: Operations, methods: str) -> dict[str, Operations]:
    """Return what each of some methods, given as words, does."""
    return dict.fromkeys(methods.split(), operations)


def last_part(text: str) -> str:
    """Return the last part of an address: of a URL, of an Amazon Resource Name."""
    return re.split(r"[/:]", text.rstrip("/:"))[-1]


class LibraryCalls(Framework):
    """A framework that its tables describe."""

    relays = True
    packages: tuple[str, ...] = ()
    makers: tuple[Maker, ...] = ()
    uses: tuple[Use, ...] = ()

    def __init__(self, names: Names, schema: Schema) -> None:
        super().__init__(names, schema)
        self._makers = tuple((re.compile(maker.callee), maker) for maker in self.makers)
        self._by_method: dict[str, list[tuple[re.Pattern[str], Use]]] = {}
        for use in self.uses:
            for method in use.methods:
                self._by_method.setdefault(method, []).append((re.compile(use.receiver), use))
        self._known: dict[str, tuple[Use, ...]] = {}
        self._made: dict[str, Maker | None] = {}

    def is_used(self) -> bool:
        """Return whether the program imports one of the libraries."""
        return self.imports(*self.packages)

    def result(self, call: TypedCall) -> Type | None:
        """Return a value that knows what it is about, where the call makes one."""
        callee = call.callee
        if not isinstance(callee, External):
            return None
        name = callee.name
        if name not in self._made:
            found = (maker for pattern, maker in self._makers if pattern.fullmatch(name))
            self._made[name] = next(found, None) if len(self._made) < _MOST_NAMES else None
        maker = self._made[name]
        if maker is None:
            return None
        if maker.place < 0 and not has_argument(call, -1, *maker.keywords):
            texts = [callee.about] if callee.about else []
        else:
            texts = texts_of(argument(call, maker.place, *maker.keywords))
            if not texts and not has_argument(call, maker.place, *maker.keywords):
                texts = [maker.otherwise] if maker.otherwise else []
        return union([External(f"{name}()", about=text) for text in texts])

    def accesses(self, call: TypedCall) -> Iterable[Found]:
        """Return what a call does to resources."""
        callee = call.callee
        if isinstance(callee, External):
            for use in self._uses_of(callee.name):
                yield from self._of(use, call, callee.about)
        elif is_unknown(callee):
            yield from self._by_names(call)

    def _uses_of(self, name: str) -> tuple[Use, ...]:
        found = self._known.get(name)
        if found is None:
            receiver, _, method = name.rpartition(".")
            those = self._by_method.get(method, ())
            found = tuple([use for pattern, use in those if pattern.fullmatch(receiver)])
            if len(self._known) < _MOST_NAMES:
                self._known[name] = found
        return found

    def _by_names(self, call: TypedCall) -> Iterator[Found]:
        """A method of a value of unknown type: by the value's name, or by a keyword that only this call has."""
        function = call.call.function
        if not isinstance(function, Attribute):
            return
        value = last_name(function.value)
        for _, use in self._by_method.get(function.name, ()):
            told = use.needs == "*" or any(one.name == use.needs for one in call.call.keywords)
            if use.place >= 0 and (value in use.plain or (use.needs and told)):
                known = texts_of(argument(call, use.place, *use.keywords))
                if known or use.needs:
                    yield from self._of(use, call, "")
                return

    def _of(self, use: Use, call: TypedCall, about: str) -> Iterator[Found]:
        operations = use.methods.get(last_name(call.call.function), ())
        callee = call.callee
        if not operations and isinstance(callee, External):
            operations = use.methods[callee.name.rpartition(".")[2]]
        if use.constant:
            texts = [use.constant]
        elif use.place < 0 and not has_argument(call, -1, *use.keywords):
            texts = [about] if about else []
        elif use.rest:
            texts = [text for value in call.args[use.place :] for text in texts_of(value)]
            texts += texts_of(argument(call, -1, *use.keywords))
        else:
            texts = texts_of(argument(call, use.place, *use.keywords))
        yield from uses(use.kind, operations, texts, call, use.tidy)


def watched_of(table: tuple[Use, ...]) -> frozenset[str]:
    """Return the names by which calls on values of unknown type are recognized."""
    plain = {name for use in table for name in use.plain}
    return frozenset(plain | {method for use in table if use.needs for method in use.methods})
