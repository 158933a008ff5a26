"""How is text written that no file or terminal can hold, such as a lone surrogate in a literal or a file name?"""

from __future__ import annotations

from typing import Any

import msgspec

from analyzer.model.analysis import Analysis


def spell_out(analysis: Analysis) -> Analysis:
    r"""Replace lone surrogates everywhere by their escapes (``\udcff``)."""
    return msgspec.convert(_spell(msgspec.to_builtins(analysis)), Analysis)


def plain(line: str) -> str:
    """Escape what a name may hold that steers a terminal or cannot be encoded."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in line)


def _spell(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {_spell(key): _spell(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_spell(item) for item in value]
    return value
