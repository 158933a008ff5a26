"""Which names does a function bind by itself?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.model.syntax import Expression, Head, Items, Name, Scope, Star

_BINDING = frozenset({"assign", "annotate", "augment", "for", "with", "catch", "delete", "match"})


def names_in(target: Expression) -> Iterator[str]:
    """Yield the names that a target binds."""
    if isinstance(target, Name):
        yield target.id
    elif isinstance(target, Items):
        for item in target.items:
            yield from names_in(item)
    elif isinstance(target, Star):
        yield from names_in(target.value)


def bound_names(head: Head, scope: Scope) -> set[str]:
    """Return the parameters of a function and the names its statements assign, without those declared elsewhere.

    What it imports and defines, and what ``:=`` binds, is not among them.
    """
    found = {parameter.name for parameter in head.parameters}
    for statement in scope.statements:
        if statement.kind in _BINDING:
            targets = statement.targets[:1] if statement.kind in ("annotate", "augment") else statement.targets
            for target in targets:
                found.update(names_in(target))
    return found - declared(scope, "global") - declared(scope, "nonlocal")


def declared(scope: Scope, kind: str) -> set[str]:
    """Return the names that a function declares to be global, or nonlocal."""
    return {
        name
        for statement in scope.statements
        if statement.kind == kind
        for target in statement.targets
        for name in names_in(target)
    }
