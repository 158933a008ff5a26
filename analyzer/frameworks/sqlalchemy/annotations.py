"""What does an annotation such as ``Mapped[list[Rider]]`` say about the attribute of a mapped class?"""

from __future__ import annotations

import msgspec

from analyzer.model.chains import last_name
from analyzer.model.syntax import Constant, Expression, Items, Operation, Subscript

_LOADERS = {
    "Mapped": "",
    "RelationshipProperty": "",
    "DynamicMapped": "dynamic",
    "WriteOnlyMapped": "write_only",
    "AppenderQuery": "dynamic",
}
_COLLECTIONS = {
    "list", "List", "set", "Set", "frozenset", "FrozenSet", "tuple", "Tuple", "Sequence", "Collection", "Iterable",
    "MutableSequence", "MutableSet", "AbstractSet", "dict", "Dict", "Mapping", "MutableMapping",
}  # fmt: skip
_KEYED = {"dict", "Dict", "Mapping", "MutableMapping"}
_NO_CLASS = {*_LOADERS, "Any", "None"}
_WRAPPERS = {"Optional", "Union", "Annotated", "Type", "Final", "ClassVar", "InitVar", "Required", "ForwardRef"}


class Annotated(msgspec.Struct, frozen=True):
    """The class an annotation names (None: none), whether in a collection, and the way of loading it asks for."""

    target: Expression | None = None
    many: bool = False
    lazy: str = ""


def read_annotation(annotation: Expression) -> Annotated:
    """Read ``Mapped[X]``, ``Mapped[list[X]]``, ``Mapped[X | None]``, ``WriteOnlyMapped[X]``, or plain ``list[X]``."""
    lazy, is_mapped = "", False
    if isinstance(annotation, Subscript) and last_name(annotation.value) in _LOADERS:
        is_mapped = True
        lazy = _LOADERS[last_name(annotation.value)]
        annotation = annotation.index
    target, many = _inside(annotation)
    return Annotated(target, many or bool(lazy), lazy if is_mapped else "") if target is not None else Annotated()


def _inside(annotation: Expression) -> tuple[Expression | None, bool]:
    """The innermost class of an annotation, and whether a collection holds it."""
    match annotation:
        case Subscript(value=value, index=index):
            name = last_name(value)
            parts = index.items if isinstance(index, Items) else (index,)
            if name in _COLLECTIONS:
                return _inside(parts[-1] if name in _KEYED else parts[0])[0], True
            if name in _WRAPPERS:
                return _inside(next((part for part in parts if not _is_none(part)), index))
            return value, False
        case Operation(operator="|", operands=operands):
            return _inside(next((part for part in operands if not _is_none(part)), operands[0]))
        case _:
            is_text = isinstance(annotation, Constant) and annotation.value is not None
            names = is_text or (last_name(annotation) not in _NO_CLASS and bool(last_name(annotation)))
            return (annotation, False) if names else (None, False)


def _is_none(expression: Expression) -> bool:
    return (isinstance(expression, Constant) and expression.value is None) or last_name(expression) == "None"
