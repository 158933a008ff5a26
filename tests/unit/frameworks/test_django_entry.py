"""Addresses as Django's documentation of the admin spells them, and configurations that would never end."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.frameworks.django.entry.methods import of_library
from analyzer.frameworks.django.entry.routes import address, of_regex
from analyzer.link.patterns import BLANK
from analyzer.model.options import Options
from trees import understood

VIEW = "from django.urls import include, path, re_path\ndef view(request): ...\n"


@pytest.mark.parametrize(
    ("regex", "spelled"),
    [
        (r"^orders/(?P<pk>\d+)/$", "orders/<pk>/"),
        (r"^(?P<slug>[\w-]+(/[\w-]+)*)_(?P<pk>\d+)/$", "<slug>_<pk>/"),
        (r"(\d{4})/(?:page(\d+)/)?", "<var>/page<var>/"),
        (r"feed\.xml$", "feed.xml"),
        (r"(?i)a/[(]/(?P<x>[)(]+)/", "a/[(]/<x>/"),
        (r"open(", "open<var>"),
        (r"", ""),
    ],
)
def test_a_regular_expression_is_spelled_by_its_groups(regex: str, spelled: str) -> None:
    assert of_regex(regex) == spelled


@given(st.text(alphabet="ab(?:P<x>)[]\\^$*+/|", max_size=40))
def test_every_text_is_spelled(text: str) -> None:
    assert len(of_regex(text)) <= 5 * len(text)  # ``(`` becomes ``<var>``


def test_what_is_not_known_of_an_address_is_a_star() -> None:
    assert address(f"{BLANK}/x/") == "/*/x/"
    assert address("/x") == "/x"


@pytest.mark.parametrize(
    ("base", "methods"),
    [
        ("django.views.generic.ListView", ("GET",)),
        ("django.views.generic.edit.FormView", ("GET", "POST")),
        ("django.contrib.auth.views.PasswordResetDoneView", ("GET",)),
        ("rest_framework.generics.RetrieveUpdateDestroyAPIView", ("GET", "PUT", "PATCH", "DELETE")),
        ("django.views.View", ()),
        ("rest_framework.mixins.ListModelMixin", ()),
    ],
)
def test_the_words_of_a_class_tell_its_methods(base: str, methods: tuple[str, ...]) -> None:
    assert of_library(base) == methods


def test_includes_that_double_at_each_step_end(tmp_path: Path) -> None:
    files = {f"m{i}.py": f"{VIEW}urlpatterns = [path('a/', include('m{i + 1}')), path('b/', include('m{i + 1}'))]"
             for i in range(30)}  # fmt: skip
    files["m30.py"] = f"{VIEW}urlpatterns = [path('v/', view)]"
    files["n.py"] = f"{VIEW}urlpatterns = [path('n/', view)]\n" + "urlpatterns = urlpatterns + urlpatterns\n" * 40
    result = understood(tmp_path, files)
    assert any(row.kind == "entry_point" for row in result.unresolved)
    assert any(point.name == "GET /n/" for point in result.entry_points)


def test_functions_that_double_at_each_step_end(tmp_path: Path) -> None:
    functions = "".join(f"def f{i}(x):\n    return f{i + 1}(x) + f{i + 1}([x])\n" for i in range(40))
    files = {
        "m.py": f"{VIEW}{functions}def f40(x):\n    return [path('q/', view)]\nurlpatterns = f0([])\n",
        "n.py": f"{VIEW}urlpatterns = [path('n/', view)]",
    }
    assert "GET /n/" in {point.name for point in understood(tmp_path, files).entry_points}


def test_only_settings_say_under_which_address_a_configuration_stands(tmp_path: Path) -> None:
    files = {
        "config/settings/production.py": "ROOT_URLCONF = 'shop'",
        "config/settings/office.py": "ROOT_URLCONF = 'office'",
        "config/settings/ci.py": "ROOT_URLCONF = 'trial'",
        **{f"{name}.py": f"{VIEW}urlpatterns = [path('{name}/', view)]" for name in ("shop", "office", "trial")},
    }
    found = {point.name for point in understood(tmp_path, files, Options(jobs=1)).entry_points}
    assert found == {"GET /shop/", "GET /office/", "GET /*/trial/"}
