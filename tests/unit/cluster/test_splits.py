"""Which lines of a module belong to which service?"""

from __future__ import annotations

from analyzer.cluster.splits import modules_to_split
from analyzer.model.code import Definition, DefinitionKind
from analyzer.model.facts import Facts
from analyzer.model.services import KERNEL, ModuleToSplit, SplitPart


def facts(*definitions: tuple[str, int, int, str], within: str = "") -> Facts:
    found = tuple(
        Definition(f"m.{name}", DefinitionKind.FUNCTION, "m", name, "m.py", first, last, service, within)
        for name, first, last, service in definitions
    )
    return Facts((), found, *((),) * 12)


def test_neighbours_of_one_service_are_one_range_and_the_longest_part_is_first() -> None:
    told = facts(("a", 1, 4, "x"), ("b", 6, 9, "x"), ("c", 11, 30, "y"), ("d", 32, 33, "x"))
    assert modules_to_split(told) == (
        ModuleToSplit("m", "m.py", (SplitPart("y", 1, 20, ((11, 30),)), SplitPart("x", 3, 10, ((1, 9), (32, 33))))),
    )


def test_the_kernel_is_told_but_makes_no_module_one_to_split() -> None:
    assert not modules_to_split(facts(("a", 1, 2, "x"), ("b", 3, 4, KERNEL)))
    (found,) = modules_to_split(facts(("a", 1, 2, "x"), ("b", 3, 4, KERNEL), ("c", 5, 9, "y")))
    assert [part.service for part in found.parts] == ["y", KERNEL, "x"]


def test_nested_definitions_and_those_of_no_service_do_not_count() -> None:
    assert not modules_to_split(facts(("a", 1, 2, "x"), ("b", 3, 4, "")))
    assert not modules_to_split(facts(("a", 1, 2, "x"), ("b", 3, 4, "y"), within="m.outer"))
