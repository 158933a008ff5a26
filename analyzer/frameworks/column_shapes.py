"""Which shapes have the values of Python's own types, of columns without a value, and of a few well-known columns?

What all object-relational mappers have in common; which of their classes has which shape stands with each of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from analyzer.frameworks.plain_shapes import BOOLEAN, DATE_TIME, EMAIL, INTEGER, MAP, STRING, URI, UUID, text_as
from analyzer.frameworks.shapes import nullable
from analyzer.model.shapes import UNKNOWN, Origin, Shape, ShapeKind
from analyzer.model.syntax import Constant, Expression

FILE = text_as("uri-reference")
"""A column that keeps where a file is, not the file."""

_BROUGHT: dict[str, Shape] = {
    **dict.fromkeys(
        ("id", "lft", "rght", "rgt", "tree_id", "level", "depth", "numchild", "order", "position"), INTEGER
    ),
    **dict.fromkeys(
        ("login_count", "sign_count", "deleted", "expires_in", "issued_at", "remote_port", "site_id"), INTEGER
    ),
    **dict.fromkeys(("is_superuser", "is_staff", "is_active", "is_verified", "is_public", "is_removed"), BOOLEAN),
    **dict.fromkeys(("active", "everyone", "testing", "skip_authorization", "hash_client_secret"), BOOLEAN),
    **dict.fromkeys(("name", "slug", "title", "path", "description", "username", "password", "first_name"), STRING),
    **dict.fromkeys(("last_name", "comment", "user_name", "user_agent", "language_code", "session_key"), STRING),
    **dict.fromkeys(("session_data", "object_pk", "provider", "client_secret", "hashed_password"), STRING),
    **dict.fromkeys(
        (
            "client_type",
            "redirect_uris",
            "scope",
            "device_type",
            "fs_uniquifier",
            "object_repr",
            "codename",
            "app_label",
            "model",
            "domain",
            "change_message",
        ),
        STRING,
    ),
    **dict.fromkeys(("created", "modified", "updated", "created_at", "updated_at", "deleted_at", "start"), DATE_TIME),
    **dict.fromkeys(
        ("end", "date_joined", "last_login", "created_on", "changed_on", "expires", "timestamp"), DATE_TIME
    ),
    **dict.fromkeys(("expire_date", "submit_date", "attempt_time", "create_datetime", "update_datetime"), DATE_TIME),
    **dict.fromkeys(("confirmed_at", "last_login_at", "current_login_at", "status_changed"), DATE_TIME),
    **dict.fromkeys(("email", "user_email", "actor_email", "account_email"), EMAIL),
    **dict.fromkeys(("extra_data", "additional_data", "changes", "client_metadata"), MAP),
    "user_url": URI,
}


def brought(column: str, base: str, *, is_key: bool = False) -> Shape:
    """Return the shape of a column that a class of a package brings, of which only the names are told."""
    if column == "id" and "UUID" in base:
        return UUID
    return _BROUGHT.get(column, INTEGER if is_key else UNKNOWN)


def origin(shape: Shape, known: Origin = Origin.COLUMN) -> Origin:
    """Return by what a shape is known, if it is."""
    return Origin.UNKNOWN if shape.kind is ShapeKind.UNKNOWN else known


def data(name: str) -> Shape:
    """Return an object of a class, by its dotted name; unknown without one."""
    return Shape(ShapeKind.DATA, name=name) if name else UNKNOWN


def or_null(shape: Shape, *, may_be: bool) -> Shape:
    """Return the shape of a value that is empty where nothing is given, if it may be."""
    return nullable(shape) if may_be else shape


def constants(values: Iterable[str]) -> Shape:
    """Return one of some constants, given as JSON texts; a shape that says nothing without any."""
    distinct = tuple(dict.fromkeys(values))
    return Shape(ShapeKind.CONSTANTS, values=distinct) if distinct else UNKNOWN


def first_paragraph(doc: str) -> str:
    """Return the first paragraph of a docstring on one line."""
    return " ".join(doc.strip().partition("\n\n")[0].split())


def as_json(expression: Expression | None) -> str:
    """Return a constant as a JSON text; empty for what is none, and for nothing."""
    if not isinstance(expression, Constant) or expression.value is None:
        return ""
    return msgspec.json.encode(expression.value).decode()


def by_ending(name: str, known: Mapping[str, Shape]) -> Shape:
    """Return the shape of the longest name that a class's name ends in: ``AutoSlugField`` is a ``SlugField``."""
    for start in range(len(name)):
        found = known.get(name[start:])
        if found is not None:
            return found
    return UNKNOWN
