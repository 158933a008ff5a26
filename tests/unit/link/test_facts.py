"""Truth by hand: what linking says of the definitions of a program."""

from __future__ import annotations

from analyzer.link.facts import properties
from trees import linked

TRIP = """
    from functools import cached_property

    class Trip:
        @property
        def km(self): ...
        @cached_property
        def fare(self): ...
        @staticmethod
        def of(number): ...
        def cancel(self): ...
    """


def test_properties_are_methods_that_run_where_an_attribute_is_read() -> None:
    assert properties(linked({"trip.py": TRIP})) == ("trip.Trip.fare", "trip.Trip.km")
