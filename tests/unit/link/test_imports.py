from __future__ import annotations

from pathlib import Path

from trees import analysed


def test_edges_lead_to_modules_not_names(tmp_path: Path) -> None:
    result = analysed(
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
    result = analysed(tmp_path, {"shop/__init__.py": "", "shop/cart.py": "from shop.gone import x\nimport outside\n"})
    assert [(row.kind, row.what, row.line) for row in result.unresolved] == [("import", "shop.gone", 1)]


def test_importing_a_name_of_a_package_that_is_no_file_loads_the_package(tmp_path: Path) -> None:
    result = analysed(tmp_path, {"shop/__init__.py": "", "web.py": "import shop.plugins\nimport shop.gone.deeper\n"})
    assert {edge.imported for edge in result.imports} == {"shop", "shop.gone.deeper"}


def test_an_edge_may_lead_to_a_file_that_was_passed_over(tmp_path: Path) -> None:
    result = analysed(
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
