"""Types outside the project that hold something of their process."""

from __future__ import annotations

import pytest

from analyzer.frameworks.live_types import live_type


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("sqlalchemy.orm.Session()", "session"),
        ("sqlalchemy.orm.session.Session()", "session"),
        ("sqlalchemy.orm.sessionmaker()()", "session"),
        ("flask_sqlalchemy.SQLAlchemy().session", "session"),
        ("sqlite3.connect()", "connection"),
        ("sqlite3.connect().cursor()", "connection"),
        ("sqlite3.connect().cursor().fetchone()", None),
        ("django.db.connection.cursor()", "connection"),
        ("django.db.models.QuerySet()", "query"),
        ("django.contrib.auth.models.Group()", "entity"),
        ("django.contrib.auth.models.UserManager()", None),
        ("django.contrib.auth.models.User", None),
        ("django.http.HttpRequest()", None),
        ("builtins.open()", "file"),
        ("builtins.open().read()", None),
        ("builtins.open", None),
        ("sys.stdout", "file"),
        ("threading.Lock()", "lock"),
        ("threading.Thread()", "thread"),
        ("socket.socket()", "socket"),
        ("collections.abc.Callable()", "callable"),
        ("collections.abc.Iterable()", None),
        ("collections.OrderedDict()", None),
        ("datetime.datetime.now()", None),
        ("Session()", None),
    ],
)
def test_a_type_is_told_by_its_package_and_last_name(name: str, kind: str | None) -> None:
    assert live_type(name) == kind
