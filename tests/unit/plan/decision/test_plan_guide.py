"""The guide of the plan shows the rules, bounds, kinds and columns that the program uses."""

from __future__ import annotations

import re
from pathlib import Path

from analyzer.model.decision import RULES, CutFigures, OptionKind, WorkKind
from analyzer.plan.decision import readiness
from analyzer.plan.effort import COEFFICIENTS
from reports.render import decision_rows

GUIDE = (Path(__file__).parents[4] / "docs" / "guide" / "plan.md").read_text(encoding="utf-8")


def table(header: str) -> list[list[str]]:
    """The rows of the table whose first line begins so."""
    lines = GUIDE[GUIDE.index(f"\n| {header} |") :].strip().splitlines()
    rows = lines[2 : next((n for n, line in enumerate(lines) if not line.startswith("|")), len(lines))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in rows]


def columns(file: str) -> str:
    """The columns of a file without what is said of them, and without the figures that all share."""
    said = re.search(rf"^`{file}`: (.*?)\.\n\n", GUIDE, re.DOTALL | re.MULTILINE)
    assert said is not None
    plain = re.sub(r"\([^()]*\)", "", said[1].replace("\n", " "))
    return " ".join(one.strip() for one in plain.split(",") if "seven figures" not in one)


def told(header: str) -> str:
    return header.replace(f"{' '.join(CutFigures.__struct_fields__)} ", "")


def test_the_rules_are_those_of_the_program() -> None:
    assert {row[0]: row[2] for row in table("rule")} == RULES
    assert [row[0] for row in table("rule")] == list(RULES)


def test_options_and_figures_are_those_of_the_program() -> None:
    assert [row[0] for row in table("option")] == [one.value for one in OptionKind]
    assert [row[0] for row in table("column")] == list(CutFigures.__struct_fields__)


def test_the_bounds_are_those_of_the_program() -> None:
    bounds = [row[1] for row in table("it does not leave when")]
    assert bounds == [
        "0",
        f"less than {readiness.SMALL:.0%}",
        "0",
        f"more than {readiness.FRONT:.0%}",
        f"more than {readiness.LIBRARY:.0%}",
        f"{readiness.WAITING:.0%} or more",
        f"more than {readiness.MIDDLE:.0%}, or more than {readiness.OVER_MEAN:g} times those of the mean service where "
        "that is less",
        f"{readiness.MANY} or more, and more than {readiness.TIED:.0%}",
        f"less than {readiness.INSIDE:.0%}",
        f"less than {readiness.STABLE:.0%}",
    ]
    assert (readiness.SEVERAL, readiness.AT_ONCE, readiness.QUARTER) == (3, 3, 4)


def test_the_kinds_of_work_are_those_of_the_program() -> None:
    rows = table("kind")
    assert [row[0] for row in rows] == [one.value for one in WorkKind]
    counted = " ".join(row[2] for row in rows)
    ours = COEFFICIENTS[[one.name for one in COEFFICIENTS].index("boundaries enforced") :]
    assert [one.name for one in ours if one.name not in counted] == []


def test_the_columns_are_those_of_the_files() -> None:
    assert columns("options.csv") == told(decision_rows.OPTION)
    assert columns("readiness.csv") == told(decision_rows.READINESS)
    assert columns("roadmap.csv") == told(decision_rows.STEP)
    assert columns("steps.csv") == told(decision_rows.ITEM)
