"""Truth by hand: classes, modules and kernel code that several services need."""

from __future__ import annotations

import pytest

from analyzer.findings.checks import inheritance, kernel_too_large, module_to_split
from analyzer.model.finding import Part
from analyzer.model.services import KERNEL, KernelMember, ModuleToSplit, Sharing, SplitPart
from cuts import Cut, places


def test_a_class_and_its_base_of_another_service() -> None:
    cut = Cut().derive("payment.Payslip", "billing.Statement", 18).derive("payment.Payslip", "payment.Paper", 18)
    (found,) = inheritance.check(cut.evidence())
    assert found.id == "inheritance:payment.Payslip"
    assert (found.services, found.severity) == (("billing", "payment"), "medium")
    assert (found.bases, places(found.evidence)) == ((Part("billing.Statement", "billing"),), ["payment.py:18"])
    assert found.message == "Class payment.Payslip of payment derives from billing.Statement of billing."


def test_bases_in_the_kernel_are_everybodys() -> None:
    cut = Cut().derive("payment.Denied", "kernel.Error").derive("kernel.Command", "payment.Denied")
    assert not list(inheritance.check(cut.evidence()))


def test_bases_of_two_other_services_are_worse() -> None:
    cut = Cut().derive("payment.Payslip", "billing.Statement").derive("payment.Payslip", "staff.Member")
    assert [finding.severity.value for finding in inheritance.check(cut.evidence())] == ["high"]


def test_a_base_of_many_classes_is_told_once() -> None:
    cut = Cut()
    for name in ("billing.Bill", "billing.Fee", "payment.Refund"):
        cut.derive(name, "orders.Model")
    found = list(inheritance.check(cut.evidence()))
    assert [finding.subject for finding in found] == ["billing.Bill", "billing.Fee", "payment.Refund"]
    (one,) = inheritance.check(cut.derive("payment.Charge", "orders.Model", 9).evidence())
    assert (one.id, one.severity, one.services) == (
        "inheritance:orders.Model",
        "medium",
        ("billing", "orders", "payment"),
    )
    assert one.message == "4 classes of billing and payment derive from orders.Model of orders."
    assert one.heirs[-1] == Part("payment.Refund", "payment")
    assert places(one.evidence) == ["billing.py:1", "payment.py:1", "payment.py:9"]


def test_a_base_of_four_services_is_a_library_in_the_wrong_place() -> None:
    cut = Cut()
    for name in ("billing", "payment", "staff", "trips"):
        cut.derive(f"{name}.Thing", "orders.Model")
    (found,) = inheritance.check(cut.evidence())
    assert (found.severity, found.message) == (
        "low",
        "4 classes of 4 other services derive from orders.Model of orders.",
    )


def test_a_module_of_several_services() -> None:
    cut = Cut("money.pay")
    parts = (SplitPart("billing", 3, 50, ((16, 40), (60, 80))), SplitPart(KERNEL, 1, 4, ((1, 4),)))
    cut.splits.append(ModuleToSplit("money", "money.py", (*parts, SplitPart("payment", 1, 9, ((41, 50),)))))
    (found,) = module_to_split.check(cut.evidence())
    assert (found.id, found.services, found.severity) == ("module-to-split:money", ("billing", "payment"), "low")
    assert places(found.evidence) == ["money.py:16", "money.py:41", "money.py:60"]
    assert found.message == "Module money holds definitions of 2 services: billing (3), payment (1)."


@pytest.mark.parametrize(("lines", "sharing", "large"), [(24, "copy", 0), (25, "copy", 1), (25, "glue", 0)])
def test_a_kernel_of_a_fifth_of_all_lines_is_too_large(lines: int, sharing: str, large: int) -> None:
    cut = Cut("trip.hail", "kernel.log")
    cut.kernel.append(KernelMember("kernel.log", "function", "kernel", Sharing(sharing), ("trip",), 3, lines))
    found = list(kernel_too_large.check(cut.evidence()))
    assert len(found) == large
    for finding in found:
        assert (finding.id, finding.services) == ("kernel-too-large:shared kernel", ("trip",))
        assert (finding.lines, finding.share, finding.definitions) == (25, 0.2, 1)
        assert places(finding.evidence) == ["kernel.py:20"]
