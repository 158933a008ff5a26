"""Every sort of repository is read, and where there is none to read the result says why."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from analyzer.history import log
from repositories import Repository, history, pairs

AB = {("a.py", "b.py"): (1.0, 3)}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository with three changes of two files."""
    made = Repository(tmp_path / "repository")
    for _ in range(3):
        made.change("a.py", "b.py")
    return made


def test_a_folder_within_a_repository_has_its_own_pairs(repository: Repository) -> None:
    for _ in range(3):
        repository.change("src/shop/a.py", "src/shop/b.py", "c.py")
    assert pairs(repository.top / "src") == {("shop/a.py", "shop/b.py"): (0.5, 3)}
    assert history(repository.top / "src").commits == 3


def test_a_file_that_came_from_outside_the_folder_keeps_its_past(repository: Repository) -> None:
    repository.move(("a.py", "src/a.py"), ("b.py", "src/b.py"))
    assert pairs(repository.top / "src") == AB


@pytest.mark.parametrize(
    "name", ["with space.py", "two\nlines.py", 'tab\tquote".py', "übergröße.py", "-M.py", "\x01.py"]
)
def test_any_name_of_a_file_will_do(repository: Repository, name: str) -> None:
    for _ in range(3):
        repository.change("lone.py", f"R100/{name}")
    assert pairs(repository.top)[f"R100/{name}", "lone.py"] == (1.0, 3)


def test_names_that_are_no_text_will_do(repository: Repository) -> None:
    name = os.fsdecode(b"\xff\xfe.py")
    for _ in range(3):
        repository.change("lone.py", name)
    assert pairs(repository.top)["lone.py", name] == (1.0, 3)


@pytest.mark.parametrize(
    "command", ["pack-refs --all", "checkout -q --detach", "gc -q", "switch -q -c team/some-branch"]
)
def test_the_checked_out_commit_is_found_however_it_is_kept(repository: Repository, command: str) -> None:
    repository.git(*command.split())
    assert pairs(repository.top) == AB
    assert not history(repository.top).reason


def test_a_linked_work_tree_and_a_submodule_are_read(repository: Repository, tmp_path: Path) -> None:
    repository.git("worktree", "add", "-q", "../linked", "-b", "other")
    assert pairs(tmp_path / "linked") == AB
    around = Repository(tmp_path / "around")
    around.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repository.top), "inner")
    assert pairs(around.top / "inner") == AB


def test_a_repository_with_long_hashes_is_read(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "--object-format=sha256")
    for _ in range(3):
        repository.change("a.py", "b.py")
    assert pairs(tmp_path) == AB


def test_a_clone_that_borrows_objects_is_read(repository: Repository, tmp_path: Path) -> None:
    repository.git("clone", "-q", "--shared", ".", str(tmp_path / "clone"))
    assert pairs(tmp_path / "clone") == AB


def test_a_shallow_clone_says_what_is_missing(repository: Repository, tmp_path: Path) -> None:
    for _ in range(3):
        repository.change("a.py", "c.py")
    repository.git("clone", "-q", "--depth", "4", f"file://{repository.top}", str(tmp_path / "clone"))
    assert pairs(tmp_path / "clone") == {("a.py", "c.py"): (1.0, 3)}  # the oldest commit of the four brings all files
    assert history(tmp_path / "clone").reason == "the clone is shallow; older commits are missing"


def test_a_clone_without_contents_fetches_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.move(("a.py", "sub/a.py"))
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repository.top}", str(clone))
    for name in ("sub/a.py", "b.py"):
        (clone / name).parent.mkdir(exist_ok=True)
        (clone / name).write_text("x = 1\n")
    before = sorted(path.name for path in (clone / ".git" / "objects").rglob("*"))
    assert pairs(clone) == {("b.py", "sub/a.py"): (1.0, 3)}
    assert sorted(path.name for path in (clone / ".git" / "objects").rglob("*")) == before


def test_a_folder_in_no_repository_has_no_history(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1\n")
    assert history(tmp_path).reason == "the analysed folder lies in no git repository"


def test_a_machine_without_git_reads_no_history(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository.top))
    found = history(repository.top)
    assert (found.commits, found.pairs, found.reason) == (0, (), "git is not installed")


def test_a_repository_without_commits_says_so(tmp_path: Path, repository: Repository) -> None:
    repository.git("init", "-q", str(tmp_path / "new"))
    assert history(tmp_path / "new").reason == "the git repository has no commit yet"


def test_a_log_without_python_says_so(tmp_path: Path) -> None:
    assert history(Repository(tmp_path).top).reason == "no commit that counts changes the analysed code"


@pytest.mark.parametrize("head", ["", "nonsense\n", "ref: ../../outside\n", "ref: refs/../../../outside\n", "\x00\xff"])
def test_a_head_that_makes_no_sense_says_so(repository: Repository, tmp_path: Path, head: str) -> None:
    (tmp_path / "outside").write_text(repository.git("rev-parse", "HEAD"))
    (repository.top / ".git" / "HEAD").write_text(head, encoding="latin-1")
    assert history(repository.top).reason == "it cannot be told which commit of the git repository is checked out"


def test_references_in_a_circle_come_to_an_end(repository: Repository) -> None:
    (repository.top / ".git" / "refs" / "heads" / "main").write_text("ref: refs/heads/main\n")
    assert history(repository.top).reason == "it cannot be told which commit of the git repository is checked out"


def test_a_pipe_in_place_of_head_blocks_nobody(repository: Repository) -> None:
    (repository.top / ".git" / "HEAD").unlink()
    os.mkfifo(repository.top / ".git" / "HEAD")
    assert history(repository.top).reason == "it cannot be told which commit of the git repository is checked out"


def test_references_in_a_table_are_not_read(repository: Repository) -> None:
    (repository.top / ".git" / "HEAD").write_text("ref: refs/heads/.invalid\n")
    (repository.top / ".git" / "reftable").mkdir()
    assert "references in a table" in history(repository.top).reason


def test_a_path_that_is_none_says_so(repository: Repository) -> None:
    repository.git("checkout", "-q", "--detach")
    (repository.top / ".git" / "commondir").write_bytes(b"a\0b\n")
    assert history(repository.top).reason == "git could not read the repository"


def test_a_repository_that_lost_its_objects_says_so(repository: Repository) -> None:
    shutil.rmtree(repository.top / ".git" / "objects")
    found = history(repository.top)
    assert (found.commits, found.reason) == (0, "git could not read the repository")


def test_a_broken_commit_costs_what_is_older(repository: Repository) -> None:
    oldest = repository.git("rev-parse", "HEAD~3").strip()
    for _ in range(3):
        repository.change("b.py", "c.py")
    broken = repository.top / ".git" / "objects" / oldest[:2] / oldest[2:]
    broken.chmod(0o644)
    broken.write_bytes(b"nonsense")
    found = history(repository.top)
    assert [(pair.a, pair.b) for pair in found.pairs] == [("b.py", "c.py")]
    assert found.reason == "git could not read all of the repository; commits older than a broken one are missing"


def test_a_log_beyond_the_bound_costs_what_is_older(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "_CHUNK", 100)
    monkeypatch.setattr(log, "_MOST_CHUNKS", 1)
    found = history(repository.top)
    assert (found.commits, found.reason) == (1, "the log is too long; older commits are missing")
