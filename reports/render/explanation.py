"""How does the command line say why something is in its service?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.model.placements import Placement, Reason, Tipping
from analyzer.model.services import KERNEL, Sharing
from reports.render.cells import percent
from reports.views.why import Explained

_SAYS = {
    "call": ("calls", "is called by"),
    "co_access": ("is used together with", "is used together with"),
    "co_change": ("was changed together with", "was changed together with"),
    "foreign_key": ("refers to", "is referred to by"),
    "import": ("imports", "is imported by"),
    "inherit": ("derives from", "is the base of"),
    "model": ("is mapped to", "is the table of"),
    "read": ("reads", "is read by"),
    "statement": ("stands in one statement with", "stands in one statement with"),
    "transaction": ("is written in one transaction with", "is written in one transaction with"),
    "type_use": ("names in its annotations", "is named in the annotations of"),
    "within": ("stands in", "holds"),
    "write": ("writes", "is written by"),
}
_SHARED = {
    Sharing.LIBRARY: "What its module shares is long or much used: it is one for a library.",
    Sharing.COPY: "What its module shares is short and has few users: it is one to copy into each of them.",
    Sharing.GLUE: "No service uses its module, which ties them together: it is glue, to be written anew.",
}
_NONE = "–"
_LEAST = 0.005


def explanation_text(explained: Explained) -> str:
    """Write what holds a definition, module or table where it is, and what would move it."""
    return "".join(f"{_plain(line)}\n" for line in _lines(explained))


def _plain(line: str) -> str:
    """A name may hold what steers a terminal, or what cannot be encoded."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in line)


def _lines(explained: Explained) -> Iterator[str]:
    placement = explained.placement
    if explained.through:
        yield f"{explained.through} goes where {placement.name} goes."
        yield ""
    place = f", {explained.place}" if explained.place else ""
    yield f"{placement.name} ({placement.kind}{place})"
    yield _where(placement)
    if explained.shared is not None and placement.service == KERNEL:
        yield _used(explained.shared.services) + _SHARED[explained.shared.sharing]
    if len(explained.holds) > 1:
        parts = ", ".join(f"{number} in {service or 'no service'}" for service, number in explained.holds)
        yield f"It is a module to split, by its definitions: {parts}."
    if not placement.pulls:
        if not placement.by_hand:
            yield "No edge to a service was found; it stands where its package and its words do."
        return
    yield ""
    yield from _table(placement)
    for title, reasons in (
        (f"Strongest edges to {placement.service}", placement.own),
        (f"Strongest edges to {placement.runner_up}", placement.other),
    ):
        if reasons:
            yield ""
            yield title
            yield from _aligned([(_percent(one.share), _edge(one), str(one.at)) for one in reasons])
    yield ""
    yield "What would move it"
    yield f"  {_tipping(placement)}"


def _used(services: tuple[str, ...]) -> str:
    if len(services) == 1:
        return f"Of the services only {services[0]} uses it directly. "
    return f"{len(services)} services use it directly. " if services else ""


def _where(placement: Placement) -> str:
    if placement.by_hand:
        return f"It is in {placement.service}: the configuration places it there."
    if placement.service == KERNEL:
        nearest = f"; were it in a service, that would be {placement.runner_up}" if placement.runner_up else ""
        return f"It is in the shared kernel{nearest}."
    if not placement.service:
        return "It is in no service."
    next_one = (
        f"the runner-up is {placement.runner_up}, {percent(placement.margin)} behind"
        if placement.runner_up
        else "nothing pulls it to another service"
    )
    return f"It is in {placement.service}, with stability {percent(placement.stability)}; {next_one}."


def _table(placement: Placement) -> Iterator[str]:
    rows = [(pull.kind, pull.own, pull.other) for pull in placement.pulls]
    rows.append(("all", sum(pull.own for pull in placement.pulls), sum(pull.other for pull in placement.pulls)))
    other = placement.runner_up
    first = max(len("Pull by"), *(len(kind) for kind, _, _ in rows))
    for kind, own, away in (("Pull by", None, None), *rows):
        left = placement.service or "own" if own is None else _share(own)
        line = f"  {kind:{first}}  {left:>{max(len(placement.service), 5)}}"
        if other:
            line += f"  {other if away is None else _share(away):>{max(len(other), 5)}}"
        yield line


def _share(share: float) -> str:
    return _percent(min(share, 1.0)) if share else _NONE


def _percent(share: float) -> str:
    return percent(share) if share >= _LEAST else "< 1 %"


def _aligned(rows: list[tuple[str, str, str]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for share, says, at in rows:
        yield f"  {share:>{widths[0]}}  {says:{widths[1]}}  {at}"


def _edge(reason: Reason) -> str:
    verb = _SAYS.get(reason.kind, (reason.kind, f"{reason.kind} of"))[0 if reason.outward else 1]
    return f"{verb} {reason.other}" + (f" ({reason.count} times)" if reason.count > 1 else "")


def _tipping(placement: Placement) -> str:
    tip, other = placement.tipping, placement.runner_up
    if placement.by_hand:
        return f"Nothing but the configuration: it is placed in {placement.service} by hand."
    if placement.service == KERNEL and (tip is None or tip.lost):
        return "That fewer services used it or were used by it, that it worked with a table, or a pin for it."
    if tip is None and placement.other:
        return f"No edge holds it in {placement.service}; it stands there with its package and its words."
    if tip is None and other:
        return f"No edge leads to {other}; words and packages are what they share."
    if tip is None:
        return "Nothing of what was found: no edge leads to another service."
    if not tip.lost:
        return f"Its own edges pull more to {other} already; " + (
            "several services need it." if placement.service == KERNEL else "its package and its words hold it."
        )
    if tip.lost == tip.turned:
        gone = f"{_first(placement, tip)} went away, or led to {other} instead"
    else:
        gone = f"{_first(placement, tip)} went away, or {_fewer(tip)} led to {other} instead"
    return f"If {gone}, {other} would pull more."


def _first(placement: Placement, tip: Tipping) -> str:
    """Name the edges that would have to go; of more than are told, how many there are of each kind."""
    named = ", ".join(_edge(one) for one in placement.own[: tip.lost])
    counted = ", ".join(f"{number} of {kind}" for kind, number in tip.kinds)
    told = f"it {named}" if tip.lost <= len(placement.own) else counted
    edges = "the strongest edge" if tip.lost == 1 else f"the {tip.lost} strongest edges"
    return f"{edges} to {placement.service} ({told}: {percent(tip.lost_share)} of its pull)"


def _fewer(tip: Tipping) -> str:
    edges = "the strongest one" if tip.turned == 1 else f"the {tip.turned} strongest of them"
    return f"{edges} ({percent(tip.turned_share)})"
