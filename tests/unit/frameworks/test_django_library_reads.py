"""What views of libraries read of a request beside their forms: strings of Python, answers worked out by hand."""

from __future__ import annotations

import pytest

from served import inputs, served, told


def taken(views: str, view: str) -> dict[str, list[str]]:
    """Return what one view takes, by the method of the request."""
    urls = f"from django.urls import path\nfrom app import views\nurlpatterns = [path('x/', views.{view})]\n"
    found = inputs({"app/__init__.py": "", "app/views.py": views, "app/urls.py": urls})
    return {name.partition(" ")[0]: those for name, those in found.items()}


LOGIN = "from django.contrib.auth import REDIRECT_FIELD_NAME, views\nclass Enter(views.LoginView):\n    "
FORM = ["form password: string", "form username: string"]


@pytest.mark.parametrize(
    ("body", "given", "name"),
    [
        ("pass", "", "next"),
        ("redirect_field_name = 'to'", "", "to"),
        ("redirect_field_name = REDIRECT_FIELD_NAME", "", "next"),
        ("redirect_field_name = 'to'", "redirect_field_name='on'", "on"),
        ("redirect_field_name = chosen()", "", ""),
        ("def get_redirect_url(self): return '/'", "", ""),
        ("def get_redirect_url(self): return super().get_redirect_url() or '/'", "", "next"),
    ],
)
def test_where_to_go_on_to_after_logging_in(body: str, given: str, name: str) -> None:
    found = taken(LOGIN + body, f"Enter.as_view({given})")
    query = [f"query {name}?: string"] if name else []
    assert found["GET"] == query
    assert found["POST"] == sorted([*FORM, *query, *([f"form {name}?: string"] if name else [])])


def test_other_views_of_the_same_package_read_only_their_form() -> None:
    views = "from django.contrib.auth import views\nclass Lost(views.PasswordResetView): pass\n"
    assert taken(views, "Lost.as_view()") == {"GET": [], "POST": ["form email: string(email)"]}


def test_what_leads_on_alone_shows_nothing() -> None:
    views = """
from django.contrib.auth.views import RedirectURLMixin
from django.views.generic import FormView
class Join(RedirectURLMixin, FormView): pass
"""
    found = taken(views, "Join.as_view()")
    assert found == {"GET": [], "POST": ["form next?: string", "query next?: string"]}


TABLES = """
import django_tables2
from django_tables2 import MultiTableMixin, RequestConfig, SingleTableMixin, SingleTableView
from django_tables2.export import ExportMixin
from django.views.generic import TemplateView, View
class Plain(django_tables2.Table): pass
class Own(django_tables2.Table):
    class Meta:
        prefix = "own-"
        order_by_field = "by"
"""
PAGED = ["query page?: integer", "query per_page?: integer", "query sort?: array[string]"]
OWN = ["query own-by?: array[string]", "query own-page?: integer", "query own-per_page?: integer"]
FIRST = [f"query table_0-{one.removeprefix('query ')}" for one in PAGED]


@pytest.mark.parametrize(
    ("view", "wanted"),
    [
        ("class V(SingleTableView): table_class = Plain", PAGED),
        ("class V(SingleTableView): table_class = Own", OWN),
        ("class V(SingleTableMixin, TemplateView): table_pagination = False", PAGED[2:]),
        ("class V(ExportMixin, SingleTableView): pass", sorted(["query _export?: string", *PAGED])),
        ("class V(MultiTableMixin, TemplateView): tables = [Own, Plain]", OWN + FIRST),
        ("class V(MultiTableMixin, TemplateView): pass", [one.replace("0", "{n}") for one in FIRST]),
        (
            "class V(SingleTableMixin, View):\n    def get(self, request): return show(self.get_context_data())",
            PAGED,
        ),
        ("class V(SingleTableMixin, View):\n    def get(self, request): return show()", []),
    ],
)
def test_tables_are_sorted_and_shown_by_pages(view: str, wanted: list[str]) -> None:
    assert taken(TABLES + view, "V.as_view()")["GET"] == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("RequestConfig(request).configure(Plain([]))", PAGED),
        ("RequestConfig(request, paginate=False).configure(Own([]))", OWN[:1]),
        ("table = Plain([], prefix='a-')\n    RequestConfig(request, False).configure(table)", ["query a-sort"]),
        ("table = Plain([])\n    config = RequestConfig(request)\n    config.configure(table)", PAGED),
        ("RequestConfig(request)", []),
    ],
)
def test_tables_that_a_function_configures(body: str, wanted: list[str]) -> None:
    found = taken(f"{TABLES}def show(request):\n    {body}\n    return render(request, 'x')", "show")
    assert [one for each in found.values() for one in each] == [
        one if "?" in one else f"{one}?: array[string]" for one in wanted
    ]


def test_a_page_that_is_not_there_is_no_error_of_a_table() -> None:
    urls = "from django.urls import path\nfrom app import views\nurlpatterns = [path('x/', views.V.as_view())]\n"
    views = f"{TABLES}class V(SingleTableView): paginate_by = 5"
    found = served({"app/__init__.py": "", "app/views.py": views, "app/urls.py": urls})["GET /x/"]
    assert [told(one) for one in found.inputs] == PAGED
    assert found.fails == ()
