"""What does an annotation say about a value?"""

from __future__ import annotations

from analyzer.link.names import Names
from analyzer.link.types import ClassOf, Container, External, Instance, Type
from analyzer.model.syntax import Attribute, Expression, Items, Name, Operation, Subscript


def annotated(names: Names, module: int, scope: int, expression: Expression) -> Type | None:
    """Return the type of a value annotated so: an instance, or a container of instances."""
    match expression:
        case Operation(operator="|", operands=operands):
            known = (annotated(names, module, scope, operand) for operand in operands)
            return next((found for found in known if found is not None), None)
        case Subscript(value=value, index=index):
            return _generic(names, module, scope, value, index)
        case Name() | Attribute():
            meaning = names.resolve(module, scope, expression)
            if isinstance(meaning, ClassOf):
                return Instance(meaning.definition)
            if isinstance(meaning, External):
                return External(f"{meaning.name}()")
    return None


def _generic(names: Names, module: int, scope: int, value: Expression, index: Expression) -> Type | None:
    outer = names.resolve(module, scope, value)
    name = outer.name.rpartition(".")[2].lower() if isinstance(outer, External) else ""
    inner = index.items if isinstance(index, Items) else (index,)
    known = [found for part in inner if (found := annotated(names, module, scope, part)) is not None]
    if name in ("optional", "union", "annotated", "final", "classvar", "awaitable", "coroutine", "mapped"):
        return known[0] if known else None
    if name in ("dict", "mapping", "defaultdict", "callable"):
        return External("builtins.dict()")
    if isinstance(outer, ClassOf):
        return Instance(outer.definition)
    return Container(known[0]) if known else External(f"builtins.{name or 'object'}()")
