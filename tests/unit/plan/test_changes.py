"""How often services are changed, worked out by hand on a few commits."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as some

from analyzer.model.history import ChangeSet
from analyzer.model.teams import ChangedWith, ServiceChange
from analyzer.plan.changes import service_changes
from cuts import Cut


def changed(cut: Cut, *commits: tuple[str, int]) -> tuple[ServiceChange, ...]:
    candidates = cut.candidates()
    sets = tuple(ChangeSet(tuple(f"{name}.py" for name in names.split()), number) for names, number in commits)
    facts = msgspec.structs.replace(candidates.facts, changes=tuple(sorted(sets)))
    return service_changes(msgspec.structs.replace(candidates, facts=facts))


def test_commits_are_counted_by_the_services_that_they_touch() -> None:
    cut = Cut("billing.a", "billing__tax.b", "trip.c", "mail.d", "kernel.e", "quiet.f")
    assert changed(
        cut,
        ("billing", 5),
        ("billing billing__tax", 1),
        ("billing kernel", 2),  # the kernel is no service
        ("billing mail trip", 3),
        ("mail trip", 4),
        ("kernel", 9),
        ("gone trip", 1),
    ) == (
        ServiceChange("billing", 11, 8, (ChangedWith("mail", 3), ChangedWith("trip", 3))),
        ServiceChange("mail", 7, 0, (ChangedWith("trip", 7), ChangedWith("billing", 3))),
        ServiceChange("quiet", 0, 0, ()),
        ServiceChange("trip", 8, 1, (ChangedWith("mail", 7), ChangedWith("billing", 3))),
    )


def test_without_history_nothing_is_said() -> None:
    assert changed(Cut("billing.a")) == ()


_COMMITS = some.lists(some.tuples(some.sets(some.sampled_from("abcd"), min_size=1).map(" ".join), some.integers(1, 5)))


@given(_COMMITS)
def test_alone_and_together_are_parts_of_the_commits(commits: list[tuple[str, int]]) -> None:
    found = {one.service: one for one in changed(Cut("a.f", "b.f", "c.f", "kernel.f"), *commits)}
    for one in found.values():
        assert 0 <= one.alone <= one.commits <= sum(number for _, number in commits)
        assert one.alone + max((other.commits for other in one.others), default=0) <= one.commits
        assert one.alone + sum(other.commits for other in one.others) >= one.commits
        for other in one.others:
            assert ChangedWith(one.service, other.commits) in found[other.service].others
