"""What does a test say about the names in it, where it holds and where it does not?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.link.types import ClassOf, Function, Instance, LambdaOf, Literal, Partial, Row, Type, options, union
from analyzer.model.syntax import Attribute, Call, Choice, Constant, Expression, Name, Operation

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_FORMS: dict[str, type[Instance | ClassOf]] = {"isinstance": Instance, "issubclass": ClassOf}
_CALLABLE = (Function, ClassOf, LambdaOf, Partial)
_TELLING = frozenset((Operation, Choice, Call, Constant))
_EQUAL = {"is": True, "==": True, "is not": False, "!=": False}


def narrowed(evaluator: Evaluator, test: Expression, *, holds: bool) -> dict[str, Type | None] | None:
    """Return what names, and attributes of names, are known to be; None where the branch is never taken."""
    return _told(evaluator, test, holds=holds) if test.__class__ in _TELLING else {}


def _told(evaluator: Evaluator, test: Expression, *, holds: bool) -> dict[str, Type | None] | None:
    match test:
        case Operation():
            return _compared(evaluator, test, holds=holds)
        case Choice(kind="and", options=parts) if holds:
            return _all(evaluator, parts, holds=True)
        case Choice(kind="or", options=parts) if not holds:
            return _all(evaluator, parts, holds=False)
        case Call(function=Name(id="isinstance" | "issubclass" as test_of), args=(subject, kind)):
            return _of_kind(evaluator, subject, kind, _FORMS[test_of], holds=holds)
        case Call(function=Name(id="callable"), args=(subject,)):
            return _filtered(evaluator, subject, lambda option: _is_callable(evaluator, option), holds=holds)
        case Call(function=Name(id="hasattr"), args=(Name(id=name) as subject, Constant(value=str() as member))):
            return {} if holds else _lacking(evaluator, _known(evaluator, subject), name, member)
        case Constant(value=bool() as value):
            return {} if value is holds else None
        case _:
            return {}


def _compared(evaluator: Evaluator, test: Operation, *, holds: bool) -> dict[str, Type | None] | None:
    operands = test.operands
    if test.operator == "not" and len(operands) == 1:
        return narrowed(evaluator, operands[0], holds=not holds)
    if test.operator in _EQUAL and len(operands) == 2:  # noqa: PLR2004  # a pair
        return _same(evaluator, operands[0], operands[1], holds=_EQUAL[test.operator] is holds)
    return {}


def _all(evaluator: Evaluator, parts: tuple[Expression, ...], *, holds: bool) -> dict[str, Type | None] | None:
    found: dict[str, Type | None] = {}
    for part in parts:
        changes = narrowed(evaluator, part, holds=holds)
        if changes is None:
            return None
        found.update(changes)
    return found


def _path(subject: Expression) -> str:
    if isinstance(subject, Name):
        return subject.id
    if isinstance(subject, Attribute) and isinstance(subject.value, Name):
        return f"{subject.value.id}.{subject.name}"
    return ""


def _known(evaluator: Evaluator, subject: Expression) -> Type | None:
    frame = evaluator.frame
    path = _path(subject)
    return frame.locals.get(path) if path else None


def _of_kind(
    evaluator: Evaluator, subject: Expression, kind: Expression, form: type[Instance | ClassOf], *, holds: bool
) -> dict[str, Type | None] | None:
    """The subject is of one of these classes: an object of it, or in the ``form`` of a class that derives from it."""
    path = _path(subject)
    if not path:
        return {}
    frame = evaluator.frame
    calls, edges = len(frame.calls), len(frame.edges)
    named = evaluator.type_of(kind)
    del frame.calls[calls:], frame.edges[edges:]
    wanted: list[int] = []
    outside = False
    for option in (part for one in options(named) for part in (one.items if isinstance(one, Row) else (one,))):
        if isinstance(option, ClassOf):
            wanted.append(option.definition)
        else:
            outside = True
    if not wanted:
        return {}
    mro = evaluator.names.mro
    known = _known(evaluator, subject)
    made = options(known)
    if holds:
        if not outside and made and all(isinstance(option, form) for option in made):
            fitting = [o for o in made if isinstance(o, form) and any(cls in mro(o.definition) for cls in wanted)]
            if fitting:
                return {path: union(fitting)}
        return {} if outside else {path: union([form(cls) for cls in wanted])}
    left = [o for o in made if not (isinstance(o, form) and any(cls in mro(o.definition) for cls in wanted))]
    return {path: union(left)} if left and len(left) < len(made) else {}


def _is_callable(evaluator: Evaluator, option: Type) -> bool:
    if isinstance(option, Instance):
        return evaluator.names.member(option.definition, "__call__") is not None
    return isinstance(option, _CALLABLE)


def _filtered(
    evaluator: Evaluator, subject: Expression, fits: Callable[[Type], bool], *, holds: bool
) -> dict[str, Type | None]:
    path, made = _path(subject), options(_known(evaluator, subject))
    kept = [option for option in made if fits(option) is holds]
    return {path: union(kept)} if path and kept and len(kept) < len(made) else {}


def _lacking(evaluator: Evaluator, known: Type | None, name: str, member: str) -> dict[str, Type | None]:
    """What has a member of that name by its class is not what a name holds where ``hasattr`` is false."""
    made = options(known)
    left = [
        option
        for option in made
        if not isinstance(option, Instance) or evaluator.names.member(option.definition, member) is None
    ]
    return {name: union(left)} if len(left) < len(made) else {}


def _same(evaluator: Evaluator, left: Expression, right: Expression, *, holds: bool) -> dict[str, Type | None] | None:
    """``model is Order``: where the name may be several classes, it is that one; where it cannot be, dead code."""
    path, made = _path(left), options(_known(evaluator, left))
    if holds and made and isinstance(left, Name) and isinstance(right, Constant) and right.value is None:
        return {path: None}  # ``None`` is nothing of what the name may hold otherwise
    if path and made and isinstance(right, Constant) and all(isinstance(option, Literal) for option in made):
        same = [option for option in made if isinstance(option, Literal) and option.value == right.value]
        left_over = same if holds else [option for option in made if option not in same]
        return {path: union(left_over)} if left_over else {}
    if not path or not made or not isinstance(right, (Name, Attribute)):
        return {}
    other = evaluator.names.resolve(evaluator.frame.module, evaluator.frame.scope, right)
    if not isinstance(other, (ClassOf, Function)) or not all(
        isinstance(option, (ClassOf, Function)) for option in made
    ):
        return {}
    fitting = [option for option in made if option.definition == other.definition]  # type: ignore[union-attr]
    kept = fitting if holds else [option for option in made if option not in fitting]
    return {path: union(kept)} if kept else None
