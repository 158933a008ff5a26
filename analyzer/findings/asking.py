"""Whose code asks a service for something, and whose does its work where the caller is?"""

from __future__ import annotations

from analyzer.findings.heirs import Heirs
from analyzer.model.code import DefinitionKind
from analyzer.model.facts import Facts

_CALLED_BY_NAME = "__call__"


class Asking:
    """Tells the definitions that another service would have to be asked for."""

    def __init__(self, facts: Facts, heirs: Heirs) -> None:
        """Take the facts and who derives from whom."""
        self._objects = frozenset(one.name for one in facts.definitions if one.kind is DefinitionKind.CLASS)
        self._properties = frozenset(facts.properties)
        self._heirs = heirs

    def asks(self, callee: str, service: str) -> bool:
        """Return whether a call of this definition of a service, made by another, is a request.

        To make an object, to print or compare it and to read its property is done where the object is; and a method of
        a class from which classes of other services derive is done by one of these.
        """
        owner, _, last = callee.rpartition(".")
        special = last.startswith("__") and last.endswith("__") and last != _CALLED_BY_NAME
        if special or callee in self._objects or callee in self._properties:
            return False
        return not self._heirs.elsewhere(owner, service)
