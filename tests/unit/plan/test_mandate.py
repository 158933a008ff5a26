"""Which service keeps which check of the mandate, by findings made by hand."""

from __future__ import annotations

from analyzer.contracts.contracts import make_contracts
from analyzer.findings.find import find
from analyzer.model.code import Certainty
from analyzer.model.code_findings import InheritanceAcross
from analyzer.model.data_findings import BypassedInterface, JoinAcross, TableUse
from analyzer.model.finding import Part, Severity
from analyzer.model.findings import Finding
from analyzer.model.interfaces import Parameter
from analyzer.model.location import Location
from analyzer.model.plan import Mandate, MandateCheck
from analyzer.model.run_findings import LiveObject, ResourceUsers, SharedQueue
from analyzer.model.shapes import UNKNOWN
from analyzer.plan.grounds import Grounds
from analyzer.plan.mandate import BLAME, NOUNS, mandate
from cuts import Cut, places

HERE = (Location("trip.py", 3), Location("trip.py", 5))
TOGETHER = ("billing", "trip")


def failed(cut: Cut, *findings: Finding) -> dict[tuple[str, str], MandateCheck]:
    """Service and check -> what speaks against it."""
    evidence = cut.evidence()
    checks = mandate(Grounds(evidence, findings, make_contracts(evidence)))
    names = sorted({check.service for check in checks})
    assert [(check.service, check.check) for check in checks] == [(name, check) for name in names for check in Mandate]
    for check in checks:
        assert check.passed == (not check.findings and not check.evidence)
    return {(check.service, check.check.name): check for check in checks if not check.passed}


def two() -> Cut:
    return Cut("trip.book", "billing.bill", owners={"trips": "trip"})


def test_without_findings_everything_passes() -> None:
    assert failed(two()) == {}


def test_a_call_of_a_private_name_bypasses_the_interface() -> None:
    cut = two().call("trip.book", "billing._add", 7).call("trip.book", "billing.Bill.__init__", 8)
    ((where, check),) = failed(cut).items()
    assert where == ("trip", "INTERFACE")
    assert check.message == "1 call to private definitions of others, at 1 place."
    assert places(check.evidence) == ["trip.py:7"]


def test_who_uses_the_tables_of_others_fails_and_not_their_owner() -> None:
    cut = two().access("trip.book", "insert", "trips").access("billing.bill", "update", "trips", 4)
    checks = failed(cut, *find(cut.evidence()))
    assert sorted(checks) == [("billing", "DATA"), ("billing", "RESOURCES"), ("trip", "RESOURCES")]
    data = checks["billing", "DATA"]
    assert (data.findings, places(data.evidence)) == (("shared-table:trips",), ["billing.py:4"])
    assert data.message == "1 shared table, at 1 place."


def test_who_passes_an_interface_fails() -> None:
    bypassed = BypassedInterface(
        **said("trips"),
        owner="trip",
        interface=(Part("trip.find", "billing"),),
        uses=(TableUse("billing", 1, 0, (Location("billing.py", 9),)),),
    )
    inherits = InheritanceAcross(
        **said("trip.Special"), definition="trip.Special", bases=(Part("billing.Bill", "billing"),)
    )
    cut = Cut("trip.Special", "billing.Bill")
    heirs = InheritanceAcross(**said("trip.Special"), definition="trip.Special", heirs=(Part("billing.A", "billing"),))
    assert sorted(failed(cut, heirs)) == [("billing", "INTERFACE")]
    assert sorted(failed(cut, bypassed, inherits)) == [("billing", "INTERFACE"), ("trip", "INTERFACE")]


def test_joins_blame_the_one_who_joins_and_queues_all_who_share() -> None:
    join = JoinAcross(**said("trip.book"), definition="trip.book", tables=(Part("bills", "billing"),))
    queue = SharedQueue(**said("mails"), uses=(ResourceUsers("trip", 0, 1, HERE),))
    assert sorted(failed(two(), join)) == [("trip", "DATA")]
    assert sorted(failed(two(), queue)) == [("billing", "RESOURCES"), ("trip", "RESOURCES")]


def test_who_offers_what_cannot_leave_the_process_fails() -> None:
    live = LiveObject(**said("billing.bill"), definition="billing.bill", values=(), callers=())
    assert sorted(failed(two(), live)) == [("billing", "BORDER")]


def test_an_operation_that_is_called_on_a_row_cannot_cross_though_no_finding_says_so() -> None:
    cut = Cut(owners={}).model("bills", "billing.Bill").access("billing.Bill.close", "update", "bills")
    cut.sign("billing.Bill.close", of_object=True).call("trip.book", "billing.Bill.close", 4)
    ((where, check),) = failed(cut).items()
    assert (where, check.message) == (("billing", "BORDER"), "1 operation with live objects, at 2 places.")
    assert places(check.evidence) == ["billing.py:20", "trip.py:4"]


def test_a_finding_and_its_operation_are_counted_once() -> None:
    cut = two().access("billing.bill", "update", "bills").call("trip.book", "billing.bill", 4)
    cut.hold("billing.bill", "session", "session").sign("billing.bill", Parameter("session", "positional", UNKNOWN))
    evidence = cut.evidence()
    check = failed(cut, *find(evidence))["billing", "BORDER"]
    assert check.message == "1 operation with live objects, at 2 places."
    assert check.findings == ("live-object:billing.bill",)


def test_what_only_the_own_entry_points_call_stays_in_the_process() -> None:
    cut = two().access("billing.bill", "update", "bills").entry("billing__web.pay")
    cut.hold("billing.bill", "session", "session").sign("billing.bill", Parameter("session", "positional", UNKNOWN))
    cut.call("billing__web.pay", "billing.bill", 4)
    evidence = cut.evidence()
    checks = mandate(Grounds(evidence, find(evidence), make_contracts(evidence)))
    (check,) = [one for one in checks if (one.service, one.check) == ("billing", Mandate.BORDER)]
    assert check.passed
    assert check.message == "Nothing speaks against it. 1 with live objects is for its own entry points alone."


def test_every_check_has_a_kind_that_speaks_against_it() -> None:
    assert {check for several in BLAME.values() for check, _ in several} == set(Mandate)
    assert set(NOUNS) == set(BLAME)


def said(subject: str) -> dict[str, object]:
    return {
        "subject": subject,
        "severity": Severity.MEDIUM,
        "certainty": Certainty.TYPED,
        "services": TOGETHER,
        "message": "",
        "evidence": HERE,
    }
