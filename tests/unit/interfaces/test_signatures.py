"""What functions take and return, and by what that is known."""

from __future__ import annotations

import pytest
from promised import interfaces, parameters, signature

from analyzer.frameworks.plain_shapes import BOOLEAN, INTEGER, LIST, NUMBER, STRING, STRINGS, array_of, live, map_of
from analyzer.frameworks.shapes import nullable
from analyzer.interpret import interpret
from analyzer.model.interfaces import Parameter, Place, RequestInput, Result, Served
from analyzer.model.live_values import LiveKind
from analyzer.model.shapes import NULL, UNKNOWN, DataField, DataKind, DataType, Origin, Shape, ShapeKind
from analyzer.progress import Progress
from trees import linked

ORDER = Shape(ShapeKind.DATA, name="app.Order")


def result(body: str, before: str = "", head: str = "def made(self=None, given=None)") -> Result:
    """Return the result of a function with a body."""
    lines = "\n".join(f"    {line}" for line in body.splitlines())
    return signature(f"{before}\n{head}:\n{lines}\n\nmade()\n", "made").result


def test_annotations_are_kept_as_written() -> None:
    found = signature(
        """
        from typing import Any
        import shop

        class Order: ...

        async def send(
            order: "Order", /, days: int = 3, *lines: str, note: shop.Note | None = None, **more: Any
        ) -> None:
            "Sends it.\\n\\n:param days: how long it takes\\n:returns: nothing"

        def work():
            send(Order())
        """,
        "send",
    )
    assert found.parameters == (
        Parameter("order", "positional", ORDER, "Order", Origin.ANNOTATION),
        Parameter("days", "positional", INTEGER, "int", Origin.ANNOTATION, False, "3", "how long it takes"),
        Parameter("lines", "args", STRINGS, "str", Origin.ANNOTATION, False),
        Parameter(
            "note",
            "keyword",
            nullable(Shape(ShapeKind.UNKNOWN, name="shop.Note")),
            "shop.Note | None",
            Origin.ANNOTATION,
            False,
            "None",
        ),
        Parameter("more", "kwargs", map_of(UNKNOWN), "Any", Origin.UNKNOWN, False),
    )
    assert found.result == Result(NULL, "None", Origin.ANNOTATION, "nothing")
    assert found.is_async
    assert found.about == "Sends it."


def test_only_functions_that_something_calls_are_told() -> None:
    found = interfaces("def used(): ...\n\ndef unused(): ...\n\nused()\n")
    assert [one.definition for one in found.signatures] == ["app.used"]


def test_the_object_of_a_method_is_no_parameter() -> None:
    text = """
        class Cart:
            def __init__(self, owner: int): ...
            def add(self, count: int): ...
            @classmethod
            def of(cls, owner: int): ...
            @staticmethod
            def price(count: int): ...

        cart = Cart(3)
        cart.add(1), Cart.of(2), cart.price(4)
        """
    told = {one.definition: (one.of_object, [p.name for p in one.parameters]) for one in interfaces(text).signatures}
    assert told == {
        "app.Cart.__init__": (False, ["owner"]),
        "app.Cart.add": (True, ["count"]),
        "app.Cart.of": (False, ["owner"]),
        "app.Cart.price": (False, ["count"]),
    }


@pytest.mark.parametrize(
    ("default", "shape", "origin"),
    [
        ('""', STRING, Origin.DEFAULT),
        ("0", INTEGER, Origin.DEFAULT),
        ("1.5", NUMBER, Origin.DEFAULT),
        ("False", BOOLEAN, Origin.DEFAULT),
        ("[]", LIST, Origin.DEFAULT),
        ("()", LIST, Origin.DEFAULT),
        ("LIMIT", INTEGER, Origin.DEFAULT),
        ("60 * 60", INTEGER, Origin.DEFAULT),
        ("Color.RED", Shape(ShapeKind.DATA, name="app.Color"), Origin.DEFAULT),
        ("helper", live(LiveKind.CALLABLE), Origin.DEFAULT),
        ("None", UNKNOWN, Origin.UNKNOWN),
        ("object()", UNKNOWN, Origin.UNKNOWN),
    ],
)
def test_a_default_says_what_a_parameter_is(default: str, shape: Shape, origin: Origin) -> None:
    text = f"""
        import enum
        LIMIT = 30

        class Color(enum.Enum):
            RED = 1

        def helper(): ...

        def work(given={default}): ...

        work()
        """
    found = parameters(text, "work")["given"]
    assert (found.shape, found.origin, found.required, found.default) == (shape, origin, False, default)


def test_callers_say_what_a_parameter_is() -> None:
    text = """
        class Order: ...

        def work(order, count, days=None, name=None, mixed=None, rest=None): ...

        def first(unknown):
            work(Order(), 3, days=2, name=f"a {unknown}", mixed=1, rest=unknown)

        def second(order: Order):
            work(order, len("abc"), days=None, mixed="x", rest=unknown)
        """
    found = parameters(text, "work")
    assert (found["order"].shape, found["order"].origin) == (ORDER, Origin.FLOW)
    assert found["count"].shape == INTEGER
    assert found["days"].shape == nullable(INTEGER)
    assert found["name"].shape == nullable(STRING)
    assert set(found["mixed"].shape.of) == {INTEGER, STRING, NULL}
    assert (found["rest"].shape, found["rest"].origin) == (UNKNOWN, Origin.UNKNOWN)


def test_callers_who_mostly_do_not_say_are_no_evidence() -> None:
    text = "def work(given): ...\n\ndef call(a, b, c):\n    work(a), work(b), work(c), work(3)\n"
    assert parameters(text, "work")["given"].shape == UNKNOWN


def test_a_parameter_that_is_handed_on_keeps_its_shape() -> None:
    text = """
        def outer(order_id: int): middle(order_id)
        def middle(number): inner(number)
        def inner(number): ...
        def again(number): again(number)
        outer(1)
        """
    assert parameters(text, "inner")["number"].shape == INTEGER
    assert parameters(text, "again")["number"].shape == UNKNOWN


def test_docstrings_come_last() -> None:
    text = '''
        def work(given, other="x"):
            """Work.

            :param int given: how many
            :param int other: not so
            :rtype: list of str
            """
            return given.found()

        def call(unknown): work(unknown)
        '''
    found = signature(text, "work")
    given, other = found.parameters
    assert (given.shape, given.origin, given.about) == (INTEGER, Origin.DOCSTRING, "how many")
    assert (other.shape, other.origin) == (STRING, Origin.DEFAULT)
    assert (found.result.shape, found.result.origin) == (STRINGS, Origin.DOCSTRING)


ENTITY = DataType(
    "app.Order",
    DataKind.ENTITY,
    (
        DataField("id", INTEGER, origin=Origin.COLUMN, key=True),
        DataField("code", nullable(STRING), origin=Origin.COLUMN),
        DataField("parent", ORDER, origin=Origin.COLUMN, refers="app.Order"),
    ),
    "app.py",
    1,
    table="orders",
)
MAPPED = "class Order:\n    pass\n\n"


def test_columns_say_what_a_parameter_is() -> None:
    text = f"""{MAPPED}
def work(code, number, start, other):
    Order(code=code)
    find(Order.id == number)
    Order(parent__code__startswith=start, nothing=other)

def call(a): work(a, a, a, a)
"""
    found = parameters(text, "work", (ENTITY,))
    assert (found["code"].shape, found["code"].origin) == (STRING, Origin.COLUMN)
    assert found["number"].shape == INTEGER
    assert found["start"].shape == STRING
    assert found["other"].shape == UNKNOWN


def test_a_name_that_was_bound_anew_says_nothing_of_the_parameter() -> None:
    text = f"""{MAPPED}
def work(code, kept, cleaned, maybe, nested, early):
    Order(code=early)
    early = find(early)
    nested = [find(one) for one in nested]
    kept = kept or ""
    cleaned = cleaned.strip()
    if maybe is None:
        maybe = find(1)
    if kept:
        try:
            code = [found for one in code if (found := find(one))]
        except ValueError:
            raise
        Order(
            code=code,
        )
    Order(code=kept)
    Order(code=cleaned)
    Order(code=maybe)
    Order(code=nested)

def call(a): work(a, a, a, a, a, a)
"""
    found = {name: one.shape for name, one in parameters(text, "work", (ENTITY,)).items()}
    assert {name for name, shape in found.items() if shape == UNKNOWN} == {"code", "nested"}


def test_what_may_be_a_text_a_map_and_a_list_is_not_known() -> None:
    text = """
def either(value): ...
def any_of(value): ...

def call():
    either("x"), either(["y"])
    any_of("x"), any_of(["y"]), any_of({"z": 1})
"""
    assert parameters(text, "either")["value"].shape.kind is ShapeKind.UNION
    assert parameters(text, "any_of")["value"].shape == UNKNOWN


def test_a_dict_of_which_some_values_are_unknown_may_hold_anything() -> None:
    text = """
def work(known, some): ...

def call(given):
    work({"a": "x", 2: "y"}, {"a": "x", 2: given})
"""
    found = parameters(text, "work")
    assert found["known"].shape == map_of(STRING)
    assert found["some"].shape == map_of(UNKNOWN)


def test_what_callers_give_or_the_body_tests_for_may_be_none() -> None:
    text = f"""{MAPPED}
def work(code, number, tested, given, refused, bound, left):
    Order(code=code, id=number)
    if number is None:
        raise ValueError
    if tested is not None:
        find(tested)
    if refused is None:
        raise ValueError
    bound = find(1)
    if bound is None:
        find(2)

work("a", 1, "b", "c", "d", "e", "f")
work("a", 1, "b", None, "d", "e", "f")
work(None, 1, "b", "c", "d", "e", "f")
"""
    found = {name: one.shape for name, one in parameters(text, "work", (ENTITY,)).items()}
    assert [name for name, shape in found.items() if shape == nullable(STRING)] == ["code", "tested", "given"]
    assert found["number"] == INTEGER
    assert {found["refused"], found["bound"], found["left"]} == {STRING}


def test_attributes_of_entities_are_columns() -> None:
    text = f"""{MAPPED}
def work(given): ...

def code_of(order: Order):
    work(order.id)
    return order.code

code_of(Order())
"""
    assert parameters(text, "work", (ENTITY,))["given"].shape == INTEGER
    assert signature(text, "code_of", (ENTITY,)).result.shape == nullable(STRING)


def test_a_route_says_what_a_parameter_is() -> None:
    text = "def show(order_id): find(order_id)\n\ndef find(order_id): ...\n\nshow(*a)\n"
    served = Served("app.show", "GET /orders", (RequestInput("order_id", Place.PATH, INTEGER, True, "app.py", 1),))
    found = {one.definition: one.parameters[0] for one in interfaces(text, served=(served,)).signatures}
    assert (found["app.show"].shape, found["app.show"].origin) == (INTEGER, Origin.ANNOTATION)
    assert (found["app.find"].shape, found["app.find"].origin) == (INTEGER, Origin.FLOW)


@pytest.mark.parametrize(
    ("body", "shape"),
    [
        ("pass", NULL),
        ("return", NULL),
        ("return 3", INTEGER),
        ("return a == b", BOOLEAN),
        ("return not a", BOOLEAN),
        ('return f"{a}"', STRING),
        ("return a.strip()", STRING),
        ("return len(a)", INTEGER),
        ("return unknown", UNKNOWN),
        ("return [str(one) for one in a]", STRINGS),
        ("if a:\n    return 3", nullable(INTEGER)),
        ("if a:\n    return 3\nelse:\n    return 4", INTEGER),
        ("if a:\n    return 3\nraise ValueError", INTEGER),
        ("try:\n    return 3\nexcept ValueError:\n    raise", INTEGER),
        ("try:\n    return 3\nexcept ValueError:\n    pass", nullable(INTEGER)),
        ("with a:\n    return 3", INTEGER),
        ("while True:\n    return 3", INTEGER),
        ("for one in a:\n    return 3", nullable(INTEGER)),
        ("if a:\n    return 3\nreturn unknown", UNKNOWN),
        ("return 3 if a else None", nullable(INTEGER)),
        ("total = 0\nfor one in a:\n    total += one.price\nreturn total", NUMBER),
        ("return 1 / 2", NUMBER),
        ("return (1, 'a')", Shape(ShapeKind.TUPLE, (INTEGER, STRING))),
        ("if a:\n    return (1, None)\nreturn (2, 'a')", Shape(ShapeKind.TUPLE, (INTEGER, nullable(STRING)))),
        ("found = []\nfound.append(3)\nreturn found", array_of(INTEGER)),
    ],
)
def test_returns_say_what_a_function_yields(body: str, shape: Shape) -> None:
    found = result(body)
    assert found.shape == shape
    assert found.origin is (Origin.UNKNOWN if shape == UNKNOWN else Origin.FLOW)


def test_a_comparison_that_has_a_name_is_true_or_false() -> None:
    assert result("is_many = 5 > 3\nreturn is_many").shape == BOOLEAN
    assert result("same = [1] == [2]\nreturn same").shape == BOOLEAN


def test_an_object_that_may_not_be_found() -> None:
    before = "class Order: ...\n\ndef first() -> Order: ...\n"
    assert result("return first()", before).shape == nullable(ORDER)
    assert result("found = first()\nif not found:\n    raise KeyError\nreturn found", before).shape == ORDER


def test_generators_stream_what_they_yield() -> None:
    assert result("yield 3") == Result(array_of(INTEGER), "", Origin.FLOW, "", True)
    lazy = signature("from typing import Iterator\ndef made() -> Iterator[int]: ...\nmade()\n", "made").result
    assert (lazy.shape, lazy.streams) == (array_of(INTEGER), True)


def test_a_method_that_only_says_it_is_missing_returns_nothing_known() -> None:
    text = "class A:\n    def work(self):\n        raise NotImplementedError\n\nA().work()\n"
    assert signature(text, "A.work").result == Result()


def test_python_says_what_special_methods_return() -> None:
    text = "class A:\n    def __str__(self):\n        return self.unknown\n\nstr(A())\n"
    assert signature(text, "A.__str__").result.shape == STRING


def test_dicts_with_known_keys_become_a_type() -> None:
    text = """
        def card(name: str, extra):
            found = {"name": name, "count": 3, "inner": {"on": True}, "other": extra}
            found["always"] = "x"
            if extra:
                found["sometimes"] = 1.5
            return found

        card("a", 1)
        """
    found = interfaces(text)
    assert found.signatures[0].result.shape == Shape(ShapeKind.DATA, name="app.card.result")
    types = {one.definition: one for one in found.data_types}
    assert set(types) == {"app.card.result", "app.card.result.inner"}
    told = {one.name: (one.shape, one.required, one.line) for one in types["app.card.result"].fields}
    assert told == {
        "name": (STRING, True, 3),
        "count": (INTEGER, True, 3),
        "inner": (Shape(ShapeKind.DATA, name="app.card.result.inner"), True, 3),
        "other": (INTEGER, True, 3),
        "always": (STRING, True, 2),
        "sometimes": (NUMBER, False, 2),
    }
    assert types["app.card.result"].whole


def test_lists_of_dicts_become_lists_of_a_type() -> None:
    text = 'def cards(names: list[str]):\n    return [{"name": name} for name in names]\n\ncards([])\n'
    found = interfaces(text)
    assert found.signatures[0].result.shape == array_of(Shape(ShapeKind.DATA, name="app.cards.result"))


def test_keys_that_are_computed_leave_a_type_open() -> None:
    text = 'def card(key):\n    found = {"a": 1}\n    found[key] = 2\n    return found\n\ncard(x)\n'
    found = interfaces(text)
    assert [one.whole for one in found.data_types] == [False]


def test_of_several_maps_it_is_not_known_which_values_there_may_be() -> None:
    text = """
    def store(data): ...
    def f(): store({"a": 1})
    def g(): store({"b": "c"})
    """
    found = parameters(text, "store")["data"]
    assert found.shape == map_of(UNKNOWN)


def test_one_parameter_looks_like_that_of_the_whole_signature() -> None:
    text = "class A:\n    def f(self, a: int, b='x'): ...\n\ndef g(c): ...\n\nA().f(1)\n"
    found = interpret(linked({"app.py": text}), Progress()).promises
    assert found.parameter("app.A.f", "a") == INTEGER
    assert found.parameter("app.A.f", "b") == STRING
    assert found.parameter("app.A.f", "self") is None
    assert found.parameter("app.A.f", "c") is None
    assert found.parameter("app.A", "a") is None
    assert found.parameter("app.g", "c") is None  # nothing calls it
