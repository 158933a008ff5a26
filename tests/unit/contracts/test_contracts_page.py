"""Does docs/guide/contracts.md describe what contracts hold, with the tables and examples of the code?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from analyzer.compare.rules import RULES
from analyzer.model.contracts import Form, Operation, OperationKind
from analyzer.model.interfaces import Place
from analyzer.model.shapes import Origin

HOME = Path(__file__).parents[3]
PAGE = (HOME / "docs" / "guide" / "contracts.md").read_text(encoding="utf-8")


def first_cells(heading: str) -> list[str]:
    """Return the first cell of each row of the first table below a heading."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (.*?) \|", section, re.MULTILINE)
    return rows[1:]


def test_every_form_kind_origin_and_place_is_described() -> None:
    assert set(first_cells("The form")) == {one.value for one in Form}
    assert first_cells("What an operation is") == [one.value for one in OperationKind]
    assert first_cells("Types, and how surely they are known") == [one.value for one in Origin]
    assert f"({', '.join(one.value for one in Place)})" in PAGE


def test_every_field_of_an_operation_is_described() -> None:
    described = {name for cell in first_cells("What is said of each") for name in re.findall(r"`(\w+)`", cell)}
    elsewhere = {"kind", "about", "live_result"}
    assert described | elsewhere == set(Operation.__struct_fields__)
    assert not described & elsewhere


def test_its_tables_and_examples_are_those_of_the_code() -> None:
    ran = subprocess.run(
        [sys.executable, str(HOME / "tools" / "contracts_page.py"), "--check"],
        cwd=HOME, env={**os.environ, "PYTHONPATH": str(HOME)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    for rule in RULES:
        assert f"| {rule.grade.value} | `{rule.name}` |" in PAGE
    assert PAGE.count("\nBREAKS ") == 2
