"""Which texts would break a page that trusts what it shows, and how does every text of a result become one?"""

from __future__ import annotations

import enum
from typing import Any, TypeVar

import msgspec

Record = TypeVar("Record", bound=msgspec.Struct)

HOSTILE_TEXTS = {
    "markup": "</script></style><!--<img src=x onerror=alert(1)><b onclick=alert(1)>&lt;",
    "quotes": "\"'`\\ onmouseover=alert(1) ${alert(1)} {{ 7 }} \" autofocus onfocus='alert(1)'",
    "right to left": "\u202e\u05d0\u05d1\u05d2 \u2067\u0645\u0631\u062d\u0628\u0627",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467\U0001f3f4\u0301\u0000\n\u2028",
    "endless": "x" * 300,
}
"""What is added to every text, by the name of its report."""


def hostile_text(record: Record, added: str) -> Record:
    """Add a text to every text of a record, at the end: so ids that are put together still mean what they meant."""
    return _hostile(record, added)  # type: ignore[no-any-return]


def _hostile(value: Any, added: str) -> Any:
    match value:
        case enum.Enum():
            return value
        case str():
            return value + added if value else value
        case tuple():
            return tuple(_hostile(one, added) for one in value)
        case msgspec.Struct():
            fields = {name: _hostile(getattr(value, name), added) for name in value.__struct_fields__}
            return msgspec.structs.replace(value, **fields)
        case _:
            return value
