"""Truth by hand: tables that nobody uses or owns, and tables used past their owner's functions."""

from __future__ import annotations

import msgspec
import pytest

from analyzer.findings.checks import bypassed_interface, dead_table, direct_access, unowned_table
from analyzer.findings.evidence import Evidence
from analyzer.model.code import Certainty, TypeUse
from analyzer.model.data import TableStatement, Unresolved
from analyzer.model.facts import Inheritance
from cuts import Cut, places


def changed(cut: Cut, **changes: object) -> Evidence:
    """What the checks judge, with some facts replaced."""
    candidates = cut.candidates()
    return Evidence(msgspec.structs.replace(candidates, facts=msgspec.structs.replace(candidates.facts, **changes)))


def declared(**uses: object) -> Evidence:
    """A table ``tiers`` of class ``rider.Tier``, which nothing uses unless ``uses`` says so."""
    cut = Cut("rider.Tier", "rider.Tier.label", "rider.Gold", "mail.send", owners={"tiers": "rider", "trips": "trip"})
    cut.access("trip.load", "select", "trips")
    tables = tuple(
        msgspec.structs.replace(table, model="rider.Tier") if table.name == "tiers" else table
        for table in cut.facts().tables
    )
    return changed(cut, tables=tables, **uses)


def test_a_table_that_nothing_uses() -> None:
    (finding,) = dead_table.check(declared())
    assert finding.id == "dead-table:tiers"
    assert finding.model == "rider.Tier"
    assert finding.services == ("rider",)
    assert finding.severity.value == "low"
    assert finding.certainty.value == "implicit"
    assert places(finding.evidence) == ["models.py:1"]


def test_an_access_that_stayed_unresolved_may_be_of_it() -> None:
    (finding,) = dead_table.check(declared(unresolved=(Unresolved("access", "get", "a.py", 1, ""),)))
    assert finding.certainty.value == "guessed"
    (finding,) = dead_table.check(declared(unresolved=(Unresolved("import", "x", "a.py", 1, ""),)))
    assert finding.certainty.value == "implicit"


def test_a_class_that_is_named_elsewhere_may_be_used_by_what_gets_it() -> None:
    assert list(dead_table.check(declared(type_uses=(TypeUse("mail.send", "rider.Tier", "mail.py", 3),)))) == []
    assert list(dead_table.check(declared(inherits=(Inheritance("rider.Gold", "rider.Tier", "rider.py", 3),)))) == []
    assert len(list(dead_table.check(declared(type_uses=(TypeUse("rider.Tier.label", "rider.Tier", "r.py", 3),))))) == 1


def test_a_table_that_another_refers_to_is_alive() -> None:
    cut = Cut(owners={"tiers": "rider", "riders": "rider"}).key("riders.tier_id", "tiers")
    cut.access("rider.load", "select", "riders")
    assert list(dead_table.check(cut.evidence())) == []


def test_a_table_that_refers_to_itself_only_is_dead() -> None:
    cut = Cut(owners={"tiers": "rider"}).key("tiers.above_id", "tiers")
    assert [finding.subject for finding in dead_table.check(cut.evidence())] == ["tiers"]


def test_tables_between_others_and_those_of_packages_are_not_told() -> None:
    cut = Cut(owners={"tiers": "rider", "auth_group": "rider"})
    cut.associations.add("tiers")
    tables = tuple(
        msgspec.structs.replace(table, model="django.contrib.auth.models.Group")
        if table.name == "auth_group"
        else table
        for table in cut.facts().tables
    )
    assert list(dead_table.check(changed(cut, tables=tables))) == []


def test_a_table_that_no_service_owns() -> None:
    cut = Cut(owners={"audit": ""}).access("trip.start", "insert", "audit", 4).access("mail.send", "select", "audit", 7)
    (finding,) = unowned_table.check(cut.evidence())
    assert finding.id == "unowned-table:audit"
    assert finding.services == ("mail", "trip")
    assert finding.severity.value == "medium"
    assert finding.message == "mail and trip use table audit, which no service owns."
    assert places(finding.evidence) == ["mail.py:7", "trip.py:4"]


def test_a_table_that_is_owned_or_unused_is_no_finding() -> None:
    cut = Cut(owners={"audit": "", "trips": "trip"}).access("mail.send", "select", "trips")
    cut.access("kernel.log", "insert", "audit")
    assert list(unowned_table.check(cut.evidence())) == []


def telling(operation: str = "insert") -> Cut:
    """Notices has ``tell``, which trip calls; billing writes the messages itself."""
    cut = Cut(owners={"messages": "notices", "marks": "notices"})
    cut.access("notices.tell", operation, "messages", 3).call("trip.start", "notices.tell", 8)
    return cut.access("billing.pay", operation, "messages", 5)


def test_rows_made_past_the_function_that_others_call() -> None:
    (finding,) = bypassed_interface.check(telling().evidence())
    assert finding.id == "bypassed-interface:messages"
    assert finding.services == ("billing", "notices")
    assert finding.severity.value == "medium"
    assert finding.certainty is Certainty.TYPED
    assert [(part.name, part.service) for part in finding.interface] == [("notices.tell", "trip")]
    assert finding.message == (
        "Table messages of notices is used past its interface: billing inserts into it directly, where trip asks"
        " notices.tell."
    )
    assert places(finding.evidence) == ["billing.py:5"]


@pytest.mark.parametrize("operation", ["select", "update"])
def test_which_rows_a_read_wants_and_which_columns_an_update_sets_is_not_known(operation: str) -> None:
    assert list(bypassed_interface.check(telling(operation).evidence())) == []


def test_a_function_that_does_more_is_no_interface_to_one_table() -> None:
    cut = telling().call("notices.tell", "notices.mark", 4).access("notices.mark", "insert", "marks", 6)
    assert list(bypassed_interface.check(cut.evidence())) == []


def test_a_function_that_nobody_else_calls_and_a_method_are_no_interface() -> None:
    cut = Cut(owners={"messages": "notices"}).access("notices.tell", "insert", "messages", 3)
    cut.access("billing.pay", "insert", "messages", 5).access("notices.Box.put", "insert", "messages", 9)
    cut.call("notices.send", "notices.tell", 8).call("trip.start", "notices.Box.put", 8)
    assert list(bypassed_interface.check(cut.evidence())) == []


def test_a_function_that_says_it_deletes_is_not_asked_to_insert() -> None:
    cut = Cut(owners={"messages": "notices"}).access("notices.delete_logged", "insert", "messages", 3)
    cut.access("billing.pay", "insert", "messages", 5).call("trip.start", "notices.delete_logged", 8)
    assert list(bypassed_interface.check(cut.evidence())) == []


def test_who_runs_a_query_that_another_hands_over_is_no_user_of_its_table() -> None:
    cut = Cut("cart.lines_of", owners={"lines": "cart"}).access("cart.lines_of", "update", "lines")
    cut.call("billing.place", "cart.lines_of", 7).access("billing.place", "select", "lines", 7)
    cut.hold("cart.lines_of", "query")
    assert not list(direct_access.check(cut.evidence()))
    (found,) = direct_access.check(cut.access("billing.place", "select", "lines", 8).evidence())
    assert places(found.evidence) == ["billing.py:8"]


def test_what_a_mixin_reads_for_one_of_its_heirs_is_no_use_of_its_own_service() -> None:
    cut = Cut("stock.Stocked", owners={"orders": "shop", "items": "stock", "lots": "stock"})
    cut.derive("shop.Orders", "stock.Listed").derive("stock.Lots", "stock.Listed")
    for table in ("orders", "items", "lots"):
        cut.access("stock.Listed.ids", "select", table, 4)
    cut.statements.append(TableStatement("stock.py", "Listed.ids", 4, ("items", "lots"), "join"))
    cut.statements.append(TableStatement("stock.py", "Listed.ids", 4, ("items", "orders"), "join"))
    assert not list(direct_access.check(cut.evidence()))
    cut.inherits.pop(0)
    (found,) = direct_access.check(cut.evidence())
    assert found.message == "Service stock reads table orders of shop directly."


def test_what_every_statement_of_a_mixin_reads_is_its_own_use() -> None:
    cut = Cut("stock.Stocked", owners={"orders": "shop", "items": "stock", "lots": "stock"})
    cut.derive("shop.Orders", "stock.Listed").derive("stock.Lots", "stock.Listed")
    for table in ("orders", "items", "lots"):
        cut.access("stock.Listed.ids", "select", table, 4)
    cut.statements.append(TableStatement("stock.py", "Listed.ids", 4, ("lots", "orders"), "join"))
    cut.statements.append(TableStatement("stock.py", "Listed.ids", 4, ("items", "orders"), "join"))
    assert [found.subject for found in direct_access.check(cut.evidence())] == ["orders"]
