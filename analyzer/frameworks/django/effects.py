"""What do calls of libraries do to tables whose models are not in the source? What is found here is guessed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from analyzer.link.protocol import TypedCall
from analyzer.link.types import External, Function
from analyzer.model.chains import last_name
from analyzer.model.data import RowOperation
from analyzer.model.packages import PackageEffect
from analyzer.project.packages import Packages

_OF_MANAGERS: dict[str, tuple[RowOperation, ...]] = {
    "create_superuser": (RowOperation.INSERT,),
    "create_user": (RowOperation.INSERT,),
    "get_by_natural_key": (),
    "get_current": (),
    "get_for_id": (),
    "get_for_model": (),
}
"""Methods of managers of Django itself that yield one object, with what they write."""


def yields_one(method: str) -> bool:
    """Return whether a method of a manager outside yields one object."""
    return method in _OF_MANAGERS


def writes(method: str) -> tuple[RowOperation, ...]:
    """Return what a method of a manager outside writes."""
    return _OF_MANAGERS.get(method, ())


class Effects:
    """Asks the packages; what their classes do is remembered by method."""

    def __init__(self, packages: Packages) -> None:
        self._packages = packages
        self._methods: dict[str, dict[str, tuple[str, ...]]] = {}

    def methods(self) -> tuple[str, ...]:
        """Return the names of the methods that do something whatever they are called on."""
        return self._packages.effective_methods()

    def functions(self) -> tuple[str, ...]:
        """Return the dotted names of the functions that do something."""
        return self._packages.effective_functions()

    def of_call(self, call: TypedCall) -> Iterator[PackageEffect]:
        """Yield the statements of a call, by the function it calls or by a method's name alone."""
        found: tuple[PackageEffect, ...] = ()
        if isinstance(call.callee, External):
            found = self._packages.effects_of_function(call.callee.name)
        if not found and not isinstance(call.callee, Function):
            found = self._packages.effects_of_method(last_name(call.call.function))
        yield from found

    def yields(self, bases: tuple[str, ...], method: str) -> str:
        """Return whether a method that a model has from its bases outside yields ``many`` or ``one`` of its objects."""
        return next((kind for kind in ("many", "one") if kind in self._told(bases, method)), "")

    def operations(self, bases: tuple[str, ...], method: str) -> tuple[RowOperation, ...]:
        """Return what a method that a model has from its bases outside does to its table."""
        told = self._told(bases, method)
        found = dict.fromkeys(one for one in RowOperation if one.value in told)
        return tuple({RowOperation.SELECT: None} | found if self.yields(bases, method) else found)

    def _told(self, bases: tuple[str, ...], method: str) -> tuple[str, ...]:
        return tuple(word for base in bases for word in self._of_class(base).get(method, ()))

    def _of_class(self, name: str) -> dict[str, tuple[str, ...]]:
        """Method -> under which words a class and those that it derives from name it."""
        if name not in self._methods:
            known = self._packages.near(name)
            found: dict[str, tuple[str, ...]] = {}
            for one in self._packages.lineage(known.name) if known is not None else ():
                for word, methods in msgspec.structs.asdict(one.methods).items():
                    for method in methods:
                        found[method] = (*found.get(method, ()), word)
            self._methods[name] = found
        return self._methods[name]
