from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analyzer.frameworks.command_tree import CommandTree, Key

KEYS = [(0, place, "") for place in range(8)]


def test_a_command_has_a_name_for_every_group_that_holds_it() -> None:
    tree = CommandTree()
    root, one, two, command = KEYS[:4]
    for key, name in ((root, "program"), (one, "one"), (two, "two")):
        tree.add(key, name, is_group=True)
    tree.add(command, "run")
    tree.hold(root, one)
    tree.hold(root, two, "second")
    tree.hold(one, command)
    tree.hold(two, command, "go")
    assert tree.paths(command) == ["one run", "second go"]
    assert tree.paths(root) == ["program"]


def test_a_group_without_a_name_adds_nothing() -> None:
    tree = CommandTree()
    root, inner, command = KEYS[:3]
    tree.add(root, "program", is_group=True)
    tree.add(inner, "", is_group=True)
    tree.add(command, "run")
    tree.hold(root, inner)
    tree.hold(inner, command)
    assert tree.paths(command) == ["run"]


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=64))
def test_circles_of_groups_end_and_every_command_keeps_a_name(
    held: list[tuple[Key, Key]],
) -> None:
    tree = CommandTree()
    for key in KEYS:
        tree.add(key, f"n{key[1]}", is_group=key[1] < 6)
    for parent, child in held:
        tree.hold(parent, child)
    for key in KEYS:
        assert 1 <= len(tree.paths(key)) <= 16
        assert all(path.endswith(f"n{key[1]}") for path in tree.paths(key))
