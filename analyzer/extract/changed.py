"""What does a function change that it did not bind itself? Collected while a file is read.

Like ``heard``: one file is read at a time in a process, so that the handlers can add to one list.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from analyzer.model.bound import bound_names, declared, names_in
from analyzer.model.chains import text_of
from analyzer.model.syntax import (
    Attribute,
    Call,
    Change,
    Expression,
    Head,
    Items,
    Name,
    Scope,
    Star,
    Statement,
    Subscript,
)

CONTAINER_METHODS = frozenset((
    "append", "appendleft", "extend", "extendleft", "setdefault", "popitem", "popleft", "difference_update",
    "intersection_update", "symmetric_difference_update", "move_to_end", "put_nowait", "discard", "sort", "reverse",
    "rotate",
))  # fmt: skip
"""Methods that change what they are called on, whatever it is."""

METHODS = CONTAINER_METHODS | frozenset(("add", "update", "pop", "clear", "remove", "insert", "put", "subtract"))
"""Methods that change a container, and that other things have too."""

FUNCTIONS = frozenset((
    "setattr", "delattr", "next", "heappush", "heappop", "heapreplace", "heappushpop", "insort", "insort_left",
    "insort_right",
))  # fmt: skip
"""Functions that change their first argument."""

CHANGING = METHODS | FUNCTIONS | {"putenv", "unsetenv"}

_CONSTRUCTORS = frozenset({"__init__", "__post_init__", "__setstate__", "__new__"})

found: list[tuple[str, Expression, str, int]] = []
"""What the function being read changes, and the lambdas and comprehensions in it: root, target, how, line."""

declaring: set[int] = set()
"""The functions that declare names to be global."""

walrus: list[str] = []
"""Names that the function being read binds with ``:=``."""


def begin() -> None:
    """Forget the file that was read before."""
    found.clear()
    declaring.clear()
    walrus.clear()


def root_of(target: Expression) -> Name | None:
    """Return the name at the beginning of a chain, ``a`` of ``a.b[c].d``, ``x`` of ``type(x).b``; None for others."""
    while True:
        match target:
            case Name():
                return target
            case Attribute(value=value) | Subscript(value=value):
                target = value
            case Call(function=Name(id="type"), args=(value,), keywords=()):
                target = value
            case _:
                return None


def first_changed(call: Call, called: str) -> Expression | None:
    """Return what a function that changes its first argument is given; ``setattr(x, "y", …)`` changes ``x.y``."""
    if called not in FUNCTIONS or not call.args:
        return None
    first = call.args[0]
    if called in ("setattr", "delattr"):
        name = text_of(call.args[1]) if len(call.args) > 1 else ""
        return Attribute(first, name) if name else None
    return first


def how_of(called: str) -> str:
    """Return how a function changes its first argument: ``setattr`` and ``delattr`` store."""
    return "=" if called in ("setattr", "delattr") else called


def call(made: Call, called: str) -> None:
    """Add a call of something whose name says that it changes what it is called on, or given first."""
    function = made.function
    changed = first_changed(made, called)
    if changed is not None:
        _add(changed, how_of(called), made.line)
    elif isinstance(function, Attribute) and called not in FUNCTIONS:
        _add(function.value, called, made.line)


def store(targets: tuple[Expression, ...], line: int) -> None:
    """Add what an assignment, a loop or ``del`` stores into; a bare name is judged when its function ends."""
    for target in targets:
        if isinstance(target, (Attribute, Subscript)):
            _add(target, "=", line)
        elif isinstance(target, Items):
            store(target.items, line)
        elif isinstance(target, Star):
            store((target.value,), line)


def hide(before: int, names: AbstractSet[str]) -> None:
    """Take back what was added since, where it begins with a name that a lambda or comprehension binds."""
    found[before:] = [one for one in found[before:] if one[0] not in names]


def _add(target: Expression, how: str, line: int) -> None:
    root = root_of(target)
    if root is not None:
        found.append((root.id, target, how, line))


def mark() -> tuple[int, int]:
    """Return how much there is when a scope begins."""
    return len(found), len(walrus)


def forget(begun: tuple[int, int]) -> None:
    """Take back what was added since: the code of modules and classes runs while they are imported."""
    before, assigned = begun
    del found[before:], walrus[assigned:]


def close(
    begun: tuple[int, int], inner: list[tuple[str, Change]], index: int, head: Head, scope: Scope
) -> list[tuple[str, Change]]:
    """Return what a function that ends here, and those inside it, change of what stands around it.

    ``begun`` is the mark of its beginning, ``inner`` what functions inside it change.
    """
    before, assigned = begun
    own = [(root, Change(index, target, how, line)) for root, target, how, line in found[before:]]
    named = set(walrus[assigned:])
    forget(begun)
    if index in declaring:
        own += [(target.id, Change(index, target, "=", line)) for target, line in _rebound(scope)]
    if not own and not inner:
        return inner
    bound = (bound_names(head, scope) | named) - declared(scope, "global") - declared(scope, "nonlocal")
    receiver = head.parameters[0].name if head.kind == "method" and head.parameters else ""
    left = [one for one in (*own, *inner) if one[0] not in bound]
    if receiver in bound:
        left += _of_receiver(head, [one for one in (*own, *inner) if one[0] == receiver])
    return left


def _rebound(scope: Scope) -> list[tuple[Name, int]]:
    names = declared(scope, "global")
    return [(name, one.line) for one in scope.statements for name in _names(one) if name.id in names]


def _names(statement: Statement) -> list[Name]:
    if statement.kind in ("global", "nonlocal"):
        return []
    return [Name(name, statement.line) for target in statement.targets for name in names_in(target)]


def _of_receiver(head: Head, changes: list[tuple[str, Change]]) -> list[tuple[str, Change]]:
    """One for each attribute and way of changing it; a constructor that gives an object its attributes does not."""
    kept: dict[tuple[int, str, bool], tuple[str, Change]] = {}
    for root, change in changes:
        attribute, stored = _attribute_of_root(change)
        if not (stored and head.name in _CONSTRUCTORS - {"__new__"}):
            kept.setdefault((change.scope, attribute, stored), (root, change))
    return list(kept.values())


def _attribute_of_root(change: Change) -> tuple[str, bool]:
    """Return the first attribute in a chain, and whether the change stores into that very attribute."""
    target, depth, name = change.target, 0, ""
    while isinstance(target, (Attribute, Subscript)):
        name = target.name if isinstance(target, Attribute) else "[]"
        target, depth = target.value, depth + 1
    return name, depth == 1 and change.how == "=" and isinstance(target, Name)
