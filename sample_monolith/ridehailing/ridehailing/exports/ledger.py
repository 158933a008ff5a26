"""Books for the accountant: everything of one kind, as lines."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import text

from ridehailing.db import session_scope
from ridehailing.utils import Invalid


def rows(subject: str) -> Iterator[str]:
    if not subject.isidentifier():
        raise Invalid(f"not a subject: {subject}")
    source = subject.lower() + "s"
    with session_scope() as session:
        result = session.execute(text(f"SELECT * FROM {source} ORDER BY 1"))
        yield ";".join(result.keys())
        for row in result:
            yield ";".join("" if value is None else str(value) for value in row)
