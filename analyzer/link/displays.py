"""Which collections do displays, comprehensions and lambdas build?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.link.frame import Environment, Frame
from analyzer.link.narrowing import narrowed
from analyzer.link.types import Collection, Container, External, LambdaOf, Literal, Row, Type, join, union
from analyzer.model.syntax import Comprehension, Items, Lambda, Mapping, Star, Unknown

if TYPE_CHECKING:
    from analyzer.link.evaluate import Evaluator

_LONGEST_ROW = 24


class Displays:
    """Builds collections in the heap for an evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._heap = evaluator.heap
        self.lambdas: dict[int, tuple[Lambda, Frame]] = {}

    def items(self, items: Items) -> Type | None:
        """Return what a list, tuple or set display is."""
        known = [self._evaluator.type_of(item) for item in items.items]
        if items.kind == "tuple" and not any(isinstance(item, Star) for item in items.items):
            if len(known) <= _LONGEST_ROW:
                return Row(tuple(known))
            texts = union(known) if all(isinstance(one, Literal) for one in known) else None  # type: ignore[arg-type]
            return Container(texts or External("builtins.object()"), "tuple")
        frame = self._evaluator.frame
        site = self._heap.build(id(items), frame.context, items.kind, frame.reader)
        for place, (item, value) in enumerate(zip(items.items, known, strict=True)):
            if isinstance(item, Star):
                self._heap.put(site, None, self._evaluator.item(value), frame.reader)
            elif value is not None:
                self._heap.put(site, place, value, frame.reader)
        return Collection(site)

    def mapping(self, mapping: Mapping) -> Type | None:
        """Return what a dict display is."""
        frame = self._evaluator.frame
        known = [
            (self._evaluator.type_of(key), self._evaluator.type_of(value))
            for key, value in zip(mapping.keys, mapping.values, strict=True)
        ]
        site = self._heap.build(id(mapping), frame.context, "dict", frame.reader)
        for (key, value), written in zip(known, mapping.keys, strict=True):
            if isinstance(written, Unknown):
                self._evaluator.contents.update(Collection(site), value)
            else:
                for one in self._evaluator.contents.keys_of(key, written):
                    self._heap.put(site, one, value, frame.reader)
        return Collection(site)

    def lambda_of(self, node: Lambda) -> Type | None:
        """Return a lambda; its body belongs to the scope around it."""
        frame = self._evaluator.frame
        site = self._heap.build(id(node), frame.context, "lambda", frame.reader)
        environment: Environment = {}
        for place, parameter in enumerate(node.parameters):
            default = self._evaluator.type_of(parameter.default)
            given = self._evaluator.cells.read("lambda", site, str(place), frame.reader)
            environment[parameter.name] = join(given, default)
        self.lambdas[site] = (node, frame)
        before, loop = frame.locals, frame.in_loop
        frame.locals = {**before, **environment}
        self._evaluator.type_of(node.body)
        frame.locals, frame.in_loop = before, loop
        return LambdaOf(site)

    def comprehension(self, node: Comprehension) -> Type | None:
        """Return what a comprehension or generator expression yields."""
        frame = self._evaluator.frame
        outer_loop, before = frame.in_loop, frame.locals
        frame.locals = dict(before)
        for place, (target, iterable) in enumerate(zip(node.targets, node.iterables, strict=True)):
            frame.in_loop = outer_loop or place > 0
            self._evaluator.binder.bind(target, self._evaluator.contents.iterate(self._evaluator.type_of(iterable)))
        frame.in_loop = True
        for test in node.tests:
            self._evaluator.type_of(test)
            frame.locals.update(narrowed(self._evaluator, test, holds=True) or {})
        known = [self._evaluator.type_of(element) for element in node.elements]
        frame.locals = before
        frame.in_loop = outer_loop
        if node.kind == "generator":
            return Container(known[0], "generator") if known[0] is not None else External("builtins.generator()")
        site = self._heap.build(id(node), frame.context, node.kind, frame.reader)
        if node.kind == "dict":
            for key in self._evaluator.contents.keys_of(known[0], node.elements[0]):
                self._heap.put(site, key, known[1], frame.reader)
        else:
            self._heap.put(site, None, known[0], frame.reader)
        return Collection(site)
