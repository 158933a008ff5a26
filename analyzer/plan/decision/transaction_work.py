"""What has to be done to the transactions when a service leaves?

Between those that are processes then: the service that leaves, those that left before it, and the monolith. What
earlier steps made for the same transaction is there, and is not counted again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import msgspec

from analyzer.model.data_findings import TransactionAcross
from analyzer.model.decision import Undoing, WorkItem, WorkKind
from analyzer.model.plan import RemedyKind
from analyzer.plan.decision.code_work import facade
from analyzer.plan.decision.crossings import Crossings
from analyzer.plan.decision.items import Items, Task, listed
from analyzer.plan.parted_recipes import RECIPES, one_operation, undoings
from analyzer.plan.parties import Parted
from analyzer.plan.recipe import Recipe
from analyzer.plan.remedies import recommended
from analyzer.plan.rules import applying
from analyzer.plan.running import run


class Way(msgspec.Struct, frozen=True):
    """What is done about a transaction between its parties; without a ``remedy`` only one of them writes.

    ``asking`` are the definitions that ask another process or write its tables; ``of`` is the party that alone writes.
    """

    remedy: RemedyKind | None
    reason: str
    recipe: Recipe
    asking: frozenset[str] = frozenset()
    undoing: tuple[Undoing, ...] = ()
    of: str = ""


NOTHING = Way(None, "", Recipe((), "", {}, ()))
"""All that takes part is one process."""


class TransactionWork:
    """The items about transactions of one service that leaves, while some others are still there."""

    def __init__(self, crossings: Crossings, items: Items) -> None:
        """Index once which transactions each service has a part in."""
        self._grounds = crossings.grounds
        self._items = items
        self._known: dict[tuple[str, frozenset[str]], Way | None] = {}
        self._services: dict[str, frozenset[str]] = {}
        self.of: dict[str, list[TransactionAcross]] = defaultdict(list)
        for one in crossings.transactions:
            for service in one.services:
                self.of[service].append(one)

    def items(self, service: str, there: frozenset[str]) -> Iterator[WorkItem]:
        """Yield what it takes to part the transactions of a service from those that are still ``there``."""
        for one in self.of[service]:
            way = self._way(one, there) if there.intersection(one.services) else None
            if way is not None and way is not NOTHING:
                yield self._item(one, service, way, self._way(one, there | {service}) or NOTHING)

    def _item(self, one: TransactionAcross, service: str, way: Way, before: Way) -> WorkItem:
        counted = {name: number - before.recipe.counted.get(name, 0) for name, number in way.recipe.counted.items()}
        counted["call site"] = len(way.asking - before.asking)
        item = self._items.counted(
            Task(
                WorkKind.TRANSACTION,
                f"transaction {one.subject}",
                self._about(one, service, way, before),
                after=(facade(service),),
                sites=one.evidence,
                findings=(one.id,),
            ),
            {name: number for name, number in counted.items() if number > 0},
        )
        return msgspec.structs.replace(
            item,
            remedy=way.remedy.value if way.remedy else "",
            reason=way.reason,
            making=way.recipe.steps,
            consistency=way.recipe.consistency,
            undoing=tuple(new for new in way.undoing if _who(new) not in set(map(_who, before.undoing))),
        )

    def _about(self, one: TransactionAcross, service: str, way: Way, before: Way) -> str:
        if way.remedy is None:
            return f"keep the writes in the transaction of {one.definition} one transaction of {way.of}"
        own = listed(write.table for write in one.writes if write.owner == service)
        writes = f"its writes to {own}" if own else "its work"
        begun = ", which an earlier step began" if before.remedy is way.remedy else ""
        return f"take {writes} out of the transaction of {one.definition}: {way.remedy}{begun}"

    def _way(self, one: TransactionAcross, there: frozenset[str]) -> Way | None:
        """Return what is done when all but those that are ``there`` have left; None where everything is forbidden."""
        key = one.id, there.intersection(self._tied(one))
        if key not in self._known:
            self._known[key] = self._found(one, there)
        return self._known[key]

    def _tied(self, one: TransactionAcross) -> frozenset[str]:
        """Return the services whose tables it writes or whose code it runs on the way there."""
        if one.id not in self._services:
            service_of = self._grounds.evidence.service_of
            called = (call.callee for write in run(self._grounds, one) for call in write.calls)
            self._services[one.id] = frozenset((*one.services, *(service_of.get(name, "") for name in called)))
        return self._services[one.id]

    def _found(self, one: TransactionAcross, there: frozenset[str]) -> Way | None:
        case = Parted(self._grounds, one, there)
        asking = frozenset(turn.asking for turn in case.turns if turn.asking)
        if case.parties == (case.running,):
            return NOTHING
        if len(case.parties) == 1:
            return Way(None, "", one_operation(case), asking, of=case.parties[0])
        forbidden = self._items.wishes.forbidden(one.id) | {RemedyKind.MERGE_SERVICES}
        holding = frozenset((case.condition,))
        rules = [rule for rule in applying(one.kind, holding) if rule.remedy not in forbidden]
        if not rules:
            return None
        remedy, because = recommended(one, holding, rules, self._items.wishes)
        recipe = RECIPES[remedy](case)
        undoing = undoings(case) if remedy is RemedyKind.SAGA else ()
        return Way(remedy, because, recipe, asking, undoing)


def _who(one: Undoing) -> tuple[str, str]:
    return one.service, one.definition
