"""Which context managers and decorators of the project itself begin transactions? Found by what they do.

A context manager: its ``yield`` stands in a block that begins one, or it commits afterwards. A decorator: its wrapper
calls what it wraps in such a block, or commits afterwards. What the user names begins one in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzer.link.decorators import is_context_manager
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.transaction_rules import Opening, TransactionRules
from analyzer.link.types import ClassOf, External, Function, Instance, Type, options
from analyzer.model.chains import line_of
from analyzer.model.syntax import Call, Expression, Name, Scope
from analyzer.transactions.conditions import condition, is_met
from analyzer.transactions.notice import Item, Notes, Notices, functions, receiver
from analyzer.transactions.order import Order
from analyzer.transactions.provided import providers

_DEEPEST = 8  # aliases and context managers of context managers
_EXITS = ("__exit__", "__aexit__")
_RANK = {Opening.APART: 2, Opening.NESTED: 1, Opening.SESSION: 0}
NO_NOTES = Notes([], {}, {}, [], set())


class House:
    """Answers for items of ``with`` and for decorators; remembers what each definition of the project begins."""

    def __init__(
        self, names: Names, notices: Notices, body: Callable[[int], Scope], named: tuple[str, ...] = ()
    ) -> None:
        """``body`` returns the statements of a unit, ``named`` are the dotted names that the user gave."""
        self._names = names
        self._program = names.program
        self._notices = notices
        self._body = body
        self._named = frozenset(named)
        self._rules: tuple[TransactionRules, ...] = notices.rules
        self._orders: dict[tuple[int, int], Order] = {}
        self._entered: dict[int, Opening | None] = {}
        self._passed: dict[int, frozenset[str]] | None = None
        self._below: dict[int, list[int]] | None = None
        self._conditions: dict[int, str] = {}
        self._apart: dict[int, bool] = {}
        self._wrapped: dict[int, Opening | None] = {}

    def notes(self, module: int, definition: int) -> Notes:
        """Return what a scope says about transactions."""
        return self._notices.of.get((module, definition), NO_NOTES)

    def order(self, module: int, definition: int) -> Order:
        """Return the order in which a scope runs."""
        key = (module, definition)
        if key not in self._orders:
            unit = self._program.unit(module, 0) if definition < 0 else self._program.unit_of(definition)
            self._orders[key] = Order(self._body(unit), self.notes(module, definition).deferring)
        return self._orders[key]

    def commits(self, module: int, definition: int) -> list[Call]:
        """Return the calls by which a scope commits: of a session, or of a function that does nothing else."""
        notes = self.notes(module, definition)
        asked = [call for call, called in notes.asked if any(self.only_commits(one) for one in called)]
        return [*notes.commits.values(), *asked]

    def only_commits(self, definition: int) -> bool:
        """True for a function named like a commit that makes one."""
        found = self._program.definitions[definition]
        return "commit" in found.head.name and bool(self.notes(found.module, definition).commits)

    def opening(self, item: Item) -> Opening | None:
        """Return what an item of a ``with`` begins."""
        found = [self._notices.opening(item)]
        found += [self._entered_by(one, item.written) for one in functions(item.made_by)]
        for value in options(item.value):
            if isinstance(value, Instance):
                found.append(self._of_class(value.definition))
        return max((one for one in found if one is not None), key=_RANK.__getitem__, default=None)

    def blocks(self, module: int, definition: int) -> Iterator[tuple[Item, int, Opening]]:
        """Yield the items of a scope that begin something, with the blocks in which that holds."""
        inside: dict[tuple[int, int], int] = {}
        scope = self.order(module, definition).scope if self.notes(module, definition).items else None
        for index, block in enumerate(scope.blocks if scope is not None else ()):
            if block.kind == "with":
                inside[block.parent, block.line] = index
        for item in self.notes(module, definition).items:
            found = self.opening(item)
            block_of = inside.get((item.block, item.line))
            if found is not None and block_of is not None:
                yield item, block_of, found

    def _entered_by(self, definition: int, written: Expression) -> Opening | None:
        """Return what calling a function so and entering the outcome begins."""
        found = self.entering(definition)
        head = self._program.definitions[definition].head
        if found is None and head.kind == "method":
            overriding = (self.entering(one) for one in self._overriding(definition))
            return max((one for one in overriding if one), key=_RANK.__getitem__, default=None)
        met = is_met(self._conditions.get(definition, ""), head, written)
        return found if met or found is None else Opening.SESSION

    def _overriding(self, definition: int) -> Iterator[int]:
        """Yield the methods that take the place of one in subclasses."""
        if self._below is None:
            self._below = {}
            for one in self._program.definitions:
                for ancestor in self._names.mro(one.id)[1:] if one.head.bases else ():
                    self._below.setdefault(ancestor, []).append(one.id)
        found = self._program.definitions[definition]
        for cls in self._below.get(found.parent, ()):
            place = self._program.definitions[cls]
            binding = self._program.namespaces.get((place.module, place.scope), {}).get(found.head.name)
            if isinstance(binding, DefinitionBinding):
                yield binding.definition

    def entering(self, definition: int) -> Opening | None:
        """Return what a function begins that makes a context manager."""
        if definition not in self._entered:
            self._entered[definition] = None  # one that enters itself
            self._entered[definition] = self._entering(definition)
        return self._entered[definition]

    def decorated(self, definition: int) -> tuple[int, Opening] | None:
        """Return the line of the outermost decorator that begins a transaction, and what it begins."""
        head = self._program.definitions[definition].head
        for decorator in head.decorators:
            found = self.applied(definition, decorator)
            if found is not None and not found[1]:
                return line_of(decorator) or head.line, found[0]
        return None

    def applied(self, definition: int, decorator: Expression) -> tuple[Opening, tuple[str, ...]] | None:
        """Return what a decorator of a definition begins, and the methods of a class that it is meant for."""
        found = self._program.definitions[definition]
        module, scope, written = found.module, found.head.scope, decorator
        methods: tuple[str, ...] = ()
        for _ in range(_DEEPEST):
            called = isinstance(written, Call)
            meaning = self._names.resolve(module, scope, written.function if isinstance(written, Call) else written)
            if isinstance(meaning, Value):
                module, scope, written = meaning.module, meaning.scope, meaning.binding.value
                continue
            if isinstance(meaning, External) and isinstance(written, Call):
                adapted = next((one for rule in self._rules if (one := rule.decorator(meaning.name, written))), None)
                if adapted is not None:
                    written, methods = adapted
                    continue
            opening = self._begins(meaning, written, called=called)
            return None if opening in (None, Opening.SESSION) else (opening, methods)
        return None

    def meant(self, cls: int, methods: tuple[str, ...]) -> Iterator[int]:
        """Yield the definitions that methods of a class have in the project."""
        for name in methods:
            found = self._names.member(cls, name)
            if found is not None and isinstance(found[1], DefinitionBinding):
                yield found[1].definition

    def passed(self, definition: int) -> frozenset[str]:
        """Return the names by which the wrapper of a decorator calls what it wraps; none for other functions."""
        if self._passed is None:
            used: dict[int, None] = {}
            for found in self._program.definitions:
                for written in found.head.decorators:
                    name = written.function if isinstance(written, Call) else written
                    meaning = self._names.resolve(found.module, found.head.scope, name)
                    if isinstance(meaning, (Function, ClassOf)):
                        used[meaning.definition] = None
            self._passed = {one: names for decorator in used for one, names in self._wrappers(decorator)}
        return self._passed.get(definition, frozenset())

    def is_apart(self, definition: int) -> bool:
        """True for a definition that commits what it writes, or opens a transaction whatever runs around it."""
        if definition not in self._apart:
            found = self._program.definitions[definition]
            opened = self.decorated(definition) if found.head.kind != "class" else None
            own = opened is not None and opened[1] is Opening.APART
            self._apart[definition] = own or bool(self.commits(found.module, definition))
        return self._apart[definition]

    def apart_blocks(self, module: int, definition: int) -> tuple[int, ...]:
        """Return the blocks of a scope that are transactions whatever runs around them."""
        return tuple(block for _, block, opening in self.blocks(module, definition) if opening is Opening.APART)

    def provided(self, definition: int) -> bool:
        """True where a definition is handed a session that is committed when it is done."""
        for one in providers(self._names, self._rules, definition):
            found = self._program.definitions[one]
            opening = self._during(found.module, one, self.order(found.module, one).yields)
            if opening in (Opening.NESTED, Opening.APART):
                return True
        return False

    def _begins(self, meaning: Type | None, written: Expression, *, called: bool) -> Opening | None:
        if isinstance(meaning, External):
            if meaning.name in self._named:
                return Opening.NESTED
            return self._notices.outside([External(f"{meaning.name}()") if called else meaning], written)
        if isinstance(meaning, (Function, ClassOf)):
            return self._wrapping(meaning.definition)
        return None

    def _wrapping(self, definition: int) -> Opening | None:
        if definition not in self._wrapped:
            self._wrapped[definition] = None
            self._wrapped[definition] = self._as_decorator(definition)
        return self._wrapped[definition]

    def _as_decorator(self, definition: int) -> Opening | None:
        found = self._program.definitions[definition]
        if found.name in self._named:
            return Opening.NESTED
        if is_context_manager(found.head.decorators):
            return self.entering(definition)
        for wrapper, passed in self._wrappers(definition):
            opening = self._around_calls(found.module, wrapper, passed)
            if opening is not None:
                return opening
        return None

    def _wrappers(self, definition: int) -> Iterator[tuple[int, frozenset[str]]]:
        """Yield the functions inside a decorator, with the names of what the ones around them were given."""
        found = self._program.definitions[definition]
        given: dict[int, frozenset[str]] = {definition: frozenset(one.name for one in found.head.parameters)}
        heads = self._program.modules[found.module].facts.heads
        for place in range(found.scope, len(heads)):
            inner = self._program.definitions[self._program.modules[found.module].first + place]
            if inner.parent not in given:
                break
            yield inner.id, given[inner.parent]
            given[inner.id] = given[inner.parent] | {one.name for one in inner.head.parameters}

    def _around_calls(self, module: int, wrapper: int, passed: frozenset[str]) -> Opening | None:
        """Return what runs while a wrapper calls what it was given."""
        notes = self.notes(module, wrapper)
        if not (notes.items or notes.commits or notes.begins or notes.asked):
            return None
        order = self.order(module, wrapper)
        own = {one.name for one in self._program.definitions[wrapper].head.parameters}
        places = [place for name, place in order.called() if name in passed - own]
        return self._during(module, wrapper, places)

    def _entering(self, definition: int) -> Opening | None:
        found = self._program.definitions[definition]
        if found.name in self._named:
            return Opening.NESTED
        if is_context_manager(found.head.decorators):
            return self._during(found.module, definition, self.order(found.module, definition).yields)
        return None

    def _during(self, module: int, definition: int, places: list[int]) -> Opening | None:
        """Return what runs at any of some places in a scope, or is committed after them."""
        if not places:
            return None
        order, head = self.order(module, definition), self._program.definitions[definition].head
        best: Opening | None = None
        for _, block, opening in self.blocks(module, definition):
            if any(order.is_in(place, block) for place in places) and (best is None or _RANK[opening] > _RANK[best]):
                best = opening
                self._conditions[definition] = condition(order, order.spans[block][0], head)
        if best is not None and best is not Opening.SESSION:
            return best
        after = [one for one in self.commits(module, definition) if order.of_call.get(id(one), -1) > places[0]]
        if not after:
            return best
        bound = _bound(order.scope)
        tested = {condition(order, order.of_call[id(one)], head) for one in after}
        self._conditions[definition] = tested.pop() if len(tested) == 1 else ""
        return Opening.APART if any(receiver(one) in bound for one in after) else Opening.NESTED

    def _of_class(self, cls: int) -> Opening | None:
        """A class whose ``__exit__`` commits is a transaction; one that only can commit is a session."""
        if self._program.definitions[cls].name in self._named:
            return Opening.NESTED
        for name in (*_EXITS, "commit"):
            method = self._names.member(cls, name)
            if method is None or not isinstance(method[1], DefinitionBinding):
                continue
            definition = method[1].definition
            if self.commits(self._program.definitions[definition].module, definition):
                return Opening.SESSION if name == "commit" else Opening.APART
        return None


def _bound(scope: Scope) -> set[str]:
    return {target.id for statement in scope.statements for target in statement.targets if isinstance(target, Name)}
