"""Where do SQLAlchemy's transactions begin and end?

Understands: ``begin()`` and ``begin_nested()`` of sessions, session factories, engines and connections; sessions and
connections as context managers, and ``commit()`` on them; sessions that FastAPI's ``Depends`` provides; oslo.db's
``writer`` decorators and blocks. A value of unknown type counts by its name: ``session``, ``engine``, ``connection``.
Does not understand: two-phase transactions, and events that run after a commit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzer.link.protocol import TypedCall
from analyzer.link.transaction_rules import Boundary, Opening
from analyzer.link.types import External, Method, Type, options
from analyzer.model.chains import last_name
from analyzer.model.syntax import Attribute, Await, Call, Expression, Items, Parameter, Subscript

_OURS = re.compile(r"(flask_|pytest_)?(sqlalchemy|sqlmodel|oslo_db|databases)\b", re.IGNORECASE)
_LIKE_SESSION = re.compile(r"(^|_|\.)(db_?)?(sessions?|session_?(maker|factory|local)?|scoped_session)$", re.IGNORECASE)
_LIKE_ENGINE = re.compile(r"(^|_)(engine|connection|conn)$", re.IGNORECASE)
_SESSION_TYPE = re.compile(
    r"\b(Session|AsyncSession|scoped_session|async_scoped_session|sessionmaker\(\)|async_sessionmaker\(\)"
    r"|sessionmaker|async_sessionmaker)(\(\))?$"
)
_PROVIDES = {"Depends", "Security"}
_BEGINS = {"begin": Opening.APART, "begin_nested": Opening.NESTED}


class SqlAlchemyTransactions:
    """The rules."""

    words = frozenset({"commit"})

    def opens(self, value: Type | None, written: Expression) -> Opening | None:
        """Return what ``session.begin()``, ``engine.begin()``, ``Session()`` or a ``writer`` begins."""
        if isinstance(value, External):
            if not _OURS.match(value.name):
                return None
            return _of_name(value.name)
        return _as_written(written) if value is None else None

    def boundary(self, call: TypedCall) -> Boundary | None:
        """Return that ``session.commit()`` commits."""
        function = call.call.function
        if not isinstance(function, Attribute) or function.name != "commit":
            return None
        for callee in options(call.callee):
            if isinstance(callee, External):
                return Boundary.COMMIT if _OURS.match(callee.name) else None
            if not isinstance(callee, Method):
                return None
        return Boundary.COMMIT if _is_like_session(function.value) or _is_like_engine(function.value) else None

    def decorator(self, name: str, call: Call) -> tuple[Expression, tuple[str, ...]] | None:
        """Return nothing: no decorator adapts another."""
        del name, call
        return None

    def provider(self, parameter: Parameter) -> Expression | None:
        """Return what ``Depends(provider)`` names, as a default or in an annotation."""
        given = [parameter.default]
        if isinstance(parameter.annotation, Subscript) and last_name(parameter.annotation.value) == "Annotated":
            index = parameter.annotation.index
            given += index.items if isinstance(index, Items) else ()
        for one in given:
            if isinstance(one, Call) and last_name(one.function) in _PROVIDES and one.args:
                return one.args[0]
        return None

    def requests(self) -> Iterable[int]:
        """Return nothing: no request has a transaction of its own."""
        return ()


def _of_name(name: str) -> Opening | None:
    called, _, last = name.removesuffix("()").rpartition(".")
    if last in _BEGINS:
        return _BEGINS[last]
    if "enginefacade" in name:
        parts = name.replace("()", "").split(".")
        if "writer" in parts:
            return Opening.APART if "independent" in parts else Opening.NESTED
        return None
    if last == "connect" and "engine" in called.lower():
        return Opening.SESSION
    return Opening.SESSION if name.endswith("()") and _SESSION_TYPE.search(name[:-2]) else None


def _as_written(written: Expression) -> Opening | None:
    """A value of unknown type: told by the names it is written with."""
    if isinstance(written, Await):
        written = written.value
    if not isinstance(written, Call):
        return None
    function = written.function
    if isinstance(function, Attribute):
        if function.name in _BEGINS and (_is_like_session(function.value) or _is_like_engine(function.value)):
            return _BEGINS[function.name]
        if function.name == "using" and _is_writer(function.value):
            return Opening.NESTED
    return Opening.SESSION if _is_like_session(written) else None


def _is_writer(expression: Expression) -> bool:
    while isinstance(expression, Attribute):
        if expression.name == "writer":
            return True
        expression = expression.value
    return last_name(expression) == "writer"


def _is_like_session(expression: Expression) -> bool:
    return bool(_LIKE_SESSION.search(_spelled(expression)))


def _is_like_engine(expression: Expression) -> bool:
    return bool(_LIKE_ENGINE.search(_spelled(expression)))


def _spelled(expression: Expression) -> str:
    """The last name of a chain, or of what is called: ``session`` of ``db.session()``, ``Session`` of ``Session()``."""
    return last_name(expression.function if isinstance(expression, Call) else expression)
