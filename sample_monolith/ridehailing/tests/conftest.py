from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from ridehailing import cache, cli, settings
from ridehailing.services import fleet, riders, wallet
from ridehailing.utils import utcnow


@pytest.fixture(autouse=True)
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDEHAILING_DB", str(tmp_path / "city.sqlite3"))
    monkeypatch.setattr(settings, "SURGE_CAP", settings.SURGE_CAP)
    cache.clear()
    assert cli.main(["migrate"]) == 0


@pytest.fixture
def ada() -> int:
    person = riders.register("ada@example.org", "Ada Holm", "+4520000001")
    wallet.add_card(person, "4000000000001111", "visa")
    return person


@pytest.fixture
def cyd() -> int:
    person = fleet.onboard("Cyd Berg", "+4530000001", "DK5000400440116243")
    for kind in fleet.REQUIRED:
        paper = fleet.file_paper(person, kind, "1", utcnow().date() + timedelta(days=90))
        fleet.review_paper(paper, accept=True)
    fleet.grant_zone(person, "CENTRE")
    fleet.go_online(person, 55.677, 12.570)
    return person
