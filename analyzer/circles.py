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
        entering: str | None = start
        while stack or entering is not None:
            if entering is not None:
                number[entering] = lowest[entering] = len(number)
                open_now.append(entering)
                is_open.add(entering)
                stack.append((entering, iter(callees(entering))))
                entering = None
            name, left = stack[-1]
            for callee in left:
                if callee not in number:
                    if callee not in known:
                        entering = callee
                        break
                elif callee in is_open and number[callee] < lowest[name]:
                    lowest[name] = number[callee]
            else:
                stack.pop()
                if stack and lowest[name] < lowest[stack[-1][0]]:
                    lowest[stack[-1][0]] = lowest[name]
                if lowest[name] == number[name]:
                    yield _closed(name, open_now, is_open)


def _closed(name: str, open_now: list[str], is_open: set[str]) -> tuple[str, ...]:
    if open_now[-1] == name:
        is_open.discard(open_now.pop())
        return (name,)
    found: list[str] = []
    while not found or found[-1] != name:
        found.append(open_now.pop())
        is_open.discard(found[-1])
    return tuple(sorted(found))
