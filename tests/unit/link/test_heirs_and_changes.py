"""Which classes come from a library, and which methods change their object."""

from __future__ import annotations

from analyzer.link.facts import changing, library_heirs
from tests.trees import linked

SOURCE = """
    from abc import ABC
    from django.forms import Form

    class Plain:
        def __init__(self, name):
            self.name = name

        def rename(self, name):
            self.name = name

        def fill(self, row):
            self.rows.append(row)

        def read(self, other):
            other.name = self.name
            return self.name

    class Asked(Form):
        pass

    class Deeper(Asked, ABC):
        pass
"""


def test_bases_of_libraries_however_far_up() -> None:
    found = {(one.definition, one.base) for one in library_heirs(linked({"a.py": SOURCE}))}
    assert found == {
        ("a.Asked", "django.forms.Form"),
        ("a.Deeper", "django.forms.Form"),
        ("a.Deeper", "abc.ABC"),
    }


def test_methods_that_change_their_object() -> None:
    assert changing(linked({"a.py": SOURCE})) == ("a.Plain.fill", "a.Plain.rename")
