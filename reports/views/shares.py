"""How is a share written in a sentence?"""

from __future__ import annotations

_LEAST = 0.01


def share(value: float) -> str:
    """Write whole per cent; what is little is never written as nothing, and what is not quite all never as all."""
    if 0 < value < _LEAST:
        return "under 1 %"
    return f"{min(99, int(value * 100 + 0.5)) if value < 1 else 100} %"
