"""The guide of remedies shows the tables that the program uses, and its examples are read."""

from __future__ import annotations

import re
from pathlib import Path

from analyzer.model.options import EffortWish, RemedyWish
from analyzer.model.plan import Mandate, Principle, RemedyKind
from analyzer.plan.effort import COEFFICIENTS
from analyzer.plan.mandate import BLAME
from analyzer.plan.rules import CHOICES, RULES, TABLE, Condition
from analyzer.plan.scorecard import TIES
from seamline.config.load import load_options

GUIDE = (Path(__file__).parents[3] / "docs" / "guide" / "remedies.md").read_text(encoding="utf-8")


def rows(header: str) -> list[list[str]]:
    """The rows of the table whose first line begins so."""
    lines = GUIDE[GUIDE.index(f"\n| {header} ") :].strip().splitlines()
    table = lines[2 : next((n for n, line in enumerate(lines) if not line.startswith("|")), len(lines))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def of(kinds: tuple[str, ...]) -> str:
    return "table" if kinds == TABLE else "transaction"


def when(conditions: tuple[Condition, ...]) -> str:
    return "; ".join(conditions) or "always"


def test_the_rules_are_those_of_the_program() -> None:
    rules = [[rule.remedy.value, of(rule.kinds), when(rule.when), rule.against] for rule in RULES]
    assert rows("remedy | of a") == rules
    choices = [[of(one.kinds), when(one.when), one.remedy.value, one.because] for one in CHOICES]
    assert rows("of a") == choices


def test_the_coefficients_are_those_of_the_program() -> None:
    found = [[one.name, one.per, f"{one.low:g} to {one.high:g}", one.why] for one in COEFFICIENTS]
    assert rows("coefficient") == found


def test_the_kinds_that_speak_against_the_mandate_are_those_of_the_program() -> None:
    kinds = {check: sorted(kind for kind, several in BLAME.items() if check in dict(several)) for check in Mandate}
    assert rows("check") == [[check.value, ", ".join(kinds[check])] for check in Mandate]


def test_every_principle_is_explained() -> None:
    assert [row[0] for row in rows("principle")] == [one.value for one in Principle]
    assert ", ".join(TIES) in GUIDE


def test_every_condition_and_remedy_is_used() -> None:
    assert {one for row in (*RULES, *CHOICES) for one in row.when} == set(Condition)
    assert {row.remedy for row in RULES} == set(RemedyKind) - {RemedyKind.SPLIT_TABLE}
    assert {row.remedy for row in RULES} == {row.remedy for row in CHOICES}
    for choice in CHOICES:
        assert any(rule.remedy is choice.remedy and rule.kinds == choice.kinds for rule in RULES)


def test_the_examples_are_read(tmp_path: Path) -> None:
    effort, remedies = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    (tmp_path / "pyproject.toml").write_text(effort + remedies, encoding="utf-8")
    options = load_options(tmp_path, None, {})
    assert options.effort == (EffortWish("call site", 0.1, 0.2), EffortWish("operation", 0.5, 1.0))
    assert options.remedies == (
        RemedyWish("", (RemedyKind.SHARED_REPLICA,), (RemedyKind.OUTBOX,)),
        RemedyWish("shared-table:shop_user", (RemedyKind.REPLICATE,), (RemedyKind.SINGLE_OWNER,)),
    )
