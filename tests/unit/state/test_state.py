from __future__ import annotations

import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.model.resources import ResourceKind
from analyzer.state.collect import State
from trees import linked, understood

Row = tuple[str, str, str, int]


def rows(files: dict[str, str], kind: ResourceKind = ResourceKind.STATE) -> set[Row]:
    """Return (name, operation, qualname, line) of every use of one kind; no call says what runs at import."""
    found = State(linked(files), ()).uses()
    return {(use.name, use.operation.value, use.qualname, use.line) for use in found if use.kind is kind}


@pytest.mark.parametrize(
    "change",
    [
        "X['a'] = 1",
        "X['a']['b'] = 1",
        "X['a'] += 1",
        "del X['a']",
        "X.update(a=1)",
        "X.pop('a')",
        "X['a'].append(1)",
        "X['a'].add(1)",
        "return X.setdefault('a', 1)",
        "X.limit = 3",
        "setattr(X, 'limit', 3)",
        "(X['a'], *b) = 1, 2",
        "for X['a'] in (1, 2): pass",
        "with open('a') as X['a']: pass",
        "[X.pop(k) for k in 'ab']",
        "run(lambda: X.clear())",
    ],
)
def test_what_changes_a_value(change: str) -> None:
    text = f"X = {{}}\ndef change():\n    {change}\ndef look():\n    return X['a']\n"
    assert rows({"m.py": text}) == {("m.X", "write", "change", 3), ("m.X", "read", "look", 5)}


@pytest.mark.parametrize(
    "body",
    [
        "return X.get('a')",  # nothing but reads
        "X = {}; X['a'] = 1",
        "X: dict = {}; X['a'] = 1",
        "for X in [{}]: X['a'] = 1",
        "with open() as X: X['a'] = 1",
        "for (a, *X) in []: X.append(1)",
        "(X := []).append(1); X.append(2)",
        "run(lambda X: X.append(1))",
        "[X.append(1) for X in [[]]]",
        "{X.pop(): 1 for X in [[]] for y in X}",
        "def X(): pass\n    X.calls = 1",
        "import os as X\n    X.name = 1",
        "try: pass\n    except KeyError as X: X.args = ()",
    ],
)
def test_a_name_of_the_function_itself_is_no_state(body: str) -> None:
    assert rows({"m.py": f"X = {{}}\ndef change():\n    {body}\n"}) == set()


def test_a_parameter_hides_a_name_and_its_default_does_not() -> None:
    text = """
        X = {}
        def hidden(X): X["a"] = 1
        def hidden_by_keyword(*, X=None): X["a"] = 1
        def hidden_by_rest(*X): X["a"] = 1
        def change(y=X.get("a")): X["a"] = 1
        """
    assert rows({"m.py": text}) == {("m.X", "write", "change", 6)}


def test_a_captured_name_hides() -> None:
    text = """
        X = {}
        def hidden(value):
            match value:
                case {"a": X}: X["a"] = 1
                case [*X]: X.append(1)
        """
    assert rows({"m.py": text}) == set()


def test_a_comprehension_reads_its_first_iterable_outside() -> None:
    text = """
        X = []
        def add(): X.append(1)
        def outside(): return [X for X in X]
        def inside(): return [X for X in [1]]
        """
    assert rows({"m.py": text}) == {("m.X", "write", "add", 3), ("m.X", "read", "outside", 4)}


def test_nested_functions_see_the_names_around_them() -> None:
    text = """
        X = {}
        def outer():
            X = {}
            def inner(): X["a"] = 1
            return inner
        def other():
            def inner(): X["a"] = 1
            return inner
        def declared():
            X = {}
            def inner():
                global X
                X["a"] = 1
            return inner
        def by_nonlocal():
            X = {}
            def inner():
                nonlocal X
                X = {"a": 1}
            return inner
        """
    assert rows({"m.py": text}) == {
        ("m.X", "write", "other.<locals>.inner", 8),
        ("m.X", "write", "declared.<locals>.inner", 14),
    }


def test_names_of_a_class_body_are_no_names_of_its_methods() -> None:
    text = """
        X = []
        class Box:
            X = []
            def put(self): X.append(1)
        class Other:
            X.append(2)
        """
    assert rows({"m.py": text}) == {("m.X", "write", "Box.put", 5)}


def test_global_binds_anew_and_what_runs_at_import_does_not() -> None:
    text = """
        X = 1
        X = 2
        NEW = None
        def change():
            global X, BORN
            X += 1
            BORN = 3
        def look():
            return X, BORN
        def only_declared():
            global NEW
            return NEW
        """
    assert rows({"m.py": text}) == {
        ("m.X", "write", "change", 7),
        ("m.BORN", "write", "change", 8),
        ("m.X", "read", "look", 10),
        ("m.BORN", "read", "look", 10),
    }


def test_imports_lead_to_the_same_value() -> None:
    files = {
        "a/__init__.py": "from a.store import ITEMS",
        "a/store.py": "ITEMS = []\nLIMIT = 3\nOTHER = []",
        "by_module.py": "from a import store\ndef put(): store.ITEMS.append(1)",
        "by_name.py": "from a.store import ITEMS as rows\ndef put(): rows.append(1)",
        "by_path.py": "import a.store\ndef put(): a.store.ITEMS.append(1)",
        "by_package.py": "import a\ndef put(): a.ITEMS.append(1)",
        "by_alias.py": "import a.store as s\ndef put(): s.ITEMS.append(1)",
        "by_star.py": "from a.store import *\ndef put(): ITEMS.append(1)",
        "inside.py": "def put():\n    from a.store import ITEMS\n    ITEMS.append(1)",
        "anew.py": "from a import store\ndef set(): store.LIMIT = 4",
        "own.py": "ITEMS = []\ndef read(): return ITEMS",
    }
    places = {(name, operation, line) for name, operation, _, line in rows(files)}
    assert places == {
        ("a.store.ITEMS", "write", 2),
        ("a.store.ITEMS", "write", 3),
        ("a.store.LIMIT", "write", 2),
    }
    assert len(State(linked(files), ()).uses()) == 8


def test_a_chain_that_is_read_through_every_way() -> None:
    files = {
        "store.py": "ITEMS = []\ndef put(): ITEMS.append(1)",
        "one.py": "import store\ndef look(): return len(store.ITEMS)",
        "two.py": "from store import ITEMS as rows\ndef look(): return [row for row in rows]",
        "three.py": "from store import *\ndef look(): return f'{ITEMS[0]}'",
        "four.py": "import store\ndef look(): return getattr(store, 'ITEMS')",
        "five.py": "import store\ndef look(): return store.put()",
    }
    reads = [use.path for use in State(linked(files), ()).uses() if use.operation.value == "read"]
    assert reads == ["four.py", "one.py", "three.py", "two.py"]


def test_attributes_of_classes() -> None:
    text = """
        class Registry:
            items = {}
            current = None
            fields: list = []
            mine = []
            def __init__(self): self.mine = []
            @classmethod
            def use(cls, value): cls.current = value
            def add(self, name): self.items[name] = 1
            def own(self):
                self.mine.append(1)
                self.fields.append(1)
                self.current = 1
            def count(self): return len(self.items)
            @staticmethod
            def nothing(self): self.items["a"] = 1
        class Special(Registry):
            def look(self): return self.items, type(self).current
        def clear(): Registry.items.clear()
        """
    assert rows({"m.py": text}) == {
        ("m.Registry.current", "write", "Registry.use", 9),
        ("m.Registry.items", "write", "Registry.add", 10),
        ("m.Registry.items", "read", "Registry.count", 15),
        ("m.Registry.items", "read", "Special.look", 19),
        ("m.Registry.current", "read", "Special.look", 19),
        ("m.Registry.items", "write", "clear", 20),
    }


def test_an_object_of_a_module_whose_methods_change_it() -> None:
    text = """
        class Box:
            def __init__(self): self.items = []
            def add(self, item): self.items.append(item)
            def init_app(self, app): self.app = app
            def update(self): print("changes nothing")
            def count(self): return len(self.items)
        class Still:
            def __init__(self): self.items = []
            def count(self): return len(self.items)
        BOX = Box(); STILL = Still()
        def put(): BOX.add(1)
        def tell(): BOX.update()
        def begin(): BOX.init_app(1)
        def look(): return BOX.count() + STILL.count()
        """
    assert rows({"m.py": text}) == {
        ("m.BOX", "write", "put", 12),
        ("m.BOX", "read", "tell", 13),
        ("m.BOX", "read", "begin", 14),
        ("m.BOX", "read", "look", 15),
    }


@pytest.mark.parametrize(
    "value",
    [
        "logging.getLogger()",
        "threading.Lock()",
        "re.compile('a')",
        "contextvars.ContextVar('a')",
        "sqlalchemy.create_engine('x')",
        "sqlalchemy.MetaData()",
        "flask.Flask('x')",
        "someclient.Client()",
        "made()",
    ],
)
def test_handles_of_libraries_are_no_state(value: str) -> None:
    text = f"""
        import contextvars, flask, logging, re, someclient, sqlalchemy, threading
        def made():
            client = someclient.Client()
            return client
        X = {value}
        LATER = None
        def change():
            global LATER
            X.name = 1
            X.update(a=1)
            X["a"] = 1
            LATER = {value}
        """
    assert rows({"m.py": text}) == set()


def test_what_a_local_gives_is_no_handle() -> None:
    text = """
        from oslo import cfg
        VENDOR = None
        def load():
            global VENDOR
            cfg = cfg.Parser()
            VENDOR = cfg.Section("vendor")
        """
    assert rows({"m.py": text}) == {("m.VENDOR", "write", "load", 7)}


@pytest.mark.parametrize(
    "value", ["defaultdict(list)", "queue.Queue()", "threading.local()", "deque()", "[None] * 3", "TTLCache(1, 2)"]
)
def test_containers_of_libraries_are(value: str) -> None:
    imports = "import queue, threading\nfrom cachetools import TTLCache\nfrom collections import defaultdict, deque\n"
    assert rows({"m.py": f"{imports}X = {value}\ndef change(): X.name = 1\n"}) == {("m.X", "write", "change", 5)}


def test_counters_and_heaps() -> None:
    text = """
        import heapq, itertools
        IDS = itertools.count()
        HEAP = []
        def number(): return next(IDS)
        def push(): heapq.heappush(HEAP, 1)
        def local(): return next(iter("ab"))
        """
    assert rows({"m.py": text}) == {("m.IDS", "write", "number", 5), ("m.HEAP", "write", "push", 6)}


def test_a_function_with_the_name_of_a_method_of_containers_is_no_change() -> None:
    files = {
        "store.py": "X = {}\ndef update(): pass\ndef add(): pass",
        "m.py": "import store\ndef run():\n    store.update()\n    store.add()",
    }
    assert rows(files) == set()


def test_one_row_for_a_definition_and_operation_with_its_first_line() -> None:
    text = "X = {}\ndef change():\n    X['b'] = X['a']\n    X['c'] = X['a']\n"
    assert rows({"m.py": text}) == {("m.X", "write", "change", 3), ("m.X", "read", "change", 3)}


def test_what_is_filled_at_import_is_no_state(tmp_path: Path) -> None:
    text = """
        HANDLERS = {}
        KNOWN = {}
        RAN = []
        def register(function):
            HANDLERS[function.__name__] = function
            return function
        @register
        def hello(): return HANDLERS
        class Base:
            def __init_subclass__(cls): KNOWN[cls.__name__] = cls
        def note(): RAN.append(1)
        note()
        def work(): note()
        """
    found = {(use.name, use.qualname) for use in understood(tmp_path, {"m.py": text}).resources}
    assert found == {("m.RAN", "note")}


def test_what_a_script_does_when_it_is_run_is_no_import(tmp_path: Path) -> None:
    text = """
        RAN = []
        def main(): RAN.append(1)
        if __name__ == "__main__":
            main()
        """
    assert [use.qualname for use in understood(tmp_path, {"m.py": text}).resources] == ["main"]


@given(name=st.text(string.ascii_lowercase, min_size=1, max_size=3), value=st.sampled_from(["[]", "{}", "run()"]))
def test_the_name_of_a_local_adds_no_row(name: str, value: str) -> None:
    name = f"{name}_"
    text = f"""
        X = []
        {name} = {{}}
        def change(p):
            {name} = {value}
            {name}.append(X)
            {name}[0] = p
            del {name}[0]
            X.append({name})
            return [{name} for {name} in {name}]
        """
    assert rows({"m.py": text}) == {("m.X", "write", "change", 9), ("m.X", "read", "change", 6)}
