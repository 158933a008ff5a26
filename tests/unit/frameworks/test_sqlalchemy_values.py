from __future__ import annotations

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.frameworks.sqlalchemy.texts import Uncomputable, method, pattern, percent, snake_case
from analyzer.frameworks.sqlalchemy.values import Values
from analyzer.link.types import ClassOf
from analyzer.model.syntax import Name
from trees import linked


def returned(body: str, cls: str = "HTTPServerLog", more: str = "") -> object:
    """What the method ``name`` of a class yields, given as the body of the method; Ellipsis where it is not known."""
    text = textwrap.dedent(more) + f"import re\nclass {cls}:\n    def name(cls):\n" + textwrap.indent(body, " " * 8)
    names = linked({"m.py": text})
    program = names.program
    values = Values(names)
    held = values.returned(program.by_name[f"m.{cls}.name"], program.by_name[f"m.{cls}"])
    return values.known(held.place, held.expression) if held is not None else ...


@pytest.mark.parametrize(
    ("body", "yields"),
    [
        ("return cls.__name__.lower()", "httpserverlog"),
        ("return 'app_' + cls.__name__.lower() + 's'", "app_httpserverlogs"),
        ("return f'{cls.__module__}_{cls.__name__}'", "m_HTTPServerLog"),
        ("return '%s_%d' % (cls.__name__.upper(), 2)", "HTTPSERVERLOG_2"),
        ("return '{}_{n}'.format(cls.__name__[:4], n='x')", "HTTP_x"),
        ("return '_'.join([w.lower() for w in ('A', 'b', 'C') if w.isupper()])", "a_c"),
        (r"return re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__[4:]).lower()", "server_log"),
        (r"return re.sub('([A-Z])', lambda m: '_' + m.group(1).lower(), 'aB')", "a_b"),
        ("return {'HTTPServerLog': 'http'}[cls.__name__]", "http"),
        ("return None", None),
        ("return os.environ['TABLE']", ...),
        ("return prefix() + 'x'", ...),
        ("return 'a' * 100000", ...),
    ],
)
def test_expressions(body: str, yields: object) -> None:
    assert returned(body) == yields


def test_statements_and_branches() -> None:
    body = """
name = cls.__name__
name += "es" if name.endswith("s") else "s"
if name.startswith("HTTP"):
    name = name.replace("HTTP", "Http")
elif True:
    return "never"
return name.lower()
"""
    assert returned(body) == "httpserverlogs"


def test_a_loop_over_the_letters_of_a_name() -> None:
    body = """
out = ""
for place, letter in enumerate(cls.__name__):
    if letter.isupper() and place > 0 and not cls.__name__[place - 1].isupper():
        out += "_"
    out += letter.lower()
return out
"""
    assert returned(body) == "httpserver_log"


def test_what_an_unknown_branch_assigns_is_unknown() -> None:
    body = "name = 'a'\nif debug():\n    name = 'b'\nother = 'c'\nreturn {}"
    assert returned(body.format("name")) is ...
    assert returned(body.format("other")) == "c"
    assert returned("if debug():\n    return 'a'\nreturn 'b'") is ...


def test_constants_and_functions_of_the_project() -> None:
    more = """
        PREFIX = "shop"
        SNAKE = re.compile("([a-z])([A-Z])")
        def underscored(text, mark="_"):
            return SNAKE.sub(r"\\1" + mark + r"\\2", text).lower()
        """
    assert returned("return PREFIX + '.' + underscored(cls.__name__)", "OrderLine", more) == "shop.order_line"
    assert returned("return underscored(cls.__name__, mark='-')", "OrderLine", more) == "order-line"


def test_functions_that_call_each_other_end() -> None:
    more = "def a(x): return b(x)\ndef b(x): return a(x)\n"
    assert returned("return a('x')", more=more) is ...


def test_hostile_code_is_not_run_for_long() -> None:
    nested = (
        "out = ''\nfor a in '{0}':\n    for b in '{0}':\n        for c in '{0}':\n            out = a + b\nreturn out"
    )
    assert returned(nested.format("x" * 190)) in ("xx", ...)
    assert returned("return re.sub('(a+)+$', '', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')") is ...
    assert returned("return '{:>999999999}'.format('x')") is ...


@pytest.mark.parametrize("bad", ["(a+)+", "(a|b)*", "a{1000000}", "a*b*c*", "a?" * 20, "(", "x" * 200])
def test_patterns_that_may_run_for_long_are_refused(bad: str) -> None:
    with pytest.raises(Uncomputable):
        pattern(bad)


def test_only_pure_methods_of_texts() -> None:
    assert method("a-b", "split", ["-"], {}) == ("a", "b")
    assert percent("%(a)s%%", {"a": "x"}) == "x%"
    for name in ("encode", "center", "__class__", "ljust"):
        with pytest.raises(Uncomputable):
            method("a", name, [9], {})


def test_names_in_snake_case_as_flask_sqlalchemy_writes_them() -> None:
    expected = {
        "CamelCase": "camel_case",
        "HTTPLog": "http_log",
        "Foo2Bar": "foo2_bar",
        "AddUser2": "add_user2",
        "A": "a",
        "_Hidden": "hidden",
        "lowercase": "lowercase",
    }
    assert {name: snake_case(name) for name in expected} == expected


@given(st.from_regex(r"[A-Z][A-Za-z0-9]{0,20}", fullmatch=True))
def test_a_function_read_says_what_the_function_run_says(name: str) -> None:
    run = re.sub("([a-z0-9])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)).lower()
    body = """
first = re.sub("(.)([A-Z][a-z]+)", r"\\1_\\2", cls.__name__)
return re.sub("([a-z0-9])([A-Z])", r"\\1_\\2", first).lower()
"""
    assert returned(body, name) == run


def test_a_name_that_is_no_value_is_followed_to_itself() -> None:
    names = linked({"m.py": "class A: ...\nB = A\n"})
    values = Values(names)
    place = values.place_of(0)
    assert values.followed(place, Name("A", 1))[1] == Name("A", 1)
    assert values.known(place, Name("B", 1)) == ClassOf(0)
