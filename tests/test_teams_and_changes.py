"""Teams and changes of whole runs: repositories of a few commits, with and without CODEOWNERS."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from analyzer.model.options import Options, SteeredService
from analyzer.model.teams import ChangedWith, ServiceChange, ServiceTeams, TeamShare
from analyzer.pipeline import analyze
from reports.render.formats import render
from repositories import Repository

_BILLING = "class Invoice:\n    def pay(self):\n        return self\n"
_TRIP = "class Trip:\n    def end(self):\n        return self\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Billing changes thrice, once with trip; trip changes once more; CODEOWNERS at the top, code below ``src``."""
    found = Repository(tmp_path / "repository")
    for path, text in (("src/app/billing.py", _BILLING), ("src/app/trip.py", _TRIP), ("src/app/__init__.py", "")):
        (found.top / path).parent.mkdir(parents=True, exist_ok=True)
        (found.top / path).write_text(text)
    found.git("add", "-A")
    found.git("commit", "-q", "--amend", "--no-edit")  # what the first commit brings is no change
    found.change("src/app/billing.py")
    found.change("src/app/billing.py", "src/app/trip.py")
    found.change("src/app/billing.py")
    found.change("src/app/trip.py")
    (found.top / ".github").mkdir()
    (found.top / ".github" / "CODEOWNERS").write_text("* @shop/all\n/src/app/billing.py @shop/pay\nbad line\n")
    return found


def options(git: bool = True, team: str = "") -> Options:
    pinned = (
        SteeredService("billing", pin=("app.billing",), team=team),
        SteeredService("trip", pin=("app.trip",)),
    )
    return Options(jobs=1, cache=False, git=git, service=pinned, shared_kernel=("app",))


def test_a_run_tells_teams_and_changes(repository: Repository) -> None:
    result = analyze(repository.top / "src", options())
    assert result.changes == (
        ServiceChange("billing", 3, 2, (ChangedWith("trip", 1),)),
        ServiceChange("trip", 2, 1, (ChangedWith("billing", 1),)),
    )
    assert result.teams == (
        ServiceTeams("billing", (TeamShare("@shop/pay", 1, 3, 1.0),), 0, 0, ".github/CODEOWNERS"),
        ServiceTeams("trip", (TeamShare("@shop/all", 1, 3, 1.0),), 0, 0, ".github/CODEOWNERS"),
    )
    assert result.decision is not None
    counted = {one.service: (one.changes, one.alone) for one in result.decision.readiness}
    assert counted == {"billing": (3, 2), "trip": (2, 1)}
    assert ".github/CODEOWNERS: no rule in line 3" in result.project.notes
    assert result == analyze(repository.top / "src", options())


def test_without_git_only_what_lies_in_the_analysed_folder_is_read(repository: Repository) -> None:
    result = analyze(repository.top / "src", options(git=False))
    assert (result.teams, result.team_services, result.changes) == ((), (), ())
    whole = analyze(repository.top, options(git=False))
    assert [one.source for one in whole.teams] == [".github/CODEOWNERS"] * 2
    assert whole.changes == ()


def test_the_configuration_holds_before_code_owners(repository: Repository) -> None:
    billing, trip = analyze(repository.top / "src", options(team="Payments")).teams
    assert (billing.source, billing.teams[0].team, trip.source) == ("configuration", "Payments", ".github/CODEOWNERS")


def test_the_figures_of_changes_follow_from_the_log_and_modules_csv(repository: Repository) -> None:
    files = render(analyze(repository.top, options()), "csv")
    assert isinstance(files, dict)
    rows = csv.DictReader(io.StringIO(files["modules.csv"].decode()))
    service_of = {row["path"]: row["service"] for row in rows}
    log = repository.git("log", "--name-only", "--format=%x01", "-n", "4").split("\x01")[1:]
    touched = [{service_of[path] for path in one.split() if path.endswith(".py")} for one in log]
    changes = list(csv.DictReader(io.StringIO(files["changes.csv"].decode())))
    for row in changes:
        mine = [one for one in touched if row["service"] in one]
        assert (int(row["commits"]), int(row["alone"])) == (len(mine), sum(len(one) == 1 for one in mine))
    assert [row["others"] for row in changes] == ["trip=1", "billing=1"]
