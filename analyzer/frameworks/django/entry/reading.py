"""What do texts and values stand for inside a function or module of a URL configuration?"""

from __future__ import annotations

import re

from analyzer.frameworks.django.entry.routes import Frame, Local
from analyzer.link.names import Meaning, Names, Value
from analyzer.link.patterns import BLANK, is_known
from analyzer.link.protocol import Values
from analyzer.link.types import External, Instance, Literal, Type, options
from analyzer.model.syntax import Attribute, Call, Choice, Constant, Expression, Name, Operation, Text

_DEEPEST = 12  # names of names, texts in texts
_PLACE = re.compile(r"%(?:\(\w+\))?[-+ #0-9.]*[sdri]|%%")
_FIELD = re.compile(r"\{(\w*)[^{}]*\}|\{\{|\}\}")


class Reading:
    """Reads expressions with what a frame has bound, and all else through the names and types of the program."""

    def __init__(self, names: Names, values: Values, settings: int) -> None:
        """``settings`` is the index of the settings module, -1 if there is none."""
        self.names = names
        self.values = values
        self._settings = settings

    def local(self, expression: Expression, frame: Frame) -> Local | None:
        """Return what a name holds that the frame itself has bound."""
        return frame.locals.get(expression.id) if isinstance(expression, Name) else None

    def meaning(self, expression: Expression, frame: Frame) -> Meaning | None:
        """Return what a chain of names means, those that the frame has bound aside."""
        return self.names.resolve(frame.module, frame.scope, expression)

    def type_of(self, expression: Expression, frame: Frame, depth: int = 0) -> Type | None:
        """Return what an expression yields."""
        if depth > _DEEPEST:
            return None
        if isinstance(expression, Name):
            if frame.own and expression.id == frame.own:
                return frame.receiver
            held = frame.locals.get(expression.id) if frame.scope else None
            if held is not None:
                same = held.expression == expression
                return None if same else self.type_of(held.expression, held.frame, depth + 1)
        if not self._is_bound(expression, frame):
            return self.values.value_at(frame.module, frame.scope, expression)
        if isinstance(expression, Attribute):
            receiver = self.type_of(expression.value, frame, depth + 1)
            return None if receiver is None else self.values.read(receiver, expression.name)
        if isinstance(expression, Call) and isinstance(expression.function, Attribute):
            receiver = self.type_of(expression.function.value, frame, depth + 1)
            found = next((one for one in options(receiver) if isinstance(one, Instance)), None)
            return None if found is None else self.values.call(found, expression.function.name)
        return None

    def _is_bound(self, expression: Expression, frame: Frame) -> bool:
        """Whether an expression begins with a name that a call of a function has bound."""
        if not frame.scope:
            return False
        while not isinstance(expression, Name):
            if isinstance(expression, Attribute):
                expression = expression.value
            elif isinstance(expression, Call):
                expression = expression.function
            else:
                return False
        return expression.id == frame.own or expression.id in frame.locals

    def text(self, expression: Expression, frame: Frame, depth: int = 0) -> str:
        """Return the text that an expression stands for, with a blank for each part that is not known."""
        if depth > _DEEPEST:
            return BLANK
        match expression:
            case Constant(value=str() | int() as value):
                return str(value)
            case Text(parts=parts):
                return "".join([self.text(part, frame, depth + 1) for part in parts])
            case Operation(operator="+", operands=operands):
                return "".join([self.text(part, frame, depth + 1) for part in operands])
            case Operation(operator="%", operands=(Constant(value=str() as start), *rest)):
                given = [self.text(one, frame, depth + 1) for one in rest] if len(rest) == 1 else []
                return _filled(_PLACE, start, given)
            case Choice(options=parts):
                found = (self.text(part, frame, depth + 1) for part in parts)
                return next((one for one in found if is_known(one)), BLANK)
            case Call():
                return self._of_call(expression, frame, depth)
            case Name() | Attribute():
                return self._named(expression, frame, depth)
            case _:
                return self._typed(expression, frame)

    def _of_call(self, call: Call, frame: Frame, depth: int) -> str:
        """``"…".format(…)``, the default of ``getattr(settings, name, default)``, a text that is to be translated."""
        match call:
            case Call(function=Attribute(value=Constant(value=str() as start), name="format"), args=args):
                named = {one.name: self.text(one.value, frame, depth + 1) for one in call.keywords}
                return _filled(_FIELD, start, [self.text(one, frame, depth + 1) for one in args], named)
            case Call(function=Attribute(value=value, name="strip" | "lstrip" | "rstrip" as name), args=(given,)):
                return _stripped(name, self.text(value, frame, depth + 1), self.text(given, frame, depth + 1))
            case Call(args=(_, _, given)) if self.meaning(call.function, frame) == External("builtins.getattr"):
                return self.text(given, frame, depth + 1)
            case Call(args=(given, *_)) if self._is_wrapper(call, frame):
                return self.text(given, frame, depth + 1)
        return self._typed(call, frame)

    def _is_wrapper(self, call: Call, frame: Frame) -> bool:
        """``_("text")``, ``RoutePattern("text")``, ``str(text)``: what is no function of the project's own."""
        called = self.meaning(call.function, frame)
        return isinstance(called, External) and (
            called.name == "builtins.str" or called.name.startswith(("django.utils.translation.", "django.urls."))
        )

    def language(self) -> str:
        """Return what ``i18n_patterns`` puts before each address: nothing where ``USE_I18N`` is off."""
        found = self.names.member_of_module(self._settings, "USE_I18N") if self._settings >= 0 else None
        is_off = (
            isinstance(found, Value) and isinstance(found.binding.value, Constant) and not found.binding.value.value
        )
        return "" if is_off else "<language>/"

    def _named(self, expression: Name | Attribute, frame: Frame, depth: int) -> str:
        held = self.local(expression, frame)
        if held is not None and held.expression != expression:
            return self.text(held.expression, held.frame, depth + 1)
        match self.meaning(expression, frame):
            case Value() as value:
                return self.text(value.binding.value, Frame(value.module, value.scope), depth + 1)
            case External(name=name) if name.startswith("django.conf.settings.") and self._settings >= 0:
                found = self.names.member_of_module(self._settings, name.rpartition(".")[2])
                if isinstance(found, Value):
                    return self.text(found.binding.value, Frame(found.module, found.scope), depth + 1)
                return BLANK
            case External():
                return BLANK
        return self._typed(expression, frame)

    def _typed(self, expression: Expression, frame: Frame) -> str:
        found = options(self.type_of(expression, frame))
        first = found[0] if found else None
        return first.value if isinstance(first, Literal) and len(found) == 1 else BLANK


def _filled(places: re.Pattern[str], text: str, given: list[str], named: dict[str, str] | None = None) -> str:
    """Return a text with its places filled in order, or by name; a blank in what nothing fills."""
    remaining = iter(given)

    def fill(found: re.Match[str]) -> str:
        if found.group() in ("%%", "{{", "}}"):
            return found.group()[0]
        name = found.group(1) if found.re.groups else ""
        if name and not name.isdigit():
            return (named or {}).get(name, BLANK)
        return next(remaining, BLANK)

    return places.sub(fill, text)


def _stripped(name: str, text: str, letters: str) -> str:
    if name == "strip":
        return text.strip(letters)
    return text.lstrip(letters) if name == "lstrip" else text.rstrip(letters)
