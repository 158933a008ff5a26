"""What does an expression hold, and which inputs does it read?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.frameworks.plain_shapes import BOOLEAN, LIST, MAP, STRING
from analyzer.frameworks.request_reads.frames import Frame
from analyzer.frameworks.request_reads.notes import TRUTHS, shape_of_constant
from analyzer.frameworks.request_reads.parts import Parts
from analyzer.frameworks.request_reads.values import (
    MOST_ITEMS,
    Key,
    Known,
    Listed,
    Mapped,
    Shaped,
    Source,
    Taken,
    Unread,
    Value,
    any_of,
    either,
)
from analyzer.model.interfaces import Place
from analyzer.model.shapes import Origin
from analyzer.model.syntax import (
    Attribute,
    Await,
    Call,
    Choice,
    Comprehension,
    Constant,
    Expression,
    Items,
    Lambda,
    Mapping,
    Name,
    Operation,
    Star,
    Subscript,
    Text,
    Unknown,
    Walrus,
)

if TYPE_CHECKING:
    from analyzer.frameworks.request_reads.run import Run

_DEEPEST = 60


class Expressions:
    """Reads expressions for one handler."""

    def __init__(self, run: Run, parts: Parts) -> None:
        self._run = run
        self._parts = parts
        self._deep = 0

    def value(self, expression: Expression, frame: Frame) -> Value | None:
        """Return what an expression holds, and note what it reads."""
        if expression.__class__ is Unknown:
            return None
        if isinstance(expression, Name) and expression.id in frame.held:
            return frame.held[expression.id]
        if isinstance(expression, Constant):
            return Known(expression.value)
        if self._deep > _DEEPEST:
            self._run.trace.cuts += 1
            return None
        self._deep += 1
        try:
            return self._value(expression, frame)
        finally:
            self._deep -= 1

    def _value(self, expression: Expression, frame: Frame) -> Value | None:
        match expression:
            case Attribute(value=value, name=name):
                return self._parts.attribute(self.value(value, frame), name, frame)
            case Call():
                return self._run.called(expression, frame)
            case Name(id=name):
                return self._named(frame, name)
            case Subscript(value=value, index=index):
                return self._parts.item(self.value(value, frame), self.value(index, frame), frame)
            case Choice():
                return self._choice(expression, frame)
            case Operation(operator=operator, operands=operands):
                return self._operation(operator, operands, frame)
            case Star(value=value) | Await(value=value):
                return self.value(value, frame)
            case _:
                return self._made(expression, frame)

    def _made(self, expression: Expression, frame: Frame) -> Value | None:
        """Return what displays, comprehensions, lambdas and texts with holes hold."""
        match expression:
            case Items(items=items, kind=kind):
                values = tuple([self.value(one, frame) for one in items])
                whole = len(items) <= MOST_ITEMS and not any(isinstance(one, Star) for one in items)
                return Listed(values, kind) if whole else Shaped(LIST)
            case Mapping(keys=keys, values=values):
                return self._mapping(keys, values, frame)
            case Comprehension():
                return self._comprehension(expression, frame)
            case Walrus(name=name, value=value):
                frame.held[name] = self.value(value, frame)
                return frame.held[name]
            case Lambda():
                return Unread(expression.body)
            case Text():
                return self._text(expression, frame)
            case _:
                return None

    def _text(self, text: Text, frame: Frame) -> Value | None:
        """Return what a text with holes says where texts that are known fill them."""
        parts = [self.value(one, frame) for one in text.parts]
        if all(isinstance(one, Known) and isinstance(one.value, str) for one in parts):
            return Known("".join(str(one.value) for one in parts if isinstance(one, Known)))
        return Shaped(STRING)

    def constant(self, expression: Expression, frame: Frame) -> Value | None:
        """Return what a default or a value of a module holds: no function is followed for it."""
        if isinstance(expression, Unknown):
            return None
        frame.depth = 1_000
        frame.conditional = True
        return self.value(expression, frame)

    def _named(self, frame: Frame, name: str) -> Value | None:
        key = ("name", frame.module, frame.scope, name)
        return self._run.remembered.plain(self._run, key, lambda: self._meant(frame, name))

    def _meant(self, frame: Frame, name: str) -> Value | None:
        if frame.scope:
            head = self._run.names.program.modules[frame.module].facts.heads[frame.scope - 1]
            if any(one.name == name for one in head.parameters):
                return None
        return self._parts.meant(self._run.names.lookup(frame.module, frame.scope, name))

    def _mapping(self, keys: tuple[Expression, ...], values: tuple[Expression, ...], frame: Frame) -> Value | None:
        held = [(self.value(key, frame), self.value(value, frame)) for key, value in zip(keys, values, strict=True)]
        spread = [value for key, (_, value) in zip(keys, held, strict=True) if isinstance(key, Unknown)]
        sources = [one for one in spread if isinstance(one, Source)]
        if sources:
            return any_of(sources)
        texts = [(key.value, value) for key, value in held if isinstance(key, Known) and isinstance(key.value, str)]
        texts = texts[:MOST_ITEMS]
        return Mapped(tuple(key for key, _ in texts), tuple(value for _, value in texts), len(texts) == len(held))

    def _choice(self, choice: Choice, frame: Frame) -> Value | None:
        before = frame.conditional
        tests = [self.value(one, frame) for one in choice.tests]
        if choice.kind == "if" and tests and isinstance(tests[0], Known):
            return self.value(choice.options[0 if tests[0].value else 1], frame)
        found: Value | None = None
        for place, option in enumerate(choice.options):
            frame.conditional = before or place > 0 or choice.kind == "if"
            value = self.value(option, frame)
            if choice.kind == "or" and isinstance(found, Taken) and isinstance(value, Known):
                self._run.notes.spare(found, value)
            found = value if choice.kind == "and" else either(found, value)
            if isinstance(value, Known) and choice.kind != "if" and bool(value.value) is (choice.kind == "or"):
                break  # the rest is not reached
        frame.conditional = before
        return found if choice.kind != "and" or not isinstance(found, Known) else None

    def _operation(self, operator: str, operands: tuple[Expression, ...], frame: Frame) -> Value | None:
        values = [self.value(one, frame) for one in operands]
        match operator, values:
            case "not", [Known(value=value)]:
                return Known(not value)
            case "in" | "not in", [Known(value=str() as key), Source(places=places)]:
                self._run.notes.test(places, key, frame.path, frame.line)
            case "in" | "not in", [Known() as key, Listed(items=items)] if all(isinstance(i, Known) for i in items):
                return Known((key in items) is (operator == "in"))
            case "==" | "is", [Known(value=first), Known(value=second)]:
                return Known(first == second)
            case "!=" | "is not", [Known(value=first), Known(value=second)]:
                return Known(first != second)
            case "==" | "!=" | "in", [Taken() as taken, Known() | Listed() as other]:
                self._compared(taken, other)
            case "|", _ if any(isinstance(one, Source) for one in values):
                return any_of(one for one in values if isinstance(one, Source))
            case "+", [Known(value=str() as first), Known(value=str() as second)]:
                return Known(first + second)
            case "-", [Known(value=int() | float() as number)]:
                return Known(-number)
        return None

    def _compared(self, taken: Taken, other: Known | Listed) -> None:
        """``x == "true"`` says that a text is a truth value; ``x == 5`` that a value is a number."""
        items = other.items if isinstance(other, Listed) else (other,)
        values = [one.value for one in items if isinstance(one, Known)]
        if values and all(isinstance(one, str) and one.lower() in TRUTHS for one in values):
            self._run.notes.refine(taken, BOOLEAN, Origin.FLOW)
        elif len(values) == 1 and values[0] is not None and values[0] != "" and taken.place is Place.BODY:
            self._run.notes.refine(taken, shape_of_constant(values[0]), Origin.FLOW)

    def _pick(self, test: Expression, frame: Frame) -> None:
        """``for part in parts if name in part``: the part is one that holds the name."""
        match test:
            case Operation(operator="in", operands=(wanted, Name(id=holder))):
                name, held = self.value(wanted, frame), frame.held.get(holder)
                if isinstance(held, Source) and isinstance(name, Known) and isinstance(name.value, str):
                    frame.held[holder] = Source(held.places, name.value)

    def _comprehension(self, comprehension: Comprehension, frame: Frame) -> Value | None:
        """Read a comprehension: once for each item of a written list, where it has one ``for``."""
        before, held = frame.conditional, frame.held
        frame.held = dict(held)
        iterables = [self.value(one, frame) for one in comprehension.iterables[:1]]
        first = iterables[0] if iterables else None
        rows = list(first.items) if isinstance(first, Listed) and len(comprehension.iterables) == 1 else None
        found: list[Value | None] = []
        frame.conditional = before or bool(comprehension.tests) or rows is None
        for row in rows if rows is not None else [self._run.element(first)]:
            self._run.bind(comprehension.targets[0], row, frame)
            for iterable, target in zip(comprehension.iterables[1:], comprehension.targets[1:], strict=True):
                self._run.bind(target, self._run.element(self.value(iterable, frame)), frame)
            for one in comprehension.tests:
                self.value(one, frame)
                self._pick(one, frame)
            found += [self.value(one, frame) for one in comprehension.elements]
        frame.conditional, frame.held = before, held
        if comprehension.kind == "dict":
            key = found[0] if found else None
            return key.source if isinstance(key, Key) else Shaped(MAP)
        return Listed(tuple(found)) if rows is not None and len(found) <= MOST_ITEMS else Shaped(LIST)
