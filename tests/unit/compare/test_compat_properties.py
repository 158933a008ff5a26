"""What holds of any two contracts, whatever stands in them?"""

from __future__ import annotations

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.compare.contracts import compare_contracts
from analyzer.model.contract_changes import Grade
from analyzer.model.contracts import Channel, Contract, Idempotence, Operation
from analyzer.model.interfaces import Place
from analyzer.model.shapes import NULL, UNKNOWN, DataField, DataType, Origin, Shape, ShapeKind
from promises import contract, data, data_type, fails, operation
from promises import given as taken

NAMES = ("Trip", "Rider", "Fare")
WORDS = st.sampled_from(["a", "b", "c"])
LEAVES = st.one_of(
    st.sampled_from([UNKNOWN, NULL, Shape(ShapeKind.BOOLEAN), Shape(ShapeKind.INTEGER), Shape(ShapeKind.NUMBER)]),
    st.sampled_from(["", "uuid", "date"]).map(lambda form: Shape(ShapeKind.STRING, format=form)),
    st.lists(WORDS, min_size=1, unique=True).map(
        lambda values: Shape(ShapeKind.CONSTANTS, values=tuple(f'"{one}"' for one in values))
    ),
    st.sampled_from(NAMES).map(data),
)


def _nested(parts: st.SearchStrategy[Shape]) -> st.SearchStrategy[Shape]:
    some = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        parts.map(lambda one: Shape(ShapeKind.ARRAY, (one,))),
        parts.map(lambda one: Shape(ShapeKind.MAP, (one,))),
        some.map(lambda those: Shape(ShapeKind.TUPLE, those)),
        some.map(lambda those: Shape(ShapeKind.UNION, those)),
    )


SHAPES = st.recursive(LEAVES, _nested, max_leaves=5)
FIELDS = st.dictionaries(WORDS, st.tuples(SHAPES, st.booleans()), max_size=3).map(
    lambda fields: {name: DataField(name, shape, required=must) for name, (shape, must) in fields.items()}
)
TYPES = st.tuples(*(FIELDS.map(lambda fields, name=name: data_type(name, fields)) for name in NAMES))


@st.composite
def operations(draw: st.DrawFn, service: str) -> Operation:
    name = draw(st.sampled_from(["get", "list", "end", "pay"]))
    inputs = draw(st.dictionaries(WORDS, st.tuples(SHAPES, st.booleans(), st.sampled_from(Place)), max_size=3))
    return operation(
        name,
        service=service,
        definitions=(f"{service}.{name}",),
        inputs=tuple(
            taken(key, shape, place, required=must, origin=draw(st.sampled_from(Origin)))
            for key, (shape, must, place) in inputs.items()
        ),
        result=draw(SHAPES),
        channel=draw(st.sampled_from([Channel.REST, Channel.EVENTS])),
        path=draw(st.sampled_from(["", "/x", "/x/{a}"])),
        failures=tuple(fails(one, draw(st.sampled_from([400, 404]))) for one in draw(st.sets(WORDS))),
        idempotent=draw(st.sampled_from(Idempotence)),
    )


@st.composite
def contracts(draw: st.DrawFn) -> tuple[Contract, ...]:
    found = []
    for service in sorted(draw(st.sets(st.sampled_from(["billing", "trips"]), min_size=1))):
        made = draw(st.lists(operations(service), max_size=3, unique_by=lambda one: one.name))
        types: tuple[DataType, ...] = draw(TYPES)
        found.append(contract(*made, types=types, name=service))
    return tuple(found)


@given(contracts())
@settings(max_examples=25, deadline=None)
def test_nothing_changed_between_equals(those: tuple[Contract, ...]) -> None:
    assert compare_contracts(those, those).changes == ()


@given(contracts(), SHAPES)
@settings(max_examples=25, deadline=None)
def test_an_optional_input_and_a_new_operation_break_nobody(those: tuple[Contract, ...], shape: Shape) -> None:
    first, *others = those
    more = tuple(
        msgspec.structs.replace(one, inputs=(*one.inputs, taken("more", shape, required=False)))
        for one in first.operations
    )
    new = operation("new", service=first.service, definitions=("new",), path="/new")
    wider = (msgspec.structs.replace(first, operations=(*more, new)), *others)
    found = compare_contracts(those, wider)
    assert (found.breaking, found.warnings) == (0, 0)
    assert sorted(one.rule for one in found.changes) == [*["input-added"] * len(more), "operation-added"]


@given(contracts(), contracts())
@settings(max_examples=25, deadline=None)
def test_what_is_gone_one_way_is_new_the_other(old: tuple[Contract, ...], new: tuple[Contract, ...]) -> None:
    there, back = compare_contracts(old, new), compare_contracts(new, old)
    gone = [(one.service, one.operation) for one in there.changes if one.rule == "operation-removed"]
    come = [(one.service, one.operation) for one in back.changes if one.rule == "operation-added"]
    assert gone == come
    assert (there.breaking, there.warnings, there.compatible) == tuple(
        sum(one.grade is grade for one in there.changes) for grade in Grade
    )


@given(contracts(), contracts())
@settings(max_examples=25, deadline=None)
def test_the_order_of_operations_is_nothing(old: tuple[Contract, ...], new: tuple[Contract, ...]) -> None:
    turned = tuple(msgspec.structs.replace(one, operations=one.operations[::-1]) for one in reversed(new))
    assert compare_contracts(old, new) == compare_contracts(old, turned)
