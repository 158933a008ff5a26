"""What the routes of small programs take and give, in a form that tests can read."""

from __future__ import annotations

from analyzer.interpret import interpret
from analyzer.model.interfaces import RequestInput, Served
from analyzer.model.shapes import Shape, ShapeKind
from analyzer.progress import Progress
from trees import linked


def served(files: dict[str, str] | str) -> dict[str, Served]:
    """Return what every entry point takes and gives, by its name."""
    written = {"app.py": files} if isinstance(files, str) else files
    return {one.name: one for one in interpret(linked(written), Progress()).interfaces.served}


def inputs(files: dict[str, str] | str) -> dict[str, list[str]]:
    """Return the inputs of every entry point as texts: ``query page?: integer = 1``."""
    return {name: sorted(map(told, one.inputs)) for name, one in served(files).items()}


def told(one: RequestInput) -> str:
    """Return an input as a text; ``?`` where it may be left out."""
    mark = "" if one.required else "?"
    default = f" = {one.default}" if one.default else ""
    return f"{one.place} {one.name or '*'}{mark}: {shape(one.shape)}{default}"


def shape(one: Shape) -> str:
    """Return a shape as a text."""
    inner = ", ".join(map(shape, one.of))
    said = one.format or one.name or " | ".join(one.values)
    text = f"{one.kind}({said})" if said else str(one.kind)
    if one.kind is ShapeKind.UNION:
        return " | ".join(map(shape, one.of))
    return f"{text}[{inner}]" if inner else text
