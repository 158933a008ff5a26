"""Who has which service, worked out by hand on a few modules."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as some

from analyzer.cluster.services import Candidates
from analyzer.model.options import Options, SteeredService
from analyzer.model.teams import CodeOwners, ServiceTeams, TeamServices, TeamShare
from analyzer.plan.teams import service_teams, team_services
from cuts import Cut


def owned(cut: Cut, owners: dict[str, str], path: str = "CODEOWNERS") -> Candidates:
    """Return a program of definitions of 10 lines each; owners by file."""
    candidates = cut.candidates()
    rows = tuple((file, tuple(teams.split())) for file, teams in sorted(owners.items()))
    facts = msgspec.structs.replace(candidates.facts, owners=CodeOwners(path, rows))
    return msgspec.structs.replace(candidates, facts=facts)


def shop() -> Cut:
    """Billing has three modules with 2, 1 and 1 definitions, trip one; the kernel is nobody's concern."""
    return Cut("billing.a", "billing.b", "billing__tax.c", "billing__old.d", "trip.e", "kernel.f")


def test_shares_are_of_the_lines_of_a_service() -> None:
    cut = owned(shop(), {"billing.py": "@shop/pay", "billing__tax.py": "@shop/tax", "trip.py": "@shop/trip"})
    assert service_teams(cut, Options()) == (
        ServiceTeams(
            "billing",
            (TeamShare("@shop/pay", 1, 20, 0.5), TeamShare("@shop/tax", 1, 10, 0.25)),
            *(1, 10, "CODEOWNERS"),
            "2 teams: @shop/pay 50 %, @shop/tax 25 %",
        ),
        ServiceTeams("trip", (TeamShare("@shop/trip", 1, 10, 1.0),), 0, 0, "CODEOWNERS"),
    )


def test_lines_count_where_they_stand_and_not_where_the_module_is_placed() -> None:
    cut = owned(shop(), {"billing.py": "@shop/pay", "trip.py": "@shop/trip"})
    moved = tuple(
        msgspec.structs.replace(one, service="trip") if one.name == "billing.b" else one
        for one in cut.facts.definitions
    )
    cut = msgspec.structs.replace(cut, facts=msgspec.structs.replace(cut.facts, definitions=moved))
    billing, trip = service_teams(cut, Options())
    assert trip.teams == (TeamShare("@shop/pay", 1, 10, 0.5), TeamShare("@shop/trip", 1, 10, 0.5))
    assert trip.message == "2 teams: @shop/pay 50 %, @shop/trip 50 %"
    assert (billing.teams, billing.unowned, billing.unowned_lines) == ((TeamShare("@shop/pay", 1, 10, 0.3333),), 2, 20)


def test_what_two_teams_own_together_counts_for_both() -> None:
    (trip,) = service_teams(owned(Cut("trip.e"), {"trip.py": "@shop/b @shop/a"}), Options())
    assert trip.teams == (TeamShare("@shop/a", 1, 10, 1.0), TeamShare("@shop/b", 1, 10, 1.0))
    assert trip.message == "2 teams: @shop/a 100 %, @shop/b 100 %"


def test_less_than_a_tenth_gives_no_message() -> None:
    names = [f"trip__{number}.f" for number in range(10)]
    owners = {f"trip__{number}.py": "@shop/trip" for number in range(9)} | {"trip__9.py": "@shop/pay"}
    (trip,) = service_teams(owned(Cut(*names), owners), Options())
    assert trip.message == "2 teams: @shop/trip 90 %, @shop/pay 10 %"
    (trip,) = service_teams(owned(Cut(*names, "trip__0.g"), owners), Options())
    assert [str(one) for one in trip.teams] == ["@shop/trip 91 %", "@shop/pay 9 %"]
    assert not trip.message


def test_a_service_of_nobody_says_so() -> None:
    billing, trip = service_teams(owned(shop(), {"billing.py": "@shop/pay"}), Options())
    assert (trip.teams, trip.unowned, trip.unowned_lines, trip.message) == ((), 1, 10, "nobody owns any of it")
    assert not billing.message


def test_the_configuration_holds_before_code_owners_for_its_service_alone() -> None:
    options = Options(service=(SteeredService("billing", team="Payments"), SteeredService("gone", team="Ghosts")))
    owners = {"billing.py": "@shop/pay", "trip.py": "@shop/trip"}
    whole = ServiceTeams("billing", (TeamShare("Payments", 3, 40, 1.0),), 0, 0, "configuration")
    billing, trip = service_teams(owned(shop(), owners), options)
    assert (billing, trip.source) == (whole, "CODEOWNERS")
    assert service_teams(owned(shop(), {}, path=""), options) == (whole,)
    assert service_teams(owned(shop(), {}, path=""), Options()) == ()


def test_a_team_with_five_services_is_told() -> None:
    cut = Cut(*(f"s{number}.f" for number in range(5)), "s0.g", "t.f", *(f"t__{number}.f" for number in range(11)))
    owners = {f"s{number}.py": "@shop/all" for number in range(5)} | {"t.py": "@shop/all"}
    found = team_services(service_teams(owned(cut, owners), Options()))
    message = "@shop/all has 5 services"  # of t it has less than a tenth
    assert found == (TeamServices("@shop/all", ("s0", "s1", "s2", "s3", "s4", "t"), message),)
    del owners["s4.py"]
    assert not team_services(service_teams(owned(cut, owners), Options()))[0].message


@given(some.dictionaries(some.sampled_from("abcdef"), some.sampled_from(["@o/x", "@o/y", "@o/x @o/y"])))
def test_modules_are_owned_or_not(owners: dict[str, str]) -> None:
    cut = Cut(*(f"{'st'[name > 'c']}__{name}.f" for name in "abcdef"))
    by_file = {f"{'st'[name > 'c']}__{name}.py": teams for name, teams in owners.items()}
    for one in service_teams(owned(cut, by_file), Options()):
        both = sum(teams.count("@") - 1 for file, teams in by_file.items() if file.startswith(one.service))
        assert sum(share.modules for share in one.teams) - both + one.unowned == 3
        assert sum(share.lines for share in one.teams) - 10 * both + one.unowned_lines == 30
        assert all(0 < share.share <= 1 for share in one.teams)
