"""How does the command line say why something is in its service?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from analyzer.model.placements import Placement, Reason, Tipping
from analyzer.model.services import KERNEL, ModuleToSplit, Sharing, TableOwnership
from reports.render.cells import percent
from reports.render.spelling import plain
from reports.views.splits import spelled_ranges
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
    "write": ("writes", "is written by"),
}
_NOUNS = {
    "call": "calls",
    "co_access": "use together",
    "co_change": "history",
    "folder": "folders",
    "foreign_key": "tables",
    "import": "imports",
    "inherit": "inheritance",
    "model": "tables",
    "module": "its module",
    "read": "tables",
    "statement": "tables",
    "transaction": "tables",
    "type_use": "types",
    "word": "words",
    "write": "tables",
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
    return "".join(f"{plain(line)}\n" for line in _lines(explained))


def _lines(explained: Explained) -> Iterator[str]:
    placement = explained.placement
    if explained.through:
        yield f"{explained.through} goes where {placement.name} goes."
        yield ""
    place = f", {explained.place}" if explained.place else ""
    yield f"{placement.name} ({placement.kind}{place})"
    yield _where(placement)
    if explained.claim is not None:
        yield from _claim(explained.claim)
    if explained.shared is not None and placement.service == KERNEL:
        yield _used(explained.shared.services) + _SHARED[explained.shared.sharing]
    if explained.split is not None:
        yield "It is a module to split:"
        yield from _parts(explained.split)
    elif len(explained.holds) > 1:
        parts = ", ".join(f"{number} in {service or 'no service'}" for service, number in explained.holds)
        yield f"By its definitions: {parts}."
    if not placement.pulls:
        if not placement.by_hand:
            yield "No evidence was found that it shares with any service; it stands where most runs put it."
        return
    yield from _pulled(placement)
    yield ""
    yield from _table(placement)
    for title, service, reasons in (
        (f"Strongest reasons for {placement.service}", placement.service, placement.own),
        (f"Strongest reasons for {placement.runner_up}", placement.runner_up, placement.other),
    ):
        if reasons:
            yield ""
            yield title
            yield from _aligned(
                [(_percent(one.share), _reason(one, service), "" if one.of else str(one.at)) for one in reasons]
            )
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


def _claim(claim: TableOwnership) -> Iterator[str]:
    """Who owns a table, and who comes next."""
    if not claim.owner:
        yield "Nothing speaks for an owner."
    elif claim.by_hand:
        yield f"{claim.owner} owns it: the configuration says so."
    elif claim.rival:
        contested = "Its ownership is contested: " if claim.contested else ""
        yield (
            f"{contested}{claim.owner} holds {_share(claim.share)} of what speaks for an owner, "
            f"{claim.rival} {_share(claim.rival_share)}."
        )
    elif claim.share:
        yield f"All that speaks for an owner is in {claim.owner}."
    else:
        yield f"Nobody uses it directly; it is with {claim.owner} by its keys and neighbours."


def _parts(split: ModuleToSplit) -> Iterator[str]:
    """The lines of a module to split that belong to each service."""
    first = max(len(part.service) for part in split.parts)
    for part in split.parts:
        number = f"{part.definitions} definition{'s' * (part.definitions != 1)}"
        yield f"  {part.service:{first}}  {number}, {part.lines} lines: {spelled_ranges(part)}"


def _pulled(placement: Placement) -> Iterator[str]:
    """Say by which evidence it is pulled to either side, edges of like kinds drawn together."""
    own: dict[str, float] = defaultdict(float)
    other: dict[str, float] = defaultdict(float)
    for pull in placement.pulls:
        noun = _NOUNS.get(pull.kind, pull.kind)
        own[noun] += pull.own
        other[noun] += pull.other
    for service, pulls in ((placement.service or "no service", own), (placement.runner_up, other)):
        shares = sorted(((share, noun) for noun, share in pulls.items() if share), key=lambda item: (-item[0], item[1]))
        if service and shares:
            yield f"Pulled to {service} by: {', '.join(f'{noun} {_percent(share)}' for share, noun in shares)}."


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
        yield f"  {share:>{widths[0]}}  {says:{widths[1]}}  {at}".rstrip()


def _reason(reason: Reason, service: str) -> str:
    if not reason.of:
        return _edge(reason)
    name = f'"{reason.other}"' if reason.kind == "word" else reason.other
    return f"{reason.kind} {name} ({reason.count} of its {reason.of} in {service or 'no service'})"


def _edge(reason: Reason) -> str:
    verb = _SAYS.get(reason.kind, (reason.kind, f"{reason.kind} of"))[0 if reason.outward else 1]
    return f"{verb} {reason.other}" + (f" ({reason.count} times)" if reason.count > 1 else "")


def _tipping(placement: Placement) -> str:
    tip, other = placement.tipping, placement.runner_up
    if placement.by_hand:
        return f"Nothing but the configuration: it is placed in {placement.service} by hand."
    if placement.service == KERNEL and (tip is None or tip.lost):
        return "That fewer services used it or were used by it, that it worked with a table, or a pin for it."
    if tip is None:
        return _one_sided(placement)
    if tip.lost == 0:
        return f"Its own evidence pulls more to {other} already; " + (
            "several services need it." if placement.service == KERNEL else "what most runs agree on holds it."
        )
    if tip.turned is None:
        return (
            f"Not its edges: were all that lead to {placement.service} to lead to {other} instead, the words, folders "
            f"and modules that it shares would still hold it."
        )
    if tip.lost is None:
        turned = "the strongest edge" if tip.turned == 1 else f"the {tip.turned} strongest edges"
        return (
            f"If {turned} to {placement.service} ({percent(tip.turned_share)} of its pull) led to {other} instead, "
            f"{other} would pull more; if all went away, the words, folders and modules that it shares would hold it."
        )
    if tip.lost == tip.turned:
        gone = f"{_first(placement, tip)} went away, or led to {other} instead"
    else:
        gone = f"{_first(placement, tip)} went away, or {_fewer(tip)} led to {other} instead"
    return f"If {gone}, {other} would pull more."


def _one_sided(placement: Placement) -> str:
    """Say what moves something that nothing pulls to one of the two sides."""
    if placement.other:
        return f"Nothing of it holds it in {placement.service}; it stands there with what most runs put it beside."
    if placement.runner_up:
        return f"Nothing pulls it to {placement.runner_up}, where some runs put it; edges to there would."
    return "Nothing of what was found: nothing pulls it to another service."


def _first(placement: Placement, tip: Tipping) -> str:
    """Name the edges that would have to go; of more than are told, how many there are of each kind."""
    edges = [one for one in placement.own if not one.of]
    named = ", ".join(_edge(one) for one in edges[: tip.lost])
    counted = ", ".join(f"{number} of {kind}" for kind, number in tip.kinds)
    told = f"it {named}" if tip.lost is not None and tip.lost <= len(edges) else counted
    those = "the strongest edge" if tip.lost == 1 else f"the {tip.lost} strongest edges"
    return f"{those} to {placement.service} ({told}: {percent(tip.lost_share)} of its pull)"


def _fewer(tip: Tipping) -> str:
    edges = "the strongest one" if tip.turned == 1 else f"the {tip.turned} strongest of them"
    return f"{edges} ({percent(tip.turned_share)})"
