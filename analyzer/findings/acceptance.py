"""Which findings does the team live with, and for which has that time passed?"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from analyzer.model.finding import Status
from analyzer.model.findings import Finding
from analyzer.model.options import Accepted, Options


def with_status(findings: Iterable[Finding], options: Options) -> tuple[Finding, ...]:
    """Return the findings, in their order, with reason and date where the team has accepted them.

    A finding is accepted up to and including the day ``until``; after it, it comes back. Without ``options.today``
    no day has passed.
    """
    accepted = {one.finding: one for one in options.accepted}
    return tuple(
        msgspec.structs.replace(
            finding,
            status=_status(accepted[finding.id], options.today),
            reason=accepted[finding.id].reason,
            until=accepted[finding.id].until,
        )
        if finding.id in accepted
        else finding
        for finding in findings
    )


def not_found(findings: Iterable[Finding], options: Options) -> tuple[str, ...]:
    """Say which accepted findings are none of these, with the id that is nearest; in the order of the options."""
    ids = sorted({finding.id for finding in findings})
    known = frozenset(ids)
    return tuple(_miss(one.finding, ids) for one in options.accepted if one.finding not in known)


def _status(accepted: Accepted, today: str) -> Status:
    return Status.EXPIRED if accepted.until and today and accepted.until < today else Status.ACCEPTED


def _miss(wanted: str, ids: list[str]) -> str:
    near = get_close_matches(wanted, ids, 1)
    hint = f"did you mean {near[0]!r}?" if near else "if the coupling is gone, strike it"
    return f"accepted finding {wanted!r} is not among the findings; {hint}"
