"""What does an expression say: which text, which list, which definition?"""

from __future__ import annotations

import re

from analyzer.frameworks.given import Follower, Given
from analyzer.link.names import Names, Value
from analyzer.link.namespaces import DefinitionBinding
from analyzer.link.patterns import BLANK
from analyzer.link.protocol import Values
from analyzer.link.signature import Arguments
from analyzer.link.texts import of_text
from analyzer.link.types import ClassOf, External, Function, Literal, Partial, Pattern, Type, options
from analyzer.model.chains import text_of
from analyzer.model.syntax import (
    Attribute,
    Call,
    Choice,
    Comprehension,
    Constant,
    Expression,
    Items,
    Name,
    Operation,
    Star,
    Statement,
    Text,
    Unknown,
)
from analyzer.model.syntax import Mapping as Display

_DEEPEST = 12
_MOST_ITEMS = 4000
_LONGEST = 2000  # letters of a path
_MOST_STEPS = 40_000  # of one question
_ENVIRONMENT = ("os.environ.get", "os.getenv")
_PLACE = re.compile(r"%(\(\w+\))?[sdri%]")
_STR = External("builtins.str()")


class Reader(Follower):
    """Says what expressions are, following them."""

    def __init__(self, names: Names, values: Values) -> None:
        super().__init__(names)
        self._values = values
        self._left = _MOST_STEPS

    def begin(self) -> None:
        """Let the next question cost as much as any: expressions that double with every name come to an end."""
        self._left = _MOST_STEPS

    def _is_spent(self) -> bool:
        self._left -= 1
        return self._left < 0

    def text(self, given: Given, depth: int = 0) -> str | None:
        """Return a text, with ``BLANK`` for what is not known of it; None where it may not even be one."""
        if self._is_spent():
            return None
        known = next((options(step.known) for step in self.steps(given) if step.known is not None), ())
        if len(known) == 1 and isinstance(known[0], Literal):
            return known[0].value
        found = self.followed(given)
        match found.expression:
            case Constant(value=str() as text):
                return text
            case Constant(value=int() as number) if depth:
                return str(number)
            case Text(parts=parts) | Operation(operator="+", operands=parts) if depth < _DEEPEST:
                pieces = [self.text(found.at(part), depth + 1) for part in parts[:_MOST_ITEMS]]
                return "".join(BLANK if piece is None else piece for piece in pieces)[:_LONGEST]
            case Operation(operator="%", operands=(form, given_to)) if depth < _DEEPEST:
                return self._filled(found, form, given_to, depth)
            case Choice(kind="or", options=(*_, last)) if depth < _DEEPEST:
                return self.text(found.at(last), depth + 1)
            case Call() if depth < _DEEPEST:
                texts = [self._default(found, depth), *(self.text(one, depth + 3) for one in self.returned(found))]
                sure_texts = {text for text in texts if text is not None and BLANK not in text}
                if len(sure_texts) == 1:
                    return sure_texts.pop()
        return self._typed(found, known)

    def _typed(self, given: Given, known: tuple[Type, ...]) -> str | None:
        """Return the text that the types of an expression say."""
        sure = [one for one in known if isinstance(one, Literal)]
        if len(sure) == 1 and all(one in sure or one == _STR for one in known):
            return sure[0].value  # or a text that is put together of it
        if len(known) == 1 and isinstance(known[0], Pattern):
            return known[0].value if BLANK in known[0].value else f"{known[0].value}{BLANK}"
        kind = self._type(given)
        return kind.value if isinstance(kind, Literal) else None

    def _default(self, given: Given, depth: int) -> str | None:
        """``os.environ.get(name, "/default")``, and what a method makes of a known text."""
        match given.expression:
            case Call(function=function, args=(_, default)):
                called = self._names.resolve(given.module, given.scope, function)
                if isinstance(called, External) and called.name in _ENVIRONMENT:
                    return self.text(given.at(default), depth + 1)
            case Call(function=Attribute(value=value, name=name), args=args) if len(args) < 2:  # noqa: PLR2004
                text = self.text(given.at(value), depth + 3)
                parts = [Literal(one, 0) for arg in args if (one := text_of(arg))]
                if text is not None and BLANK not in text and len(parts) == len(args):
                    made = of_text(Literal(text, 0), name, Arguments(tuple(parts)))
                    return made.value if isinstance(made, Literal) else None
        return None

    def _filled(self, given: Given, form: Expression, parts: Expression, depth: int) -> str | None:
        """``"/a/%s" % part``, with one part or several in a tuple."""
        text = self.text(given.at(form), depth + 1)
        if text is None:
            return None
        items = parts.items if isinstance(parts, Items) else (parts,)
        pieces = iter([self.text(given.at(part), depth + 1) for part in items[:_MOST_ITEMS]])
        return _PLACE.sub(lambda found: "%" if found[0] == "%%" else next(pieces, None) or BLANK, text)

    def _type(self, given: Given) -> Type | None:
        """Return the type of an expression that stands outside functions."""
        heads = self._names.program.modules[given.module].facts.heads
        if given.held or (given.scope and heads[given.scope - 1].kind != "class"):
            return given.known
        return given.known or self._values.value_at(given.module, given.scope, given.expression)

    def types(self, given: Given) -> tuple[Type, ...]:
        """Return what an expression may be."""
        for step in self.steps(given):
            if step.known is not None:
                return options(step.known)
        return options(self._type(self.followed(given)) or self._type(given))

    def texts(self, given: Given | None) -> tuple[str, ...]:
        """Return the known texts of a list, tuple or set of them, or the text itself."""
        if given is None:
            return ()
        items = self.items(given)
        found = [self.text(one) for one in items] if items is not None else [self.text(given)]
        return tuple(one for one in found if one and BLANK not in one)

    def items(self, given: Given, depth: int = 0) -> list[Given] | None:
        """Return the items of a list, tuple or set, put together too; None where it is none that is written."""
        if depth > _DEEPEST or self._is_spent():
            return None
        whole = self._appended(given, depth)
        found = self.followed(given)
        match found.expression:
            case Items(items=items):
                listed: list[Given] = []
                for item in items[:_MOST_ITEMS]:
                    if len(listed) >= _MOST_ITEMS:
                        break
                    inner = self.items(found.at(item.value), depth + 1) if isinstance(item, Star) else [found.at(item)]
                    listed += inner or []
            case Operation(operator="+" | "|", operands=operands):
                listed = [one for part in operands for one in self._items_or_unknown(found.at(part), depth)]
            case Call(function=Name(id="list" | "tuple" | "sorted" | "set" | "reversed"), args=(first, *_)):
                return self.items(found.at(first), depth + 1)
            case Call(function=Attribute(value=value, name="items" | "values" | "keys" as part), args=()):
                return self._of_mapping(self.followed(found.at(value)), part)
            case Display(keys=keys):
                return [found.at(key) for key in keys[:_MOST_ITEMS]]
            case Comprehension(elements=(element,), targets=(target,), iterables=(iterable,)):
                rows = self._items_or_unknown(found.at(iterable), depth)
                return [self.bound(found.at(element), target, row) for row in rows]
            case Call():
                parts = [self.items(one, depth + 3) for one in self.returned(found)]
                return next((one for one in parts if one), whole or None)
            case _:
                return whole or None
        return (listed + whole)[:_MOST_ITEMS]

    def _of_mapping(self, given: Given, part: str) -> list[Given] | None:
        if not isinstance(given.expression, Display):
            return None
        pairs = zip(given.expression.keys[:_MOST_ITEMS], given.expression.values[:_MOST_ITEMS], strict=True)
        if part == "items":
            return [given.at(Items("tuple", pair)) for pair in pairs]
        return [given.at(value if part == "values" else key) for key, value in pairs]

    def _items_or_unknown(self, given: Given, depth: int) -> list[Given]:
        """Return the items of a list, or one that nobody knows for all of them."""
        found = self.items(given, depth + 1)
        return [given.at(Unknown())] if found is None else found

    def _appended(self, given: Given, depth: int) -> list[Given]:
        """``routes += […]``, ``routes.append(…)``: what is added to a list that a name holds, in its own scope."""
        if not isinstance(given.expression, Name) or given.expression.id in given.held:
            return []
        meaning = self._names.resolve(given.module, given.scope, given.expression)
        place = (given.module, given.scope)
        if not self.assigned(*place, given.expression.id) and isinstance(meaning, Value):
            place = (meaning.module, meaning.scope)
        name = meaning.binding.name if isinstance(meaning, Value) else given.expression.id
        found = self.assigned(*place, name)
        added: list[Given] = []
        for how, value in self.added(*place, name)[:_MOST_ITEMS] if found else ():
            one = Given(value, *place)
            added += self._items_or_unknown(one, depth) if how == "extend" else [one]
        return (self._augmented(found, place, depth) + added)[:_MOST_ITEMS]

    def _augmented(self, found: list[Statement], place: tuple[int, int], depth: int) -> list[Given]:
        if len(found) < 2:  # noqa: PLR2004  # only the first
            return []
        last = found[-1].value
        others = [one.value for one in found if one.value is not last and isinstance(one.value, Items)]
        if found[-1].kind == "augment":
            return [one for value in others for one in self.items(Given(value, *place), depth + 1) or ()]
        return []

    def definition(self, given: Given, depth: int = 0) -> int | None:
        """Return the function or class that an expression means, through ``as_view`` and wrappers."""
        if depth > _DEEPEST:
            return None
        match given.expression:
            case Name() | Attribute():
                found = self._named(given, depth)
            case Call(function=Attribute(value=value, name="as_view" | "as_asgi")):
                found = self.definition(given.at(value), depth + 1)
            case Call(args=(first, *_)) if not isinstance(first, Constant):
                found = self.definition(given.at(first), depth + 1)
            case _:
                found = None
        return found if found is not None else _of_type(given.known)

    def _named(self, given: Given, depth: int) -> int | None:
        if isinstance(given.expression, Name):
            name = given.expression.id
            if name in given.held:
                return self.definition(given.held[name], depth + 1)
            if given.scope:
                for statement in self.assigned(given.module, given.scope, name)[:4]:
                    found = self.definition(given.at(statement.value), depth + 4)
                    if found is not None:
                        return found
            if self.is_parameter(given, name):
                return None
        meaning = self._names.resolve(given.module, given.scope, given.expression)
        if isinstance(meaning, (Function, ClassOf)):
            return meaning.definition
        bound = self._of_self(given)
        if bound is not None:
            return bound
        step = self.followed(given)
        if step is not given and not isinstance(step.expression, (Name, Attribute)):
            return self.definition(step, depth + 1)
        return None

    def _of_self(self, given: Given) -> int | None:
        """``self.method`` inside a class."""
        match given.expression:
            case Attribute(value=Name(id=first), name=name) if given.scope:
                module = self._names.program.modules[given.module]
                head = module.facts.heads[given.scope - 1]
                if head.kind == "method" and head.parameters and head.parameters[0].name == first:
                    member = self._names.member(module.first + head.scope - 1, name)
                    if member is not None and isinstance(member[1], DefinitionBinding):
                        return member[1].definition
        return None

    def bound(self, given: Given, target: Expression, row: Given) -> Given:
        """Return an expression in which the names of a target hold a row, or its parts."""
        found = dict(given.held)
        self._bind(target, row, found)
        return Given(given.expression, given.module, given.scope, found)

    def _bind(self, target: Expression, row: Given, found: dict[str, Given]) -> None:
        if isinstance(target, Name):
            found[target.id] = row
        elif isinstance(target, Items):
            inside = self.followed(row)
            parts = inside.expression.items if isinstance(inside.expression, Items) else ()
            for inner, part in zip(target.items, parts, strict=False):
                self._bind(inner, inside.at(part), found)


def _of_type(known: Type | None) -> int | None:
    for option in options(known):
        if isinstance(option, Partial):
            return _of_type(option.function)
        if isinstance(option, (Function, ClassOf)):
            return option.definition
    return None
