"""Truth by hand: which fields of an entity cross between services."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from analyzer.contracts.crossing import Crossing
from analyzer.model.code import CallEdge, Certainty, Definition, DefinitionKind
from analyzer.model.facts import Facts, Inheritance
from analyzer.model.interfaces import FieldRead, Interfaces
from analyzer.model.services import KERNEL
from analyzer.model.shapes import DataField, DataKind, DataType, Shape, ShapeKind
from tests.cuts import Told

STRING = Shape(ShapeKind.STRING)
CUSTOMER = Shape(ShapeKind.DATA, name="sales.Customer")
ORDER = DataType(
    "sales.Order", DataKind.ENTITY,
    (
        DataField("id", STRING, column="id", key=True),
        DataField("number", STRING, column="number"),
        DataField("note", STRING, column="note"),
        DataField("customer", CUSTOMER, column="customer_id", refers="sales.Customer"),
        DataField("customer_id", STRING, column="customer_id"),
        DataField("lines", Shape(ShapeKind.ARRAY, (CUSTOMER,)), refers="sales.Line"),
    ),
    "sales.py", 1,
)  # fmt: skip
SERVICES = {"shop": "Shop", "sales": "Sales", "tools": KERNEL}


def crossing(
    reads: list[tuple[str, str, str]],
    calls: list[tuple[str, str]] = [],  # noqa: B006  # read only
    *,
    certainty: Certainty = Certainty.TYPED,
    nested: tuple[str, ...] = (),
    properties: tuple[str, ...] = (),
) -> Crossing:
    """Names are ``module.name``; the module says the service."""
    names = {one for pair in calls for one in pair} | {reader for reader, _, _ in reads}
    service_of = {name: SERVICES.get(name.partition(".")[0], "") for name in names}
    empty: dict[str, tuple[()]] = {field.name: () for field in msgspec.structs.fields(Facts) if field.required}
    empty |= {
        "calls": tuple(CallEdge(a, b, "p.py", 1, certainty, in_loop=False) for a, b in calls),
        "definitions": tuple(
            Definition(name, DefinitionKind.FUNCTION, "shop", name, "shop.py", 1, 2) for name in nested
        ),
        "inherits": (
            Inheritance("sales.Order", "sales.Numbered", "sales.py", 1),
            Inheritance("sales.Gift", "sales.Order", "sales.py", 9),
        ),
        "properties": properties,
        "interfaces": Interfaces(field_reads=tuple(sorted(FieldRead(*one, "p.py", 1) for one in reads))),
    }  # type: ignore[dict-item]  # facts of any kind
    return Crossing(Facts(**empty), service_of, Told(types=[ORDER]))  # type: ignore[arg-type]


def test_what_callers_read_and_what_they_call_in_their_service_or_the_kernel_reads() -> None:
    found = crossing(
        [
            ("shop.view", "sales.Order", "id"),
            ("shop.show", "sales.Order", "number"),
            ("tools.text", "sales.Order", "note"),
            ("sales.load", "sales.Order", "lines"),
            ("shop.other", "sales.Order", "customer_id"),
        ],
        [("shop.view", "shop.show"), ("shop.show", "tools.text"), ("shop.view", "sales.load")],
    )
    assert found.by_callers("sales.Order", ["shop.view"]) == {"id", "number", "note"}
    assert found.by_callers("sales.Order", ["shop.show", "shop.other"]) == {"number", "note", "customer_id"}
    assert found.by_provider("sales.Order", ["sales.load"]) == {"lines"}
    assert found.by_callers("sales.Order", ["shop.nobody"]) == frozenset()
    assert found.by_callers("sales.Customer", ["shop.view"]) == frozenset()  # no data type


def test_the_kernel_stands_in_every_service_that_uses_it() -> None:
    found = crossing(
        [("shop.a", "sales.Order", "id"), ("sales.b", "sales.Order", "number")],
        [("tools.run", "shop.a"), ("tools.run", "sales.b"), ("shop.view", "tools.run"), ("sales.view", "tools.run")],
    )
    assert found.by_callers("sales.Order", ["shop.view"]) == {"id"}
    assert found.by_provider("sales.Order", ["sales.view"]) == {"number"}
    assert found.by_callers("sales.Order", ["tools.run"]) == frozenset()


def test_guessed_calls_do_not_count_and_functions_inside_do() -> None:
    reads = [("shop.show", "sales.Order", "number"), ("shop.view.<locals>.inner", "sales.Order", "note")]
    calls = [("shop.view", "shop.show")]
    guessed = crossing(reads, calls, certainty=Certainty.GUESSED, nested=("shop.view.<locals>.inner",))
    assert guessed.by_callers("sales.Order", ["shop.view"]) == {"note"}


def test_a_relation_crosses_as_its_key() -> None:
    found = crossing([("shop.view", "sales.Order", name) for name in ("customer", "lines", "pk")])
    assert found.by_callers("sales.Order", ["shop.view"]) == {"customer_id", "lines", "id"}


def test_a_name_that_is_computed_may_be_any_field() -> None:
    found = crossing([("shop.view", "sales.Numbered", "*")])
    assert found.by_callers("sales.Order", ["shop.view"]) == {"id", "number", "note", "customer_id", "lines"}


def test_reads_through_bases_and_of_classes_below_count_as_far_as_the_fields_go() -> None:
    found = crossing([
        ("shop.view", "sales.Numbered", "number"), ("shop.view", "sales.Gift", "note"),
        ("shop.view", "sales.Gift", "ribbon"), ("shop.view", "sales.Stranger", "id"),
    ])  # fmt: skip
    assert found.by_callers("sales.Order", ["shop.view"]) == {"number", "note"}


def test_properties_are_values_and_no_fields() -> None:
    found = crossing(
        [("shop.view", "sales.Order", "total"), ("shop.view", "sales.Order", "id")],
        properties=("sales.Numbered.total",),
    )
    assert found.by_callers("sales.Order", ["shop.view"]) == {"id"}
    assert found.computed("sales.Order", ["shop.view"]) == {"total"}


NODES = st.sampled_from([f"{place}.{name}" for place in ("shop", "sales", "tools") for name in "abcd"])


@given(
    st.lists(st.tuples(NODES, NODES), max_size=25),
    st.lists(st.tuples(NODES, st.sampled_from(["id", "number", "note"])), max_size=12),
    st.lists(NODES, min_size=1, max_size=6),
)
def test_whatever_the_circles_it_is_what_is_reached(
    calls: list[tuple[str, str]], reads: list[tuple[str, str]], asked: list[str]
) -> None:
    found = crossing([(reader, "sales.Order", name) for reader, name in reads], calls)
    for start in asked:  # one after the other: what is remembered must not change the answer
        home = SERVICES[start.partition(".")[0]]
        reached, pending = {start}, [start]
        for one in pending:
            for caller, callee in calls:
                stays = SERVICES[callee.partition(".")[0]] in (home, KERNEL)
                if caller == one and stays and callee not in reached:
                    reached.add(callee)
                    pending.append(callee)
        expected = {name for reader, name in reads if reader in reached}
        assert found.by_callers("sales.Order", [start]) == expected
