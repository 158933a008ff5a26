"""What the report and the CSV files say of teams and changes."""

from __future__ import annotations

import msgspec
from example import HOSTILE, shop

from analyzer.model.analysis import Analysis
from analyzer.model.teams import ChangedWith, ServiceChange, ServiceTeams, TeamServices, TeamShare
from reports.render.as_json import read_json, write_json
from reports.render.formats import render
from reports.render.options import RenderOptions
from reports.views.upkeep import upkeep_lines


def with_teams() -> Analysis:
    shares = [
        TeamShare(f"@shop/{name}", modules, 10 * modules, 0.1 * modules)
        for name, modules in zip("abcd", (4, 3, 1, 1), strict=True)
    ]
    return msgspec.structs.replace(
        shop(),
        teams=(
            ServiceTeams("billing", (TeamShare("Payments", 2, 30, 1.0),), 0, 0, "configuration"),
            ServiceTeams("catalog", tuple(shares), 1, 10, "CODEOWNERS", "4 teams: …"),
            ServiceTeams("shipping", (), 2, 20, "CODEOWNERS", "nobody owns any of it"),
        ),
        team_services=(TeamServices("@shop/a", ("catalog",), "@shop/a has 5 services"),),
        changes=(
            ServiceChange("billing", 1200, 1000, tuple(ChangedWith(f"s{n}", 9 - n) for n in range(5))),
            ServiceChange("catalog", 1, 1, ()),
            ServiceChange("shipping", 0, 0, ()),
        ),
    )


def test_a_card_says_who_has_a_service_and_how_often_it_is_changed() -> None:
    assert upkeep_lines(with_teams()) == {
        "billing": (
            "Team: Payments (configuration).",
            "Changed in 1,200 commits, 1,000 of them alone; with s0 9, s1 8, s2 7, 2 more in changes.csv.",
        ),
        "catalog": (
            "Teams: @shop/a 40 %, @shop/b 30 %, @shop/c 10 %, 1 more in teams.csv, 1 module without owner "
            "(CODEOWNERS; @shop/a has 5 services).",
            "Changed in 1 commit, all alone.",
        ),
        "shipping": ("Nobody owns it (CODEOWNERS).", "Changed in 0 commits."),
    }
    assert not upkeep_lines(shop())


def test_the_page_shows_these_lines_and_obeys_no_markup() -> None:
    page = render(with_teams(), "html", RenderOptions(diagrams=False))
    assert isinstance(page, bytes)
    assert b'<p class="kinds">Team: Payments (configuration).</p>' in page
    hostile = msgspec.structs.replace(
        shop(), teams=(ServiceTeams("billing", (TeamShare(HOSTILE, 1, 1, 1.0),), 0, 0, HOSTILE),)
    )
    assert HOSTILE.encode() not in render(hostile, "html", RenderOptions(diagrams=False))


def test_the_files_hold_all() -> None:
    files = render(with_teams(), "csv", RenderOptions())
    assert isinstance(files, dict)
    assert files["teams.csv"].decode().splitlines()[1:] == [
        "billing,Payments,2,30,configuration,",
        "catalog,,1,10,CODEOWNERS,4 teams: …",
        "catalog,@shop/a,4,40,CODEOWNERS,4 teams: …; @shop/a has 5 services",
        "catalog,@shop/b,3,30,CODEOWNERS,4 teams: …",
        "catalog,@shop/c,1,10,CODEOWNERS,4 teams: …",
        "catalog,@shop/d,1,10,CODEOWNERS,4 teams: …",
        "shipping,,2,20,CODEOWNERS,nobody owns any of it",
    ]
    assert files["changes.csv"].decode().splitlines()[1:] == [
        "billing,1200,1000,s0=9;s1=8;s2=7;s3=6;s4=5",
        "catalog,1,1,",
        "shipping,0,0,",
    ]


def test_a_result_of_an_older_version_is_read() -> None:
    content = msgspec.json.decode(write_json(with_teams()))
    for name in ("teams", "team_services", "changes"):
        del content[name]
    assert read_json(msgspec.json.encode(content)).teams == ()
    assert read_json(write_json(with_teams())) == with_teams()
