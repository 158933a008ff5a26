"""From an ``Analysis`` to page data: one module per page of the report."""
