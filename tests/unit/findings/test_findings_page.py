"""Does docs/guide/findings.md describe every kind of finding, and with the tables of the code?"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

from analyzer.findings.severity import SEVERITIES
from analyzer.model.findings import Finding

HOME = Path(__file__).parents[3]
PAGE = (HOME / "docs" / "guide" / "findings.md").read_text(encoding="utf-8")
KINDS = [row.kind for row in SEVERITIES]


def test_every_kind_has_a_section_with_picture_example_and_limit() -> None:
    sections = dict(re.findall(r"^### ([\w-]+)\n(.*?)(?=^###? |\Z)", PAGE, re.MULTILINE | re.DOTALL))
    assert sorted(sections) == sorted(KINDS)
    for kind, text in sections.items():
        for part in ("**The trouble.**", "**Example.**", "**It does not mean**"):
            assert text.count(part) == 1, (kind, part)


def test_every_record_has_a_row_of_severity() -> None:
    assert {kind.__struct_config__.tag for kind in get_args(Finding)} <= set(KINDS)


def test_its_tables_are_those_of_the_code() -> None:
    ran = subprocess.run(
        [sys.executable, str(HOME / "tools" / "findings_page.py"), "--check"],
        cwd=HOME, env={**os.environ, "PYTHONPATH": str(HOME)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    for row in SEVERITIES:
        assert f"| {row.kind} | {row.read.value} |" in PAGE
