"""Truth by hand: what a definition writes, its callees included, and how names are said."""

from __future__ import annotations

from analyzer.model.code import Certainty
from cuts import Cut


def test_the_surest_way_to_a_write_counts_with_its_least_sure_step() -> None:
    cut = Cut(owners={"trips": "trip"}).access("trip.save", "update", "trips", 3)
    cut.call("trip.work", "trip.save", certainty="guessed").call("trip.work", "trip.step", certainty="relation")
    cut.call("trip.step", "trip.save", certainty="typed").call("trip.save", "trip.work")
    assert cut.evidence().data.written_by("trip.work") == {"trips": Certainty.RELATION}


def test_a_read_is_no_write_and_nobody_writes_nothing() -> None:
    data = Cut(owners={"trips": "trip"}).access("trip.load", "select", "trips").evidence().data
    assert data.written_by("trip.load") == {}
    assert data.written_by("nobody") == {}


def test_what_goes_along_with_one_of_several_tables_may_be_written() -> None:
    cut = Cut(owners=dict.fromkeys(("trips", "riders", "stops"), "trip")).derive("trip.Trip", "trip.Base")
    cut.access("trip.Base.drop", "delete", "trips", 4).access("trip.Base.drop", "delete", "riders", 4)
    cut.access("trip.Base.drop", "delete", "stops", 4, certainty="cascade")
    data = cut.evidence().data
    assert data.written_by("trip.Base.drop") == {}
    assert data.maybe_written_by("trip.Base.drop") == {"trips", "riders", "stops"}


def test_a_class_without_heirs_writes_all_the_tables_of_a_line() -> None:
    cut = Cut("trip.Book", owners={"trips": "trip", "riders": "trip"})
    cut.access("trip.Book.put", "insert", "trips", 4).access("trip.Book.put", "insert", "riders", 4)
    assert cut.evidence().data.written_by("trip.Book.put").keys() == {"trips", "riders"}


def test_two_tables_that_a_function_names_on_a_line_are_both_written() -> None:
    cut = Cut(owners={"trips": "trip", "riders": "trip"})
    cut.access("trip.drop", "delete", "trips", 4).access("trip.drop", "delete", "riders", 4)
    assert cut.evidence().data.written_by("trip.drop").keys() == {"trips", "riders"}


def test_which_of_several_methods_runs_depends_on_the_object() -> None:
    cut = Cut(owners=dict.fromkeys(("trips", "riders", "stops"), "trip"))
    cut.access("trip.Trip.save", "update", "trips", 3).access("trip.Rider.save", "update", "riders", 3)
    cut.call("trip.keep", "trip.Trip.save", 5).call("trip.keep", "trip.Rider.save", 5)
    cut.access("trip.keep", "insert", "stops", 6)
    data = cut.evidence().data
    assert data.written_by("trip.keep") == {"stops": Certainty.TYPED}
    assert data.maybe_written_by("trip.keep") == {"trips", "riders"}


def test_one_of_several_methods_that_writes_is_taken_to_run() -> None:
    cut = Cut("trip.Memory.save", owners={"trips": "trip"}).access("trip.Store.save", "update", "trips", 3)
    cut.call("trip.keep", "trip.Store.save", 5).call("trip.keep", "trip.Memory.save", 5)
    assert cut.evidence().data.written_by("trip.keep") == {"trips": Certainty.TYPED}
