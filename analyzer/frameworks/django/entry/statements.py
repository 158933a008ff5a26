"""What does a module or function of a URL configuration bind and return, statement by statement?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.frameworks.django.entry.routes import LONGEST, Frame, Local, Node, walked
from analyzer.model.syntax import Attribute, Await, Call, Expression, Name, Scope, Star, Statement, Unknown

if TYPE_CHECKING:
    from analyzer.frameworks.django.entry.patterns import Patterns

_EMPTY = Scope((), ())
_NOTHING = Unknown()
_ADD = ("append", "extend", "insert")


def run(patterns: Patterns, frame: Frame) -> list[Node]:
    """Read the statements of a frame, every branch of them, and return the routes that it returns or yields."""
    returned: list[Node] = []
    scope = patterns.names.program.scopes(frame.module).get(frame.scope, _EMPTY)
    for statement in scope.statements:
        match statement.kind:
            case "assign" | "annotate":
                _assign(patterns, statement, frame)
            case "augment":
                _add(patterns, statement.targets[0], (statement.value,), frame)
            case "for":
                for target in statement.targets:
                    if isinstance(target, Name):
                        nodes = patterns.of(statement.value, frame)
                        frame.locals[target.id] = Local(nodes, Star(statement.value), frame)
            case "expression":
                _call(patterns, statement.value, frame)
                if isinstance(statement.value, Await):
                    returned += patterns.of(statement.value.value, frame)
            case "return":
                returned += patterns.of(statement.value, frame)
    return list(dict.fromkeys(returned))


def _assign(patterns: Patterns, statement: Statement, frame: Frame) -> None:
    """Bind names; what another branch may have bound stays."""
    target = statement.targets[0]
    if isinstance(target, Attribute) and target.name == "callback" and isinstance(statement.value, Call):
        walked(patterns.of(target.value, frame), (frame.module, statement.line))
    before = frame.locals.get(target.id) if isinstance(target, Name) else None
    for one in statement.targets if statement.kind == "assign" else (target,):
        patterns.bind(one, statement.value, frame)
    after = frame.locals.get(target.id) if isinstance(target, Name) else None
    if after is not None and before is not None and statement.block:
        after.nodes = list(dict.fromkeys([*before.nodes, *after.nodes]))
        after.router = after.router or before.router
    elif after is not None:
        after.nodes = list(after.nodes)  # ``a = b; a += c`` adds to no list of another module


def _add(patterns: Patterns, target: Expression, values: tuple[Expression, ...], frame: Frame) -> None:
    held = patterns.name_bound(target, frame)
    if held is None and isinstance(target, Name):
        held = frame.locals[target.id] = Local([], _NOTHING, frame)
    if held is None or len(held.nodes) >= LONGEST:
        return
    for value in values:
        found = patterns.of(value, frame)
        held.nodes.extend(found[:LONGEST])
        if not found and isinstance(target, Name) and target.id == "urlpatterns":
            patterns.note_unknown(value, frame)


def _call(patterns: Patterns, call: Expression, frame: Frame) -> None:
    """``urlpatterns.append(…)``, ``router.register(…)``, ``router.registry.extend(other.registry)``."""
    if not isinstance(call, Call) or not isinstance(call.function, Attribute):
        return
    name, value = call.function.name, call.function.value
    if name == "register":
        patterns.routers.of(call, frame)
    elif name == "extend" and isinstance(value, Attribute) and value.name == "registry":
        patterns.routers.extend(value.value, call, frame)
    elif name in _ADD:
        _add(patterns, value, call.args, frame)
