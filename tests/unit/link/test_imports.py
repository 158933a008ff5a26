from __future__ import annotations

from pathlib import Path

import pytest

from trees import analysed, understood


def test_edges_lead_to_modules_not_names(tmp_path: Path) -> None:
    result = understood(
        tmp_path,
        {
            "shop/__init__.py": "",
            "shop/cart.py": "from shop import tax\nfrom shop.orders import Order\nimport json\n",
            "shop/orders.py": "from . import tax\nclass Order: ...\n",
            "shop/tax.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop.cart import Cart\n",
        },
    )
    assert {(edge.importer, edge.imported, edge.kind.value) for edge in result.imports} == {
        ("shop.cart", "shop.tax", "module"),
        ("shop.cart", "shop.orders", "module"),
        ("shop.cart", "json", "module"),
        ("shop.orders", "shop.tax", "module"),
        ("shop.tax", "typing", "module"),
        ("shop.tax", "shop.cart", "type_checking"),
    }


def test_a_missing_module_of_the_project_is_said(tmp_path: Path) -> None:
    result = understood(tmp_path, {"shop/__init__.py": "", "shop/cart.py": "from shop.gone import x\nimport outside\n"})
    assert [(row.kind, row.what, row.line) for row in result.unresolved] == [("import", "shop.gone", 1)]


def test_importing_a_name_of_a_package_that_is_no_file_loads_the_package(tmp_path: Path) -> None:
    result = understood(tmp_path, {"shop/__init__.py": "", "web.py": "import shop.plugins\nimport shop.gone.deeper\n"})
    assert {edge.imported for edge in result.imports} == {"shop", "shop.gone.deeper"}


def test_an_edge_may_lead_to_a_file_that_was_passed_over(tmp_path: Path) -> None:
    result = understood(
        tmp_path,
        {
            "shop/__init__.py": "",
            "shop/cart.py": "from shop.tests import doubles\nfrom shop._vendor import clock\n",
            "shop/tests/__init__.py": "",
            "shop/tests/doubles.py": "",
            "shop/_vendor/__init__.py": "",
            "shop/_vendor/clock.py": "",
        },
    )
    assert {edge.imported for edge in result.imports} == {"shop.tests.doubles", "shop._vendor.clock"}
    assert result.unresolved == ()


def texts(tmp_path: Path, files: dict[str, str]) -> set[tuple[str, str, int, str]]:
    result = understood(
        tmp_path, {"shop/__init__.py": "", "shop/cart.py": "class Cart:\n    def add(self): ...\n"} | files
    )
    kinds = ("string", "dynamic")
    return {(e.importer, e.imported, e.line, e.kind.value) for e in result.imports if e.kind.value in kinds}


@pytest.mark.parametrize(
    ("source", "edges"),
    [
        ("INSTALLED_APPS = ['shop', 'outside']\n", {("shop", 1)}),
        ("LOCAL_APPS = (\n    'shop',\n) + OTHER\n", {("shop", 1)}),
        ("INSTALLED_APPS += ['shop']\n", {("shop", 1)}),
        ("name = 'shop'\n", set()),
        ("ROOT_URLCONF = 'shop.cart'\n", {("shop.cart", 1)}),
        ("path('', include('shop.cart'))\n", {("shop.cart", 1)}),
        ("BACKEND = {'class': 'shop.cart.Cart'}\n", {("shop.cart", 1)}),
        ("call('shop.cart.Cart.add')\n", {("shop.cart", 1)}),
        ("call('shop.cart:Cart')\n", {("shop.cart", 1)}),
        ("setup(entry_points=['cart = shop.cart:Cart'])\n", {("shop.cart", 1)}),
        ("call('shop.cart.Wheel')\n", set()),
        ("call('shop.gone.Cart')\n", set()),
        ("{'shop.cart': 'WARNING'}\n", set()),
        ("getLogger('shop.cart')\n", set()),
        ("print('see shop.cart')\n", set()),
        ("'''shop.cart'''\n", set()),
    ],
)
def test_texts_that_name_modules(tmp_path: Path, source: str, edges: set[tuple[str, int]]) -> None:
    assert texts(tmp_path, {"web.py": source}) == {("web", imported, line, "string") for imported, line in edges}


@pytest.mark.parametrize(
    ("source", "imported"),
    [
        ("import importlib\nimportlib.import_module('shop.cart')\n", "shop.cart"),
        ("from importlib import import_module\nx = import_module('.cart', __package__)\n", "shop.cart"),
        ("from importlib import import_module\nx = import_module('.cart', 'shop')\n", "shop.cart"),
        ("\n__import__('json')\n", "json"),
    ],
)
def test_calls_that_load_modules(tmp_path: Path, source: str, imported: str) -> None:
    assert texts(tmp_path, {"shop/web.py": source}) == {("shop.web", imported, 2, "dynamic")}


def test_a_module_that_names_itself_imports_nothing(tmp_path: Path) -> None:
    assert texts(tmp_path, {"shop/tasks.py": "TASK = 'shop.tasks.send'\ndef send(): ...\n"}) == set()


def test_a_lazy_module_names_what_it_loads(tmp_path: Path) -> None:
    lazy = """
        _WHERE = {"Cart": "shop.cart"}
        def __getattr__(name):
            return getattr(importlib.import_module(_WHERE[name]), name)
    """
    assert texts(tmp_path, {"shop/lazy.py": lazy}) == {("shop.lazy", "shop.cart", 2, "string")}


def test_packaging_files_announce_commands(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": """
            [project.scripts]
            cart = "shop.cart:Cart.add"
            other = "outside.cli:main"
            [project.entry-points."shop.plugins"]
            wheel = "shop.cart:Wheel"
        """,
        "setup.cfg": "[options.entry_points]\nconsole_scripts =\n    shop = shop.cart:Cart [extra]\n",
        "web.py": "",
    }
    assert texts(tmp_path, files) == {
        ("pyproject.toml", "shop.cart", 3, "string"),
        ("setup.cfg", "shop.cart", 3, "string"),
    }


@pytest.mark.parametrize("content", ["= 3", "project = 3", "[project]\nscripts = 'x'\n", "\udcff"])
def test_a_packaging_file_that_is_none_says_nothing(tmp_path: Path, content: str) -> None:
    (tmp_path / "pyproject.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    (tmp_path / "setup.cfg").write_text("no section\n")
    assert texts(tmp_path, {"web.py": ""}) == set()


def test_a_packaging_file_that_cannot_be_read_is_listed(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xff")
    result = analysed(tmp_path, {"web.py": "", "setup.cfg": "no section\n"})
    assert [(one.path, one.reason) for one in result.project.unread_documents] == [
        ("pyproject.toml", "document that is not text in its encoding"),
        ("setup.cfg", "packaging file that cannot be parsed"),
    ]


@pytest.mark.parametrize(
    ("source", "imported"),
    [
        ("try:\n    import a\nexcept ImportError:\n    import b as a\n", {"a", "b"}),
        ("from shop.cart import *\n", {"shop.cart"}),
        ("def f():\n    from shop import cart\n", {"shop.cart"}),
        ("if True:\n    import shop.cart as c\n", {"shop.cart"}),
        ("from . import shop\n", {"shop"}),
        ("from __future__ import annotations\n", {"__future__"}),
    ],
)
def test_imports_of_every_form(tmp_path: Path, source: str, imported: set[str]) -> None:
    result = understood(tmp_path, {"shop/__init__.py": "", "shop/cart.py": "", "web.py": source})
    assert {edge.imported for edge in result.imports if edge.importer == "web"} == imported
