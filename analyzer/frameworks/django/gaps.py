"""Which calls surely read or write a model's table, while nothing says which model that is?"""

from __future__ import annotations

from collections.abc import Iterator

from analyzer.frameworks.django.managers import BUILT_IN
from analyzer.frameworks.django.querysets import is_built_in
from analyzer.link.found import Gap
from analyzer.link.protocol import TypedCall
from analyzer.link.types import External
from analyzer.model.syntax import Attribute, Call, Expression, Name, Subscript

_GENERIC_KEY = "django.contrib.contenttypes.fields.GenericForeignKey()."
OUTSIDE = (
    _GENERIC_KEY,
    "django.db.models.Model.",
    "django.db.models.QuerySet.",
    "django.db.models.Manager.",
    "django.db.models.query.QuerySet.",
    "django.db.models.manager.Manager.",
)
"""How the dotted names of the functions begin that are looked at here."""
_OF_MODELS = frozenset(("save", "delete", "refresh_from_db", "asave", "adelete", "arefresh_from_db"))
_NO_STATEMENT = frozenset(("none", "using", "db_manager", "model", "get_queryset"))


def gaps(call: TypedCall) -> Iterator[Gap]:
    """Yield why the model of a call is not known, where it has one; for a chain of calls at its first alone."""
    function = call.call.function
    if not isinstance(function, Attribute):
        return
    name = function.name
    if isinstance(function.value, Attribute) and function.value.name in BUILT_IN:
        if name not in _NO_STATEMENT:
            yield Gap("access", _text(function), "which model this is, is only known at run time")
        return
    if not isinstance(call.callee, External):
        return
    callee = call.callee.name
    if callee.startswith(_GENERIC_KEY) and name in _OF_MODELS:
        yield Gap("access", _text(function), "a generic key leads to objects of any model")
    elif name in _OF_MODELS and callee == f"django.db.models.Model.{name}":
        yield Gap("access", _text(function), "it runs for the objects of many models")
    elif is_built_in(name) and name not in _NO_STATEMENT and callee in _of_managers(name):
        yield Gap("access", _text(function), "it runs for the queries of many models")


def _of_managers(name: str) -> tuple[str, ...]:
    return (
        f"django.db.models.QuerySet.{name}",
        f"django.db.models.Manager.{name}",
        f"django.db.models.query.QuerySet.{name}",
        f"django.db.models.manager.Manager.{name}",
    )


def _text(expression: Expression) -> str:
    """The names of a chain, without what its calls and subscripts hold."""
    match expression:
        case Name(id=name):
            return name
        case Attribute(value=value, name=name):
            return f"{_text(value)}.{name}"
        case Call(function=function):
            return f"{_text(function)}()"
        case Subscript(value=value):
            return f"{_text(value)}[]"
        case _:
            return "…"
