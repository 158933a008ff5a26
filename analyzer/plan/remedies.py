"""What can be done about shared tables and crossing transactions, and what should be?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from analyzer.model.data_findings import DirectAccess, SharedTable, TransactionAcross
from analyzer.model.findings import Finding
from analyzer.model.plan import Coefficient, Remedy, RemedyKind
from analyzer.plan import table_recipes, transaction_recipes
from analyzer.plan.effort import effort
from analyzer.plan.grounds import Grounds
from analyzer.plan.recipe import Recipe
from analyzer.plan.rules import Condition, Rule, applying, chosen
from analyzer.plan.table_case import TableCase
from analyzer.plan.transaction_case import TransactionCase
from analyzer.plan.wishes import Wishes

REMEDIABLE = (SharedTable, DirectAccess, TransactionAcross)
Case = TableCase | TransactionCase


def remedies(grounds: Grounds, wishes: Wishes, table: tuple[Coefficient, ...]) -> tuple[Remedy, ...]:
    """Return the options of every such finding, in the order of the findings, the recommended one first."""
    return tuple(remedy for case in _cases(grounds) for remedy in _remedies(case, wishes, table))


def _cases(grounds: Grounds) -> Iterator[Case]:
    tables = {
        finding.id: TableCase(grounds, finding)
        for finding in grounds.findings
        if isinstance(finding, SharedTable | DirectAccess)
    }
    together = frozenset(case.both_writing for case in tables.values())
    for finding in grounds.findings:
        if isinstance(finding, TransactionAcross):
            yield TransactionCase(grounds, finding, together)
        elif finding.id in tables:
            yield tables[finding.id]


def _remedies(case: Case, wishes: Wishes, table: tuple[Coefficient, ...]) -> Iterator[Remedy]:
    finding = case.finding
    forbidden = wishes.forbidden(finding.id)
    rules = [rule for rule in applying(finding.kind, case.holding) if rule.remedy not in forbidden]
    if not rules:
        return
    best, because = recommended(finding, case.holding, rules, wishes)
    for rule in sorted(rules, key=lambda one: one.remedy is not best):
        recipe = _recipe(case, rule.remedy)
        days = effort(recipe.counted, table)
        yield Remedy(
            finding=finding.id,
            remedy=rule.remedy,
            recommended=rule.remedy is best,
            reason=because if rule.remedy is best else f"{rule.against}; {best.value} is recommended: {because}",
            sites=recipe.sites,
            consistency=recipe.consistency,
            effort_low=days.low,
            effort_high=days.high,
            steps=recipe.steps,
            counted=tuple((name, number) for name, number in recipe.counted.items() if number),
        )


def recommended(
    finding: Finding, holding: frozenset[Condition], rules: Sequence[Rule], wishes: Wishes
) -> tuple[RemedyKind, str]:
    """Return the remedy to recommend and why: the user's wish, else the first choice that holds, else what is left."""
    offered = frozenset(rule.remedy for rule in rules)
    wish = next((one for one in wishes.preferred(finding.id) if one in offered), None)
    if wish is not None:
        return wish, "the configuration prefers it"
    choice = chosen(finding.kind, holding, offered)
    if choice is not None:
        return choice.remedy, choice.because
    return rules[0].remedy, "the configuration forbids what would be better"


def _recipe(case: Case, remedy: RemedyKind) -> Recipe:
    if isinstance(case, TableCase):
        return table_recipes.RECIPES[remedy](case)
    return transaction_recipes.RECIPES[remedy](case)
