"""Which imports cross a border with no call between the two modules, worked out by hand?"""

from __future__ import annotations

import msgspec
from example import shop

import truth
from analyzer.model.analysis import Analysis
from analyzer.model.code import Import, ImportKind
from analyzer.model.options import Options
from reports.render.formats import render
from reports.views.bare_imports import bare_imports
from reports.views.roadmap import roadmap_page


def imports(*told: tuple[str, str, int]) -> Analysis:
    made = tuple(
        Import(one, other, f"{one.replace('.', '/')}.py", line, ImportKind.MODULE) for one, other, line in told
    )
    return msgspec.structs.replace(shop(), imports=made)


def test_an_import_without_a_call_is_told_of_both_services() -> None:
    """Billing calls shipping and is called by it; catalog is imported by billing, which calls nothing of it."""
    analysis = imports(
        ("shop.billing", "shop.shipping", 1),
        ("shop.billing", "shop.catalog", 12),
        ("shop.billing", "shop.catalog", 9),
        ("shop.shipping", "shop.money", 2),  # the shared kernel, of which each has a copy
        ("shop.billing", "json", 3),
        ("shop.billing", "shop.billing", 4),
    )
    places = ("shop/billing.py:9", "shop/billing.py:12")
    assert bare_imports(analysis) == {"billing": places, "catalog": places}


def test_the_step_of_what_leaves_counts_them() -> None:
    analysis = imports(("shop.shipping", "shop.catalog", 2), ("shop.shipping", "shop.catalog", 3))
    cards = {card.step.service: card.bare for card in roadmap_page(analysis).cards}
    assert cards["shipping"] == ("shop/shipping.py:2", "shop/shipping.py:3")
    page = bytes(render(analysis, "html")).decode()  # type: ignore[arg-type]
    assert "2 imports across its border with no call between the two modules" in page
    assert "In no item" not in bytes(render(shop(), "html")).decode()  # type: ignore[arg-type]


def test_screens_of_the_sample_import_two_types() -> None:
    """``web/screens.py`` takes PayoutLine and Summary, and calls neither payouts nor trips."""
    found = bare_imports(truth.analysed("ridehailing", Options(jobs=1)))
    assert found["screens and board"] == ("ridehailing/web/screens.py:8", "ridehailing/web/screens.py:9")
