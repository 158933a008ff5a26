"""Are names in files unique, plain, and the same each time?"""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from reports.render.contract_names import Names, component_keys, file_names, identifier, slug


def test_names_are_written_in_plain_letters() -> None:
    assert identifier("trip id") == "trip_id"
    assert identifier("Straße/Café") == "Straudfe_Cafe"
    assert identifier("../{}") == "unnamed"
    assert slug("Trip management") == "trip-management"


def test_services_of_one_spelling_get_files_of_their_own() -> None:
    assert file_names(["Trip", "trip", "index", "a b", "a-b"]) == {
        "Trip": "trip",
        "a b": "a-b",
        "a-b": "a-b-2",
        "index": "index-2",
        "trip": "trip-2",
    }


def test_types_of_one_name_are_told_apart_by_what_stands_before() -> None:
    assert component_keys(["a.models.Trip", "b.models.Trip", "b.Fare", "a.c.State", "b.c.State"]) == {
        "a.models.Trip": "a_models_Trip",
        "b.models.Trip": "b_models_Trip",
        "b.Fare": "Fare",
        "a.c.State": "a_c_State",
        "b.c.State": "b_c_State",
    }


def test_letter_case_tells_no_names_apart() -> None:
    names = Names()
    assert [names.free("Trip"), names.free("trip"), names.free("TRIP", "other")] == ["Trip", "trip_2", "other"]


@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_names_get_keys_of_their_own(definitions: list[str]) -> None:
    keys = component_keys(definitions)
    assert set(keys) == set(definitions)
    assert len({key.lower() for key in keys.values()}) == len(keys)
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", key) for key in keys.values())
    files = file_names(definitions)
    assert len(set(files.values())) == len(files)
    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in files.values())
