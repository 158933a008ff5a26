"""Whose is what a helper returns that several callers share?"""

from __future__ import annotations

from analyzer.link.contexts import is_object_of_another, is_of_another
from analyzer.link.signature import Bound
from analyzer.link.types import ClassOf, External, Instance, Query, Type, Union


def _query(*tables: int) -> Query:
    return Query("sqlalchemy", -1, tables)


def _bound(value: Type) -> Bound:
    return Bound({"query": value}, (), (), None, None)


def test_a_query_that_lacks_a_table_of_the_one_passed_is_another_callers() -> None:
    assert is_of_another(_query(1), _bound(_query(2)))
    assert is_of_another(_query(1), _bound(Union((_query(1), _query(1, 2)))))


def test_a_query_with_all_tables_of_the_one_passed_may_be_this_callers() -> None:
    assert not is_of_another(_query(1, 2), _bound(_query(2)))
    assert not is_of_another(External("sqlalchemy.text()"), _bound(_query(2)))


def test_an_object_of_a_class_that_is_not_the_one_passed_is_another_callers() -> None:
    assert is_object_of_another(Instance(1), _bound(ClassOf(2)))
    assert not is_object_of_another(Instance(2), _bound(ClassOf(2)))
    assert not is_object_of_another(Instance(1), _bound(Instance(2)))
