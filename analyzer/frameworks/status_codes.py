"""Which response code does an expression of the source say?"""

from __future__ import annotations

import re
from http import HTTPStatus

from analyzer.model.chains import last_name
from analyzer.model.interfaces import FIRST_ERROR
from analyzer.model.syntax import Attribute, Call, Constant, Expression, Name

_NAMED = re.compile(r"HTTP_?([1-5]\d\d)(?:_|$)|[A-Z_]+_([45]\d\d)$")
_HOLDERS = ("HTTPStatus", "status", "codes", "client", "http_client", "httplib", "http")
_FIRST, _LAST = 100, 599
KEYWORDS = ("status_code", "status", "code", "http_status", "http_status_code", "http_code")
"""The names under which a class or a call is given a response code."""


def status_code(expression: Expression | None) -> int:
    """Return the code of ``404``, ``HTTPStatus.NOT_FOUND``, ``status.HTTP_404_NOT_FOUND``; 0 where there is none."""
    match expression:
        case Constant(value=bool()):
            return 0
        case Constant(value=int() as value):
            return value if _FIRST <= value <= _LAST else 0
        case Constant(value=str() as text) if re.match(r"[1-5]\d\d\b", text):
            return int(text[:3])
        case Attribute(value=value, name="value"):
            return status_code(value)
        case Attribute(value=value, name=name):
            return _named(name) or (_of_member(name) if last_name(value) in _HOLDERS else 0)
        case Name(id=name):
            return _named(name)
        case Call(function=Name(id="int" | "HTTPStatus"), args=(first, *_)):
            return status_code(first)
        case _:
            return 0


def error_code(expression: Expression | None) -> int:
    """Return the code that an expression says where that is one of failure; 0 else."""
    found = status_code(expression)
    return found if found >= FIRST_ERROR else 0


def given_code(call: Call) -> int:
    """Return the code of failure that a call is given by keyword; 0 where it is given none."""
    for given in call.keywords:
        if given.name in KEYWORDS:
            return error_code(given.value)
    return 0


def _named(name: str) -> int:
    found = _NAMED.match(name)
    return int(found[1] or found[2]) if found else 0


def _of_member(name: str) -> int:
    member = HTTPStatus.__members__.get(name.upper())
    return 0 if member is None else member.value
