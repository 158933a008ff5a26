"""How is a template compiled once, however often it is filled?"""

from __future__ import annotations

from types import CodeType

import jinja2
from jinja2.bccache import Bucket


class Compiled(jinja2.BytecodeCache):
    """Templates compiled by environments that differ in the values of their filters and globals alone."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Look for what became of this text under this name."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what became of it."""
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code
