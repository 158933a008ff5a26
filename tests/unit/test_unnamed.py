"""Which functions does nothing name? Small trees, analysed for real."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.model.options import Options
from analyzer.pipeline import facts_of
from trees import write

STORE = """\
def keep(): ...
def lost():
    return 1
"""
MAIN = "from store import keep\nkeep()\n"


def unnamed(root: Path, **files: str) -> tuple[str, ...]:
    tree = {f"{name}.py": text for name, text in {"store": STORE, "main": MAIN, **files}.items()}
    return facts_of(write(root, tree), Options(jobs=1, git=False, cache=False)).unnamed


def test_a_function_that_stands_nowhere_else_is_unnamed(tmp_path: Path) -> None:
    assert unnamed(tmp_path) == ("store.lost",)


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({"other": "import store\nstore.lost()\n"}, id="called"),
        pytest.param({"other": "from store import lost\n"}, id="imported"),
        pytest.param({"other": "CALL = 'store.lost'\n"}, id="in a text"),
        pytest.param({"other": "# see lost\n"}, id="in a comment"),
        pytest.param({"main": "print(1)\n"}, id="in a module that nobody imports"),
        pytest.param({"other": "class A:\n    def lost(self): ...\n"}, id="a method of that name"),
        pytest.param({"test_store": "import store\ndef test_it():\n    store.lost()\n"}, id="by a test"),
        pytest.param({"store": "import flask\n\ndef keep(): ...\n@flask.hook\ndef lost(): ...\n"}, id="decorated"),
        pytest.param({"store": "def keep(): ...\nclass Lost:\n    def lost(self): ...\n"}, id="no function"),
        pytest.param({"store": "def keep():\n    def lost(): ...\n"}, id="nested"),
        pytest.param({"store": "def keep(): ...\n__all__ = ['lost']\ndef lost(): ...\n"}, id="public"),
        pytest.param({"store": "def keep(): ...\ndef lost():\n    return lost()\n"}, id="by itself"),
    ],
)
def test_what_is_named(tmp_path: Path, files: dict[str, str]) -> None:
    assert unnamed(tmp_path, **files) == ()


def test_what_belongs_to_packaging_names_too(tmp_path: Path) -> None:
    (tmp_path / "setup.cfg").write_text("[options.entry_points]\nshop.plugins =\n    x = store:lost\n")
    assert unnamed(tmp_path) == ()
