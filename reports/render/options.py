"""What the user chose for the rendering of a result."""

from __future__ import annotations

import msgspec


class RenderOptions(msgspec.Struct, frozen=True):
    """Options of a rendering.

    ``source_url`` turns evidence into links: a template in which ``{path}`` and ``{line}`` are replaced.
    """

    source_url: str = ""
    diagrams: bool = True
