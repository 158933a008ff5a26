from __future__ import annotations

import ast
import textwrap

from analyzer.extract.file_facts import file_facts


def changes(text: str) -> list[tuple[str, str, int]]:
    """Return (qualname, how, line) of what functions change that is not their own."""
    source = textwrap.dedent(text)
    facts = file_facts(ast.parse(source), source.count("\n"))
    return [(facts.heads[one.scope - 1].qualname, one.how, one.line) for one in facts.changes]


def test_locals_and_module_level_code_leave_nothing() -> None:
    text = """
        X = []
        X.append(1)
        class Box:
            X.append(2)
            rows = [X.append(3) for _ in "ab"]
        def run(given, *more, **named):
            given.append(1); more.append(1); named["a"] = 1
            made = []
            made.append(1)
            [row.append(1) for row in made]
            (later := []).append(1)
            later.append(1)
        """
    assert changes(text) == []


def test_what_is_free_is_kept_with_its_function() -> None:
    text = """
        def outer():
            X.append(1)
            rows = []
            def inner():
                rows.append(1)
                Y["a"] = 1
            setattr(Z, "a", 1)
        """
    assert changes(text) == [("outer", "append", 3), ("outer", "=", 8), ("outer.<locals>.inner", "=", 7)]


def test_the_first_parameter_of_a_method_once_for_an_attribute_and_not_in_a_constructor() -> None:
    text = """
        class Box:
            def __init__(self):
                self.rows = []
                self.known["a"] = 1
            def add(self, other):
                self.rows.append(1)
                self.rows.append(2)
                self.count = 1
                self.count = 2
                other.count = 1
        """
    assert changes(text) == [("Box.__init__", "=", 5), ("Box.add", "append", 7), ("Box.add", "=", 9)]


def test_a_global_name_is_changed_where_it_is_bound() -> None:
    text = """
        def set():
            global X, Y
            X = 1
            del Y
            for Y in "ab": pass
            Z = 1
        """
    assert changes(text) == [("set", "=", 4), ("set", "=", 5), ("set", "=", 6)]
