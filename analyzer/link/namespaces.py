"""Which names do a scope's definitions, imports and assignments bind, and to what?"""

from __future__ import annotations

import msgspec

from analyzer.model.syntax import Call, Constant, Expression, Head, Items, Name, Scope, Subscript

_NO_ANNOTATION = Head("", "", "class", 0, 0, 0).returns


class DefinitionBinding(msgspec.Struct, frozen=True, gc=False):
    """A name bound by ``def`` or ``class``."""

    definition: int


class ImportBinding(msgspec.Struct, frozen=True, gc=False):
    """A name bound by an import of ``module`` (absolute), or of ``name`` from it."""

    module: str
    name: str


class ValueBinding(msgspec.Struct, frozen=True, gc=False):
    """A name bound by assignment; ``annotation`` is Unknown where there is none."""

    name: str
    value: Expression
    annotation: Expression
    line: int


Binding = DefinitionBinding | ImportBinding | ValueBinding
Namespace = dict[str, Binding]


def bind_values(namespace: Namespace, scope: Scope) -> set[str]:
    """Bind the names that a scope assigns, and return them."""
    assigned: set[str] = set()
    nothing = scope.blocks[0].head
    for statement in scope.statements:
        if statement.kind == "assign":
            for target in statement.targets:
                _bind_target(namespace, target, statement.value, statement.line)
                assigned.update([target.id] if isinstance(target, Name) else [])
        elif statement.kind == "annotate" and isinstance(statement.targets[0], Name):
            binding = ValueBinding(statement.targets[0].id, statement.value, statement.targets[1], statement.line)
            _bind(namespace, statement.targets[0].id, binding)
        elif statement.kind in ("for", "with"):
            for target in statement.targets:
                _bind_target(namespace, target, nothing, statement.line)
    return assigned


def _bind_target(namespace: Namespace, target: Expression, value: Expression, line: int) -> None:
    if isinstance(target, Name):
        _bind(namespace, target.id, ValueBinding(target.id, value, _NO_ANNOTATION, line))
    elif isinstance(target, Items):
        for place, item in enumerate(target.items):
            _bind_target(namespace, item, _part(value, place, len(target.items)), line)


def _part(value: Expression, place: int, wanted: int) -> Expression:
    """Return what the target at a place gets of a value that is taken apart."""
    if isinstance(value, Items):
        return value.items[place] if len(value.items) == wanted else _NO_ANNOTATION
    return Subscript(value, Constant(place, value.line)) if isinstance(value, Call) else _NO_ANNOTATION


def _bind(namespace: Namespace, name: str, binding: ValueBinding) -> None:
    """``x = None`` as a stand-in for a failed import, or after a definition, does not hide the real one."""
    stands = namespace.get(name)
    is_none = isinstance(binding.value, Constant) and binding.value.value is None
    if stands is None or (not is_none and isinstance(stands, ValueBinding)):
        namespace[name] = binding
