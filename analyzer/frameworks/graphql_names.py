"""How is a field of GraphQL called that a library names after a function?"""

from __future__ import annotations


def camel_case(name: str) -> str:
    """``order_lines`` is ``orderLines``, as graphene and Strawberry have it; leading underscores stay."""
    first, *others = name.split("_")
    return first + "".join(part.capitalize() if part else "_" for part in others)
