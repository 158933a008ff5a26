"""Which functions of the project run around a definition that they decorate, and where do they call it?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.link.names import Names
from analyzer.link.program import Program
from analyzer.link.settled import Settled
from analyzer.link.types import Function, Type, options
from analyzer.model.interfaces import Wrapping
from analyzer.model.syntax import Name

_DEEPEST = 8


def wrappers(names: Names, settled: Settled) -> Iterator[Wrapping]:
    """Yield every definition and wrapper, the outermost wrapper with the lowest place."""
    program = names.program
    lines: dict[int, tuple[int, ...]] = {}
    for one in program.definitions:
        if one.head.decorators and one.head.kind != "class":
            for place, wrapper in enumerate(_around(one.id, settled.decorated(one.id))):
                if wrapper not in lines:
                    lines[wrapper] = _calling(program, settled, wrapper)
                yield Wrapping(one.name, place, program.definitions[wrapper].name, lines[wrapper])


def _around(definition: int, value: Type | None) -> Iterator[int]:
    """Yield the wrappers of a definition, outermost first, as its name holds one that holds the next."""
    for _ in range(_DEEPEST):
        wrapper = next((one for one in options(value) if isinstance(one, Function)), None)
        if wrapper is None or wrapper.definition == definition:
            return
        yield wrapper.definition
        held = (one for _, given in wrapper.captured for one in options(given) if isinstance(one, Function))
        value = next(held, None)


def _calling(program: Program, settled: Settled, wrapper: int) -> tuple[int, ...]:
    """Return the lines on which a wrapper calls what a function around it was given."""
    given: set[str] = set()
    parent = program.definitions[wrapper].parent
    while parent >= 0 and program.definitions[parent].head.kind != "class":
        given.update(one.name for one in program.definitions[parent].head.parameters)
        parent = program.definitions[parent].parent
    given -= {one.name for one in program.definitions[wrapper].head.parameters}
    called = ((one.call.line, one.call.function) for one in settled.frame(wrapper).calls)
    return tuple(sorted({line for line, function in called if isinstance(function, Name) and function.id in given}))
