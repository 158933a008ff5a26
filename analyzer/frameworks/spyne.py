"""Spyne: operations of SOAP services.

Understands: methods with ``@rpc``, ``@srpc`` or ``@mrpc``, by their names or what ``_operation_name=`` or
``_in_message_name=`` says.
Does not understand: services that are built by calls of ``type``; functions decorated outside of a class are taken to
be put into one. The protocol is not looked at: a service over JSON is a row of SOAP too.
"""

from __future__ import annotations

from typing import ClassVar

from analyzer.frameworks.decorated import DecoratedFramework, Kinds, Mark
from analyzer.model.entry_points import EntryKind

NAME = "spyne"


class Spyne(DecoratedFramework):
    """The plug-in."""

    name = NAME
    packages = ("spyne",)
    decorators: ClassVar[Kinds] = {
        "spyne:rpc": EntryKind.SOAP,
        "spyne:srpc": EntryKind.SOAP,
        "spyne:mrpc": EntryKind.SOAP,
    }

    def named(self, mark: Mark) -> str:
        """Return the name of an operation."""
        given = self.given(mark, "_operation_name") or self.given(mark, "_in_message_name")
        return given or super().named(mark)
