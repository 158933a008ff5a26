"""What does the configuration say about the remedies of a finding?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analyzer.model.options import Options
from analyzer.model.plan import RemedyKind
from analyzer.plan.rules import TABLE, TRANSACTION


class Wishes:
    """What is forbidden and preferred, for all findings and for single ones; what is said of one comes first."""

    def __init__(self, options: Options) -> None:
        """Take what the user wrote."""
        self._options = options
        self._by_finding = {wish.finding: wish for wish in options.remedies}

    def forbidden(self, finding: str) -> frozenset[RemedyKind]:
        """Return what must not be offered for a finding, unless it is preferred for this one."""
        for_all = self._by_finding.get("")
        for_one = self._by_finding.get(finding)
        generally = frozenset(for_all.forbid if for_all else ())
        return (generally - frozenset(for_one.prefer)) | frozenset(for_one.forbid) if for_one else generally

    def preferred(self, finding: str) -> Iterator[RemedyKind]:
        """Yield what is preferred for a finding, first to last."""
        for name in (finding, ""):
            if name in self._by_finding:
                yield from self._by_finding[name].prefer

    def unmet(self, findings: Iterable[str]) -> Iterator[str]:
        """Say which wishes name a finding that is not there or has no remedies."""
        there = set(findings)
        for name in sorted(self._by_finding.keys() - there - {""}):
            kinds = ", ".join((*TABLE, *TRANSACTION))
            where = self._options.written(("remedies", name))
            yield f"{where}remedies of {name}: no finding has this id and remedies; those of the kinds {kinds} have"
