"""What runs around views of Django and may refuse a request: worked out by hand."""

from __future__ import annotations

from served import served

URLS = "from django.urls import path\nfrom app import views\nfrom app.checks import *\n"
CHECKS = """
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.core.exceptions import PermissionDenied
def staff(user):
    if not user.is_staff:
        raise PermissionDenied
    return True
def allowed(names):
    def check(user):
        raise PermissionDenied
    return user_passes_test(check, login_url="/in/")
def logged(name):
    def decorator(view):
        def wrapper(request, *args, **kwargs):
            return view(request, *args, **kwargs)
        return wrapper
    return decorator
"""
PERMISSION_DENIED = "django.core.exceptions.PermissionDenied"


def around(views: str, route: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what runs around the only address, and what libraries raise there."""
    files = {
        "app/__init__.py": "",
        "app/checks.py": CHECKS,
        "app/views.py": "from app.checks import *\n" + views,
        "app/urls.py": f"{URLS}urlpatterns = [path('a/', {route})]\n",
    }
    found = served(files)["GET /a/"]
    return found.around, found.fails


VIEW = "from django.views.generic import TemplateView\nclass Page(TemplateView): pass\n"


def test_decorators_at_the_address() -> None:
    assert around(VIEW, "login_required(views.Page.as_view())") == ((), ())
    assert around(VIEW, "user_passes_test(staff)(views.Page.as_view())") == (("app.checks.staff",), ())
    assert around(VIEW, "allowed(['x'])(views.Page.as_view())") == (("app.checks.allowed.<locals>.check",), ())
    assert around(VIEW, "logged('x')(views.Page.as_view())") == (
        ("app.checks.logged.<locals>.decorator.<locals>.wrapper",),
        (),
    )
    both = "logged('x')(allowed(['x'])(views.Page.as_view()))"
    assert around(VIEW, both)[0] == (
        "app.checks.logged.<locals>.decorator.<locals>.wrapper",
        "app.checks.allowed.<locals>.check",
    )
    asked = "permission_required('a.b', raise_exception={})(views.Page.as_view())"
    assert around(VIEW, asked.format("True")) == ((), (PERMISSION_DENIED,))
    assert around(VIEW, asked.format("False")) == ((), ())


def test_decorators_of_a_function() -> None:
    view = "@user_passes_test(staff)\ndef page(request): pass\n"
    assert around(view, "views.page") == (("app.checks.staff",), ())


def test_decorators_of_a_class_and_its_dispatch() -> None:
    start = "from django.utils.decorators import method_decorator\n"
    on_class = VIEW.replace("class", "@method_decorator(user_passes_test(staff), name='dispatch')\nclass")
    assert around(start + on_class, "views.Page.as_view()") == (("app.checks.staff",), ())
    on_dispatch = VIEW.replace(
        " pass",
        "\n    @method_decorator([login_required, permission_required('a', raise_exception=True)])\n"
        "    def dispatch(self, *args): return super().dispatch(*args)",
    )
    assert around(start + on_dispatch, "views.Page.as_view()") == ((), (PERMISSION_DENIED,))


def test_mixins_of_the_library() -> None:
    mixin = "from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin\n"
    tested = VIEW.replace("(Temp", "(UserPassesTestMixin, Temp").replace(" pass", "\n    def test_func(self): pass")
    assert around(mixin + tested, "views.Page.as_view()") == (("app.views.Page.test_func",), (PERMISSION_DENIED,))
    logged_in = VIEW.replace("(Temp", "(LoginRequiredMixin, Temp")
    assert around(mixin + logged_in, "views.Page.as_view()") == ((), ())
    raising = logged_in.replace(" pass", "\n    raise_exception = True")
    assert around(mixin + raising, "views.Page.as_view()") == ((), (PERMISSION_DENIED,))


def test_permission_classes_of_the_project() -> None:
    views = """
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.views import APIView
class Mine(BasePermission):
    def has_permission(self, request, view): return False
class Page(APIView):
    permission_classes = [IsAuthenticated & Mine]
    def get(self, request): pass
"""
    found = around(views, "views.Page.as_view()")
    assert found == (("app.views.Mine.has_permission",), ("rest_framework.exceptions.PermissionDenied",))
    assert around(views.replace("& Mine", ""), "views.Page.as_view()") == ((), ())


WALK = """
from app.checks import allowed, login_required
class Site:
    def urls(self):
        return self.walked([path("a/", views.page), path("in/", include([path("b/", views.page)]))])
    def walked(self, patterns):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                self.walked(pattern.url_patterns)
            decorator = self.decorator(pattern)
            if decorator:
                pattern.callback = decorator(pattern.callback)
        return patterns
urlpatterns = Site().urls() + [path("c/", views.page)]
"""


def test_a_walk_over_the_addresses_leaves_a_doubt() -> None:
    files = {
        "app/__init__.py": "",
        "app/checks.py": CHECKS,
        "app/views.py": "def page(request): pass\n",
        "app/urls.py": "from django.urls import include, path\nfrom app import views\n" + WALK,
    }
    found = served(files)
    assert {name: len(one.doubts) for name, one in found.items()} == {"GET /a/": 1, "GET /in/b/": 1, "GET /c/": 0}
    assert "app/urls.py:14 may refuse it" in found["GET /a/"].doubts[0]
