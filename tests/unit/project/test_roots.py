from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import BadInputError
from analyzer.model.options import Options
from analyzer.project.roots import find_roots
from analyzer.source.discovery import discover
from trees import write


def named(root: Path, *given: str) -> dict[str, str]:
    tree = discover(root, Options(with_tests=True))
    roots = find_roots(tree, given)
    return {file.path: roots.module_of(file.path) for file in tree.files}


def test_flat_and_src_layouts(tmp_path: Path) -> None:
    write(tmp_path, {"manage.py": "", "src/shop/__init__.py": "", "src/shop/cart.py": ""})
    assert named(tmp_path) == {"manage.py": "manage", "src/shop/__init__.py": "shop", "src/shop/cart.py": "shop.cart"}


def test_a_folder_without_init_inside_a_package_keeps_its_dotted_name(tmp_path: Path) -> None:
    write(tmp_path, {"zoo/__init__.py": "", "zoo/web/routes.py": "", "zoo/web/api/__init__.py": ""})
    assert named(tmp_path)["zoo/web/routes.py"] == "zoo.web.routes"
    assert named(tmp_path)["zoo/web/api/__init__.py"] == "zoo.web.api"


def test_several_roots_in_one_repository(tmp_path: Path) -> None:
    write(tmp_path, {"back/billing/__init__.py": "", "jobs/nightly/__init__.py": "", "jobs/nightly/run.py": ""})
    assert set(named(tmp_path).values()) == {"billing", "nightly", "nightly.run"}


def test_a_path_that_is_itself_a_package(tmp_path: Path) -> None:
    write(tmp_path, {"shop/__init__.py": "", "shop/cart/__init__.py": "", "shop/cart/models.py": ""})
    assert named(tmp_path / "shop" / "cart") == {"__init__.py": "shop.cart", "models.py": "shop.cart.models"}


def test_a_given_root_beats_the_search(tmp_path: Path) -> None:
    write(tmp_path, {"outer/__init__.py": "", "outer/inner/app.py": ""})
    assert named(tmp_path, "outer/inner")["outer/inner/app.py"] == "app"
    with pytest.raises(BadInputError, match="--source-root nowhere"):
        named(tmp_path, "nowhere")
