"""Any table as it is, for the accountant's spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

from shop.utils import Invalid


def rows(app: str, model: str, **options: Any) -> Iterator[dict[str, Any]]:
    if not (app.isidentifier() and model.isidentifier()):
        raise Invalid("letters only")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {app}_{model}")
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            yield dict(zip(names, row, strict=True))
