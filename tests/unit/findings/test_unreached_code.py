"""Truth by hand: functions that nothing names, by module."""

from __future__ import annotations

import msgspec
import pytest

from analyzer.findings.checks.unreached_code import check
from analyzer.findings.evidence import Evidence
from analyzer.model.code import Certainty
from analyzer.model.code_findings import UnreachedCode
from analyzer.model.finding import Severity
from cuts import Cut, places


def found(cut: Cut, *unnamed: str) -> list[UnreachedCode]:
    candidates = cut.candidates()
    facts = msgspec.structs.replace(candidates.facts, unnamed=unnamed)
    return list(check(Evidence(msgspec.structs.replace(candidates, facts=facts))))


def site(*names: str) -> Cut:
    return Cut("web.page", *names).entry("web.page")


def test_functions_of_a_module_are_told_together() -> None:
    (one,) = found(site("shop.sell", "shop.lose"), "shop.lose", "shop.sell")
    assert (one.subject, one.services, one.certainty) == ("shop", ("shop",), Certainty.GUESSED)
    assert (one.definitions, one.lines, one.severity) == (("shop.lose", "shop.sell"), 20, Severity.LOW)
    assert places(one.evidence) == ["shop.py:20", "shop.py:30"]
    assert one.message == (
        "Nothing names 2 functions of shop (20 lines): sell, lose; what is not used need not be moved."
    )


def test_of_many_functions_the_first_are_named() -> None:
    names = [f"shop.f{number}" for number in range(5)]
    (one,) = found(site(*names), *names)
    assert "f0, f1, f2 and 2 more;" in one.message


def test_the_kernel_is_no_service() -> None:
    (one,) = found(site("kernel.help"), "kernel.help")
    assert (one.subject, one.services) == ("kernel", ())


def test_modules_are_told_apart() -> None:
    assert [one.subject for one in found(site("shop.lose", "mail.lose"), "mail.lose", "shop.lose")] == ["mail", "shop"]


@pytest.mark.parametrize("name", ["main", "__getattr__", "create_app", "handler404", "pytest_configure", "upgrade"])
def test_names_that_others_look_for_are_not_told(name: str) -> None:
    assert not found(site(f"shop.{name}"), f"shop.{name}")


def test_a_program_without_entry_points_is_a_library() -> None:
    assert not found(Cut("shop.lose"), "shop.lose")
    assert not found(Cut("shop.lose").entry("shop.heard", "signal"), "shop.lose")
