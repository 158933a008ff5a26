from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.contracts.failures import Failures
from analyzer.model.options import Options
from analyzer.pipeline import facts_of
from cuts import Cut
from trees import write

KINDS = """
    from contextlib import contextmanager
    from functools import wraps
    class Missing(Exception): pass
    class Late(Missing): pass
    class Refused(Exception): pass
    @contextmanager
    def quiet():
        try:
            yield
        except Missing:
            pass
    def shielding(function):
        @wraps(function)
        def wrapper(*args):
            try:
                return function(*args)
            except Missing:
                return None
        return wrapper
    def checking(name):
        def decorator(function):
            @wraps(function)
            def wrapper(*args):
                if not name:
                    raise Refused
                return function(*args)
            return wrapper
        return decorator
    def late():
        raise Late
    def missing():
        raise Missing
    """


def names(cut: Cut, *definitions: str) -> list[str]:
    return [one.exception for one in Failures(cut.facts()).of(definitions)]


def test_what_callees_raise_is_raised_unless_it_is_caught() -> None:
    cut = (
        Cut()
        .call("a.f", "b.g", 5).call("a.f", "b.h", 7).call("b.g", "b.i", 3)
        .raises("b.i", "X", 2).raises("b.h", "Y", 2).raises("a.f", "Z", 9)
        .guards("a.f", 4, 6, "X").guards("b.h", 7, 9, "Y")
    )  # fmt: skip
    assert names(cut, "a.f") == ["Y", "Z"]
    assert names(cut, "b.g", "b.h") == ["X", "Y"]


def test_the_first_handler_that_fits_counts() -> None:
    cut = Cut().raises("a.f", "X", 2).raises("a.f", "Y", 3).raises("a.f", "Z", 4)
    cut.guards("a.f", 1, 4, "X", "Y", "Exception", again=("Y",))
    assert names(cut, "a.f") == ["Y"]


def test_all_that_an_exception_says_is_told_once() -> None:
    cut = Cut().call("a.f", "b.g", 9)
    cut.raises("a.f", "X", 2).raises("a.f", "X", 3, message="late").raises("a.f", "X", 4, message="gone")
    cut.raises("b.g", "X", 2, message="late").raises("b.g", "X", 3, message="by a library", implied=True)
    (found,) = Failures(cut.facts()).of(["a.f"])
    assert (found.message, found.others) == ("late", ("gone",))
    assert found.messages == ("late", "gone")


def test_circles_come_to_an_end() -> None:
    cut = Cut().call("a.f", "a.g", 2).call("a.g", "a.h", 2).call("a.h", "a.f", 2).call("a.f", "a.f", 3)
    cut.raises("a.f", "X", 9).raises("a.g", "Y", 9).raises("a.h", "Z", 9).guards("a.h", 2, 2, "X")
    assert names(cut, "a.f") == ["X", "Y", "Z"]
    assert names(cut, "a.h") == ["Y", "Z"]


def test_what_is_no_error_or_only_guessed_is_left_out() -> None:
    cut = Cut().raises("a.f", "SystemExit", 1).raises("a.f", "StopIteration", 2).raises("a.g", "X", 2)
    cut.call("a.f", "a.g", 3, certainty="guessed")
    assert names(cut, "a.f") == []


def test_what_only_comes_while_a_program_starts_answers_nobody() -> None:
    cut = Cut().raises("a.f", "django.core.exceptions.AppRegistryNotReady", 1, implied=True).raises("a.f", "X", 2)
    assert names(cut, "a.f") == ["X"]


def test_what_a_task_raises_does_not_come_back_to_its_sender() -> None:
    cut = Cut().call("a.f", "b.task", 3).call("a.g", "b.task", 4).raises("b.task", "X", 9)
    cut.entry("b.task", "task").use("a.f", "publish", "queue", "celery", 3)
    assert names(cut, "a.f") == []
    assert names(cut, "a.g") == ["X"]


def test_where_and_with_which_code() -> None:
    cut = Cut().call("a.f", "a.g", 2)
    cut.raises("a.g", "ValueError", 7).raises("a.f", "ValueError", 3, implied=True)
    cut.raises("a.f", "web.Gone", 4, status=410).raises("a.f", "web.Hidden", 5, implied=True)
    value, gone, hidden = Failures(cut.facts()).of(["a.f"])
    assert (value.status, value.implied, [str(at) for at in value.evidence]) == (400, False, ["a.py:7"])
    assert (gone.status, gone.reason) == (410, "given where it is raised")
    assert (hidden.implied, [str(at) for at in hidden.evidence]) == (True, ["a.py:5"])


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ("late()", ["Late"]),
        ("with quiet(): late()", []),
        ("shielded()", ["Refused"]),
        ("checked()", ["Missing", "Refused"]),
        ("Box().size", ["Late", "Refused"]),
        ("Box()", ["Refused"]),
        ("[one for one in each()]", ["Missing"]),
        ("await later()", ["Late"]),
        ("inner()", ["Missing"]),
        ("stack()", ["Refused"]),
    ],
)
def test_from_the_source(body: str, errors: list[str], tmp_path: Path) -> None:
    text = f"""
    from kinds import *
    @shielding
    def shielded():
        missing()
        raise Refused
    @checking("x")
    def checked():
        missing()
    @shielding
    @checking("x")
    def stack():
        missing()
    class Box:
        def __init__(self):
            if not self:
                raise Refused
        @property
        def size(self):
            raise Late
    def each():
        yield 1
        raise Missing
    async def later():
        late()
    async def f(box: Box):
        def inner():
            missing()
        {body}
    """
    facts = facts_of(write(tmp_path, {"kinds.py": KINDS, "m.py": text}), Options(jobs=1, git=False))
    found = {one.exception.removeprefix("kinds.") for one in Failures(facts).of(["m.f"])}
    assert sorted(found) == errors


@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(1, 4)), max_size=24),
    st.lists(st.tuples(st.integers(0, 7), st.sampled_from("XYZ")), max_size=8),
    st.lists(st.tuples(st.integers(0, 7), st.integers(1, 4), st.sampled_from("XYZ")), max_size=8),
)
def test_it_is_what_a_search_along_all_paths_finds(
    calls: list[tuple[int, int, int]], raises: list[tuple[int, str]], guards: list[tuple[int, int, str]]
) -> None:
    cut = Cut(*(f"a.f{number}" for number in range(8)))
    for caller, callee, line in calls:
        cut.call(f"a.f{caller}", f"a.f{callee}", line)
    for name, exception in raises:
        cut.raises(f"a.f{name}", exception, 9)
    for name, line, exception in guards:
        cut.guards(f"a.f{name}", line, line, exception)
    escaping = {(name, exception) for name, exception in raises}
    caught = set(guards)
    while True:
        more = {
            (caller, exception)
            for caller, callee, line in calls
            for name, exception in escaping
            if name == callee and (caller, line, exception) not in caught
        }
        if more <= escaping:
            break
        escaping |= more
    failures = Failures(cut.facts())
    for number in range(8):
        assert [one.exception for one in failures.of([f"a.f{number}"])] == sorted(
            exception for name, exception in escaping if name == number
        )


INHERITED = """
    class Refused(Exception): pass
    class Stopped(Exception): pass
    class Late(Exception): pass
    class Base:
        def delete(self):
            self.check()
            self.after()
        def check(self):
            raise Refused
        def after(self):
            pass
    class Open(Base):
        def check(self):
            return True
    class Own(Base):
        def check(self):
            raise Stopped
        def after(self):
            raise Late
        def delete(self):
            return super().delete()
    def use(own: Own):
        own.delete()
    """


@pytest.mark.parametrize(
    ("definition", "owner", "expected"),
    [
        ("m.Base.delete", "m.Open", []),
        ("m.Own.delete", "", ["m.Late", "m.Stopped"]),
        ("m.use", "", ["m.Late", "m.Stopped"]),
    ],
)
def test_what_escapes_depends_on_whose_object_it_is(
    tmp_path: Path, definition: str, owner: str, expected: list[str]
) -> None:
    facts = facts_of(write(tmp_path, {"m.py": INHERITED}), Options(jobs=1, git=False))
    assert [one.exception for one in Failures(facts).of([definition], owner)] == expected


TESTED = """
    class Late(Exception): pass
    class Refused(Exception): pass
    class Taken(Exception): pass
    def refuse():
        raise Refused
    def save(order, strict=False, key=None, *, lenient=True):
        if strict and order:
            refuse()
        if not lenient:
            raise Late
        if key is None and order:
            key = make(order)
        elif key is None:
            key = make(None)
        else:
            raise Taken(
                key)
        if key is not None:
            raise KeyError(key)
        return order
    def left(order):
        save(order)
    def strict(order):
        save(order, True)
    def late(order, lenient):
        save(order, lenient=lenient)
    def taken(order):
        save(order, key="a", lenient=True)
    def starred(order, *rest):
        save(order, *rest)
    def named(order, **rest):
        save(order, **rest)
    def both(order):
        save(order), save(order, strict=True)
    def deep(order):
        left(order)
    def decorating(function):
        def wrapper(order):
            return function(order, loose=False)
        return wrapper
    @decorating
    def decorated(order, loose=True):
        if not loose:
            raise Late
    def wrapped(order):
        decorated(order)
    class Store:
        def put(self, order, force=None):
            if force:
                raise Taken
            if force is None:
                raise Late
    def put(store: Store):
        store.put(1)
    class Plain:
        def act(self, request, orders):
            raise Taken
    class Asking:
        def act(self, request, orders, form):
            raise Late
        def end(self, request, *, form):
            raise Late
    ACTIONS = {"plain": Plain(), "asking": Asking()}
    def act(request, name):
        ACTIONS[name].act(request, [])
    def asked(request, name):
        ACTIONS[name].act(request, [], form=None)
    def end(request, name):
        ACTIONS[name].end(request)
    def looped(orders, last=None):
        for order in orders:
            if last is not None:
                raise Late
            last = order
    def loop():
        looped([])
    """


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("save", ["KeyError", "m.Late", "m.Refused", "m.Taken"]),
        ("left", ["KeyError"]),
        ("strict", ["KeyError", "m.Refused"]),
        ("late", ["KeyError", "m.Late"]),
        ("taken", ["KeyError", "m.Taken"]),
        ("starred", ["KeyError", "m.Late", "m.Refused", "m.Taken"]),
        ("named", ["KeyError", "m.Late", "m.Refused", "m.Taken"]),
        ("both", ["KeyError", "m.Refused"]),
        ("deep", ["KeyError"]),
        ("wrapped", ["m.Late"]),
        ("put", ["m.Late"]),
        ("loop", ["m.Late"]),
        ("act", ["m.Taken"]),
        ("asked", ["m.Late"]),
        ("end", ["m.Late"]),
    ],
)
def test_what_the_constants_of_a_call_rule_out_does_not_escape(
    tmp_path: Path, definition: str, expected: list[str]
) -> None:
    facts = facts_of(write(tmp_path, {"m.py": TESTED}), Options(jobs=1, git=False))
    assert [one.exception for one in Failures(facts).of([f"m.{definition}"])] == expected


KEEPING = """
    class Missing(Exception): pass
    class Gone(Exception): pass
    class Refused(Exception): pass
    def person(key):
        raise Missing
    def kept(function):
        def wrapper(*args):
            return function(*args)
        return wrapper
    @kept
    def project(key):
        raise Gone
    def changed(key):
        raise Refused
    class Base:
        def __init__(self, kind, find, change=None):
            self.find = find
            self.change = change
        def load(self, key):
            return self.find(key)
        def run(self, key):
            self.load(key)
            self.change(key)
    class People(Base):
        def __init__(self):
            super().__init__("people", person, change=changed)
    class Projects(Base):
        def __init__(self):
            Base.__init__(self, "projects", project)
    class Few(Projects):
        pass
    def start():
        People().run(1)
        Few().run(1)
    """


def test_what_heirs_hand_to_the_constructor_of_a_base_is_told_apart(tmp_path: Path) -> None:
    write(tmp_path, {"m.py": KEEPING})
    failures = Failures(facts_of(tmp_path, Options(jobs=1, git=False)))
    by_owner = {
        owner: [one.exception for one in failures.of(("m.Base.run",), owner)]
        for owner in ("m.People", "m.Projects", "m.Few")
    }
    rest = ["m.Gone", "m.Refused"]  # what they do not hand over is not told apart
    assert by_owner == {"m.People": ["m.Missing", "m.Refused"], "m.Projects": rest, "m.Few": rest}
    assert [one.exception for one in failures.of(("m.Base.run",))] == ["m.Gone", "m.Missing", "m.Refused"]


def test_an_attribute_that_is_bound_elsewhere_too_may_be_any(tmp_path: Path) -> None:
    other = "    class Other(Projects):\n        def swap(self):\n            self.find = person\n"
    write(tmp_path, {"m.py": KEEPING.rstrip(" ") + other})
    failures = Failures(facts_of(tmp_path, Options(jobs=1, git=False)))
    assert [one.exception for one in failures.of(("m.Base.load",), "m.Other")] == ["m.Gone", "m.Missing"]
    assert [one.exception for one in failures.of(("m.Base.load",), "m.Projects")] == ["m.Gone"]
