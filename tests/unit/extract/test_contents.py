"""What a file is for, whatever its name."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from analyzer.extract.contents import kind_by_content
from analyzer.extract.file_facts import file_facts
from analyzer.model.options import Options
from trees import understood


def kind(source: str) -> str:
    return kind_by_content(file_facts(ast.parse(textwrap.dedent(source)), 1)).value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import unittest\nclass Cart(unittest.TestCase): ...", "test"),
        ("import pytest\n@pytest.fixture\ndef shop(): ...\ndef test_cart(shop): ...", "test"),
        ("from django.test import TestCase\nclass CartTests(TestCase): ...\ndef _made(): ...", "test"),
        ("import pytest\ndef test_cart(): ...\ndef price(): ...", "code"),
        ("import unittest\nclass Carts:\n  class CartTestCase(unittest.TestCase):\n    def test_it(self): ...", "test"),
        ("import unittest\nclass Cart:\n  class Tests(unittest.TestCase): ...\n  def pay(self): ...", "code"),
        ("import unittest\nclass Base: ...", "code"),
        ("def test_drive(car): ...", "code"),
        ("from django.db import migrations\nclass Migration(migrations.Migration): ...", "migration"),
        ("class Migration: ...", "code"),
        ("revision = 'a'\ndown_revision = None\ndef upgrade(): ...", "migration"),
        ("revision: str = 'a'\ndown_revision: str = 'b'\ndef upgrade(): ...", "migration"),
        ("def upgrade(migrate_engine): ...", "migration"),
        ("def upgrade(plan): ...", "code"),
        ("def main(): ...\nif __name__ == '__main__':\n    main()", "script"),
    ],
)
def test_content_tells(source: str, expected: str) -> None:
    assert kind(source) == expected


def test_place_and_content_together(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/cart.py": "if __name__ == '__main__':\n    print(1)\n",
        "shop/versions/abc.py": "revision = 'a'\ndown_revision = None\ndef upgrade(): ...\n",
        "shop/check_cart.py": "import pytest\ndef test_cart(): ...\n",
        "refill.py": "if __name__ == '__main__':\n    print(1)\n",
    }
    result = understood(tmp_path, files)
    assert {m.path: (m.kind.value, m.status.value) for m in result.modules} == {
        "refill.py": ("script", "parsed"),
        "shop/__init__.py": ("code", "parsed"),
        "shop/cart.py": ("code", "parsed"),
        "shop/check_cart.py": ("test", "skipped"),
        "shop/versions/abc.py": ("migration", "skipped"),
    }
    whole = understood(tmp_path, files, Options(jobs=1, with_tests=True, with_migrations=True))
    assert {m.status.value for m in whole.modules} == {"parsed"}


def test_help_for_tests_counts_where_other_code_imports_from_it(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/cart.py": "INSTALLED_APPS = ['shop.testing']\n",
        "shop/testing/__init__.py": "",
        "shop/testing/samples.py": "",
        "shop/test_utils/__init__.py": "",
        "shop/test_utils/project/models.py": "import shop.cart\n",
        "shop/test_utils/factories.py": "from shop.test_utils.project import models\n",
    }
    result = understood(tmp_path, files)
    skipped = {module.path: module.reason for module in result.modules if module.status.value == "skipped"}
    assert set(skipped) == {path for path in files if "test_utils" in path}
    assert set(skipped.values()) == {"help for tests from which nothing is imported; --with-tests reads it"}


def test_examples_count_where_other_code_imports_from_them(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/cart.py": "from shop.example import prices\nINSTALLED_APPS = ['shop.stand.examples']\n",
        "shop/example/__init__.py": "",
        "shop/example/prices.py": "",
        "shop/example/loaded_by_name.py": "",
        "shop/stand/__init__.py": "",
        "shop/stand/examples/__init__.py": "",
        "shop/stand/examples/hooks.py": "",
        "shop/samples/blood.py": "",
        "examples/tour.py": "import shop.cart\nimport examples.steps\n",
        "examples/steps.py": "",
    }
    result = understood(tmp_path, files)
    skipped = {module.path for module in result.modules if module.reason.startswith("example from which nothing")}
    assert skipped == {"examples/tour.py", "examples/steps.py"}
    whole = understood(tmp_path / "examples", {})
    assert {module.status.value for module in whole.modules} == {"parsed"}
