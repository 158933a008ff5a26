"""Which definitions are operations, and which are not."""

from __future__ import annotations

import pytest

from analyzer.contracts.adapters import Adapters
from analyzer.contracts.offered import offered
from tests.cuts import Cut


def names(cut: Cut) -> list[str]:
    evidence = cut.evidence()
    return list(offered(evidence, Adapters(evidence.facts, cut.promises())))


def behind_handler(callee: str) -> Cut:
    """A handler of trips that calls something of trips that reads a table of trips."""
    cut = Cut(owners={"trips": "trips"}).entry("trips__web.show").call("trips__web.show", callee)
    return cut.access(callee, "select", "trips")


def test_what_another_service_calls_is_an_operation() -> None:
    assert names(Cut().call("billing.pay", "trips.finish")) == ["trips.finish"]


def test_what_only_its_own_service_calls_is_none() -> None:
    assert names(Cut().call("trips.cancel", "trips.finish").busy()) == []


def test_what_an_entry_point_hands_over_to_is_an_operation() -> None:
    assert names(behind_handler("trips.get")) == ["trips.get"]


def test_what_stands_beside_entry_points_is_part_of_them() -> None:
    cut = behind_handler("trips__web.shown")
    cut.call("trips__web.shown", "trips.get").access("trips.get", "select", "trips")
    assert names(cut) == ["trips.get"]


def test_what_a_deeper_function_calls_is_none() -> None:
    cut = behind_handler("trips.get").call("trips.get", "trips.row").access("trips.row", "select", "trips")
    assert names(cut) == ["trips.get"]


def test_what_uses_no_data_is_none() -> None:
    cut = Cut(owners={"trips": "trips"}).entry("trips__web.show").call("trips__web.show", "trips.spelled")
    assert names(cut) == []


def test_what_uses_only_the_data_of_another_service_is_none() -> None:
    cut = Cut(owners={"tokens": "login"}).entry("trips__web.show").call("trips__web.show", "trips.visitor")
    assert names(cut.access("trips.visitor", "select", "tokens")) == []


def test_to_set_a_setting_uses_data_and_to_read_one_does_not() -> None:
    cut = Cut().entry("trips__web.show").call("trips__web.show", "trips.cap").call("trips__web.show", "trips.capped")
    cut.use("trips.cap", "write", "setting", "CAP").use("trips.capped", "read", "setting", "CAP")
    assert names(cut) == ["trips.cap"]


@pytest.mark.parametrize("kind", ["http", "graphql", "soap", "websocket", "rpc", "cli"])
def test_entry_points_of_these_kinds_hand_over(kind: str) -> None:
    cut = Cut(owners={"trips": "trips"}).entry("trips__web.show", kind).call("trips__web.show", "trips.get")
    assert names(cut.access("trips.get", "select", "trips")) == ["trips.get"]


def test_a_task_among_functions_makes_no_adapter_of_its_module() -> None:
    cut = Cut("trips.other", "trips.more", owners={"trips": "trips"}).entry("trips.nightly", "task")
    assert names(cut.call("trips.nightly", "trips.get").access("trips.get", "select", "trips")) == []
    tasks = Cut(owners={"trips": "trips"}).entry("trips__tasks.nightly", "task")
    assert names(tasks.call("trips__tasks.nightly", "trips.get").access("trips.get", "select", "trips")) == [
        "trips.get"
    ]


def test_a_guessed_call_hands_nothing_over_and_asks_another_service() -> None:
    cut = Cut(owners={"trips": "trips"}).entry("trips__web.show")
    cut.call("trips__web.show", "trips.get", certainty="guessed").access("trips.get", "select", "trips")
    assert names(cut) == []
    assert names(Cut().call("billing.pay", "trips.finish", certainty="guessed")) == ["trips.finish"]


def test_the_command_line_of_the_kernel_makes_none() -> None:
    cut = Cut(owners={"trips": "trips"}).entry("kernel.seed", "cli").call("kernel.seed", "trips.add")
    assert names(cut.access("trips.add", "insert", "trips")) == []


def test_a_receiver_of_a_signal_is_none() -> None:
    assert names(Cut().call("billing.pay", "trips.count").entry("trips.count", "signal")) == []


def test_what_is_nested_special_or_a_property_is_none() -> None:
    cut = Cut().call("billing.pay", "trips.make.<locals>.inner").call("billing.pay", "trips.Trip.__str__")
    cut.call("billing.pay", "trips.Trip.fare")
    cut.properties.append("trips.Trip.fare")
    assert names(cut) == []


def test_methods_of_what_a_library_defines_are_not_handed_over_to() -> None:
    assert names(behind_handler("trips.Form.save").derive_outside("trips.Form", "django.forms.Form")) == []
    assert names(behind_handler("trips.Planner.save").derive_outside("trips.Planner", "abc.ABC")) == [
        "trips.Planner.save"
    ]


def test_methods_of_mapped_classes_are_not_handed_over_to() -> None:
    assert names(behind_handler("trips.Trip.cancel").model("trips", "trips.Trip")) == []


def test_middleware_that_a_framework_calls_hands_over() -> None:
    cut = (
        Cut(owners={"users": "login"})
        .call("login.Middleware.__call__", "login.who")
        .access("login.who", "select", "users")
    )
    assert names(cut) == ["login.who"]


def test_a_method_that_heirs_elsewhere_leave_as_it_is_stays_an_operation() -> None:
    cut = (
        Cut("sheets.Sheet.render").derive("payment.Payslip", "sheets.Sheet").call("payment.rows", "sheets.Sheet.render")
    )
    assert names(cut) == ["sheets.Sheet.render"]


def test_a_method_that_heirs_elsewhere_have_anew_is_none() -> None:
    cut = Cut("sheets.Sheet.render", "payment.Payslip.render").derive("payment.Payslip", "sheets.Sheet")
    assert names(cut.call("payment.rows", "sheets.Sheet.render")) == []


def test_what_an_heir_calls_on_itself_is_inherited() -> None:
    cut = Cut("sheets.Sheet.render").derive("payment.Payslip", "sheets.Sheet")
    assert names(cut.call("payment.Payslip.send", "sheets.Sheet.render")) == []


def test_a_method_of_the_base_of_mapped_classes_is_each_ones_own() -> None:
    cut = Cut("base.Base.get").derive("trips.Trip", "base.Base").model("trips", "trips.Trip")
    assert names(cut.call("billing.pay", "base.Base.get")) == []
