"""What stands in ``__table_args__``: constraints, and options such as the schema?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.sqlalchemy.bodies import Place
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.model.chains import last_name, text_of
from analyzer.model.syntax import Call, Choice, Expression, Items, Mapping, Operation, Star

_DEEPEST = 8


def parts_of(
    values: Values, place: Place, expression: Expression, depth: int = 0
) -> Iterator[tuple[Place, Expression]]:
    """Yield every part of tuples, their sums and choices between them, followed to what it stands for."""
    place, expression = values.followed(place, expression)
    inner: tuple[Expression, ...]
    match expression:
        case Items(items=inner) | Operation(operator="+" | "|", operands=inner) | Choice(options=inner):
            pass
        case Star(value=value):
            inner = (value,)
        case Call(args=args) if last_name(expression.function) in ("tuple", "list") and args:
            inner = args
        case _:
            yield place, expression
            return
    for part in inner if depth < _DEEPEST else ():
        yield from parts_of(values, place, part, depth + 1)


def options_of(values: Values, place: Place, expression: Expression) -> dict[str, tuple[Place, Expression]]:
    """Return the options among the parts by name, the last of each."""
    found: dict[str, tuple[Place, Expression]] = {}
    for home, part in parts_of(values, place, expression):
        if isinstance(part, Mapping):
            for key, value in zip(part.keys, part.values, strict=False):
                name = text_of(key)
                if name:
                    found[name] = (home, value)
                else:
                    found |= options_of(values, home, value) if value is not expression else {}
        elif isinstance(part, Call) and last_name(part.function) == "dict":
            found |= {given.name: (home, given.value) for given in part.keywords if given.name}
    return found
