"""Which calls of libraries raise, though no ``raise`` stands there?

``abort(404)`` always does, under the name that its library gives the code; ``objects.get()`` where there is no row.
What follows from a mistake of the program, as ``MultipleObjectsReturned`` mostly does, is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from analyzer.frameworks.status_codes import KEYWORDS, error_code
from analyzer.interfaces.library_exceptions import MISSING_ROW
from analyzer.interfaces.single_rows import gives_one_row
from analyzer.link.protocol import TypedCall
from analyzer.link.types import ClassOf, External, Instance, Method, Query, Type, options
from analyzer.model.chains import is_true, keyword
from analyzer.model.syntax import Call, Expression

_HTTP404 = "django.http.Http404"
_WERKZEUG = "werkzeug.exceptions."
_NO_RESULT = "sqlalchemy.exc.NoResultFound"
_ONE = ("one", "scalar_one")
_OR_404 = ("get_or_404", "first_or_404", "one_or_404")
_GETS = {
    "get": "DoesNotExist", "aget": "DoesNotExist", "get_by_id": "DoesNotExist", "latest": "DoesNotExist",
    "earliest": "DoesNotExist",
}  # fmt: skip
_HTTP_STATUS_ERRORS = {"requests": "requests.exceptions.HTTPError", "httpx": "httpx.HTTPStatusError"}
_SHORTCUTS = ("get_object_or_404", "get_list_or_404", "aget_object_or_404")
_ABORTING = {
    "flask": _WERKZEUG, "werkzeug": _WERKZEUG, "flask_restful": _WERKZEUG, "flask_restx": _WERKZEUG,
    "flask_smorest": _WERKZEUG, "quart": _WERKZEUG, "bottle": "bottle.", "sanic": "sanic.exceptions.",
    "pecan": "webob.exc.", "apiflask": _WERKZEUG,
}  # fmt: skip
_OF_CODE = {
    400: "BadRequest", 401: "Unauthorized", 403: "Forbidden", 404: "NotFound", 405: "MethodNotAllowed",
    406: "NotAcceptable", 408: "RequestTimeout", 409: "Conflict", 410: "Gone", 411: "LengthRequired",
    412: "PreconditionFailed", 413: "RequestEntityTooLarge", 415: "UnsupportedMediaType", 418: "ImATeapot",
    422: "UnprocessableEntity", 423: "Locked", 429: "TooManyRequests", 500: "InternalServerError",
    501: "NotImplemented", 502: "BadGateway", 503: "ServiceUnavailable", 504: "GatewayTimeout",
}  # fmt: skip
_ABORT = ".abort"
AGAIN = ("reraise", "save_and_reraise_exception")
"""What raises again what a handler caught: of six and oslo."""
WORDS = frozenset(
    (*_GETS, *_ONE, *_OR_404, *_SHORTCUTS, "abort", "is_valid", "raise_for_status", "permission_denied", "fail")
)
"""The last names of the calls that this file knows."""


class Raised(msgspec.Struct, frozen=True):
    """What a call raises: the exception, its code, what it is given as a text, whether it may succeed as well."""

    exception: str
    status: int = 0
    message: Expression | None = None
    implied: bool = True


def raised_by(calls: Sequence[TypedCall], name: str, name_of: Callable[[int], str]) -> tuple[Raised, ...]:
    """Return what a call of one of the ``WORDS`` raises, made once for each class that it runs for.

    ``name_of`` names definitions. A row that may be of several classes is missing for whichever it is.
    """
    found: dict[Raised, str] = {}
    for call in calls:
        for option in options(call.callee):
            match option:
                case External(name=dotted):
                    found |= dict.fromkeys(_outside(call.call, name, dotted), "")
                case Method(receiver=receiver):
                    of = receiver.framework if isinstance(receiver, Query) else ""
                    found |= dict.fromkeys(_of_method(call.call, name, receiver, name_of), of)
                case _:
                    pass
    rows = {one: MISSING_ROW[of] for one, of in found.items() if of in MISSING_ROW and name in _GETS}
    if len(rows) > 1:
        return tuple(dict.fromkeys(Raised(rows[one]) if one in rows else one for one in found))
    return tuple(found)


def _outside(call: Call, name: str, dotted: str) -> Iterator[Raised]:
    package = dotted.partition(".")[0]
    if dotted.endswith(_ABORT) and package in _ABORTING:
        yield _aborted(call, _ABORTING[package])
    elif name in _SHORTCUTS and package in ("django", "rest_framework"):
        yield Raised(_HTTP404)
    elif name in _OR_404 and package.startswith("flask"):
        yield Raised(f"{_WERKZEUG}NotFound")
    elif name in _ONE and package == "sqlalchemy" and not gives_one_row(call.function):
        yield Raised(_NO_RESULT)
    elif name == "raise_for_status" and package in _HTTP_STATUS_ERRORS:
        yield Raised(_HTTP_STATUS_ERRORS[package])
    elif name == "is_valid" and is_true(keyword(call, "raise_exception")):
        yield Raised("rest_framework.exceptions.ValidationError")


def _of_method(call: Call, name: str, receiver: Type, name_of: Callable[[int], str]) -> Iterator[Raised]:
    if isinstance(receiver, Query):
        if name in _OR_404:
            yield Raised(f"{_WERKZEUG}NotFound")
        elif name in _ONE and receiver.framework == "sqlalchemy" and not gives_one_row(call.function):
            yield Raised(_NO_RESULT)
        elif name in _GETS and receiver.framework in MISSING_ROW and receiver.entity >= 0 and not receiver.guessed:
            yield Raised(f"{name_of(receiver.entity)}.{_GETS[name]}")
    elif isinstance(receiver, (Instance, ClassOf)):
        if name == "is_valid" and is_true(keyword(call, "raise_exception")):
            yield Raised("rest_framework.exceptions.ValidationError")
    elif isinstance(receiver, External):
        yield from _outside(call, name, receiver.name)


def abortion(call: TypedCall) -> str:
    """Return the package of the exceptions that a call aborts a request with; empty where it does something else."""
    for option in options(call.callee):
        if isinstance(option, External) and option.name.endswith(_ABORT):
            return _ABORTING.get(option.name.partition(".")[0], "")
    return ""


def code_given(call: Call) -> Expression | None:
    """Return what a call that aborts is given as the response code."""
    given = [one for one in call.keywords if one.name in KEYWORDS]
    return call.args[0] if call.args else given[0].value if given else None


def abortion_of_code(code: int, package: str, message: Expression | None) -> Raised:
    """Return what a package raises for a response code, 0 where that is not known."""
    return Raised(f"{package}{_OF_CODE.get(code, 'HTTPException')}", code, message, implied=False)


def _aborted(call: Call, package: str) -> Raised:
    message = call.args[1] if len(call.args) > 1 else None
    for one in call.keywords:
        if one.name in ("description", "message", "detail"):
            message = one.value
    return abortion_of_code(error_code(code_given(call)), package, message)


def is_renamed(call: TypedCall) -> bool:
    """Return whether a call aborts a request under another name: ``from flask import abort as stop``."""
    return call.callee.__class__ is External and call.callee.name.endswith(_ABORT)
