"""Which other rows go, or change, when Django deletes an object?"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from analyzer.frameworks.django.relations import Relations
from analyzer.link.found import FoundAccess
from analyzer.model.code import Certainty
from analyzer.model.data import RowOperation

_NULLED = frozenset(("SET_NULL", "SET_DEFAULT", "SET"))
_LOOKED_FOR = frozenset(("PROTECT", "RESTRICT"))


def cascade(
    model: int, relations: Relations, tables: Callable[[int], tuple[int, ...]], empty: Container[str] = ()
) -> Iterator[FoundAccess]:
    """Yield what Django does to other tables when it deletes objects of a model: it collects them in Python.

    ``tables`` returns those of a model's rows. The rows that hang on rows that go are followed, each model once; where
    the objects' relations with the names in ``empty`` lead, Django looks in vain.
    """
    own = frozenset(tables(model))
    waiting, seen = [model], {model}
    done: dict[tuple[int, RowOperation], None] = {}
    while waiting:
        current = waiting.pop()
        for one in relations.cascades(current):
            in_vain = current == model and one.accessor in empty
            affected = (one.between,) if one.between >= 0 else tables(one.model)
            if one.on_delete == "CASCADE":
                operations: tuple[RowOperation, ...] = (RowOperation.DELETE,)
                if one.between < 0:
                    operations = (RowOperation.SELECT, RowOperation.DELETE)
                    if one.model not in seen and not in_vain:
                        seen.add(one.model)
                        waiting.append(one.model)
            elif one.on_delete in _NULLED:
                operations = (RowOperation.UPDATE,)
            else:
                operations = (RowOperation.SELECT,) if one.on_delete in _LOOKED_FOR else ()
            if in_vain:
                operations = tuple(operation for operation in operations if not operation.writes)
            done.update({(table, operation): None for table in affected for operation in operations})
    for table, operation in done:
        if table not in own or operation is not RowOperation.DELETE:
            yield FoundAccess((table,), operation, Certainty.CASCADE)
