"""What should become of the monolith? The options on the same figures, the verdict, and the steps to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from analyzer.model.decision import Decision, OptionKind, PlanOption, Readiness
from analyzer.model.services import Service
from analyzer.model.teams import ServiceChange
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.decision.figures import Figures
from analyzer.plan.decision.items import Items
from analyzer.plan.decision.readiness import best, elimination, readiness
from analyzer.plan.decision.steps import Steps
from analyzer.plan.decision.verdict import situation, verdict
from analyzer.plan.grounds import Grounds

_DIGITS = 3


def decide(
    grounds: Grounds,
    items: Items,
    changes: Mapping[str, ServiceChange],
) -> Decision:
    """Return what should become of the monolith; ``changes`` are those of services, empty without history."""
    crossings = Crossings(grounds)
    ranked = readiness(crossings, changes)
    first = best(ranked, crossings)
    figures = Figures(crossings)
    steps = Steps(crossings, items, figures, ranked)
    compared = _Compared(crossings.services, figures, steps)
    order = elimination(first, ranked, crossings)
    chosen = verdict(situation(crossings, ranked, first, order[-1] if order else ""))
    leaving = {
        OptionKind.STAY: (),
        OptionKind.MODULAR: first,
        OptionKind.EXTRACT: first or _least_tied(ranked),
        OptionKind.SPLIT: order[:-1],
    }
    return Decision(
        verdict=chosen,
        options=tuple(
            msgspec.structs.replace(compared.option(kind, leaving[kind]), chosen=kind is chosen.option)
            for kind in OptionKind
        ),
        readiness=ranked,
        steps=steps.to(chosen.option, leaving[chosen.option]),
    )


def _least_tied(ranked: Sequence[Readiness]) -> tuple[str, ...]:
    """Return the service to look at where none is ready, so that the option shows what it would cost."""
    several = len(ranked) > 1
    return tuple(one.service for one in sorted(ranked, key=_reluctance)[:several])


def _reluctance(one: Readiness) -> tuple[int, int, str]:
    return len(one.against), one.edges, one.service


class _Compared:
    """Puts every option on the same figures."""

    def __init__(self, services: Mapping[str, Service], figures: Figures, steps: Steps) -> None:
        self._services = services
        self._figures = figures
        self._steps = steps

    def option(self, kind: OptionKind, leaving: Sequence[str]) -> PlanOption:
        """Return an option; ``leaving`` are the services that leave, of the modular monolith those that could later."""
        is_modular = kind is OptionKind.MODULAR
        extracted = () if is_modular else tuple(leaving)
        drawn = self._services if kind in (OptionKind.MODULAR, OptionKind.SPLIT) else extracted
        days = self._steps.effort(kind, leaving)
        return PlanOption(
            kind=kind,
            extracted=extracted,
            figures=self._figures.modular() if is_modular else self._figures.when_left(extracted),
            effort_low=days.low,
            effort_high=days.high,
            stability=_stability([self._services[name] for name in drawn]),
        )


def _stability(services: Sequence[Service]) -> float:
    """Return the mean stability of services, each counted by its definitions; 1 where there is no border."""
    definitions = sum(one.definitions for one in services)
    return (
        round(sum(one.stability * one.definitions for one in services) / definitions, _DIGITS) if definitions else 1.0
    )
