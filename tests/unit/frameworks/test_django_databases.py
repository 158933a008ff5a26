from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.frameworks.django.operations import UNKNOWN, operation
from trees import understood

FILES = {
    "manage.py": "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
    "shop/__init__.py": "",
    "shop/settings.py": """
        DATABASES = {"default": {}, "archive": {}}
        DATABASE_ROUTERS = ["shop.routers.Router"]
        APP_DATABASES = {"logs": "archive"}
        """,
    "logs/__init__.py": "",
    "logs/models.py": """
        from django.db import models
        class Line(models.Model):
            text = models.TextField()
            seen_by = models.ManyToManyField("sales.Order")
        """,
    "sales/__init__.py": "",
    "sales/models.py": """
        from django.db import models
        class Order(models.Model):
            database = "archive"
        """,
}
IN_ARCHIVE = {"logs_line": "archive", "logs_line_seen_by": "archive", "sales_order": "default"}
ALL_DEFAULT = dict.fromkeys(IN_ARCHIVE, "default")


def databases(root: Path, router: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    result = understood(root, FILES | {"shop/routers.py": textwrap.dedent(router)})
    unresolved = [(one.what, one.reason.partition(" ")[0]) for one in result.unresolved if one.kind == "model"]
    return {table.name: table.database for table in result.tables}, unresolved


@pytest.mark.parametrize(
    "body",
    [
        """
        def db_for_write(self, model, **hints):
            if model._meta.app_label == "logs":
                return "archive"
            return None
        """,
        """
        labels = {"logs", "other"}
        alias = "archive"
        def db_for_read(self, model, **hints):
            if model._meta.app_label not in self.labels:
                return "default"
            else:
                return Router.alias
        """,
        """
        def db_for_write(self, model, **hints):
            return settings.APP_DATABASES.get(model._meta.app_label)
        """,
        """
        def db_for_write(self, model, instance=None, **hints):
            label = model._meta.label_lower
            return "archive" if label.startswith("logs.") and not hints else "default"
        """,
        """
        def db_for_write(self, model, **hints):
            return self.place(model) or "default"
        def place(self, model):
            try:
                return PLACES[model._meta.app_label]
            except KeyError:
                return None
        """,
        """
        def db_for_read(self, model, **hints):
            return random.choice(["one", "two"])
        def db_for_write(self, model, **hints):
            if model.__name__ in ("Line",) or model._meta.db_table.endswith("seen_by"):
                return "archive"
        """,
        """
        def db_for_write(self, model, **hints):
            if model is Order:
                return "default"
            elif issubclass(model, Order):
                return "default"
            return "archive"
        """,
    ],
)
def test_a_router_that_goes_by_the_model_places_each_table(tmp_path: Path, body: str) -> None:
    head = """
        import random
        from django.conf import settings
        from sales.models import Order
        PLACES = {"logs": "archive", "sales": "default"}
        class Router:
        """
    router = textwrap.dedent(head) + textwrap.indent(textwrap.dedent(body), "    ")
    assert databases(tmp_path, router) == (IN_ARCHIVE, [])


def test_an_attribute_of_the_model_may_name_the_database(tmp_path: Path) -> None:
    router = """
        class Router:
            def db_for_write(self, model, **hints):
                return getattr(model, "database", None)
        """
    found, unresolved = databases(tmp_path, router)
    assert found["sales_order"] == "archive"
    assert unresolved == []


@pytest.mark.parametrize(
    "body",
    [
        "return pick(model)",
        "if tenant():\n    return 'archive'\nreturn 'default'",
        "for name in names():\n    return name",
    ],
)
def test_a_router_that_goes_by_more_is_said_to_be_unclear(tmp_path: Path, body: str) -> None:
    router = "class Router:\n    def db_for_write(self, model, **hints):\n" + textwrap.indent(body, "        ")
    assert databases(tmp_path, router) == (ALL_DEFAULT, [("Router.db_for_write", "what")])


def test_a_router_that_is_not_in_the_source_is_named(tmp_path: Path) -> None:
    assert databases(tmp_path, "") == (ALL_DEFAULT, [("shop.routers.Router", "the")])


def test_a_router_that_refers_to_itself_ends(tmp_path: Path) -> None:
    router = """
        A = B
        B = (A, A, A)
        class Router:
            def db_for_write(self, model, **hints):
                return self.db_for_write(model) if model in A else B
        """
    found, unresolved = databases(tmp_path, router)
    assert found == ALL_DEFAULT
    assert unresolved == [("Router.db_for_write", "what")]


WORDS = st.sampled_from(["", "logs", "sales", "logs.line"])
COLLECTIONS = st.lists(WORDS, max_size=4).map(tuple)


@given(WORDS, COLLECTIONS, WORDS)
def test_operators_agree_with_python_where_all_is_known(word: str, words: tuple[str, ...], other: str) -> None:
    assert operation("in", [word, words]) is (word in words)
    assert operation("not in", [word, words]) is (word not in words)
    assert operation("in", [word, other]) is (word in other)
    assert operation("==", [word, other]) is (word == other)
    assert operation("!=", [word, other]) is (word != other)
    assert operation("not", [word]) is (not word)
    assert operation("+", [words, (other,)]) == (*words, other)


@given(st.sampled_from(["in", "not in", "==", "!=", "+", "is"]), WORDS, st.booleans())
def test_operators_on_what_is_unknown_are_unknown(operator: str, word: str, first: bool) -> None:
    assert operation(operator, [UNKNOWN, word] if first else [word, UNKNOWN]) is UNKNOWN
