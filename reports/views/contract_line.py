"""What does one line say of the contract of each service?"""

from __future__ import annotations

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import Border, Contract
from reports.views.rich import counted


def contract_lines(analysis: Analysis) -> dict[str, str]:
    """Return the figures of each service's contract in words; nothing for one that offers nothing."""
    return {one.service: _told(one) for one in analysis.contracts if one.border.operations}


def _told(contract: Contract) -> str:
    border = contract.for_others
    own = contract.border.operations - border.operations
    told = (
        counted(border.operations, "operation") + of_these(border),
        counted(border.fields, "field"),
        counted(border.callers, "calling definition"),
        f"{counted(own, 'more operation')} for its own entry points" * bool(own),
    )
    return ", ".join(one for one in told if one)


def of_these(border: Border) -> str:
    """Say behind a number of operations how many of them are called in loops, and how many have live objects."""
    parts = [f"{border.chatty:,} called in loops"] * bool(border.chatty)
    parts += [f"{border.live:,} with live objects"] * bool(border.live)
    return f" ({', '.join(parts)})" if parts else ""
