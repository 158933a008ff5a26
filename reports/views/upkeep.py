"""Who works on each service, and how often is it changed, in one line each?"""

from __future__ import annotations

from analyzer.model.analysis import Analysis
from analyzer.model.teams import ServiceChange, ServiceTeams

_SHOWN = 3


def upkeep_lines(analysis: Analysis) -> dict[str, tuple[str, ...]]:
    """Return who has each service and how often it is changed, in words; nothing where nothing is known."""
    burdened = {one.team: one.message for one in analysis.team_services if one.message}
    found: dict[str, tuple[str, ...]] = {one.service: (_team(one, burdened),) for one in analysis.teams}
    for one in analysis.changes:
        found[one.service] = (*found.get(one.service, ()), _change(one))
    return found


def _team(one: ServiceTeams, burdened: dict[str, str]) -> str:
    if not one.teams:
        return f"Nobody owns it ({one.source})."
    if len(one.teams) == 1 and not one.unowned:
        said = one.teams[0].team
    else:
        parts = [str(share) for share in one.teams[:_SHOWN]]
        parts += [_more(len(one.teams), "teams.csv")] * (len(one.teams) > _SHOWN)
        parts += [f"{_many(one.unowned, 'module')} without owner"] * bool(one.unowned)
        said = ", ".join(parts)
    many = [burdened[share.team] for share in one.teams[:_SHOWN] if share.team in burdened]
    return f"Team{'s' if len(one.teams) > 1 else ''}: {said} ({'; '.join((one.source, *many))})."


def _change(one: ServiceChange) -> str:
    said = f"Changed in {_many(one.commits, 'commit')}"
    if one.others:
        others = [f"{other.service} {other.commits:,}" for other in one.others[:_SHOWN]]
        others += [_more(len(one.others), "changes.csv")] * (len(one.others) > _SHOWN)
        return f"{said}, {one.alone:,} of them alone; with {', '.join(others)}."
    return f"{said}, all alone." if one.commits else f"{said}."


def _more(number: int, file: str) -> str:
    return f"{number - _SHOWN:,} more in {file}"


def _many(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
