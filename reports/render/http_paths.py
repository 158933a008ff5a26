"""Under which method and path template does an operation stand in an OpenAPI file?

Paths come as frameworks write them (``/trips/<int:id>``, ``/trips/{id:path}``, ``^trips/(?P<id>\\d+)/$``). OpenAPI
wants each expression named once, and forbids two paths that differ in those names alone: such paths become one, under
the names of the first. Two operations of one method and path are told apart by the operation's name at the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from analyzer.model.contracts import Effect, Operation
from reports.render.contract_names import Names, identifier, slug

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

_EXPRESSION = re.compile(r"\{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}|<([^<>]*)>")
_GROUP = re.compile(r"\((?:\?P<(\w+)>)?")
_LITERAL = "/-._~!$&'()*+,;=:@"
_ANCHORS = str.maketrans("", "", "^$\\?")


@dataclass(frozen=True, slots=True)
class Placed:
    """An operation at its place; ``parameters`` are the names in the path, each with the name that it has in code."""

    operation: Operation
    identifier: str
    method: str
    path: str
    parameters: Mapping[str, str]


def placed(operations: Iterable[Operation]) -> list[Placed]:
    """Give each operation a method, a path and an identifier of its own; sorted by path and method."""
    found: dict[tuple[str, str], Placed] = {}
    spelled: dict[str, str] = {}
    identifiers = Names()
    for one in sorted(operations, key=lambda one: (one.path, one.method, one.name, one.definitions, one.at)):
        template, names = _template(one.path)
        module_and_name = identifier("_".join(".".join(one.definitions[:1]).split(".")[-2:]))
        name = identifiers.free(identifier(one.name), module_and_name)
        for method in _methods(one):
            path, key = template, _EXPRESSION.sub("{}", template)
            number = 1
            while (method, key) in found:
                path = f"{template.rstrip('/')}/{slug(name)}{f'-{number}' if number > 1 else ''}"
                key, number = _EXPRESSION.sub("{}", path), number + 1
            path = spelled.setdefault(key, path)
            called = dict(zip(_expressions(path), names, strict=True))
            own = name if method == _methods(one)[0] else identifiers.free(f"{name}_{method}")
            found[method, key] = Placed(one, own, method, path, called)
    return sorted(found.values(), key=lambda one: (one.path, METHODS.index(one.method)))


def _methods(operation: Operation) -> Sequence[str]:
    """The methods of an operation; where none of them is one of OpenAPI's, by what it does."""
    named = {word.lower() for word in re.split(r"[^A-Za-z]+", operation.method)}
    return [method for method in METHODS if method in named] or [
        "post" if operation.effect is Effect.CHANGES else "get"
    ]


def _expressions(template: str) -> list[str]:
    return [found[1] or "" for found in _EXPRESSION.finditer(template)]


def _template(path: str) -> tuple[str, list[str]]:
    """Write a path as OpenAPI does; the second value holds the names as the path has them."""
    text = _without_groups(path) if "(?P<" in path or path.lstrip("/").startswith("^") else path
    names = Names()
    parts, called, end = [], [], 0
    for found in _EXPRESSION.finditer(text):
        name = _name(found[1]) if found[1] is not None else _name(found[2], last=True)
        called.append(name)
        parts += [_literal(text[end : found.start()]), f"{{{names.free(identifier(name))}}}"]
        end = found.end()
    whole = "".join([*parts, _literal(text[end:])])
    return (whole if whole.startswith("/") else f"/{whole}"), called


def _name(expression: str, last: bool = False) -> str:
    """The name in ``id``, ``id:path``, or, in angle brackets, ``int:id``."""
    pieces = expression.split(":")
    return (pieces[-1] if last else pieces[0]).strip() or "value"


def _literal(text: str) -> str:
    return quote(text, safe=_LITERAL)


def _without_groups(pattern: str) -> str:
    """Write the groups of a regular expression as expressions of a template, and leave out its anchors."""
    parts: list[str] = []
    place = 0
    while place < len(pattern):
        group = _GROUP.match(pattern, place)
        if group is None:
            parts.append(pattern[place].translate(_ANCHORS))
            place += 1
            continue
        parts.append(f"{{{group[1] or 'value'}}}")
        place = _end_of_group(pattern, place)
    return "".join(parts)


def _end_of_group(pattern: str, start: int) -> int:
    depth = 0
    for place in range(start, len(pattern)):
        if pattern[place - 1 : place] != "\\" or place == start:
            depth += {"(": 1, ")": -1}.get(pattern[place], 0)
        if depth == 0:
            return place + 1
    return len(pattern)
