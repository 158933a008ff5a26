"""Which names does a ``case`` bind to objects of which class?"""

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
