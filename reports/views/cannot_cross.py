"""Why can an operation never be called from another process, in whatever form?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzer.model.contracts import Input, Operation, kind_held
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import Shape, ShapeKind

INSTEAD = "moved or copied, not called"
"""What becomes of such an operation."""
_APPLICATION = "application"
_NEEDED = (LiveKind.CALLABLE, _APPLICATION)
"""What has no other form where it must be given."""
_GIVEN = frozenset({
    LiveKind.SESSION, LiveKind.CONNECTION, LiveKind.LOCK, LiveKind.THREAD, LiveKind.QUEUE, LiveKind.SOCKET,
    LiveKind.CONTEXT, LiveKind.CALLABLE, _APPLICATION,
})  # fmt: skip
"""What nobody can be given over a network; rows, files, generators and futures have a form that can."""
_CALLED: Mapping[str, str] = {
    LiveKind.CALLABLE: "function",
    LiveKind.CONTEXT: "context manager",
    LiveKind.QUEUE: "queue in memory",
}


def cannot_cross(one: Operation) -> tuple[str, ...]:
    """Return what an operation takes or gives that has no form in which it could cross; mostly nothing.

    A function that may be left out is no reason, nor is what each service has of its own, such as a session it takes.
    """
    return tuple(_reasons(one))


def is_stuck(one: Input) -> bool:
    """Tell whether an input is a reason."""
    return one.parameter.required and one.live in _NEEDED


def _reasons(one: Operation) -> Iterator[str]:
    stuck = [each for each in one.inputs if is_stuck(each)]
    for kind in _NEEDED:
        names = [each.parameter.name for each in stuck if each.live == kind]
        if names:
            yield f"takes {_some(_CALLED.get(kind, kind), len(names))} ({', '.join(names)})"
    given = given_live(one)
    if given:
        yield f"gives {_some(given, 1)}"


def given_live(one: Operation) -> str:
    """Return what an operation gives that nobody can be given, in a word."""
    kinds = (kind_held(one.result.shape, one.live_result), *_within(one.result.shape))
    found = next((kind for kind in kinds if kind in _GIVEN), "")
    return _CALLED.get(found, found)


def _within(shape: Shape) -> Iterator[str]:
    for part in shape.of:
        yield part.name if part.kind is ShapeKind.LIVE else ""
        yield from _within(part)


def _some(word: str, number: int) -> str:
    if number > 1:
        return f"{number} {word}s"
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
