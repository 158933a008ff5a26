"""What do the methods of a view read of the form that the library has filled from the request?"""

from __future__ import annotations

from analyzer.frameworks.request_reads.frames import Frame, NoHook, Running
from analyzer.frameworks.request_reads.values import Source, Special, Value
from analyzer.link.program import Program
from analyzer.model.interfaces import Place
from analyzer.model.parts import parts
from analyzer.model.syntax import Attribute, Expression, Name, Scope

_METHODS = ("form_valid", "form_invalid", "formset_valid", "formset_invalid")
_SOURCES = {"data": Place.FORM, "files": Place.FILE}
_HANDED = 2
_OWNER = "form of the request"


class FilledForms(NoHook):
    """Knows ``form.data`` and ``form.files`` of the form that ``form_valid`` is handed."""

    def entered(self, run: Running, definition: int, in_path: frozenset[str], frame: Frame) -> None:
        """Let the parameter of such a method hold the form."""
        del in_path
        name = form_of(run.names.program, definition)
        if name:
            frame.held[name] = Special(_OWNER, "")

    def read(self, run: Running, value: Value, name: str, frame: Frame) -> Value | None:
        """Return the part of the request behind ``form.data``."""
        del run, frame
        is_form = isinstance(value, Special) and value.owner == _OWNER
        return Source((_SOURCES[name],)) if is_form and name in _SOURCES else None


def form_of(program: Program, definition: int) -> str:
    """Return the parameter in which a library hands a method the form of the request; empty where it hands none."""
    head = program.definitions[definition].head
    is_handed = head.kind == "method" and head.name in _METHODS and len(head.parameters) >= _HANDED
    return head.parameters[1].name if is_handed else ""


def reads_form(program: Program, scope: Scope, definition: int) -> bool:
    """Return whether a body asks the form that it is handed for the request's part in it."""
    form = form_of(program, definition)
    pending: list[Expression] = [block.head for block in scope.blocks] if form else []
    for statement in scope.statements if form else ():
        pending += (statement.value, *statement.targets)
    while pending:
        one = pending.pop()
        if isinstance(one, Attribute) and isinstance(one.value, Name) and one.value.id == form and one.name in _SOURCES:
            return True
        pending += parts(one)
    return False
