"""Cuts as the plan sees them: what the tests of the decision ask for again and again."""

from __future__ import annotations

from msgspec.structs import replace

from analyzer.contracts.contracts import make_contracts
from analyzer.findings.evidence import Evidence
from analyzer.findings.find import find
from analyzer.model.data import Transaction, TransactionKind
from analyzer.model.decision import Decision, Step, WorkItem, WorkKind
from analyzer.model.options import Options
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.decision.decide import decide
from analyzer.plan.decision.figures import Figures
from analyzer.plan.decision.items import Items
from analyzer.plan.decision.readiness import readiness
from analyzer.plan.decision.steps import Steps
from analyzer.plan.effort import COEFFICIENTS
from analyzer.plan.grounds import Grounds
from analyzer.plan.remedies import remedies
from analyzer.plan.wishes import Wishes
from cuts import Cut, path_of


def grounds(cut: Cut, **changed: dict[str, float]) -> Grounds:
    """Return what the plan asks; ``changed`` holds attributes of services by name, as ``stability={"a": .5}``."""
    candidates = cut.candidates()
    services = tuple(
        replace(one, **{what: said[one.name] for what, said in changed.items() if one.name in said})
        for one in candidates.services
    )
    evidence = Evidence(replace(candidates, services=services))
    return Grounds(evidence, find(evidence), make_contracts(evidence, cut.promises()))


def crossings(cut: Cut, **changed: dict[str, float]) -> Crossings:
    return Crossings(grounds(cut, **changed))


def items(found: Grounds) -> Items:
    wishes = Wishes(Options())
    return Items(remedies(found, wishes, COEFFICIENTS), COEFFICIENTS, wishes)


def steps(cut: Cut) -> Steps:
    found = crossings(cut)
    return Steps(found, items(found.grounds), Figures(found), readiness(found, {}))


def decided(cut: Cut, **changed: dict[str, float]) -> Decision:
    found = grounds(cut, **changed)
    return decide(found, items(found), {})


def writing(cut: Cut, name: str, *tables: str, first: int = 20) -> Cut:
    """Let a definition write tables in one transaction, a line each."""
    for line, table in enumerate(tables, first):
        cut.access(name, "update", table, line)
    place = (path_of(name), name.partition(".")[2])
    lines = tuple(range(first, first + len(tables)))
    cut.transactions.append(Transaction(*place, first, TransactionKind.BLOCK, tables, lines))
    return cut


def of(step: Step, kind: WorkKind) -> list[WorkItem]:
    return [one for one in step.items if one.kind is kind]
