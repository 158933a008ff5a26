"""Files named like tests: which of them are code?"""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.extract.contents import holds_tests
from analyzer.extract.file_facts import file_facts
from analyzer.link.named_like_tests import imported_by_code
from analyzer.model.options import Options
from analyzer.model.syntax import FileFacts
from analyzer.source.places import Places, shows_tests
from trees import understood


def facts(source: str) -> FileFacts:
    return file_facts(ast.parse(textwrap.dedent(source)), source.count("\n"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import pytest", True),
        ("from unittest.mock import Mock", True),
        ("import mock", True),
        ("from django.test.utils import override_settings", True),
        ("def test_cart(): ...", True),
        ("async def test_cart(): ...", True),
        ("class Cart(base.MyTestCase): ...", True),
        ("class TestCart:\n    def test_sum(self): ...", True),
        ("class TestResult:\n    def add(self): ...", False),
        ("class Connection:\n    def test_connection(self): ...", False),
        ("class TestResult:\n    def add(self):\n        def test_one(): ...", False),
        ("def testing(): ...\nimport unittestish", False),
        ("from shop import testing\ndef tax_test(): ...", False),
    ],
)
def test_what_is_a_sign_of_tests(source: str, expected: bool) -> None:
    assert holds_tests(facts(source)) is expected
    assert expected or not shows_tests(source.encode())


def test_doubt_is_about_names_of_files_alone() -> None:
    paths = (
        "db/test_results.py",
        "db/ab_test.py",
        "tests/test_results.py",
        "db/tests/rows.py",
        "conftest.py",
        "db/a.py",
    )
    assert [path for path in paths if Places(paths).is_doubtful(path)] == ["db/test_results.py", "db/ab_test.py"]


FILES = {
    "lab/__init__.py": "",
    "lab/connector.py": "from lab.db import test_results\nPARTS = ['lab.data.test_sets']\n",
    "lab/db/__init__.py": "",
    "lab/db/test_results.py": "from .test_rows import Row\n\nclass TestResult:\n    row = Row()\n",
    "lab/db/test_rows.py": "class Row: ...",
    "lab/db/test_alone.py": "from lab.db import test_alone, test_friend",
    "lab/db/test_friend.py": "class Row: ...",
    "lab/data/__init__.py": "",
    "lab/data/test_sets.py": "def find(): ...",
    "lab/helpers_test.py": "import unittest\nclass Case(unittest.TestCase): ...",
    "lab/use.py": "from lab.helpers_test import Case",
    "lab/broken_test.py": "def (",
    "lab/late.py": "import lab.broken_test",
}
CODE = {
    "lab/db/test_results.py": "code in spite of its name: it holds no test, and lab.connector imports it",
    "lab/db/test_rows.py": "code in spite of its name: it holds no test, and lab.db.test_results imports it",
    "lab/data/test_sets.py": "code in spite of its name: it holds no test, and lab.connector imports it",
}


@pytest.mark.parametrize("with_tests", [False, True])
def test_what_code_imports_and_holds_no_test_is_code(tmp_path: Path, with_tests: bool) -> None:
    result = understood(tmp_path, FILES, Options(jobs=1, with_tests=with_tests))
    named = [module for module in result.modules if "test" in module.path]
    assert {module.path: module.reason for module in named if module.kind.value == "code"} == CODE
    others = [module for module in named if module.kind.value == "test"]
    assert {module.path for module in others} == {path for path in FILES if "test" in path} - set(CODE)
    if not with_tests:
        assert {module.reason for module in others} == {"test; --with-tests reads it"}


NAMES = st.sampled_from(["a", "b", "test_c", "test_d", "test_e"])


@given(st.dictionaries(NAMES, st.lists(NAMES, max_size=3)))
def test_the_outcome_is_what_code_reaches(imports: dict[str, list[str]]) -> None:
    files = [
        (name, f"{name}.py", facts("".join(f"import {one}\n" for one in named)))
        for name, named in sorted(imports.items())
    ]
    doubtful = {f"{name}.py" for name in imports if name.startswith("test_")}
    found = imported_by_code(files, {f"{name}.py" for name in imports} - doubtful, doubtful)
    reached = {name for name in imports if not name.startswith("test_")}
    while True:
        more = {one for name in reached for one in imports[name] if one in imports} - reached
        if not more:
            break
        reached |= more
    assert set(found) == {f"{name}.py" for name in reached} & doubtful
    assert all(importer in reached for importer in found.values())
