"""Which files change together, worked out by hand on repositories of a few commits."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analyzer.history import coupling
from analyzer.history.authors import is_bot
from analyzer.history.coupling import LEAST, Coupling
from analyzer.history.log import Commit
from repositories import Repository, history, pairs


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def test_a_pair_that_always_changes_alone_together_weighs_one(repository: Repository) -> None:
    for _ in range(3):
        repository.change("a.py", "b.py", "readme.txt")
    assert history(repository.top).commits == 3
    assert pairs(repository.top) == {("a.py", "b.py"): (1.0, 3)}


def test_a_commit_is_shared_by_its_files_and_the_sum_by_the_commits_of_either(repository: Repository) -> None:
    for _ in range(3):
        repository.change("a.py", "b.py", "c.py")  # each pair: 1 / (3 - 1)
    repository.change("a.py")
    assert pairs(repository.top) == {
        ("a.py", "b.py"): (1.5 / 4, 3),
        ("a.py", "c.py"): (1.5 / 4, 3),
        ("b.py", "c.py"): (1.5 / 3, 3),
    }


def test_two_commits_are_no_habit(repository: Repository) -> None:
    for _ in range(2):
        repository.change("a.py", "b.py")
    assert not pairs(repository.top)


def test_tests_make_no_commit_larger_and_no_pairs(repository: Repository) -> None:
    for _ in range(3):
        repository.change("a.py", "b.py", "test_a.py")
    assert pairs(repository.top, "test_a.py") == {("a.py", "b.py"): (1.0, 3)}


def test_files_that_are_gone_make_a_commit_larger(repository: Repository) -> None:
    for _ in range(3):
        repository.change("a.py", "b.py", "gone.py")
    repository.git("rm", "-q", "gone.py")
    repository.change("other.py")
    assert pairs(repository.top) == {("a.py", "b.py"): (0.5, 3)}


def test_large_commits_are_left_out(repository: Repository) -> None:
    for _ in range(3):
        repository.change("a.py", "b.py")
    for _ in range(3):
        repository.change("a.py", *(f"m{number}.py" for number in range(30)))
    assert history(repository.top).commits == 3
    assert pairs(repository.top) == {("a.py", "b.py"): (1.0, 3)}
    for _ in range(3):
        repository.change(*(f"m{number}.py" for number in range(30)))
    assert pairs(repository.top)["m0.py", "m1.py"] == (round(3 / 29 / 3, 6), 3)


def test_what_the_first_commit_brings_is_no_change(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("x = 1\n")
    repository = Repository(tmp_path)
    for _ in range(2):
        repository.change("a.py", "b.py")
    assert history(tmp_path).commits == 2
    assert not pairs(tmp_path)


def test_merges_are_left_out_and_what_they_bring_is_not(repository: Repository) -> None:
    repository.git("switch", "-q", "-c", "side")
    for _ in range(3):
        repository.change("a.py", "b.py")
    repository.git("switch", "-q", "main")
    repository.change("c.py")
    repository.git("merge", "-q", "--no-ff", "--no-commit", "side")
    repository.change("c.py", "a.py")  # the merge changes both sides
    assert repository.git("log", "--merges", "--oneline").count("\n") == 1
    assert history(repository.top).commits == 4
    assert pairs(repository.top) == {("a.py", "b.py"): (1.0, 3)}


def test_commits_of_bots_are_left_out(repository: Repository) -> None:
    for _ in range(2):
        repository.change("a.py", "b.py")
    repository.change("a.py", "b.py", by="dependabot[bot]", mail="49699333+dependabot[bot]@users.noreply.example")
    assert history(repository.top).commits == 2


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ("49699333+dependabot[bot]@users.noreply.example dependabot[bot]", True),
        ("bot@renovateapp.example Renovate Bot", True),
        ("66853113+pre-commit-ci[bot]@users.noreply.example pre-commit-ci[bot]", True),
        ("infra@stack.example Stack Proposal Bot", True),
        ("release-bot@shop.example Releases", True),
        ("hosted@weblate.example Hosted Weblate", True),
        ("ann@people.example Ann Abbott", False),
        ("talbot@people.example Lea Talbot", False),
        ("robotics@people.example Botond Kis", False),
    ],
)
def test_bots_are_told_from_people(author: str, expected: bool) -> None:
    assert is_bot(author) is expected


def test_a_renamed_file_keeps_its_past(repository: Repository) -> None:
    for _ in range(2):
        repository.change("old.py", "b.py")
    repository.move(("old.py", "middle.py"))
    repository.move(("middle.py", "new folder/new.py"), change=("new folder/new.py", "b.py"))
    assert pairs(repository.top) == {("b.py", "new folder/new.py"): (1.0, 3)}
    assert history(repository.top).commits == 3  # a mere move is no change


def test_every_commit_that_counts_is_kept_by_what_it_changes(repository: Repository) -> None:
    repository.change("a.py", "b.py", "test_a.py")
    repository.change("a.py", "gone.py")
    repository.change("a.py", by="renovate[bot]")
    repository.move(("b.py", "new/b.py"), ("gone.py", "gone.txt"))
    repository.change("a.py", "new/b.py")
    found = history(repository.top, "test_a.py")
    assert [(one.paths, one.commits) for one in found.changes] == [(("a.py",), 1), (("a.py", "new/b.py"), 2)]
    assert sum(one.commits for one in found.changes) == found.commits


def test_a_name_that_is_used_again_has_two_pasts(repository: Repository) -> None:
    for _ in range(3):
        repository.change("a.py", "b.py")
    repository.move(("a.py", "moved.py"))
    for _ in range(3):
        repository.change("a.py", "c.py")
    assert pairs(repository.top) == {("b.py", "moved.py"): (1.0, 3), ("a.py", "c.py"): (1.0, 3)}


def test_files_that_swap_names_keep_their_own_pasts() -> None:
    found = Coupling(["a.py", "b.py", "c.py"], ())
    swap = Commit("", (), (("a.py", "b.py"), ("b.py", "a.py")))
    found.read([swap, *[Commit("", ("a.py", "c.py"))] * 3])
    assert [(pair.a, pair.b) for pair in found.pairs()] == [("b.py", "c.py")]


def test_a_mass_move_is_no_change_and_is_followed(repository: Repository) -> None:
    names = [f"m{number:02}" for number in range(40)]
    repository.change(*(f"flat/{name}.py" for name in names))
    for _ in range(3):
        repository.change("flat/m00.py", "flat/m01.py")
    repository.git("mv", "flat", "deep")
    repository.change()
    assert pairs(repository.top) == {("deep/m00.py", "deep/m01.py"): (1.0, 3)}


def test_only_the_newest_commits_count(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        repository.change("a.py", "b.py")
    for _ in range(3):
        repository.change("a.py", "c.py")
    monkeypatch.setattr(coupling, "NEWEST", 3)
    assert pairs(repository.top) == {("a.py", "c.py"): (1.0, 3)}
    assert history(repository.top).reason.startswith("only the newest")
    monkeypatch.setattr(coupling, "FARTHEST", 2)
    assert history(repository.top).commits == 2


_COMMITS = some.lists(some.sets(some.sampled_from("abcdef"), max_size=6).map(sorted), max_size=20)


@given(_COMMITS)
def test_weights_are_shares_and_do_not_depend_on_order(changes: list[list[str]]) -> None:
    forth, back = Coupling("abcde", "f"), Coupling("abcde", "f")
    forth.read(Commit("", tuple(paths)) for paths in changes)
    back.read(Commit("", tuple(reversed(paths))) for paths in reversed(changes))
    assert forth.pairs() == tuple(sorted(forth.pairs()))
    assert forth.sets() == back.sets() == tuple(sorted(forth.sets()))
    assert sum(one.commits for one in forth.sets()) == forth.commits
    assert [(p.a, p.b, p.commits) for p in forth.pairs()] == [(p.a, p.b, p.commits) for p in back.pairs()]
    for pair in forth.pairs():
        assert pair.a < pair.b < "f"
        assert LEAST <= pair.commits <= forth.commits
        assert 0 < pair.weight <= 1
