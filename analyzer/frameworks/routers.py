"""Which apps and routers does the program make, and with which prefixes?

A router is the call that makes it: where types flow, they carry its number; elsewhere names lead to the call.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from analyzer.frameworks.given import Given
from analyzer.frameworks.registrations import Registration, Registrations, written_call
from analyzer.frameworks.route_tree import ROOT, RouteTree
from analyzer.frameworks.written import Reader
from analyzer.link.names import Names
from analyzer.link.patterns import BLANK
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, External, Type
from analyzer.model.chains import last_name
from analyzer.model.syntax import Call, Constant

_DEEPEST = 4  # factories that call factories


class Maker(msgspec.Struct, frozen=True):
    """A class or function that makes an app or router: where its prefix stands, and what it is made for."""

    prefix: tuple[str, ...] = ()
    place: int = -1
    above: tuple[str, ...] = ()
    above_place: int = -1
    named: bool = False  # without a prefix, the prefix is its name: the first argument


class Routers:
    """Numbers the calls that make apps and routers, in the order in which they are met."""

    def __init__(self, names: Names, makers: Mapping[str, Maker], packages: frozenset[str]) -> None:
        """``makers`` are classes and functions by their last names, in some packages."""
        self._names = names
        self._makers = makers
        self._packages = packages
        self._numbers: dict[int, int] = {}
        self._made: list[TypedCall | Given] = []

    def meet(self, reader: Reader, registrations: Registrations) -> None:
        """Take what reads arguments."""
        self._reader = reader
        self._registrations = registrations

    def made(self, call: TypedCall) -> Type | None:
        """Return the app or router that a call makes; None where it makes none."""
        if not isinstance(call.callee, External) or not self._makes(call.callee.name):
            return None
        return External(f"{call.callee.name}()", self._number(call.call, call))

    def number(self, call: Call) -> int | None:
        """Return the number of what a call makes; None where it makes nothing."""
        return self._numbers.get(id(call))

    def nodes(self, given: Given | None, depth: int = 0) -> list[int]:
        """Return the nodes that a value may be."""
        if given is None or depth > _DEEPEST:
            return []
        found = self.of_types(self._reader.types(given))
        if found:
            return found
        followed = self._reader.followed(given)
        call = followed.expression
        if not isinstance(call, Call):
            return []
        if id(call) in self._numbers:
            return [self._numbers[id(call)]]
        cls = self._names.resolve(followed.module, followed.scope, call.function)
        if isinstance(cls, ClassOf) and any(map(self._makes, self._names.external_bases(cls.definition))):
            return [self._number(call, followed)]
        returned = [node for one in self._reader.returned(followed) for node in self.nodes(one, depth + 1)]
        return list(dict.fromkeys(returned))

    def of_types(self, types: Iterable[Type]) -> list[int]:
        """Return the nodes among some types."""
        found = [
            one.made
            for one in types
            if isinstance(one, External) and one.made >= 0 and one.name.partition(".")[0] in self._packages
        ]
        return list(dict.fromkeys(found))

    def path(self, given: Given | None, otherwise: str = BLANK) -> str:
        """Return a text, or the other where none is given."""
        if given is None:
            return otherwise
        if isinstance(given.expression, Constant) and given.expression.value is None:
            return otherwise if otherwise != BLANK else ""
        found = self._reader.text(given)
        return BLANK if found is None else found

    def place(self, tree: RouteTree) -> None:
        """Add all apps and routers to a tree."""
        for number, maker in enumerate(self._made):
            self._place(tree, number, maker)

    def own_prefix(self, node: int) -> str:
        """Return the prefix that an app or router was made with."""
        if node == ROOT:
            return ""
        maker = self._made[node]
        known = self._maker(maker)
        prefixes = {self._prefix(one, known) for one in self._calls(maker)}
        return prefixes.pop() if len(prefixes) == 1 else BLANK

    def _prefix(self, made: Registration, maker: Maker) -> str:
        given = made.argument(maker.place, *maker.prefix)
        if given is None and maker.named:
            return f"/{self.path(made.argument(0, 'name'), '')}"
        return self.path(given, "")

    def _place(self, tree: RouteTree, number: int, maker: TypedCall | Given) -> None:
        """Add an app or router to the tree, below what it was made for."""
        known = self._maker(maker)
        prefix = self.own_prefix(number)
        tree.node(number, prefix)
        for made in self._calls(maker):
            above = self.nodes(made.argument(known.above_place, *known.above)) if known.above else []
            if isinstance(maker, TypedCall) and isinstance(maker.callee, External) and maker.callee.made >= 0:
                above = [maker.callee.made]
            for one in above:
                tree.attach(number, one, prefix)

    def _calls(self, maker: TypedCall | Given) -> list[Registration]:
        if isinstance(maker, TypedCall):
            return list(self._registrations.each(maker))
        call = written_call(maker)
        return [] if call is None else [call]

    def _maker(self, maker: TypedCall | Given) -> Maker:
        """Return what is known of the class or function that a call calls."""
        if isinstance(maker, TypedCall):
            return self._makers.get(last_name(maker.call.function), Maker())
        call = maker.expression
        cls = self._names.resolve(maker.module, maker.scope, call.function) if isinstance(call, Call) else None
        outside = self._names.external_bases(cls.definition) if isinstance(cls, ClassOf) else ()
        return next((self._makers[base.rpartition(".")[2]] for base in outside if self._makes(base)), Maker())

    def _makes(self, name: str) -> bool:
        return name.rpartition(".")[2] in self._makers and name.partition(".")[0] in self._packages

    def _number(self, call: Call, maker: TypedCall | Given) -> int:
        number = self._numbers.setdefault(id(call), len(self._made))
        if number == len(self._made):
            self._made.append(maker)
        return number
