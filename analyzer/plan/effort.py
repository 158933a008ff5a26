"""What does a change cost? Person-days for each counted thing, in one table."""

from __future__ import annotations

import difflib
from collections.abc import Mapping

import msgspec

from analyzer.errors import BadInputError
from analyzer.model.options import Options
from analyzer.model.plan import Coefficient

COEFFICIENTS = (
    Coefficient("call site", "definition in which accesses or calls change", 0.2, 0.5, "find, change, review, test"),
    Coefficient(
        "join", "definition whose joins are taken apart", 0.5, 1.5, "two queries, and putting their rows together"
    ),
    Coefficient("operation", "operation that is offered", 1.0, 3.0, "contract, handler, client, errors, tests"),
    Coefficient("event", "kind of event", 1.0, 2.0, "form, publishing through an outbox, versions"),
    Coefficient("consumer", "service that handles an event", 1.0, 3.0, "handling twice, late and in the wrong order"),
    Coefficient(
        "copy", "copy of a table in another service", 1.0, 3.0, "schema, first load, comparison with the source"
    ),
    Coefficient("replica", "service that reads a replica", 1.0, 2.0, "access, connection, monitoring of the lag"),
    Coefficient("outbox", "service that gets an outbox", 2.0, 4.0, "table, relay, clean-up; later ones reuse it"),
    Coefficient("saga", "saga", 3.0, 6.0, "state, restart after a failure, time limits, alarms"),
    Coefficient(
        "saga step", "write that becomes a step of its own", 0.5, 1.5, "a transaction of its own, safe to repeat"
    ),
    Coefficient(
        "compensation", "step that must be undone", 1.0, 3.0, "what undoing means, code and tests of each failure"
    ),
    Coefficient(
        "table split", "table that is split", 2.0, 5.0, "second table, move of the rows, a time of writing both"
    ),
    Coefficient("service merged", "service that is given up", 1.0, 3.0, "one build, one deployment, one team for both"),
    Coefficient("module moved", "module of the service given up", 0.05, 0.2, "imports, settings, tests of one file"),
    Coefficient("boundaries enforced", "monolith", 0.5, 2.0, "exported configuration in the checks of every change"),
    Coefficient(
        "interface", "operation that is offered inside the monolith", 0.2, 0.5, "function, types, callers, tests"
    ),
    Coefficient("module split", "part that leaves a module", 0.5, 2.0, "new module, imports, tests, open branches"),
    Coefficient("batch call", "call in a loop that becomes one request", 0.5, 2.0, "operation for many, rows put back"),
    Coefficient("cycle", "circle of calls that is opened", 1.0, 3.0, "one direction turned round, or an event"),
    Coefficient("shared resource", "queue, cache, file or state that is parted", 1.0, 4.0, "one owner, an operation"),
    Coefficient("inheritance", "class whose bases are elsewhere", 0.5, 2.0, "copied base, or an object that is asked"),
    Coefficient("foreign key", "key that leaves the database", 0.1, 0.4, "constraint dropped, check or clean-up"),
    Coefficient("table moved", "table that changes its database", 1.0, 3.0, "schema, copy, comparison, switch"),
    Coefficient("service", "service that is started", 5.0, 15.0, "build, deployment, secrets, monitoring, on-call"),
)
"""In the order of the guide; ``[tool.seamline.effort]`` replaces single ones."""

Counted = Mapping[str, int]


class Effort(msgspec.Struct, frozen=True):
    """A range in person-days."""

    low: float
    high: float


def coefficients(options: Options) -> tuple[Coefficient, ...]:
    """Return the table with what the user put in its place; raises BadInputError for a name that is not in it."""
    wishes = {wish.name: wish for wish in options.effort}
    known = [one.name for one in COEFFICIENTS]
    for name in sorted(wishes.keys() - set(known)):
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(known)}"
        where = options.written(("effort", name))
        raise BadInputError(f"{where}this version does not know the coefficient {name!r}; {hint}")
    return tuple(
        msgspec.structs.replace(one, low=wishes[one.name].low, high=wishes[one.name].high)
        if one.name in wishes
        else one
        for one in COEFFICIENTS
    )


def effort(counted: Counted, table: tuple[Coefficient, ...]) -> Effort:
    """Return the person-days of counted things, to a tenth."""
    by_name = {one.name: one for one in table}
    low = sum((number * by_name[name].low for name, number in counted.items()), 0.0)
    high = sum((number * by_name[name].high for name, number in counted.items()), 0.0)
    return Effort(round(low, 1), round(high, 1))
