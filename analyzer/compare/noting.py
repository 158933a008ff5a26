"""How is a change of an operation written down?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from analyzer.compare.rules import BY_NAME
from analyzer.model.analysis import Analysis
from analyzer.model.contract_changes import ContractChange, Grade
from analyzer.model.contracts import Operation


class Standing(msgspec.Struct, frozen=True):
    """What the code still has, whether anybody uses it or not: definitions, and the columns of tables."""

    definitions: frozenset[str] = frozenset()
    columns: Mapping[str, frozenset[str]] = {}

    @classmethod
    def of(cls, analysis: Analysis) -> Standing:
        """Return what stands in the tree of a result."""
        return cls(
            frozenset(one.name for one in analysis.definitions),
            {one.name: frozenset(one.columns) for one in analysis.tables},
        )


class Noting:
    """Makes the changes of one operation; ``shown`` is it as it is, or was where it is gone."""

    def __init__(self, shown: Operation, before: Operation | None = None) -> None:
        self._shown = shown
        self._callers = shown.callers or (before.callers if before else ())

    def change(
        self, rule: str, subject: str = "", old: str = "", new: str = "", *, doubtful: bool = False
    ) -> ContractChange:
        """Return a change by a rule; a ``doubtful`` one never breaks, it warns."""
        kind, one = BY_NAME[rule], self._shown
        grade = Grade.WARNING if doubtful and kind.grade is Grade.BREAKING else kind.grade
        return ContractChange(one.service, one.name, grade, rule, kind.says, subject, old, new, one.at, self._callers)
