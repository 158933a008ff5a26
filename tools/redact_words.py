"""Write reports/redact/phrases.txt and names.txt: what a redacted report may say, read off our own source.

python tools/redact_words.py           writes both
python tools/redact_words.py --check   says whether they are what it would write
python tools/redact_words.py --python  adds to python.txt what this Python has

``phrases.txt`` holds the sentences of the analyzer, one a line, ``{}`` for what is filled in, and the single words that
are filled in. ``names.txt`` holds names of libraries, as far as the analyzer itself knows them; which
libraries, stands in ``libraries.txt``, which is kept by hand as ``kept.txt`` is.
"""

from __future__ import annotations

import ast
import builtins
import collections.abc
import datetime as dt
import decimal
import enum
import gc
import re
import sys
import sysconfig
import typing
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import get_args

from analyzer.model.contracts import Form
from analyzer.model.findings import Finding
from analyzer.model.live_values import LiveKind
from analyzer.model.resources import ResourceKind

HOME = Path(__file__).parent.parent
PLACE = HOME / "reports" / "redact"
SPEAKING = ("cluster", "contracts", "findings", "history", "model", "plan", "project")
"""Folders of the analyzer whose single words are filled into sentences."""

_WORD = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_Nodes = list[ast.Expr | ast.Attribute | ast.JoinedStr | ast.Constant]
_TELLING = (ast.Expr, ast.Attribute, ast.JoinedStr, ast.Constant)
_CODE = re.compile(r"\\|\(\?|\[\^|[a-z]_[a-z]|\w\(\)|SELECT|^[A-Z ]+$")


def main() -> int:
    """Write the two files, or say which is not what would be written."""
    if "--python" in sys.argv[1:]:
        (PLACE / "python.txt").write_text(_lines(_python()), encoding="utf-8")
    wanted = {PLACE / "phrases.txt": _lines(_phrases()), PLACE / "names.txt": _lines(_names())}
    if "--check" not in sys.argv[1:]:
        for path, text in wanted.items():
            path.write_text(text, encoding="utf-8")
        return 0
    stale = [path.name for path, text in wanted.items() if path.read_text(encoding="utf-8") != text]
    print("".join(f"{name} is stale: python tools/redact_words.py\n" for name in stale), end="", file=sys.stderr)
    return bool(stale)


def _lines(texts: set[str]) -> str:
    return "".join(f"{text}\n" for text in sorted(texts))


@cache
def _sources() -> tuple[tuple[Path, _Nodes], ...]:
    """Return the nodes of each module that say something about texts, in the order of ``ast.walk``."""
    paths = sorted((HOME / "analyzer").rglob("*.py"))
    gc.disable()  # none of so many nodes is garbage, and to look for it takes as long as the rest
    trees = ((path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)
    return tuple((path, [node for node in ast.walk(tree) if isinstance(node, _TELLING)]) for path, tree in trees)


def _phrases() -> set[str]:
    frameworks = (HOME / "analyzer" / "frameworks").iterdir()
    found = {path.stem.replace("_", " ") for path in frameworks if not path.stem.startswith("_")}
    found |= _filled()
    for path, nodes in _sources():
        speaks = path.relative_to(HOME / "analyzer").parts[0] in SPEAKING
        for text in _texts(nodes):
            phrase = " ".join(text.split())
            if _CODE.search(phrase) or not _WORD.search(phrase.replace("{}", "")):
                continue
            if re.fullmatch(r"[a-z]+(-[a-z]+)+", phrase):
                found.add(phrase.replace("-", " "))
            if " " in phrase or "{}" in phrase or (speaks and re.fullmatch(r"[a-z]+(-[a-z]+)*", phrase)):
                found.add(phrase)
    return found


def _filled() -> set[str]:
    """What stands in our sentences where one of our own words is filled into another phrase."""
    found = {f"{way} {kind}" for way in ("the", "shared") for kind in ResourceKind}
    found |= {f"{form}: a request" for form in Form} | {f"become data: {kind}" for kind in (*LiveKind, "application")}
    found |= {f"{kind.__struct_config__.tag} with {{}}" for kind in get_args(Finding)}
    return found | {
        "operation of {}: read {}",
        "operation of {}: change {}",
        "which {} call, takes {}",
        "which {} call, returns {}",
        "it inserts rows into {}",
        "it updates, and",
        "and updates by key",
        "many-to-many relations",
    }


def _texts(nodes: _Nodes) -> Iterator[str]:
    """Yield the texts of a module: neither docstrings nor lists of names that are split into words."""
    left_out = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr == "split":
            left_out.add(id(node.value))
        elif isinstance(node, ast.JoinedStr):
            left_out.update(map(id, node.values))
    for node in nodes:
        if id(node) in left_out:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _names() -> set[str]:
    """Dotted names of libraries, and the names of classes that stand in lists of the analyzer."""
    libraries = {*(PLACE / "libraries.txt").read_text(encoding="utf-8").split(), *sys.stdlib_module_names}
    found: set[str] = set()
    for _, nodes in _sources():
        listed = {id(node.value) for node in nodes if isinstance(node, ast.Attribute) and node.attr == "split"}
        for node in nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = node.value.split()
                found.update(_known(words if id(node) in listed or len(words) == 1 else [], libraries))
    return found


def _known(words: list[str], libraries: set[str]) -> Iterator[str]:
    for word in words:
        name = word.removesuffix("()")
        is_library = _DOTTED.fullmatch(name) and name.partition(".")[0] in libraries
        if is_library or re.fullmatch(r"[A-Z][A-Za-z]*[a-z][A-Za-z]*", name):
            yield name


def _python() -> set[str]:
    """Modules of Python and what its typing speaks of; with those of other versions, so the set only grows."""
    path = PLACE / "python.txt"
    found = set(path.read_text(encoding="utf-8").split()) if path.exists() else set()
    found |= {name for name in sys.stdlib_module_names if not name.startswith("_")}
    home = Path(sysconfig.get_path("stdlib"))
    for file in home.rglob("*.py"):
        parts = file.relative_to(home).with_suffix("").parts
        if parts[0] in found and not any(one.startswith(("_", "test")) for one in parts[1:]):
            found.add(".".join(parts))
    for module in (builtins, typing, collections.abc, dt, decimal, uuid, enum):
        found |= {f"{module.__name__}.{name}" for name in dir(module) if name[0].isalpha()}
    return found


if __name__ == "__main__":
    sys.exit(main())
