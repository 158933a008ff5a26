"""What wraps views where their addresses are added: strings of Python, answers worked out by hand."""

from __future__ import annotations

from analyzer.model.interfaces import Served
from served import served

CHECKS = """
from functools import wraps
class Denied(Exception): pass
def checked(view):
    @wraps(view)
    def guard(*args, **kwargs):
        raise Denied
        return view(*args, **kwargs)
    return guard
def allowed(name):
    def decorator(view):
        def inner(*args, **kwargs):
            return view(*args, **kwargs)
        return inner
    return decorator
"""
APP = """
from flask import Flask, Blueprint
from flask.views import MethodView
from flask_jwt_extended import jwt_required
from checks import checked, allowed
import helper
class Page(MethodView):
    def get(self): return {}
class Other(MethodView):
    def post(self): return {}
def plain(): return {}
app = Flask(__name__)
"""
HELPER = """
def add(app, rows, decorators=None):
    for path, resource in rows:
        view = resource.as_view(resource.__name__)
        for decorator in decorators or []:
            view = decorator(view)
        app.add_url_rule(path, view_func=view)
"""
GUARD = "checks.checked.<locals>.guard"
INNER = "checks.allowed.<locals>.decorator.<locals>.inner"


def found(text: str) -> dict[str, Served]:
    return served({"app.py": APP + text, "checks.py": CHECKS, "helper.py": HELPER})


def around(text: str) -> dict[str, tuple[str, ...]]:
    return {name: one.around for name, one in found(text).items()}


def test_a_wrapper_at_the_address() -> None:
    assert around("app.add_url_rule('/a', view_func=checked(Page.as_view('a')))") == {"GET /a": (GUARD,)}
    assert around("app.add_url_rule('/a', view_func=jwt_required()(Page.as_view('a')))") == {"GET /a": ()}
    assert around("app.add_url_rule('/a', view_func=allowed('x')(checked(plain)))") == {"GET /a": (INNER, GUARD)}
    assert around("view = checked(plain)\napp.add_url_rule('/a', view_func=view)") == {"GET /a": (GUARD,)}
    assert around("app.add_url_rule('/a', view_func=plain)") == {"GET /a": ()}


def test_a_list_of_decorators_that_a_helper_goes_through() -> None:
    rows = "[('/a', Page), ('/b', Other)]"
    given = found(f"helper.add(app, {rows}, decorators=[checked, jwt_required(), allowed('x')])")
    assert {name: set(one.around) for name, one in given.items()} == {
        "GET /a": {GUARD, INNER},
        "POST /b": {GUARD, INNER},
    }
    assert [one.doubts for one in given.values()] == [(), ()]
    for other in ("", ", None", ", decorators=[]", ", [jwt_required()]"):
        assert around(f"helper.add(app, {rows}{other})") == {"GET /a": (), "POST /b": ()}


def test_one_blueprint_that_is_wrapped_and_one_that_is_not() -> None:
    told = around("helper.add(app, [('/a', Page)], [checked])\nhelper.add(app, [('/b', Page)])")
    assert told == {"GET /a": (GUARD,), "GET /b": ()}


def test_decorators_in_the_rows() -> None:
    rows = "[('/a', checked(Page.as_view('a'))), ('/b', plain)]"
    assert around(f"for path, view in {rows}:\n    app.add_url_rule(path, view_func=view)") == {
        "GET /a": (GUARD,),
        "GET /b": (),
    }


def test_decorators_in_the_body_of_a_view() -> None:
    text = "class Own(MethodView):\n    decorators = [checked]\n    def get(self): return {}\n"
    assert around(text + "app.add_url_rule('/a', view_func=Own.as_view('a'))") == {"GET /a": (GUARD,)}


def test_decorators_that_are_not_known_leave_a_doubt() -> None:
    told = found("import settings\nhelper.add(app, [('/a', Page)], settings.load())")
    assert [len(one.doubts) for one in told.values()] == [1]
    assert "helper.py:7 may refuse it" in told["GET /a"].doubts[0]
    own = "def install(wrap):\n    app.add_url_rule('/a', view_func=wrap(Page.as_view('a')))\n"
    assert [len(one.doubts) for one in found(own).values()] == [1]
    assert around(own + "install(checked)") == {"GET /a": (GUARD,)}
