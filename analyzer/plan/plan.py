"""What should be done about a cut, and how good would its services be? What the stage returns."""

from __future__ import annotations

import msgspec

from analyzer.findings.evidence import Evidence
from analyzer.model.contracts import Contract
from analyzer.model.decision import Decision
from analyzer.model.findings import Finding
from analyzer.model.options import Options
from analyzer.model.plan import Coefficient, MandateCheck, Remedy, Score
from analyzer.model.teams import ServiceChange, ServiceTeams, TeamServices
from analyzer.plan.changes import service_changes
from analyzer.plan.decision.decide import decide
from analyzer.plan.decision.items import Items
from analyzer.plan.effort import coefficients
from analyzer.plan.grounds import Grounds
from analyzer.plan.mandate import mandate
from analyzer.plan.remedies import REMEDIABLE, remedies
from analyzer.plan.scorecard import scorecard
from analyzer.plan.teams import service_teams, team_services
from analyzer.plan.wishes import Wishes


class Plan(msgspec.Struct, frozen=True):
    """The remedies of findings; mandate, scorecard, teams and changes of each service; and what should be done.

    ``notes`` are wishes unmet.
    """

    remedies: tuple[Remedy, ...]
    mandate: tuple[MandateCheck, ...]
    scorecard: tuple[Score, ...]
    coefficients: tuple[Coefficient, ...]
    decision: Decision
    notes: tuple[str, ...]
    teams: tuple[ServiceTeams, ...] = ()
    team_services: tuple[TeamServices, ...] = ()
    changes: tuple[ServiceChange, ...] = ()


def make_plan(
    evidence: Evidence, findings: tuple[Finding, ...], contracts: tuple[Contract, ...], options: Options
) -> Plan:
    """Return what follows from findings and contracts; ``options`` hold what the user says of remedies and effort."""
    grounds = Grounds(evidence, findings, contracts)
    wishes = Wishes(options)
    table = coefficients(options)
    ways_out = remedies(grounds, wishes, table)
    teams = service_teams(evidence.candidates, options)
    changes = service_changes(evidence.candidates)
    return Plan(
        remedies=ways_out,
        mandate=mandate(grounds),
        scorecard=scorecard(grounds),
        coefficients=table,
        decision=decide(grounds, Items(ways_out, table, wishes), {one.service: one for one in changes}),
        notes=tuple(wishes.unmet(one.id for one in findings if isinstance(one, REMEDIABLE))),
        teams=teams,
        team_services=team_services(teams),
        changes=changes,
    )
