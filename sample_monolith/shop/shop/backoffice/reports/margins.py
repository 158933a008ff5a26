from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection

QUERY = """
    SELECT p.title, SUM(l.quantity) AS pieces, SUM(l.quantity * (l.unit_cents - v.price_cents)) AS above_list
      FROM billing_line l
      JOIN catalog_variant v ON v.id = l.variant_id
      JOIN catalog_product p ON p.id = v.product_id
     GROUP BY p.title
     ORDER BY pieces DESC
"""


def rows(**options: Any) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(QUERY)
        seen: set[str] = set()
        for title, pieces, above_list in cursor.fetchall():
            seen.add(title)
            yield {"title": title, "pieces": pieces, "above_list": above_list, "place": len(seen)}
