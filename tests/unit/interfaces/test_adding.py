"""Which definitions make a stored value of the one before."""

from __future__ import annotations

from pathlib import Path

from analyzer.model.options import Options
from analyzer.pipeline import facts_of
from tests.trees import write

SOURCE = """
    from django.db.models import F

    class Trip:
        def charge(self, cents):
            self.total += cents

        def set(self, cents):
            self.total = cents

    def local(cents):
        total = 0
        total += cents
        return total

    def in_database(trips, cents):
        trips.update(total=F("total") + cents)

    def ordered(trips):
        return trips.order_by(F("total"))
"""


def test_what_adds(tmp_path: Path) -> None:
    facts = facts_of(write(tmp_path, {"a.py": SOURCE}), Options(jobs=1))
    assert facts.interfaces.adding == ("a.Trip.charge", "a.in_database")
