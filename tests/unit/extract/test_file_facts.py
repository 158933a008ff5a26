from __future__ import annotations

import ast
import textwrap

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.extract.expressions import lower
from analyzer.extract.file_facts import file_facts
from analyzer.model.syntax import Attribute, Call, Constant, FileFacts, Name, Operation, Scope, Text


def facts(source: str) -> FileFacts:
    source = textwrap.dedent(source)
    return file_facts(ast.parse(source), source.count("\n"))


def expression(source: str) -> object:
    return lower(ast.parse(source, mode="eval").body)


def bodies(found: FileFacts) -> dict[int, Scope]:
    return msgspec.msgpack.decode(found.bodies, type=dict[int, Scope])


def test_a_chain_keeps_its_root_its_steps_and_the_line_of_each_call() -> None:
    found = expression("(Order.objects\n  .filter(paid=True)\n  .first())")
    assert isinstance(found, Call)
    assert found.line == 3
    inner = found.function
    assert isinstance(inner, Attribute)
    assert inner.name == "first"
    assert isinstance(inner.value, Call)
    assert inner.value.line == 2
    assert inner.value.keywords[0].name == "paid"


def test_a_long_chain_of_one_operator_is_flat() -> None:
    found = expression(" + ".join(f"x{n}" for n in range(900)))
    assert isinstance(found, Operation)
    assert len(found.operands) == 900
    assert found.operands[0] == Name("x0", 1)


def test_an_f_string_keeps_its_parts() -> None:
    assert expression("f'select * from {table}'") == Text((Constant("select * from ", 1), Name("table", 1)), 1)


def test_definitions_nest_as_python_names_them() -> None:
    found = facts(
        """
        class Cart:
            def add(self):
                def check(): ...

        async def pay(): ...
        """
    )
    assert [(h.qualname, h.kind, h.scope, h.is_async) for h in found.heads] == [
        ("Cart", "class", 0, False),
        ("Cart.add", "method", 1, False),
        ("Cart.add.<locals>.check", "function", 2, False),
        ("pay", "function", 0, True),
    ]


def test_blocks_nest_and_statements_keep_their_order() -> None:
    found = facts(
        """
        def f(items):
            for item in items:
                if item:
                    with lock:
                        save(item)
            done()
        """
    )
    scope = bodies(found)[1]
    assert [block.kind for block in scope.blocks] == ["body", "for", "if", "with"]
    assert [block.parent for block in scope.blocks] == [0, 0, 1, 2]
    assert [(s.kind, s.block) for s in scope.statements] == [
        ("for", 0),
        ("test", 1),
        ("with", 2),
        ("expression", 3),
        ("expression", 0),
    ]


def test_imports_are_kept_as_written() -> None:
    found = facts(
        """
        import a.b as c
        from ..d import e as f
        from typing import TYPE_CHECKING
        if TYPE_CHECKING:
            from g import h
        def late():
            import i
        """
    )
    assert [(i.module, i.level, i.name, i.alias, i.scope, i.kind) for i in found.imports] == [
        ("a.b", 0, "", "c", 0, "module"),
        ("d", 2, "e", "f", 0, "module"),
        ("typing", 0, "TYPE_CHECKING", "TYPE_CHECKING", 0, "module"),
        ("g", 0, "h", "h", 0, "type_checking"),
        ("i", 0, "", "", 1, "module"),
    ]


def test_an_annotation_in_quotes_is_read_as_the_expression_it_holds() -> None:
    found = facts("def f(order: 'models.Order') -> 'Total': ...\n")
    assert found.heads[0].parameters[0].annotation == Attribute(Name("models", 1), "Order")
    assert found.heads[0].returns == Name("Total", 1)


@pytest.mark.parametrize("literal", ["10**400", str(10**40), "'\\ud800'", "b'x'", "..."])
def test_literals_that_cannot_be_kept_are_dropped_and_the_file_is_not(literal: str) -> None:
    found = facts(f"x = {literal}\n")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=FileFacts) == found


@given(
    st.recursive(
        st.sampled_from(["a", "1", "'s'"]), lambda inner: st.builds("({} + f({})[{}])".format, inner, inner, inner)
    )
)
def test_facts_survive_the_cache_format(source: str) -> None:
    found = facts(f"def g():\n    return {source}\n")
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=FileFacts) == found
