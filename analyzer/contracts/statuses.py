"""Which response code does an exception become? One table of rules; the first that holds gives the code.

1. The code that is given where it is raised: ``HTTPException(404)``, ``abort(404)``.
2. The code that the class, an error handler of the program or the nearest ancestor with either says.
3. What is known of exceptions of libraries, the nearest ancestor's where the class itself is not in the table.
4. Words of its name, then of its ancestors in the project.
5. What is known of Python's own exceptions, by the nearest ancestor.
6. 500.

What escapes an entry point of today is answered today: where the program has a handler for any exception, its code
comes after what the frameworks themselves answer, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from analyzer.model.interfaces import ExceptionClass

OF_LIBRARIES = MappingProxyType({
    "django.http.Http404": 404,
    "django.core.exceptions.ObjectDoesNotExist": 404,
    "django.core.exceptions.PermissionDenied": 403,
    "django.core.exceptions.SuspiciousOperation": 400,
    "django.core.exceptions.ValidationError": 400,
    "django.core.exceptions.BadRequest": 400,
    "django.core.paginator.InvalidPage": 404,
    "django.db.IntegrityError": 409,
    "rest_framework.exceptions.ValidationError": 400,
    "rest_framework.exceptions.ParseError": 400,
    "rest_framework.exceptions.AuthenticationFailed": 401,
    "rest_framework.exceptions.NotAuthenticated": 401,
    "rest_framework.exceptions.PermissionDenied": 403,
    "rest_framework.exceptions.NotFound": 404,
    "rest_framework.exceptions.MethodNotAllowed": 405,
    "rest_framework.exceptions.NotAcceptable": 406,
    "rest_framework.exceptions.UnsupportedMediaType": 415,
    "rest_framework.exceptions.Throttled": 429,
    "werkzeug.exceptions.BadRequest": 400,
    "werkzeug.exceptions.Unauthorized": 401,
    "werkzeug.exceptions.Forbidden": 403,
    "werkzeug.exceptions.NotFound": 404,
    "werkzeug.exceptions.MethodNotAllowed": 405,
    "werkzeug.exceptions.NotAcceptable": 406,
    "werkzeug.exceptions.RequestTimeout": 408,
    "werkzeug.exceptions.Conflict": 409,
    "werkzeug.exceptions.Gone": 410,
    "werkzeug.exceptions.LengthRequired": 411,
    "werkzeug.exceptions.PreconditionFailed": 412,
    "werkzeug.exceptions.RequestEntityTooLarge": 413,
    "werkzeug.exceptions.UnsupportedMediaType": 415,
    "werkzeug.exceptions.RequestURITooLarge": 414,
    "werkzeug.exceptions.RequestedRangeNotSatisfiable": 416,
    "werkzeug.exceptions.ImATeapot": 418,
    "werkzeug.exceptions.UnprocessableEntity": 422,
    "werkzeug.exceptions.Locked": 423,
    "werkzeug.exceptions.TooManyRequests": 429,
    "werkzeug.exceptions.InternalServerError": 500,
    "werkzeug.exceptions.NotImplemented": 501,
    "werkzeug.exceptions.BadGateway": 502,
    "werkzeug.exceptions.ServiceUnavailable": 503,
    "werkzeug.exceptions.GatewayTimeout": 504,
    "fastapi.exceptions.RequestValidationError": 422,
    "pydantic.ValidationError": 422,
    "marshmallow.ValidationError": 422,
    "marshmallow.exceptions.ValidationError": 422,
    "sqlalchemy.exc.NoResultFound": 404,
    "sqlalchemy.exc.IntegrityError": 409,
    "sqlalchemy.orm.exc.StaleDataError": 409,
    "peewee.DoesNotExist": 404,
    "peewee.IntegrityError": 409,
    "mongoengine.errors.DoesNotExist": 404,
    "mongoengine.errors.NotUniqueError": 409,
    "tortoise.exceptions.DoesNotExist": 404,
    "jwt.exceptions.PyJWTError": 401,
    "requests.exceptions.Timeout": 504,
    "requests.exceptions.ConnectTimeout": 504,
    "requests.exceptions.RequestException": 502,
    "httpx.TimeoutException": 504,
    "httpx.HTTPError": 502,
    "urllib.error.URLError": 502,
})  # fmt: skip
"""What the library itself answers, or its documentation advises."""

HTTP_CLASSES = MappingProxyType({
    "badrequest": 400, "unauthorized": 401, "paymentrequired": 402, "forbidden": 403, "notfound": 404,
    "methodnotallowed": 405, "notacceptable": 406, "requesttimeout": 408, "conflict": 409, "gone": 410,
    "preconditionfailed": 412, "requestentitytoolarge": 413, "unsupportedmediatype": 415,
    "unprocessableentity": 422, "locked": 423, "toomanyrequests": 429, "internalservererror": 500,
    "notimplemented": 501, "badgateway": 502, "serviceunavailable": 503, "gatewaytimeout": 504,
})  # fmt: skip
"""The classes that libraries of HTTP name after the code: ``HTTPNotFound`` of webob, aiohttp, falcon."""

BY_WORDS = (
    (("not found", "notfound", "does not exist", "doesnotexist", "no such", "missing", "unknown", "not exist"), 404),
    (("already", "exists", "duplicate", "conflict", "stale", "in use", "not unique", "integrity"), 409),
    (("unauthenticated", "not authenticated", "authentication", "unauthorized", "unauthorised", "credential",
      "credentials", "not logged in", "login required"), 401),
    (("forbidden", "denied", "permission", "not allowed", "not permitted", "not authorized", "disallowed"), 403),
    (("too many", "rate limit", "throttled", "throttle"), 429),
    (("too large", "too big", "over quota", "quota"), 413),
    (("expired", "gone"), 410),
    (("locked",), 423),
    (("timeout", "timed out"), 504),
    (("unavailable", "connection", "overloaded"), 503),
    (("not implemented", "unimplemented", "not supported", "unsupported"), 501),
    (("invalid", "validation", "bad", "malformed", "illegal", "incorrect", "wrong", "parse", "format", "required",
      "mismatch", "unacceptable"), 400),
    (("refused", "rejected", "declined", "insufficient", "not enough", "cannot", "unable", "unprocessable", "exceeded",
      "limit"), 422),
)  # fmt: skip
"""Words of a name, as whole words, and the code; the first line that fits counts."""

OF_PYTHON = MappingProxyType({
    "PermissionError": 403,
    "FileNotFoundError": 404,
    "LookupError": 404,
    "FileExistsError": 409,
    "TimeoutError": 504,
    "ConnectionError": 503,
    "NotImplementedError": 501,
    "ValueError": 400,
})  # fmt: skip
_FAILS = 500
_ANY = ("Exception", "BaseException")
_FRAMEWORKS = frozenset(
    {"aiohttp", "django", "falcon", "fastapi", "pyramid", "rest_framework", "starlette", "webob", "werkzeug"}
)
"""Packages that answer for exceptions of their own."""
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


class Statuses:
    """Answers for the exceptions of a program."""

    def __init__(self, exceptions: Iterable[ExceptionClass]) -> None:
        self._exceptions: Mapping[str, ExceptionClass] = {one.name: one for one in exceptions}

    def of(self, name: str, given: int = 0, *, today: bool = False) -> tuple[int, str]:
        """Return the code of an exception and the rule by which it was chosen; ``given`` is that of its raise.

        ``today`` asks what an entry point of the program answers.
        """
        if given:
            return given, "given where it is raised"
        known = self._exceptions.get(name) or ExceptionClass(name, ())
        if known.status:
            return known.status, f"said by the program at {known.said_at}"
        last = next((self._exceptions[one] for one in _ANY if one in self._exceptions), None)
        if today and last is not None and last.status:
            return _by_framework(known) or (last.status, f"said by the program at {last.said_at}")
        return _by_library(known) or _by_words(known) or _by_python(known) or (_FAILS, "no rule fits")


def _by_framework(known: ExceptionClass) -> tuple[int, str] | None:
    those = tuple(one for one in (known.name, *known.ancestors) if one.partition(".")[0] in _FRAMEWORKS)
    return _by_library(ExceptionClass(those[0], those[1:])) if those else None


def _by_library(known: ExceptionClass) -> tuple[int, str] | None:
    for name in (known.name, *known.ancestors):
        last = name.rpartition(".")[2].lower()
        code = OF_LIBRARIES.get(name, 0)
        if not code and "." in name and last.startswith("http"):
            code = HTTP_CLASSES.get(last.removeprefix("http"), 0)
        if code:
            return code, f"known of {name}"
    return None


def _by_words(known: ExceptionClass) -> tuple[int, str] | None:
    for name in (known.name, *known.ancestors):
        if "." not in name:
            return None  # Python's own: the next rule
        text = " ".join(_WORD.findall(name.rpartition(".")[2])).lower()
        for words, code in BY_WORDS:
            for word in words:
                if f" {word} " in f" {text} ":
                    return code, f"by the word “{word}” in {name.rpartition('.')[2]}"
    return None


def _by_python(known: ExceptionClass) -> tuple[int, str] | None:
    for name in (known.name, *known.ancestors):
        if name in OF_PYTHON:
            return OF_PYTHON[name], f"known of {name}"
    return None
