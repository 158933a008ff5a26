"""Shops whose decision sheet is as full as it gets: everything that it can say, and names of three hundred letters."""

from __future__ import annotations

import msgspec
from decided import decision, steps
from example import shop

from analyzer.model.analysis import Analysis
from analyzer.model.code import Certainty
from analyzer.model.contracts import Border, Contract
from analyzer.model.decision import OptionKind
from analyzer.model.finding import Severity
from analyzer.model.history import HistoryRead
from analyzer.model.placements import Placement
from analyzer.model.services import TableOwnership

replace = msgspec.structs.replace
_SAID = (
    "this is one of the reasons why it should be so and not otherwise, with figures of 1,234 and of 99 % in it, and "
)
_NAMES = ("customer communication", "shipping", "warehouse and stock keeping")


def full() -> Analysis:
    """Let the sheet say all that it can, at the length that real systems have."""
    first, leaving = steps()
    items = tuple(
        replace(one, name=f"{one.name} {number}", findings=(f"shared-table:warehouse_stock_{number}",))
        for number in range(6)
        for one in leaving.items[:1]
    )
    made = decision()
    verdict = replace(
        made.verdict,
        sentence=f"Extract {', then '.join(_NAMES)}; the other 17 services stay in one process, with boundaries "
        "checked.",
        reasons=(f"{_SAID}{_SAID}",) * 3,
        would_change=(f"{_SAID}{_SAID}",) * 2,
    )
    return replace(
        shop(),
        coverage=replace(shop().coverage, history=HistoryRead(reason="the analysed folder lies in no git repository")),
        decision=replace(
            made,
            verdict=verdict,
            options=tuple(
                replace(one, extracted=_NAMES) if one.kind is OptionKind.EXTRACT else one for one in made.options
            ),
            steps=(
                first,
                replace(leaving, items=(*leaving.items, *items)),
                *(replace(leaving, number=number, title=f"Extract {_NAMES[2]}") for number in (3, 4)),
            ),
        ),
        findings=tuple(
            replace(
                one,
                severity=Severity.HIGH,
                certainty=Certainty.GUESSED,
                message=f"shop.warehouse.stock.keeping.{one.subject} is one of those: {_SAID}",
            )
            for one in shop().findings
        ),
        contracts=(Contract("shipping", (), (), (), Border(28, 3, 112, 17, 1.0, 4, 5, 3)),),
        ownership=tuple(
            TableOwnership(f"warehouse_stock_{number}", "shipping", 0.5, "billing", 0.4, contested=True)
            for number in range(9)
        ),
        placements=tuple(
            Placement(f"shop.part_{number}", "function", name, 0.5, "billing", 0.1)
            for number, name in enumerate(("shipping", "billing", "catalog"))
        ),
        remedies=tuple(replace(one, recommended=not one.recommended) for one in shop().remedies),
    )


def long_words() -> Analysis:
    """Give the shop names that are longer than a line."""
    text = msgspec.json.encode(shop())
    for word in (b"shipping", b"orders", b"catalog"):
        text = text.replace(word, word + b"x" * 300)
    return msgspec.json.decode(text, type=Analysis)
