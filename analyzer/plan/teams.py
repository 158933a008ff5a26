"""Which teams work on which service, and who has too many?

A service holds the modules that are placed in it and those where outermost definitions of it stand; its lines there are
those of these definitions. The team of the configuration has all of its service, whatever CODEOWNERS says. A team that
owns less than a tenth of a service is told, and gives no message.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from analyzer.cluster.services import Candidates
from analyzer.model.options import Options
from analyzer.model.teams import CONFIGURATION, ServiceTeams, TeamServices, TeamShare

LEAST = 0.1  # of a service, for a message
SEVERAL = 2
MANY = 5  # services of a team
_DIGITS = 4

_Files = dict[str, int]
"""Path -> lines of a service in a file."""


def service_teams(candidates: Candidates, options: Options) -> tuple[ServiceTeams, ...]:
    """Return the teams of every service of which something is known, by the name of the service."""
    facts = candidates.facts
    given = {one.name: one.team for one in options.service if one.team}
    if not given and not facts.owners.path:
        return ()
    owners = dict(facts.owners.owned)
    held = _held(candidates)
    found = []
    for service in sorted(held):
        if service in given:
            found.append(_given(service, given[service], held[service]))
        elif facts.owners.path:
            found.append(_owned(service, held[service], owners, facts.owners.path))
    return tuple(found)


def team_services(teams: Iterable[ServiceTeams]) -> tuple[TeamServices, ...]:
    """Return what each team has, by its name."""
    owned: dict[str, list[tuple[str, TeamShare]]] = defaultdict(list)
    for one in teams:
        for share in one.teams:
            owned[share.team].append((one.service, share))
    return tuple(_of_team(team, owned[team]) for team in sorted(owned))


def _held(candidates: Candidates) -> dict[str, _Files]:
    held: dict[str, _Files] = {service.name: {} for service in candidates.services}
    for module in candidates.facts.modules:
        if module.service in held:
            held[module.service].setdefault(module.path, 0)
    for one in candidates.facts.definitions:
        if one.service in held and not one.within:
            files = held[one.service]
            files[one.path] = files.get(one.path, 0) + one.end_line - one.line + 1
    return held


def _given(service: str, team: str, files: _Files) -> ServiceTeams:
    return ServiceTeams(service, (TeamShare(team, len(files), sum(files.values()), 1.0),), 0, 0, CONFIGURATION)


def _owned(service: str, files: _Files, owners: dict[str, tuple[str, ...]], source: str) -> ServiceTeams:
    of_team: dict[str, list[str]] = defaultdict(list)
    unowned = [path for path in files if path not in owners]
    for path in sorted(files):
        for team in owners.get(path, ()):
            of_team[team].append(path)
    shares = (_share(team, paths, files) for team, paths in of_team.items())
    ranked = tuple(sorted(shares, key=lambda one: (-one.lines, -one.modules, one.team)))
    lines = sum(files[path] for path in unowned)
    return ServiceTeams(service, ranked, len(unowned), lines, source, _message(ranked, len(files)))


def _share(team: str, paths: Sequence[str], files: _Files) -> TeamShare:
    lines, whole = sum(files[path] for path in paths), sum(files.values())
    share = lines / whole if whole else len(paths) / len(files)
    return TeamShare(team, len(paths), lines, round(share, _DIGITS))


def _message(teams: Sequence[TeamShare], modules: int) -> str:
    """Say that several teams have a part of a service that counts, or that nobody has any."""
    if not teams and modules:
        return "nobody owns any of it"
    counted = [one for one in teams if one.share >= LEAST]
    if len(counted) < SEVERAL:
        return ""
    return f"{len(counted)} teams: {', '.join(map(str, counted))}"


def _of_team(team: str, owned: Sequence[tuple[str, TeamShare]]) -> TeamServices:
    ranked = sorted(owned, key=lambda one: (-one[1].lines, -one[1].modules, one[0]))
    number = sum(share.share >= LEAST for _, share in ranked)
    message = f"{team} has {number} services" if number >= MANY else ""
    return TeamServices(team, tuple(service for service, _ in ranked), message)
