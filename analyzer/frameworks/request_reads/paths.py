"""Which parameters stand in the path of an entry point, and what does its converter say of each?"""

from __future__ import annotations

import re

from analyzer.frameworks.annotation_shapes import AnnotationShapes
from analyzer.frameworks.plain_shapes import DATE, INTEGER, NUMBER, STRING, UUID
from analyzer.link.names import Names
from analyzer.model.interfaces import Place, RequestInput
from analyzer.model.shapes import UNKNOWN, Origin, Shape, ShapeKind
from analyzer.model.spelling import spelled
from analyzer.model.syntax import Parameter

_CONVERTERS = {
    "int": INTEGER,
    "integer": INTEGER,
    "signed_int": INTEGER,
    "float": NUMBER,
    "number": NUMBER,
    "uuid": UUID,
    "ymd": DATE,
    "string": STRING,
    "str": STRING,
    "strorempty": STRING,
    "slug": STRING,
    "path": STRING,
    "default": STRING,
    "alpha": STRING,
}
_PARAMETER = re.compile(
    r"\(\?P<(?P<group>\w+)>(?P<inside>(?:[^()\\]|\\.|\([^()]*\))*)\)"
    r"|<(?P<angle>[^<>]*)>"
    r"|\{(?P<brace>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}"
    r"|\((?P<bare>(?!\?)(?:[^()\\]|\\.|\(\?:[^()]*\))*)\)"
)
_PARTS_OF_UUID = 3  # at least: those between the first and the last may be one group
_DIGITS = re.compile(r"^(\\d|\[0-9\]|\[\\d\])([+*]|\{[\d,]*\})?$")
_NAME = re.compile(r"\w+")


def path_parameters(path: str) -> list[tuple[str, Shape | None]]:
    """Return the names in a path and what their converters say (None: nothing), in order.

    Understands ``<int:x>``, ``<x:int>``, ``{x}``, ``{x:int}``, ``{x:\\d+}``, ``(?P<x>\\d+)``; a group without a name is
    called ``""``.
    """
    found: list[tuple[str, Shape | None]] = []
    for one in _PARAMETER.finditer(path):
        if one["group"] is not None:
            found.append((one["group"], _of_pattern(one["inside"])))
        elif one["bare"] is not None:
            found.append(("", _of_pattern(one["bare"])))
        else:
            found.append(_written(one["angle"] if one["angle"] is not None else one["brace"]))
    return found


def _written(text: str) -> tuple[str, Shape | None]:
    """``int:x``, ``x:int``, ``any(a, b):x``, ``x:re:[a-z]+``, ``x*``."""
    first, _, second = (part.strip() for part in text.partition(":"))
    converter, name = (first, second) if _is_converter(first, second) else (second, first)
    listed = re.match(r"any\((.*)\)$", converter)
    if listed:
        values = tuple(f'"{one.strip().strip(chr(34) + chr(39))}"' for one in listed[1].split(","))
        return name, Shape(ShapeKind.CONSTANTS, values=values)
    kind = converter.partition("(")[0].lower()
    named = _NAME.search(name)
    shape = _CONVERTERS.get(kind) or _of_pattern(converter.removeprefix("re:"))
    return named[0] if named else name, shape if converter else None


def _is_converter(first: str, second: str) -> bool:
    """Return whether the converter stands first, as Flask and Django write it."""
    if not second:
        return False
    if not _NAME.fullmatch(second) or "(" in first:
        return True
    return not (second in _CONVERTERS and first not in _CONVERTERS)


def _of_pattern(pattern: str) -> Shape | None:
    if _DIGITS.match(pattern):
        return INTEGER
    return UUID if pattern.count("{") >= _PARTS_OF_UUID and "-" in pattern else None


class PathInputs:
    """Makes inputs of the parameters in paths."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._shapes = AnnotationShapes(names)

    def of(self, path: str, definition: int, at: tuple[str, int]) -> tuple[RequestInput, ...]:
        """Return the inputs in the path of a handler; ``at`` is where the path is written."""
        found = self._names.program.definitions[definition]
        own = {one.name: one for one in found.head.parameters}
        plain = [one.name for one in found.head.parameters if one.kind == "positional"]
        bare = iter(plain[1:] if found.head.kind == "method" else plain)
        inputs: dict[str, RequestInput] = {}
        for name, converted in path_parameters(path):
            called = name or next(bare, "")
            if not called:
                continue
            said, written = self._annotated(own.get(called), found.module, found.head.scope)
            shape = said if said != UNKNOWN and converted in (None, STRING) else converted
            origin = Origin.FLOW if shape is None else Origin.ANNOTATION
            inputs[called] = RequestInput(called, Place.PATH, shape or STRING, True, *at, written, origin)
        return tuple(inputs.values())

    def _annotated(self, parameter: Parameter | None, module: int, scope: int) -> tuple[Shape, str]:
        if parameter is None:
            return UNKNOWN, ""
        shape = self._shapes.shape(module, scope, parameter.annotation)
        return shape, spelled(parameter.annotation) if shape != UNKNOWN else ""
