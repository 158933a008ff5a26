"""What text is an exception given?"""

from __future__ import annotations

import re

from analyzer.model.chains import last_name, text_of
from analyzer.model.syntax import Call, Constant, Expression, Operation, Text

COMPUTED = "…"
_LONGEST = 200
_TRANSLATES = ("_", "_lazy", "gettext", "gettext_lazy", "ugettext", "ugettext_lazy", "N_", "__")
_NAMED = ("message", "detail", "description", "msg", "reason")
_HOLE = re.compile(r"%(?:\(\w*\))?[-+ #0]*[\d.*]*[diouxXeEfFgGcrsa]|\{[^{}]*\}")
_SPACE = re.compile(r"\s+")


def message(raised: Expression) -> str:
    """Return the text that a raised exception is given, with ``…`` for what is computed; empty where it has none."""
    if not isinstance(raised, Call):
        return ""
    texts = [_text(one) for one in raised.args]
    texts += [_text(one.value) for one in raised.keywords if one.name in _NAMED]
    return next((one for one in texts if one.strip(f"{COMPUTED} ")), "")


def shortened(text: str) -> str:
    """Return a text on one line, cut where it is long."""
    text = _SPACE.sub(" ", text).strip()
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + COMPUTED


def said(expression: Expression | None) -> str:
    """Return the text of an expression; empty where all of it is computed."""
    found = "" if expression is None else shortened(_text(expression))
    return found if found.strip(f"{COMPUTED} ") else ""


def _text(expression: Expression) -> str:
    match expression:
        case Constant(value=str() as text):
            return shortened(text)
        case Text(parts=parts):
            return shortened("".join(_part(one) for one in parts))
        case Operation(operator="%", operands=(first, *_)):
            return _HOLE.sub(COMPUTED, _text(first)).replace("%%", "%")
        case Operation(operator="+", operands=operands):
            found = [_text(one) or COMPUTED for one in operands]
            return shortened("".join(found))
        case Call(function=function, args=(first, *_)) if last_name(function) in _TRANSLATES:
            return _text(first)
        case Call(function=function) if last_name(function) == "format":
            return _HOLE.sub(COMPUTED, _text(getattr(function, "value", Constant(None, 0))))
        case _:
            return ""


def _part(expression: Expression) -> str:
    is_text = isinstance(expression, Constant) and isinstance(expression.value, str)
    return text_of(expression) if is_text else COMPUTED
