"""What does a scope do, statement by statement?

Statements are read once, in order, loops too; ``blocks`` keeps branches apart.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.link.blocks import Blocks
from analyzer.link.defining import Defining
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.protocol import Entered, Thrown
from analyzer.link.types import (
    ClassOf,
    Collection,
    Container,
    External,
    Instance,
    Method,
    Row,
    Type,
    join,
    options,
)
from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Constant,
    Expression,
    Items,
    Name,
    Scope,
    Statement,
    Subscript,
    Unknown,
)

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_TESTED = (Name, Attribute, Call, Subscript)
_ENDS = ("return", "raise", "jump")
_IN_PLACE = {
    "+": ("__iadd__", "__add__", "__radd__"),
    "-": ("__isub__", "__sub__", "__rsub__"),
    "*": ("__imul__", "__mul__", "__rmul__"),
    "/": ("__itruediv__", "__truediv__", "__rtruediv__"),
    "|": ("__ior__", "__or__", "__ror__"),
    "&": ("__iand__", "__and__", "__rand__"),
    "^": ("__ixor__", "__xor__", "__rxor__"),
    "%": ("__imod__", "__mod__", "__rmod__"),
    "//": ("__ifloordiv__", "__floordiv__", "__rfloordiv__"),
    "**": ("__ipow__", "__pow__", "__rpow__"),
    "<<": ("__ilshift__", "__lshift__", "__rlshift__"),
    ">>": ("__irshift__", "__rshift__", "__rrshift__"),
    "@": ("__imatmul__", "__matmul__", "__rmatmul__"),
}


class Body:
    """Reads the statements of one scope after the other for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._steps: dict[str, Callable[[Statement], None]] = {
            "assign": self._assign,
            "annotate": self._annotate,
            "augment": self._augment,
            "expression": self._expression,
            "test": self._test,
            "match": self._expression,
            "raise": self._raise,
            "return": self._return,
            "for": self._for,
            "with": self._with,
            "catch": self._catch,
            "define": Defining(evaluator).read,
            "delete": self._delete,
            "global": self._global,
            "nonlocal": self._nonlocal,
            "jump": _nothing,
        }

    def run(self, scope: Scope) -> None:
        """Read a scope in the evaluator's frame."""
        frame = self._evaluator.frame
        blocks = Blocks(self._evaluator, scope.blocks)
        steps = self._steps
        current = 0
        for statement in scope.statements:
            if statement.block != current:
                current = statement.block
                blocks.move(current)
            if current and blocks.is_dead:
                continue
            frame.line = statement.line
            steps[statement.kind](statement)
            if current and statement.kind in _ENDS:
                blocks.end()
        if current or len(scope.blocks) > 1:
            blocks.close()

    def _assign(self, statement: Statement) -> None:
        value = self._evaluator.type_of(statement.value)
        for target in statement.targets:
            self._evaluator.binder.bind(target, value)

    def _annotate(self, statement: Statement) -> None:
        evaluator = self._evaluator
        frame = evaluator.frame
        value = self._field(statement, evaluator.type_of(statement.value))
        declared = evaluator.annotations.value(frame.module, frame.scope, statement.targets[1])
        finer = declared is None or _is_finer(value, declared) or _is_shown(statement.value, value, declared)
        known = value if finer else declared
        evaluator.binder.bind(statement.targets[0], known)

    def _field(self, statement: Statement, value: Type | None) -> Type | None:
        """``name: type = field(default_factory=…)`` holds nothing yet: objects get what the factory makes."""
        frame = self._evaluator.frame
        kept: Type | None = None
        for option in options(value):
            if isinstance(option, Method) and option.name == "field" and isinstance(statement.targets[0], Name):
                self._evaluator.cells.replace("default", frame.definition, statement.targets[0].id, option.receiver)
            else:
                kept = join(kept, option)
        return kept

    def _augment(self, statement: Statement) -> None:
        evaluator = self._evaluator
        target = statement.targets[0]
        evaluator.frame.adds |= isinstance(target, Attribute)
        operator = statement.targets[1].value if isinstance(statement.targets[1], Constant) else ""
        before = evaluator.type_of(target)
        value = evaluator.type_of(statement.value)
        first, *others = _IN_PLACE.get(str(operator), ("", "", ""))
        result: Type | None = None
        plain: Type | None = None
        for option in options(before):
            member = evaluator.names.member(option.definition, first) if isinstance(option, Instance) else None
            if member is not None and isinstance(member[1], DefinitionBinding):
                made = evaluator.invoker.invoke_bound(member[1].definition, option, (value,))
                result = join(result, made or option)
            else:
                plain = join(plain, option)
        if plain is not None or before is None:
            result = join(result, evaluator.operators.operate(plain, value, (others[0], others[1])))
        collections = [option for option in options(before) if isinstance(option, Collection)]
        for option in collections:
            evaluator.contents.extend(option, value)
        result = before if collections else result
        if isinstance(target, (Name, Attribute, Subscript)):
            evaluator.binder.bind(target, result)

    def _expression(self, statement: Statement) -> None:
        self._evaluator.discarded = statement.value
        self._evaluator.type_of(statement.value)

    def _test(self, statement: Statement) -> None:
        """An object that is tested is asked whether it is true, or how long it is."""
        evaluator = self._evaluator
        found = evaluator.type_of(statement.value)
        if found is not None and isinstance(statement.value, _TESTED):
            evaluator.operators.dunder(found, "__bool__", "__len__")

    def _raise(self, statement: Statement) -> None:
        """``raise Error`` makes an object of the class."""
        evaluator = self._evaluator
        raised = evaluator.type_of(statement.value)
        evaluator.frame.raised.append(Thrown(statement, raised))
        if isinstance(statement.value, (Name, Attribute)):
            for option in options(raised):
                if isinstance(option, ClassOf):
                    evaluator.invoker.apply(option, ())

    def _return(self, statement: Statement) -> None:
        evaluator = self._evaluator
        frame = evaluator.frame
        if isinstance(statement.value, Unknown):
            return
        found = evaluator.type_of(statement.value)
        if not frame.quiet:
            self._remember_passing(statement.value)
            frame.returns.append((statement.line, found))
        if found is None and not isinstance(statement.value, Constant):
            evaluator.contexts.returns_unknown.add(frame.definition)
        if isinstance(statement.value, Name) and frame.definition >= 0:
            head = evaluator.program.definitions[frame.definition].head
            if head.kind == "method" and head.parameters and head.parameters[0].name == statement.value.id:
                evaluator.functions.returns_receiver.add(frame.definition)
        frame.returned = join(frame.returned, found)

    def _remember_passing(self, value: Expression) -> None:
        """A wrapper that only returns ``f(…)`` of a function around it returns what that one does."""
        frame = self._evaluator.frame
        contexts = self._evaluator.contexts
        if isinstance(value, Name) and value.id in contexts.parameters_of(frame.definition):
            contexts.returns_parameter.setdefault(frame.definition, set()).add(value.id)
        name = ""
        if isinstance(value, Await):
            value = value.value
        if isinstance(value, Call) and isinstance(value.function, Name) and value.function.id not in frame.locals:
            name = value.function.id
        known = contexts.returns_call_of
        known[frame.definition] = name if known.get(frame.definition, name) == name else ""

    def _for(self, statement: Statement) -> None:
        evaluator = self._evaluator
        evaluator.binder.bind(statement.targets[0], evaluator.contents.iterate(evaluator.type_of(statement.value)))

    def _with(self, statement: Statement) -> None:
        evaluator = self._evaluator
        value = evaluator.type_of(statement.value)
        evaluator.frame.entered.append(Entered(statement, value))
        entered: Type | None = None
        for option in options(value):
            if isinstance(option, Instance):
                made = evaluator.operators.dunder(option, "__enter__", "__aenter__")
                evaluator.operators.dunder(option, "__exit__", "__aexit__")
                entered = join(entered, made if made is not None else option)
            elif isinstance(option, Container) and option.kind in ("context", "generator"):
                entered = join(entered, option.item)
            else:
                entered = join(entered, option)
        for target in statement.targets:
            evaluator.binder.bind(target, entered)

    def _catch(self, statement: Statement) -> None:
        evaluator = self._evaluator
        caught = evaluator.type_of(statement.value)
        evaluator.frame.caught.append(Thrown(statement, caught))
        if not statement.targets:
            return
        found: Type | None = None
        for option in options(caught):
            for one in option.items if isinstance(option, Row) else (option,):
                if isinstance(one, ClassOf):
                    found = join(found, Instance(one.definition))
                elif isinstance(one, External):
                    found = join(found, External(f"{one.name}()"))
        evaluator.binder.bind(statement.targets[0], found)

    def _delete(self, statement: Statement) -> None:
        evaluator = self._evaluator
        for target in statement.targets:
            if isinstance(target, Name):
                evaluator.frame.locals.pop(target.id, None)
            elif isinstance(target, Subscript):
                evaluator.operators.dunder(evaluator.type_of(target.value), "__delitem__")
                evaluator.type_of(target.index)
            else:
                evaluator.type_of(target)

    def _global(self, statement: Statement) -> None:
        frame = self._evaluator.frame
        names = {target.id for target in statement.targets if isinstance(target, Name)}
        frame.declared_global = frame.declared_global | names

    def _nonlocal(self, statement: Statement) -> None:
        frame = self._evaluator.frame
        names = {target.id for target in statement.targets if isinstance(target, Name)}
        frame.declared_nonlocal = frame.declared_nonlocal | names


def _nothing(statement: Statement) -> None:
    del statement


def _is_finer(value: Type | None, declared: Type) -> bool:
    """What is assigned says more than the annotation where that names no class of the project."""
    if value is None or not isinstance(declared, External):
        return False
    return not isinstance(value, External) or bool(value.about)


def _is_shown(written: Expression, value: Type | None, declared: Type) -> bool:
    """A display says item by item what an annotation says of all of them, where that names no class of the project."""
    if not isinstance(declared, Container) or not isinstance(declared.item, External):
        return False
    return isinstance(written, Items) and bool(written.items) and isinstance(value, (Row, Collection))
