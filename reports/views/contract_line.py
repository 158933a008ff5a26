"""What does one line say of the contract of each service?"""

from __future__ import annotations

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Contract


def contract_lines(analysis: Analysis) -> dict[str, str]:
    """Return the figures of each service's contract in words; nothing for one that offers nothing."""
    return {one.service: _told(one) for one in analysis.contracts if one.border.operations}


def _told(contract: Contract) -> str:
    border = contract.for_others
    own = contract.border.operations - border.operations
    counted = (
        _many(border.operations, "operation"),
        _many(border.fields, "field"),
        _many(border.callers, "caller"),
        f"{border.chatty:,} called in loops" * bool(border.chatty),
        f"{border.live:,} live" * bool(border.live),
        f"{own:,} more for its own entry points" * bool(own),
    )
    return ", ".join(one for one in counted if one)


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
