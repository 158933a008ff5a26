"""What speaks for and against an option or a step, by its figures?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzer.model.decision import CutFigures, OptionKind, PlanOption, Readiness, Step
from analyzer.model.services import Service
from reports.views.crossing_places import Places
from reports.views.remedies import person_days
from reports.views.rich import counted

GOOD, NEUTRAL, BAD = "Good", "Neutral", "Bad"


@dataclass(frozen=True, slots=True)
class Argument:
    """Why something is good or bad, and the places that show it."""

    word: str
    text: str
    places: tuple[str, ...] = ()


def listed(names: Sequence[str], between: str = " and ") -> str:
    """Write names in a row: ``a, b and c``, or all with another word between them."""
    if between != " and " or len(names) < 2:  # noqa: PLR2004
        return between.join(names)
    return f"{', '.join(names[:-1])}{between}{names[-1]}"


def option_title(one: PlanOption, services: int) -> str:
    """Name an option by what is done."""
    match one.kind:
        case OptionKind.STAY:
            return "Stay one process"
        case OptionKind.MODULAR:
            return "Make it a modular monolith"
        case OptionKind.EXTRACT if one.extracted:
            return f"Extract {listed(one.extracted, ', then ')}"
        case OptionKind.EXTRACT:
            return "Extract some services"
        case OptionKind.SPLIT:
            return f"Split it into {counted(services, 'service')}"


def of_option(
    one: PlanOption, split: PlanOption, places: Places, edges: int, against: Mapping[str, Sequence[str]]
) -> tuple[Argument, ...]:
    """Argue for and against an option; ``edges`` are those between services, ``split`` is the widest option.

    ``against`` says for each service what speaks against its leaving.
    """
    match one.kind:
        case OptionKind.STAY:
            return (
                Argument(GOOD, "it costs nothing, and every call stays a call"),
                Argument(GOOD, "every transaction stays whole"),
                Argument(BAD, "all is released together, scales together and fails together"),
                Argument(BAD, f"nothing keeps the {counted(edges, 'edge')} between services from becoming more"),
            )
        case OptionKind.MODULAR:
            return tuple(_of_modular(one, places))
        case _ if not one.extracted:
            return (Argument(NEUTRAL, "no service could leave"),)
        case _:
            kept = [(name, "; ".join(against.get(name, ()))) for name in one.extracted]
            unready = (Argument(BAD, f"{name} is not ready: {why}") for name, why in kept if why)
            return (*_of_leaving(one, split, places), *unready)


def of_step(before: CutFigures, step: Step, places: Places) -> tuple[Argument, ...]:
    """Argue for and against the leaving of a service, by the figures before and after it."""
    days = person_days(step.effort_low, step.effort_high)
    return (
        Argument(GOOD, f"{step.service} is released, scaled and kept running apart from the rest"),
        *_worse(before, step.after, places),
        Argument(NEUTRAL, f"it takes {days}"),
    )


def of_order(step: Step) -> tuple[Argument, ...]:
    """Argue for and against putting the monolith in order."""
    return (
        Argument(GOOD, "a new edge between services fails the check on the day that it is written"),
        Argument(GOOD, "nothing moves, and each item can be taken back on its own"),
        Argument(NEUTRAL, f"it takes {person_days(step.effort_low, step.effort_high)}"),
        Argument(BAD, "a change that needs a new edge must first change the configuration"),
    )


def of_keeping(step: Step, service: Service | None, readiness: Readiness | None) -> tuple[Argument, ...]:
    """Argue for and against not taking a step."""
    days = Argument(GOOD, f"it saves {person_days(step.effort_low, step.effort_high)}")
    if service is None or readiness is None:
        return (days, Argument(BAD, "edges come up faster than reviews find them, and each makes later steps dearer"))
    own = [
        counted(number, what)
        for number, what in ((len(service.tables), "table"), (readiness.operations, "operation"))
        if number
    ]
    near = f"its {listed(own)} stay in reach of all other code" if own else "its code stays in reach of all other code"
    return (
        days,
        Argument(GOOD, "no call becomes a request, and no transaction is cut"),
        Argument(BAD, f"{near}, with the check of the boundaries alone between them"),
        Argument(BAD, f"{service.name} is still released, scaled and stopped with the rest"),
    )


def _of_modular(one: PlanOption, places: Places) -> Iterator[Argument]:
    figures = one.figures
    yield Argument(GOOD, "no call becomes a request, no transaction is cut, and no table moves")
    yield Argument(GOOD, "each step can be taken back, and a service can leave later with less work")
    if figures.operations:
        told = f"{counted(figures.operations, 'operation')} between services become functions of an interface"
        yield Argument(NEUTRAL, told, places.operations)
    if figures.modules_to_split:
        yield Argument(NEUTRAL, f"{counted(figures.modules_to_split, 'module')} must be split", places.modules)
    yield Argument(NEUTRAL, f"it takes {person_days(one.effort_low, one.effort_high)}")
    yield Argument(BAD, "all is still released together, scales together and fails together")


def _of_leaving(one: PlanOption, split: PlanOption, places: Places) -> Iterator[Argument]:
    left = f"{one.extracted[0]} is" if len(one.extracted) == 1 else f"{listed(one.extracted)} are"
    own = left if one.kind is OptionKind.EXTRACT else "every service is"
    yield Argument(GOOD, f"{own} released, scaled and kept running apart from the rest")
    kept = split.figures.calls_cut - one.figures.calls_cut
    if kept > 0:
        whole = f"{kept:,} of the {counted(split.figures.calls_cut, 'call')} that a full split would cut"
        yield Argument(GOOD, f"{whole} stay inside one process")
    yield from _worse(CutFigures(), one.figures, places)
    if one.stability < 1:
        yield Argument(
            NEUTRAL, f"the borders are {one.stability * 100:.0f} % stable: other runs draw the rest elsewhere"
        )
    yield Argument(NEUTRAL, f"it takes {person_days(one.effort_low, one.effort_high)}")


def _worse(before: CutFigures, after: CutFigures, places: Places) -> Iterator[Argument]:
    """Argue by what crosses more than before; of data and chains it is good if nothing does."""
    for figure, seen, least, one, several, none in _PRICES:
        now: int = getattr(after, figure)
        more: int = now - getattr(before, figure)
        if more > 0 and now >= least:
            yield Argument(
                BAD, (one if more == 1 else several).format(more=f"{more:,}", now=now), getattr(places, seen)
            )
        elif not now and none:
            yield Argument(GOOD, none)


_PRICES = (
    (
        "calls_cut",
        "calls",
        1,
        "{more} call becomes a request",
        "{more} calls become requests",
        "no call becomes a request",
    ),
    (
        "calls_in_loops",
        "loops",
        1,
        "{more} of these calls is made in a loop, a request for each turn",
        "{more} of these calls are made in loops, a request for each turn",
        "",
    ),
    (
        "crossing_transactions",
        "transactions",
        1,
        "{more} transaction is cut, and what it writes agrees only later",
        "{more} transactions are cut, and what they write agrees only later",
        "no transaction is cut",
    ),
    (
        "shared_tables",
        "tables",
        1,
        "{more} table is used across the border, until its remedy is carried out",
        "{more} tables are used across the border, until their remedies are carried out",
        "no table is used across the border",
    ),
    (
        "synchronous_depth",
        "chains",
        2,
        "a chain of calls now crosses up to {now} borders, one waiting for the next",
        "a chain of calls now crosses up to {now} borders, one waiting for the next",
        "",
    ),
    ("modules_to_split", "modules", 1, "{more} module must be split first", "{more} modules must be split first", ""),
    (
        "operations",
        "operations",
        1,
        "{more} operation becomes a contract, which must be kept compatible",
        "{more} operations become contracts, which must be kept compatible",
        "",
    ),
)
"""Figure, where it is seen, the least worth a word, how it is said of one, of several, and of none."""
