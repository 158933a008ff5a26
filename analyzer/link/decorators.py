"""What do the decorators of a definition make of it?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.types import ClassOf, Function, Instance, LambdaOf, Partial, Type, join, options
from analyzer.model.chains import last_name, line_of
from analyzer.model.syntax import Call, Expression

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_DESCRIPTORS = {"property", "cached_property", "hybrid_property", "classproperty", "abstractproperty"}
_CLASS_METHODS = {"classmethod", "declared_attr", "abstractclassmethod"}
_STATIC_METHODS = {"staticmethod", "abstractstaticmethod"}
_COROUTINES = frozenset({"inlineCallbacks", "coroutine", "tasklet", "async_generator"})
_CALLABLE = (Function, ClassOf, Instance, LambdaOf, Partial)
_ADDS_NOTHING = _DESCRIPTORS | _CLASS_METHODS | _STATIC_METHODS | {"abstractmethod", "overload", "wraps", "override"}


def is_property(decorators: tuple[Expression, ...]) -> bool:
    """Return whether reading the attribute calls the function."""
    return _decorated(decorators, _DESCRIPTORS)


def is_class_method(decorators: tuple[Expression, ...]) -> bool:
    """True where the first parameter is the class."""
    return _decorated(decorators, _CLASS_METHODS)


def is_static_method(decorators: tuple[Expression, ...]) -> bool:
    """True where there is no bound first parameter."""
    return _decorated(decorators, _STATIC_METHODS)


def _decorated(decorators: tuple[Expression, ...], wanted: set[str]) -> bool:
    return bool(decorators) and any(last_name(decorator) in wanted for decorator in decorators)


def kind_of(decorators: tuple[Expression, ...]) -> str:
    """Return what decorators make of a method: property, static, class, or method."""
    if is_property(decorators):
        return "property"
    if is_static_method(decorators):
        return "static"
    return "class" if is_class_method(decorators) else "method"


def is_context_manager(decorators: tuple[Expression, ...]) -> bool:
    """True where a generator is made a context manager."""
    return _decorated(decorators, {"contextmanager", "asynccontextmanager"})


def runs_generator(decorators: tuple[Expression, ...]) -> bool:
    """True where a generator is run for the caller, who gets what it returns in the end."""
    written = [one.function if isinstance(one, Call) else one for one in decorators]
    return any(last_name(one) in _COROUTINES for one in written)


class Decorated:
    """Applies decorators of the project; those from elsewhere leave a definition what it is."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._worth_asking = {
            definition.id
            for definition in evaluator.program.definitions
            if any(last_name(decorator) not in _ADDS_NOTHING for decorator in definition.head.decorators)
        }

    def outcome(self, definition: int) -> Type:
        """Return what the name of a definition holds once its decorators were applied."""
        if definition not in self._worth_asking:
            return self.itself(definition)
        evaluator = self._evaluator
        found = evaluator.program.definitions[definition]
        if found.parent < 0 or evaluator.program.definitions[found.parent].head.kind == "class":
            evaluator.scopes.ensure(evaluator.program.unit(found.module, found.head.scope))
        made = evaluator.cells.read("decorated", definition, "", evaluator.frame.reader)
        return self.itself(definition) if made is None else made

    def changes(self, definition: int) -> bool:
        """Return whether decorators may make something else of a definition."""
        return definition in self._worth_asking

    def itself(self, definition: int) -> Type:
        """Return a definition as it is without its decorators."""
        is_class = self._evaluator.program.definitions[definition].head.kind == "class"
        return ClassOf(definition) if is_class else Function(definition)

    def apply(self, definition: int, decorators: list[Type | None]) -> None:
        """Call the decorators, the innermost first, each with what the one before it returned."""
        if not decorators:
            return
        value = self.itself(definition)
        written = self._evaluator.program.definitions[definition].head.decorators
        for expression, decorator in zip(reversed(written), reversed(decorators), strict=True):
            self._evaluator.frame.line = line_of(expression) or self._evaluator.frame.line
            ours: Type | None = None
            for option in options(decorator):
                if isinstance(option, _CALLABLE):
                    ours = join(ours, option)
            made = None if ours is None else self._evaluator.invoker.apply(ours, (value,))
            kept: Type | None = None
            for option in options(made):
                if isinstance(option, _CALLABLE):
                    kept = join(kept, option)
            value = value if kept is None else kept
        if value != self.itself(definition):
            self._evaluator.cells.replace("decorated", definition, "", value)
