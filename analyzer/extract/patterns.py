"""Which names does a ``case`` bind, and to objects of which class?"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from analyzer.extract.expressions import lower
from analyzer.model.syntax import Expression, Name


def class_patterns(pattern: ast.pattern, subject: Expression) -> Iterator[tuple[Expression, Expression]]:
    """Yield (name, class) for ``case Class(): …`` on a named subject, and for ``case Class() as name``."""
    match pattern:
        case ast.MatchClass(cls=cls) if isinstance(subject, Name):
            yield subject, lower(cls)
        case ast.MatchAs(pattern=ast.pattern() as inner, name=str() as name):
            yield from class_patterns(inner, subject)
            if isinstance(inner, ast.MatchClass):
                yield Name(name, pattern.lineno), lower(inner.cls)
        case _:
            return


def captured_names(node: ast.Match) -> tuple[Name, ...]:
    """Return the names that the cases of a ``match`` capture."""
    found: dict[str, Name] = {}
    for case in node.cases:
        for pattern in ast.walk(case.pattern):
            name = pattern.rest if isinstance(pattern, ast.MatchMapping) else getattr(pattern, "name", None)
            if isinstance(pattern, (ast.MatchAs, ast.MatchStar, ast.MatchMapping)) and name is not None:
                found.setdefault(name, Name(name, node.lineno))
    return tuple(found.values())
