from __future__ import annotations

import tempfile
from collections import Counter
from itertools import combinations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.model.analysis import Analysis
from analyzer.model.options import Options
from analyzer.project.judged_roots import chosen_roots
from analyzer.project.votes import Layout, Votes, is_below, up
from trees import analysed


def names(result: Analysis) -> dict[str, str]:
    return {module.path: module.name for module in result.modules}


def reasons(result: Analysis) -> dict[str, str]:
    return {root.path: root.reason for root in result.project.roots}


def imports(result: Analysis) -> set[tuple[str, str]]:
    return {(one.importer, one.imported) for one in result.imports if one.kind.value == "module"}


DJANGO = {
    "shop/__init__.py": "__version__ = '1'",
    "shop/manage.py": "import os",
    "shop/core/__init__.py": "",
    "shop/core/utils.py": "def tax(price): return price * 2",
    "shop/users/__init__.py": "",
    "shop/users/models.py": "from core.utils import tax\n\nclass User:\n    def pay(self): return tax(1)\n",
    "shop/users/views.py": "from .models import User\n\ndef show():\n    user = User()\n    return user.pay()\n",
}


def test_manage_py_in_a_package_is_run_from_its_folder(tmp_path: Path) -> None:
    result = analysed(tmp_path, DJANGO)
    assert names(result)["shop/users/models.py"] == "users.models"
    assert names(result)["shop/__init__.py"] == "shop"
    assert reasons(result) == {
        ".": "holds the package shop",
        "shop": "holds manage.py, and 1 import names modules below it",
    }
    assert ("users.models.User.pay", "core.utils.tax") in {(one.caller, one.callee) for one in result.calls}


def test_without_manage_py_one_import_is_not_enough_to_divide_a_package(tmp_path: Path) -> None:
    files = {path: text for path, text in DJANGO.items() if path != "shop/manage.py"}
    assert names(analysed(tmp_path, files))["shop/users/models.py"] == "shop.users.models"


def test_without_manage_py_three_imports_are(tmp_path: Path) -> None:
    files = {path: text for path, text in DJANGO.items() if path != "shop/manage.py"}
    files |= {f"shop/users/part{number}.py": "import core.utils" for number in range(2)}
    result = analysed(tmp_path, files)
    assert names(result)["shop/users/models.py"] == "users.models"
    assert reasons(result)["shop"] == "3 imports name modules below it"


def test_imports_through_the_package_outnumber_those_from_the_folder(tmp_path: Path) -> None:
    files = DJANGO | {f"shop/users/part{number}.py": "import shop.core.utils" for number in range(2)}
    assert names(analysed(tmp_path, files))["shop/users/models.py"] == "shop.users.models"


def test_relative_imports_that_leave_a_folder_speak_against_it(tmp_path: Path) -> None:
    files = DJANGO | {"shop/server.py": "from . import core", "shop/users/forms.py": "from ..core import utils"}
    assert names(analysed(tmp_path, files))["shop/users/models.py"] == "shop.users.models"


def test_the_second_name_of_a_module_means_the_same_file(tmp_path: Path) -> None:
    files = DJANGO | {
        "shop/users/forms.py": "from core import utils\nimport core.utils, users.models, users.views\n",
        "shop/users/late.py": "from shop.core.utils import tax\n\ndef late(): return tax(2)\n",
        "shop/users/odd.py": "from shop.core import utils\nfrom shop import core, __version__\nimport shop.core as c\n",
        "pyproject.toml": "[project.scripts]\nlate = 'shop.users.late:late'\n",
    }
    result = analysed(tmp_path, files)
    assert names(result)["shop/users/late.py"] == "users.late"
    found = imports(result)
    assert ("users.late", "core.utils") in found
    assert {("users.odd", "core.utils"), ("users.odd", "core"), ("users.odd", "shop")} <= found
    assert ("users.late.late", "core.utils.tax") in {(one.caller, one.callee) for one in result.calls}
    assert "users.late.late" in {one.definition for one in result.entry_points}


def test_a_second_name_that_could_be_another_module_is_left_alone(tmp_path: Path) -> None:
    files = DJANGO | {
        "shop/shop/__init__.py": "",
        "shop/shop/settings.py": "",
        "shop/settings.py": "",
        "shop/users/forms.py": "import core.utils\nfrom shop import settings\nfrom shop.settings import *\n",
    }
    result = analysed(tmp_path, files)
    assert names(result)["shop/shop/settings.py"] == "shop.settings"
    assert ("users.forms", "shop.settings") in imports(result)
    assert ("users.forms", "settings") not in imports(result)


def test_roots_inside_roots(tmp_path: Path) -> None:
    files = DJANGO | {
        "shop/office/__init__.py": "",
        "shop/office/manage.py": "",
        "shop/office/staff/__init__.py": "",
        "shop/office/staff/people.py": "import staff.hours, core.utils\n",
        "shop/office/staff/hours.py": "from shop.office.staff import people\nfrom office.staff import people as p\n",
        "shop/office/staff/more.py": "import staff.hours, staff.people",
        "shop/core/plan.py": "import users.models\n",
    }
    result = analysed(tmp_path, files)
    assert names(result)["shop/office/staff/people.py"] == "staff.people"
    assert names(result)["shop/core/plan.py"] == "core.plan"
    found = {imported for importer, imported in imports(result) if importer == "staff.hours"}
    assert found == {"staff.people"}


def test_a_namespace_package_beside_a_regular_one(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/plugins.py": "from shopext.stats.model import Row",
        "shopext/stats/__init__.py": "",
        "shopext/stats/model.py": "class Row: pass",
    }
    result = analysed(tmp_path, files)
    assert names(result)["shopext/stats/model.py"] == "shopext.stats.model"
    assert reasons(result) == {".": "holds the package shop, and 1 import names modules below shopext from here"}


def test_namespace_packages_of_several_distributions(tmp_path: Path) -> None:
    files = {
        "packages/foo/src/firm/foo/__init__.py": "",
        "packages/foo/src/firm/foo/rows.py": "class Row: pass",
        "packages/bar/src/firm/bar/__init__.py": "",
        "packages/bar/src/firm/bar/use.py": "from firm.foo.rows import Row\nfrom firm.bar.more import rest\n",
        "packages/bar/src/firm/bar/more.py": "def rest(): pass",
    }
    result = analysed(tmp_path, files)
    assert names(result)["packages/foo/src/firm/foo/rows.py"] == "firm.foo.rows"
    assert {("firm.bar.use", "firm.foo.rows"), ("firm.bar.use", "firm.bar.more")} <= imports(result)


def test_a_folder_called_src_that_is_imported_by_its_name(tmp_path: Path) -> None:
    files = {"src/shop/__init__.py": "", "src/shop/cart.py": "", "main.py": "from src.shop import cart"}
    assert names(analysed(tmp_path, files))["src/shop/cart.py"] == "src.shop.cart"


def test_scripts_import_what_stands_beside_them(tmp_path: Path) -> None:
    files = {"jobs/run.py": "import steps", "jobs/steps.py": "", "shop/__init__.py": "", "shop/cart.py": ""}
    assert names(analysed(tmp_path, files))["jobs/steps.py"] == "steps"


def test_what_is_installed_is_not_what_stands_beside(tmp_path: Path) -> None:
    files = {
        "shop/__init__.py": "",
        "shop/stores/redis.py": "import redis\nfrom redis import Redis\nclient = Redis()\n",
        "shop/stores/use.py": "from redis import Redis, errors\nimport redis, json\nfrom json import dumps\n",
        "shop/stores/more.py": "from redis import Redis, errors\nfrom redis.lock import Lock\n",
        "shop/stores/json.py": "def encode(): pass",
    }
    assert names(analysed(tmp_path, files))["shop/stores/redis.py"] == "shop.stores.redis"


def test_roots_that_would_give_two_files_one_name_are_not_taken(tmp_path: Path) -> None:
    files = {f"{one}/{path}": text for one in ("east", "west") for path, text in DJANGO.items()}
    result = analysed(tmp_path, files | {"east/__init__.py": "", "west/__init__.py": ""})
    assert names(result)["east/shop/users/models.py"] == "east.shop.users.models"


def test_a_path_that_is_itself_such_a_package(tmp_path: Path) -> None:
    analysed(tmp_path, DJANGO)
    result = analysed(tmp_path / "shop", {})
    assert names(result)["users/models.py"] == "users.models"
    assert reasons(result) == {".": "holds manage.py, and 1 import names modules below it"}


def test_given_roots_are_not_judged(tmp_path: Path) -> None:
    result = analysed(tmp_path, DJANGO, Options(jobs=1, source_roots=(".",)))
    assert names(result)["shop/users/models.py"] == "shop.users.models"


PARTS = st.sampled_from(["a", "b", "c"])
PATHS = st.lists(PARTS, min_size=1, max_size=4).map(lambda parts: "/".join(parts) + "/__init__.py")
LINES = st.builds(
    lambda dots, parts, name: f"from {dots}{'.'.join(parts)} import {name}\n",
    st.sampled_from(["", "", "", ".", ".."]),
    st.lists(PARTS, min_size=1, max_size=3),
    PARTS,
)


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(PATHS.map(lambda p: p.replace("c/__init__", "c")), st.lists(LINES, max_size=4), min_size=1))
def test_every_file_keeps_one_name_and_the_order_of_files_does_not_matter(tree: dict[str, list[str]]) -> None:
    files = {path: "".join(lines) for path, lines in tree.items()}
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        first = analysed(Path(one), files)
        second = analysed(Path(other), dict(reversed(files.items())))
        assert first.project.roots == second.project.roots
        assert [module.name for module in first.modules] == [module.name for module in second.modules]
        assert all(module.name for module in first.modules)
        assert first.project.roots[0].path == "."


FOLDERS = ["a", "a/b", "a/b/c", "a/d", "e"]
COUNTS = st.dictionaries(st.sampled_from(["", *FOLDERS]), st.integers(1, 5), max_size=4).map(Counter)
VOTES = st.builds(
    Votes,
    named=st.dictionaries(st.sampled_from(FOLDERS), COUNTS),
    relative=st.dictionaries(st.sampled_from(FOLDERS), COUNTS),
    tops=st.just({}),
)


def _gain(roots: frozenset[str], votes: Votes, before: frozenset[str], layout: Layout) -> int:
    gain = -2 * sum(layout.is_in_package(one) for one in roots - before)
    for folder in FOLDERS:
        root = next(one for one in up(folder) if one in roots)
        gain += votes.named.get(folder, Counter())[root]
        gain += sum(n for base, n in votes.relative.get(folder, Counter()).items() if is_below(base, root))
    return gain


@given(VOTES, st.sets(st.sampled_from(FOLDERS)), st.sets(st.sampled_from(FOLDERS)))
def test_no_other_choice_of_roots_counts_more_votes(votes: Votes, packages: set[str], before: set[str]) -> None:
    paths = [f"{folder}/x.py" for folder in FOLDERS] + [f"{folder}/__init__.py" for folder in sorted(packages)]
    layout = Layout(dict.fromkeys(paths))
    known = frozenset({"", *before})
    chosen = chosen_roots(layout, votes, known)
    best = _gain(chosen, votes, known, layout)
    named = [set(counter) for folder, counter in votes.named.items()]
    possible = sorted(known.union(*named) - {""})
    for number in range(len(possible) + 1):
        for others in combinations(possible, number):
            assert _gain(frozenset({"", *others}), votes, known, layout) <= best
