from __future__ import annotations

import pytest

from analyzer.interpret import interpret
from analyzer.model.interfaces import Interfaces
from analyzer.progress import Progress
from trees import linked

KINDS = """
    class Missing(Exception): pass
    class Late(Missing): pass
    class Refused(Exception): pass
"""


def known(**files: str) -> Interfaces:
    return interpret(
        linked({"kinds.py": KINDS, **{f"{name}.py": text for name, text in files.items()}}), Progress()
    ).interfaces


def raised(text: str) -> list[tuple[str, int, str]]:
    """Return what a module raises: definition, line, last name of the exception."""
    return [(one.definition, one.line, one.exception) for one in known(m=text).raises]


def guards(text: str) -> list[tuple[int, int, tuple[str, ...], tuple[str, ...]]]:
    return [(one.first, one.last, one.catches, one.raises_again) for one in known(m=text).guards]


@pytest.mark.parametrize(
    ("statement", "exceptions"),
    [
        ("raise Missing", ["kinds.Missing"]),
        ("raise Missing('gone') from None", ["kinds.Missing"]),
        ("raise kinds.Late()", ["kinds.Late"]),
        ("raise ValueError('no')", ["ValueError"]),
        ("raise IOError", ["OSError"]),
        ("raise Missing() if x else Refused()", ["kinds.Missing", "kinds.Refused"]),
        ("raise {1: Missing, 2: Refused}[x]()", ["kinds.Missing", "kinds.Refused"]),
        ("raise made(x)", ["kinds.Late"]),
        ("raise Missing().with_traceback(x)", ["kinds.Missing"]),
        ("raise outside.Failure(x)", ["outside.Failure"]),
        ("raise outside.make(x)", []),
        ("raise x", []),
        ("error = Refused()\n        raise error", ["kinds.Refused"]),
    ],
)
def test_what_raise_raises(statement: str, exceptions: list[str]) -> None:
    text = f"""
    import kinds, outside
    from kinds import Missing, Refused
    def made(x):
        return kinds.Late()
    def f(x):
        {statement}
    """
    assert sorted({name for definition, _, name in raised(text) if definition == "m.f"}) == exceptions


def test_an_exception_that_a_class_keeps() -> None:
    text = """
    from kinds import Missing, Refused
    class Store:
        Error = Missing
        def get(self):
            raise self.Error("none")
        def find(self):
            raise NotImplementedError
        def put(self):
            raise NotImplementedError
        def name(self):
            "Every store has to say."
            raise RuntimeError("no name")
        def __getattr__(self, name):
            raise AttributeError(name)
    class Files(Store):
        def find(self):
            return 1
    class Named:
        def name(self):
            return 2
    class Old(Named, Store):
        pass
    """
    assert raised(text) == [("m.Store.get", 6, "kinds.Missing"), ("m.Store.put", 10, "NotImplementedError")]


def test_a_text_and_a_code() -> None:
    text = """
    from fastapi import HTTPException, status
    from flask import abort
    def f(x):
        raise HTTPException(404, f"no {x} here")
    def g(x):
        raise HTTPException(status_code=status.HTTP_409_CONFLICT, detail="taken by %s" % x)
    def h(x):
        abort(403)
    def i(x):
        raise ValueError(x)
    """
    found = [(one.exception, one.status, one.message, one.implied) for one in known(m=text).raises]
    assert found == [
        ("fastapi.HTTPException", 404, "no … here", False),
        ("fastapi.HTTPException", 409, "taken by …", False),
        ("werkzeug.exceptions.Forbidden", 403, "", False),
        ("ValueError", 0, "", False),
    ]


def test_a_parameter_that_is_raised_is_the_callers() -> None:
    text = """
    import kinds
    def find(key, error):
        if not key:
            raise error(key)
        return key
    def middle(key, error=kinds.Refused):
        return find(key, error)
    def one():
        return find(1, kinds.Missing)
    def two():
        return middle(1, error=kinds.Late)
    def three():
        return middle(1)
    """
    assert raised(text) == [
        ("m.one", 10, "kinds.Missing"), ("m.three", 14, "kinds.Refused"), ("m.two", 12, "kinds.Late"),
    ]  # fmt: skip


def test_what_a_library_raises_escapes_a_handler_that_names_and_raises_it_again() -> None:
    text = """
    from kinds import Missing
    def load():
        try:
            import extras
        except ModuleNotFoundError as error:
            if error.name != "extras":
                raise
        return 1
    def shield():
        try:
            work()
        except ValueError:
            raise
        except Exception:
            log()
            raise
    def own():
        try:
            work()
        except Missing:
            log()
            raise
    """
    assert raised(text) == [("m.load", 8, "ModuleNotFoundError")]


def test_what_handlers_catch_and_raise_again() -> None:
    text = """
    from kinds import Missing, Refused
    KNOWN = (Missing, ValueError)
    def f():
        try:
            work()
            work()
        except Missing:
            return 1
        except (Refused, KeyError) as error:
            raise error
        except Exception:
            log()
            raise
    def g():
        try:
            work()
        except KNOWN:
            pass
        except:
            pass
        else:
            work()
    def h():
        try:
            raise Missing
        finally:
            return 1
    def i():
        try:
            work()
        except Missing as error:
            error = Refused()
            raise error
    """
    everything = ("kinds.Missing", "kinds.Refused", "KeyError", "Exception")
    assert guards(text) == [
        (5, 7, everything, everything[1:]),
        (16, 17, ("kinds.Missing", "ValueError", "BaseException"), ()),
        (25, 27, ("BaseException",), ()),
        (30, 31, ("kinds.Missing",), ()),
    ]
    assert raised(text) == [("m.h", 26, "kinds.Missing"), ("m.i", 34, "kinds.Refused")]


def test_what_a_with_keeps() -> None:
    text = """
    from contextlib import contextmanager, suppress
    from kinds import Missing, Refused
    @contextmanager
    def quiet():
        try:
            yield
        except Missing:
            pass
        except Refused:
            raise
    class Calm:
        def __enter__(self):
            return self
        def __exit__(self, kind, error, trace):
            return kind is not None and issubclass(kind, Refused) if error else None
    class Deaf(Calm):
        def __exit__(self, kind, error, trace):
            return issubclass(kind, Refused)
    def f():
        with suppress(Missing, KeyError):
            work()
            work(
            )
        work()
    def g():
        with quiet():
            work()
    def h():
        with Deaf():
            work()
    def i():
        with Calm():
            work()
    """
    found = {one.definition: (one.first, one.last, one.catches) for one in known(m=text).guards}
    assert found["m.f"] == (21, 24, ("kinds.Missing", "KeyError"))
    assert found["m.g"] == (27, 28, ("kinds.Missing",))
    assert found["m.h"] == (30, 31, ("kinds.Refused",))
    assert "m.i" not in found


def test_the_classes_and_their_codes() -> None:
    text = """
    import kinds
    from flask import Flask
    app = Flask("a")
    class Gone(kinds.Late, KeyError):
        "There no longer."
        status_code = 410
    class Broken(Exception):
        def __init__(self, message, code=507):
            self.code = code
    @app.errorhandler(kinds.Refused)
    def refused(error):
        return {"error": str(error)}, 409
    def f():
        raise Gone
    def g():
        raise Broken("x")
    def h():
        raise kinds.Refused
    def i():
        raise requests.ConnectTimeout
    """
    found = {one.name: one for one in known(m=text).exceptions}
    assert found["m.Gone"].ancestors == (
        "kinds.Late", "kinds.Missing", "KeyError", "LookupError", "Exception", "BaseException",
    )  # fmt: skip
    assert [(found[name].status, found[name].said_at) for name in ("m.Gone", "m.Broken", "kinds.Refused")] == [
        (410, "m.py:7"), (507, "m.py:9"), (409, "m.py:12"),
    ]  # fmt: skip
    assert found["m.Gone"].about == "There no longer."


def test_what_libraries_raise_unsaid() -> None:
    text = """
    from django.db import models
    from django.shortcuts import get_object_or_404
    class Order(models.Model):
        number = models.CharField(max_length=9)
    def f(pk):
        try:
            return Order.objects.get(pk=pk)
        except Order.DoesNotExist:
            return None
    def g(pk):
        return get_object_or_404(Order, pk=pk)
    def h(d):
        return {}.get(d)
    class Line(models.Model):
        number = models.CharField(max_length=9)
    def i(model, pk):
        return model.objects.get(pk=pk)
    def j():
        i(Order, 1)
        i(Line, 1)
    """
    found = known(m=text)
    assert [(one.definition, one.exception, one.implied) for one in found.raises] == [
        ("m.f", "m.Order.DoesNotExist", True),
        ("m.g", "django.http.Http404", True),
        ("m.i", "django.core.exceptions.ObjectDoesNotExist", True),
    ]
    assert [one.catches for one in found.guards] == [("m.Order.DoesNotExist",)]
    names = [one.ancestors for one in found.exceptions if one.name == "m.Order.DoesNotExist"]
    assert names == [("django.core.exceptions.ObjectDoesNotExist", "Exception", "BaseException")]


def test_wrappers_and_where_they_call() -> None:
    text = """
    from functools import wraps
    def retried(times):
        def decorator(function):
            @wraps(function)
            def wrapper(*args):
                try:
                    return function(*args)
                except ValueError:
                    return None
            return wrapper
        return decorator
    @retried(3)
    def f():
        raise ValueError
    """
    found = [(one.definition, one.wrapper, one.lines) for one in known(m=text).wrappings]
    assert found == [("m.f", "m.retried.<locals>.decorator.<locals>.wrapper", (8,))]


def test_a_function_that_calls_what_several_hand_it() -> None:
    text = """
    def run(job):
        return job()
    def a():
        raise ValueError
    def b():
        raise KeyError
    def f():
        run(a)
    def g():
        run(b)
    """
    assert [(one.definition, one.line, one.callee) for one in known(m=text).handed_calls] == [
        ("m.run", 3, "m.a"),
        ("m.run", 3, "m.b"),
    ]


def test_calls_on_the_own_object_and_what_they_run_for_heirs() -> None:
    text = """
    class Base:
        def save(self):
            self.check()
            self.log()
        def check(self): ...
        def log(self):
            return 1
    class Order(Base):
        def save(self):
            super().save()
        def check(self):
            return 2
    class Big(Order):
        pass
    class Other(Base):
        pass
    """
    found = known(m=text)
    assert [(one.definition, one.line, one.name, one.above) for one in found.own_calls] == [
        ("m.Base.save", 4, "check", False),
        ("m.Base.save", 5, "log", False),
        ("m.Order.save", 11, "save", True),
    ]
    assert [(one.owner, one.name, one.definition) for one in found.overriding] == [
        ("m.Big", "check", "m.Order.check"),
        ("m.Order", "check", "m.Order.check"),
        ("m.Other", "check", "m.Base.check"),
    ]


def test_a_code_that_is_handed_to_what_aborts_is_raised_where_it_is_handed_over() -> None:
    text = """
    from flask import abort as stop

    def refuse(code, why="", *, log=None):
        stop(code, why)

    def missing(status):
        refuse(status, log=1)

    def f(x):
        if x:
            refuse(404, "no such thing")
        refuse(why="no", code=403)

    def g():
        missing(409)

    def h():
        refuse(compute())
    """
    found = [(one.definition, one.line, one.exception, one.status, one.message) for one in known(m=text).raises]
    assert found == [
        ("m.f", 12, "werkzeug.exceptions.NotFound", 404, "no such thing"),
        ("m.f", 13, "werkzeug.exceptions.Forbidden", 403, "no"),
        ("m.g", 16, "werkzeug.exceptions.Conflict", 409, ""),
        ("m.h", 19, "werkzeug.exceptions.HTTPException", 0, ""),
    ]


def test_a_missing_object_of_django_rest_framework_raises_as_that_of_django_does() -> None:
    text = """
    from rest_framework import generics
    def f(x):
        return generics.get_object_or_404(x, pk=1)
    """
    assert raised(text) == [("m.f", 4, "django.http.Http404")]
