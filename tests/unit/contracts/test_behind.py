"""What a library runs behind a call belongs to the operation: cuts written down by hand."""

from __future__ import annotations

from analyzer.contracts.contracts import make_contracts
from analyzer.model.contracts import Effect, Idempotence, Operation
from analyzer.model.interfaces import OwnCall, Served
from cuts import Cut


def posting() -> Cut:
    """A handler makes an object, whose class stores it and writes a note."""
    cut = Cut("a.Order").access("a.new", "insert", "orders", 3).runs("a.new", "a.Order.save", 3).entry("a.new")
    cut.access("a.Order.save", "update", "orders", 7).access("a.Order.save", "insert", "orders", 7)
    cut.own_calls.append(OwnCall("a.Order.save", 7, "save", above=True))
    return cut


def only(cut: Cut) -> Operation:
    """Return the only operation of a cut."""
    (found,) = [one for each in make_contracts(cut.evidence(), cut.promises()) for one in each.operations]
    return found


def test_what_a_save_does_besides_belongs_to_who_makes_the_object() -> None:
    cut = posting().access("a.Order.save", "update", "customers", 8).raises("a.Order.save", "Full", 9)
    cut.call("a.Order.save", "a.tell").access("a.tell", "insert", "notes")
    found = only(cut)
    assert found.changes == ("customers", "notes", "orders")
    assert [one.exception for one in found.failures] == ["Full"]


def test_what_is_caught_where_the_object_is_made_does_not_escape() -> None:
    cut = posting().raises("a.Order.save", "Full", 9).guards("a.new", 2, 4, "Full")
    assert only(cut).failures == ()


def test_the_row_itself_is_told_where_it_is_made() -> None:
    cut = Cut("a.Order").access("a.get", "select", "orders", 3).access("a.get", "insert", "orders", 3)
    cut.runs("a.get", "a.Order.save", 3).entry("a.get").access("a.Order.save", "update", "orders", 7)
    cut.own_calls.append(OwnCall("a.Order.save", 7, "save", above=True))
    found = only(cut)
    assert (found.effect, found.idempotent) == (Effect.CHANGES, Idempotence.YES)
    assert only(cut.access("a.Order.save", "update", "customers", 8)).idempotent is Idempotence.UNKNOWN


def test_a_base_that_saves_the_row_is_the_same_row() -> None:
    cut = Cut("a.Order", "a.Base").access("a.get", "select", "orders", 3).access("a.get", "insert", "orders", 3)
    cut.runs("a.get", "a.Order.save", 3).entry("a.get").call("a.Order.save", "a.Base.save", 7)
    cut.access("a.Base.save", "update", "orders", 2).access("a.Base.save", "insert", "notes", 4)
    cut.own_calls += [OwnCall(f"a.{one}.save", line, "save", above=True) for one, line in (("Order", 7), ("Base", 2))]
    found = only(cut)
    assert (found.changes, found.idempotent_reason) == (("notes", "orders"), "it inserts rows into notes")


def test_what_the_library_of_a_view_saves() -> None:
    cut = Cut("a.One", "a.Form").access("a.Form.save", "insert", "notes").entry("a.One", said="POST /a/")
    cut.raises("a.Form.save", "Full")
    cut.served.append(Served("a.One", "POST /a/", (), owner="a.One", generic=True, behind=("a.Form.save",)))
    found = only(cut)
    assert (found.changes, [one.exception for one in found.failures]) == (("notes",), ["Full"])


def test_what_a_view_dispatches_to_belongs_to_the_handler() -> None:
    def effect(definition: str, said: str) -> Effect:
        cut = Cut("a.One").access("a.One.dispatch", "insert", "rows", certainty="implicit").entry(definition, said=said)
        cut.access("a.One.dispatch", "select", "rows").access("a.One.post", "select", "rows", 9)
        runs = ("a.One.dispatch",)
        asks_library = definition == "a.One"
        cut.served.append(Served(definition, said, (), owner="a.One", runs=runs, generic=asks_library))
        return only(cut).effect

    assert effect("a.One", "GET /a/") is Effect.READS
    assert effect("a.One", "POST /a/") is Effect.CHANGES
    assert effect("a.One.post", "POST /a/") is Effect.READS
