"""What do the decorators of a function make of it?"""

from __future__ import annotations

from analyzer.model.chains import last_name
from analyzer.model.syntax import Expression

_DESCRIPTORS = {"property", "cached_property", "hybrid_property"}
_CLASS_METHODS = {"classmethod", "declared_attr"}


def is_property(decorators: tuple[Expression, ...]) -> bool:
    """Return whether reading the attribute calls the function."""
    return _decorated(decorators, _DESCRIPTORS)


def is_class_method(decorators: tuple[Expression, ...]) -> bool:
    """True where the first parameter is the class."""
    return _decorated(decorators, _CLASS_METHODS)


def is_static_method(decorators: tuple[Expression, ...]) -> bool:
    """True where there is no bound first parameter."""
    return _decorated(decorators, {"staticmethod"})


def _decorated(decorators: tuple[Expression, ...], wanted: set[str]) -> bool:
    return any(last_name(decorator) in wanted for decorator in decorators)
