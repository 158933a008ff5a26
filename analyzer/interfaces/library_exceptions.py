"""From which class does an exception of a library or of Python derive, and under which name is it known?

What stands in no table derives from ``Exception``.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator

_SECOND_NAMES = {
    "django.forms.ValidationError": "django.core.exceptions.ValidationError",
    "django.forms.forms.ValidationError": "django.core.exceptions.ValidationError",
    "django.forms.utils.ValidationError": "django.core.exceptions.ValidationError",
    "django.db.models.ObjectDoesNotExist": "django.core.exceptions.ObjectDoesNotExist",
    "django.apps.registry.AppRegistryNotReady": "django.core.exceptions.AppRegistryNotReady",
    "django.db.utils.IntegrityError": "django.db.IntegrityError",
    "django.db.utils.DatabaseError": "django.db.DatabaseError",
    "django.db.utils.OperationalError": "django.db.OperationalError",
    "django.db.utils.ProgrammingError": "django.db.ProgrammingError",
    "django.urls.exceptions.NoReverseMatch": "django.urls.NoReverseMatch",
    "django.http.response.Http404": "django.http.Http404",
    "django.shortcuts.Http404": "django.http.Http404",
    "rest_framework.serializers.ValidationError": "rest_framework.exceptions.ValidationError",
    "fastapi.exceptions.HTTPException": "fastapi.HTTPException",
    "sqlalchemy.orm.exc.NoResultFound": "sqlalchemy.exc.NoResultFound",
    "sqlalchemy.orm.exc.MultipleResultsFound": "sqlalchemy.exc.MultipleResultsFound",
    "requests.ConnectionError": "requests.exceptions.ConnectionError",
    "requests.HTTPError": "requests.exceptions.HTTPError",
    "requests.RequestException": "requests.exceptions.RequestException",
    "requests.Timeout": "requests.exceptions.Timeout",
    "jwt.InvalidTokenError": "jwt.exceptions.InvalidTokenError",
    "jwt.ExpiredSignatureError": "jwt.exceptions.ExpiredSignatureError",
    "jwt.DecodeError": "jwt.exceptions.DecodeError",
    "jwt.PyJWTError": "jwt.exceptions.PyJWTError",
    "json.decoder.JSONDecodeError": "json.JSONDecodeError",
    "simplejson.JSONDecodeError": "json.JSONDecodeError",
    "asyncio.TimeoutError": "TimeoutError",
    "asyncio.exceptions.TimeoutError": "TimeoutError",
    "asyncio.exceptions.CancelledError": "asyncio.CancelledError",
    "concurrent.futures.TimeoutError": "TimeoutError",
    "socket.timeout": "TimeoutError",
    "socket.error": "OSError",
    "select.error": "OSError",
    "aiohttp.web_exceptions.HTTPException": "aiohttp.web.HTTPException",
    "marshmallow.exceptions.ValidationError": "marshmallow.ValidationError",
    "marshmallow.validate.ValidationError": "marshmallow.ValidationError",
}

_PARENTS = {
    "django.core.exceptions": {
        "ObjectDoesNotExist": "Exception",
        "PermissionDenied": "Exception",
        "SuspiciousFileOperation": "django.core.exceptions.SuspiciousOperation",
        "DisallowedHost": "django.core.exceptions.SuspiciousOperation",
        "EmptyResultSet": "Exception",
    },
    "django.core.paginator": {
        "PageNotAnInteger": "django.core.paginator.InvalidPage",
        "EmptyPage": "django.core.paginator.InvalidPage",
    },
    "django.db": {
        "DatabaseError": "django.db.Error",
        "DataError": "django.db.DatabaseError",
        "IntegrityError": "django.db.DatabaseError",
        "InternalError": "django.db.DatabaseError",
        "NotSupportedError": "django.db.DatabaseError",
        "OperationalError": "django.db.DatabaseError",
        "ProgrammingError": "django.db.DatabaseError",
    },
    "rest_framework.exceptions": dict.fromkeys(
        (
            "ValidationError", "ParseError", "AuthenticationFailed", "NotAuthenticated", "PermissionDenied", "NotFound",
            "MethodNotAllowed", "NotAcceptable", "UnsupportedMediaType", "Throttled",
        ),
        "rest_framework.exceptions.APIException",
    ),
    "werkzeug.exceptions": dict.fromkeys(
        (
            "BadRequest", "Unauthorized", "Forbidden", "NotFound", "MethodNotAllowed", "NotAcceptable",
            "RequestTimeout", "Conflict", "Gone", "LengthRequired", "PreconditionFailed", "RequestEntityTooLarge",
            "UnsupportedMediaType", "ImATeapot", "UnprocessableEntity", "Locked", "TooManyRequests",
            "InternalServerError", "NotImplemented", "BadGateway", "ServiceUnavailable", "GatewayTimeout",
        ),
        "werkzeug.exceptions.HTTPException",
    ),
    "fastapi": {"HTTPException": "starlette.exceptions.HTTPException"},
    "sqlalchemy.exc": {
        "ArgumentError": "sqlalchemy.exc.SQLAlchemyError",
        "InvalidRequestError": "sqlalchemy.exc.SQLAlchemyError",
        "NoResultFound": "sqlalchemy.exc.InvalidRequestError",
        "MultipleResultsFound": "sqlalchemy.exc.InvalidRequestError",
        "NoSuchTableError": "sqlalchemy.exc.InvalidRequestError",
        "StatementError": "sqlalchemy.exc.SQLAlchemyError",
        "DBAPIError": "sqlalchemy.exc.StatementError",
        "DatabaseError": "sqlalchemy.exc.DBAPIError",
        "DataError": "sqlalchemy.exc.DatabaseError",
        "IntegrityError": "sqlalchemy.exc.DatabaseError",
        "OperationalError": "sqlalchemy.exc.DatabaseError",
        "ProgrammingError": "sqlalchemy.exc.DatabaseError",
    },
    "requests.exceptions": {
        "RequestException": "OSError",
        "HTTPError": "requests.exceptions.RequestException",
        "ConnectionError": "requests.exceptions.RequestException",
        "Timeout": "requests.exceptions.RequestException",
        "ConnectTimeout": "requests.exceptions.ConnectionError",
        "ReadTimeout": "requests.exceptions.Timeout",
        "SSLError": "requests.exceptions.ConnectionError",
        "ProxyError": "requests.exceptions.ConnectionError",
        "InvalidURL": "requests.exceptions.RequestException",
        "TooManyRedirects": "requests.exceptions.RequestException",
    },
    "httpx": {
        "HTTPError": "Exception",
        "RequestError": "httpx.HTTPError",
        "HTTPStatusError": "httpx.HTTPError",
        "TransportError": "httpx.RequestError",
        "TimeoutException": "httpx.TransportError",
        "ConnectError": "httpx.TransportError",
        "ConnectTimeout": "httpx.TimeoutException",
        "ReadTimeout": "httpx.TimeoutException",
    },
    "jwt.exceptions": {
        "InvalidTokenError": "jwt.exceptions.PyJWTError",
        "DecodeError": "jwt.exceptions.InvalidTokenError",
        "InvalidSignatureError": "jwt.exceptions.DecodeError",
        "ExpiredSignatureError": "jwt.exceptions.InvalidTokenError",
        "InvalidAudienceError": "jwt.exceptions.InvalidTokenError",
        "InvalidIssuerError": "jwt.exceptions.InvalidTokenError",
    },
    "subprocess": {
        "CalledProcessError": "subprocess.SubprocessError",
        "TimeoutExpired": "subprocess.SubprocessError",
    },
    "urllib.error": {"URLError": "OSError", "HTTPError": "urllib.error.URLError"},
    "json": {"JSONDecodeError": "ValueError"},
    "pydantic": {"ValidationError": "ValueError"},
    "asyncio": {"CancelledError": "BaseException"},
    "shutil": {"Error": "OSError"},
    "click": {
        "UsageError": "click.ClickException",
        "BadParameter": "click.UsageError",
        "FileError": "click.ClickException",
        "Abort": "RuntimeError",
        "exceptions.Exit": "RuntimeError",
    },
}  # fmt: skip

_ROOTS = {
    "webob.exc": "webob.exc.HTTPException",
    "aiohttp.web": "aiohttp.web.HTTPException",
    "falcon": "falcon.HTTPError",
}
_PARENT = {f"{package}.{name}": parent for package, known in _PARENTS.items() for name, parent in known.items()}
_OF_PYTHON = {
    name: one for name, one in vars(builtins).items() if isinstance(one, type) and issubclass(one, BaseException)
}
_SMALL = ("error", "timeout")
MISSING_ROW = {
    "django": "django.core.exceptions.ObjectDoesNotExist",
    "peewee": "peewee.DoesNotExist",
    "mongoengine": "mongoengine.errors.DoesNotExist",
}
"""What ``DoesNotExist`` of a mapped class derives from, by the package of its bases."""
_IN_A_MODEL = {
    "DoesNotExist": "django.core.exceptions.ObjectDoesNotExist",
    "MultipleObjectsReturned": "django.core.exceptions.MultipleObjectsReturned",
}
"""Exceptions that a library puts into each mapped class, and what they derive from."""


def known_name(dotted: str) -> str:
    """Return the one name of an exception outside the project; empty for what is none by its name.

    Python's own stand without a module.
    """
    name = dotted.removeprefix("builtins.").removeprefix("exceptions.")
    if name in _OF_PYTHON:
        return _OF_PYTHON[name].__name__  # IOError is a second name of OSError
    last = name.rpartition(".")[2]
    if "(" in name or "." not in name or not (last[:1].isupper() or last in _SMALL):
        return ""
    return _SECOND_NAMES.get(name, name)


def ancestors(name: str) -> tuple[str, ...]:
    """Return the classes that an exception outside the project derives from, nearest first, to ``BaseException``."""
    found = list(_above(name))
    return tuple(found)


def _above(name: str) -> Iterator[str]:
    while name not in _OF_PYTHON:
        package, _, last = name.rpartition(".")
        root = _ROOTS.get(package, "")
        parent = _PARENT.get(name) or _IN_A_MODEL.get(last, "")
        parent = parent or (root if root != name and last.startswith("HTTP") else "")
        name = parent if parent and parent != name else "Exception"
        yield name
    for one in _OF_PYTHON[name].__mro__[1:-1]:
        yield one.__name__
