"""What reaches itself in a graph, and in which order come callees before callers?"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence


def circles(
    starts: Iterable[str], callees: Callable[[str], Sequence[str]], known: Container[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the strongly connected components that the starts reach, callees first, each sorted (Tarjan 1972).

    What is ``known`` is not entered; it may grow while the components are taken.
    """
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_now: list[str] = []
    is_open: set[str] = set()
    for start in starts:
        if start in number or start in known:
            continue
        stack: list[tuple[str, Iterator[str]]] = []

        def enter(name: str, stack: list[tuple[str, Iterator[str]]] = stack) -> None:
            number[name] = lowest[name] = len(number)
            open_now.append(name)
            is_open.add(name)
            stack.append((name, iter(callees(name))))

        enter(start)
        while stack:
            name, left = stack[-1]
            callee = next(left, None)
            if callee is None:
                stack.pop()
                if stack:
                    lowest[stack[-1][0]] = min(lowest[stack[-1][0]], lowest[name])
                if lowest[name] == number[name]:
                    yield _closed(name, open_now, is_open)
            elif callee not in number:
                if callee not in known:
                    enter(callee)
            elif callee in is_open:
                lowest[name] = min(lowest[name], number[callee])


def _closed(name: str, open_now: list[str], is_open: set[str]) -> tuple[str, ...]:
    found: list[str] = []
    while not found or found[-1] != name:
        found.append(open_now.pop())
        is_open.discard(found[-1])
    return tuple(sorted(found))
