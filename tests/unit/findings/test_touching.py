"""Truth by hand: what comes to data, and what does not."""

from __future__ import annotations

import msgspec

from analyzer.findings.touching import touching
from analyzer.model.data import Unresolved
from cuts import Cut


def test_who_calls_what_uses_data_uses_it() -> None:
    cut = Cut("text.slug").call("web.page", "trip.find").call("trip.find", "trip.query").call("web.page", "text.slug")
    assert touching(cut.access("trip.query", "select", "trips").facts()) == {"web.page", "trip.find", "trip.query"}


def test_code_that_uses_a_table_not_known_uses_data() -> None:
    cut = Cut("trip.outer", "trip.other")
    line = next(one.line for one in cut.facts().definitions if one.name == "trip.other")
    gaps = (
        Unresolved("access", "all() of a query", "trip.py", line + 3, "any class"),
        Unresolved("import", "import_module", "trip.py", line + 4, "computed"),
        Unresolved("access", "all() of a query", "trip.py", 9000, "any class"),
    )
    assert touching(msgspec.structs.replace(cut.facts(), unresolved=gaps)) == {"trip.other"}
    assert not touching(msgspec.structs.replace(cut.facts(), unresolved=gaps[1:]))


def test_a_mapped_object_that_is_returned_comes_from_data() -> None:
    cut = Cut().hold("trip.find", "entity").hold("trip.show", "entity", "trip").hold("trip.lines", "generator")
    assert touching(cut.facts()) == {"trip.find"}


def test_what_stands_in_for_another_function_may_run_anything() -> None:
    cut = Cut().call("web.page", "tools.cached.<locals>.wrapper").call("text.slug", "text.slug.<locals>.part")
    assert touching(cut.facts()) == {"web.page", "tools.cached.<locals>.wrapper"}
