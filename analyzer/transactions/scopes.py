"""Which scopes of the program run in one transaction, and what does each write?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from analyzer.link.names import Names
from analyzer.link.protocol import ScopeEvents
from analyzer.link.transaction_rules import Opening, TransactionRules
from analyzer.model.data import Transaction, TransactionKind
from analyzer.model.syntax import Call, Scope
from analyzer.transactions.commits import committed
from analyzer.transactions.house import House
from analyzer.transactions.notice import Notices
from analyzer.transactions.writes import Done, Writes


class Transactions:
    """Collects what scopes say, one after the other, and then puts it together."""

    def __init__(self, names: Names, rules: Sequence[TransactionRules], named: tuple[str, ...] = ()) -> None:
        """``named`` are the dotted names of decorators and context managers that the user says begin transactions."""
        self._names = names
        self._program = names.program
        self._notices = Notices(rules)
        self._named = named

    def add(self, events: ScopeEvents) -> None:
        """Look through what one scope does."""
        self._notices.add(events)

    def found(self, body: Callable[[int], Scope], done: Done) -> tuple[Transaction, ...]:
        """Return the transactions that write something, sorted by place."""
        house = House(self._names, self._notices, body, self._named)
        writes = Writes(self._names, house, done)
        requests = dict.fromkeys(one for rule in self._notices.rules for one in rule.requests())
        found: dict[tuple[str, str, int, str], Transaction] = {}
        for transaction in self._all(house, writes, requests):
            key = (transaction.path, transaction.qualname, transaction.line, transaction.kind.value)
            if transaction.tables:
                found.setdefault(key, transaction)
        return tuple(sorted(found.values()))

    def _all(self, house: House, writes: Writes, requests: dict[int, None]) -> Iterator[Transaction]:
        for module, definition in sorted(self._notices.of):
            if writes.writes(self._name(module, definition)):
                yield from self._of_blocks(house, writes, module, definition)
                yield from self._of_commits(house, writes, module, definition)
        for found in self._program.definitions:
            if found.head.decorators:
                yield from self._of_decorators(house, writes, found.id)
            if found.head.parameters and writes.writes(found.name) and house.provided(found.id):
                yield self._whole(writes, found.id, found.head.line, TransactionKind.SESSION)
        for one in requests:
            if writes.writes(self._program.definitions[one].name):
                line = self._program.definitions[one].head.line
                yield self._whole(writes, one, line, TransactionKind.REQUEST)

    def _of_blocks(self, house: House, writes: Writes, module: int, definition: int) -> Iterator[Transaction]:
        order = house.order(module, definition)
        name = self._name(module, definition)
        for item, block, opening in house.blocks(module, definition):
            if opening is not Opening.SESSION:
                events = [event for event in writes.joined(name, block) if order.is_in(event.place, block)]
                tables = writes.of((*events, *writes.by_makers(item)))
                yield self._made(module, definition, item.line, tables, TransactionKind.BLOCK)

    def _of_commits(self, house: House, writes: Writes, module: int, definition: int) -> Iterator[Transaction]:
        commits = house.commits(module, definition)
        if not commits:
            return
        order = house.order(module, definition)
        events = writes.joined(self._name(module, definition))
        sessions = self._sessions(house, module, definition, commits)
        for commit, inside in committed(order, commits, [event.place for event in events]):
            tables = writes.of(event for event in events if event.place in inside)
            line = sessions.get(id(commit), 0)
            kind = TransactionKind.SESSION if line else TransactionKind.COMMIT
            yield self._made(module, definition, line or commit.line, tables, kind)

    def _sessions(self, house: House, module: int, definition: int, commits: list[Call]) -> dict[int, int]:
        """The line of the block of a session, for the one commit that stands in it."""
        order = house.order(module, definition)
        found: dict[int, int] = {}
        for item, block, opening in house.blocks(module, definition):
            inside = [call for call in commits if order.is_in(order.of_call.get(id(call), -1), block)]
            if opening is Opening.SESSION and len(inside) == 1:
                found[id(inside[0])] = item.line
        return found

    def _of_decorators(self, house: House, writes: Writes, definition: int) -> Iterator[Transaction]:
        found = self._program.definitions[definition]
        if found.head.kind == "class":
            yield from self._of_class_decorators(house, writes, definition)
        elif writes.writes(found.name):
            opened = house.decorated(definition)
            if opened is not None:
                yield self._whole(writes, definition, opened[0], TransactionKind.DECORATOR)

    def _of_class_decorators(self, house: House, writes: Writes, cls: int) -> Iterator[Transaction]:
        """``method_decorator(atomic, name="post")`` on a class; ``dispatch`` stands for the methods it leads to."""
        for decorator in self._program.definitions[cls].head.decorators:
            applied = house.applied(cls, decorator)
            for one in house.meant(cls, applied[1]) if applied is not None and applied[1] else ():
                if writes.writes(self._program.definitions[one].name):
                    line = self._program.definitions[one].head.line
                    yield self._whole(writes, one, line, TransactionKind.DECORATOR)

    def _whole(self, writes: Writes, definition: int, line: int, kind: TransactionKind) -> Transaction:
        found = self._program.definitions[definition]
        is_class = found.head.kind == "class"
        tables = writes.by_library(found.name) if is_class else writes.of(writes.joined(found.name))
        return self._made(found.module, definition, line, tables, kind)

    def _made(
        self, module: int, definition: int, line: int, tables: dict[str, int], kind: TransactionKind
    ) -> Transaction:
        qualname = "<module>" if definition < 0 else self._program.definitions[definition].head.qualname
        return Transaction(
            self._program.modules[module].path, qualname, line, kind, tuple(tables), tuple(tables.values())
        )

    def _name(self, module: int, definition: int) -> str:
        return self._program.modules[module].name if definition < 0 else self._program.definitions[definition].name
