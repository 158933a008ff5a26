"""Nothing that a repository asks for is done: its configuration, attributes and hooks are not looked at."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from repositories import Repository, history, pairs

AB = {("a.py", "b.py"): (1.0, 3)}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    for _ in range(3):
        made.change("a.py", "b.py")
    return made


@pytest.fixture
def trap(tmp_path: Path) -> Path:
    """A program that leaves a mark beside it when it is run."""
    program = tmp_path / "trap"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path / 'mark'}'\n")
    program.chmod(0o755)
    return program


def test_no_program_that_the_configuration_names_is_run(repository: Repository, trap: Path) -> None:
    (repository.top / ".gitattributes").write_text("*.py diff=evil filter=evil\n")
    repository.git("add", "-A")
    repository.change("a.py", "b.py")
    _commit(repository, "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n")  # is verified
    hooks = trap.parent / "hooks"
    hooks.mkdir()
    for name in ("post-index-change", "reference-transaction", "pre-auto-gc"):
        (hooks / name).symlink_to(trap)
    included = trap.parent / "included"
    included.write_text(f"[alias]\n\tlog = !{trap}\n")
    for key, value in {
        "core.hooksPath": str(hooks),
        "core.pager": str(trap),
        "pager.log": str(trap),
        "diff.external": str(trap),
        "diff.evil.command": str(trap),
        "diff.evil.textconv": str(trap),
        "filter.evil.smudge": str(trap),
        "log.showSignature": "true",
        "gpg.program": str(trap),
        "core.sshCommand": str(trap),
        "core.editor": str(trap),
        "include.path": str(included),
        "core.fsmonitor": str(trap),
    }.items():
        repository.git("config", key, value)
    mark = trap.parent / "mark"
    for asked in (("log",), ("log", "-p"), ("status",)):
        mark.unlink(missing_ok=True)
        repository.git(*asked)
        assert mark.exists(), "the trap is none: git itself does not fall into it"
        mark.unlink()
    assert pairs(repository.top) == {("a.py", "b.py"): (1.0, 4)}
    assert not mark.exists()


def test_settings_that_would_change_the_log_are_not_obeyed(repository: Repository) -> None:
    repository.move(("a.py", "c.py"), change=("c.py",))
    for key, value in {
        "diff.renames": "false",
        "diff.noprefix": "true",
        "log.showRoot": "true",
        "diff.orderFile": "/dev/zero",
        "diff.relative": "true",
        "log.follow": "true",
        "format.pretty": "fuller",
        "core.quotePath": "true",
        "core.worktree": "/nowhere",
        "core.repositoryFormatVersion": "99",
        "extensions.unknown": "yes",
    }.items():
        repository.git("config", "--file", ".git/config", key, value)
    assert pairs(repository.top) == {("b.py", "c.py"): (round(3 / 4, 6), 3)}


def test_a_configuration_that_is_none_does_not_matter(repository: Repository) -> None:
    (repository.top / ".git" / "config").write_bytes(b"[[[\0")
    assert pairs(repository.top) == AB


def test_the_environment_of_another_git_does_not_matter(
    repository: Repository, tmp_path: Path, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(trap))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "diff.renames")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "false")
    assert pairs(repository.top) == AB
    assert not (tmp_path / "mark").exists()


def test_a_git_that_lies_in_the_analysed_tree_is_not_run(
    repository: Repository, trap: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = repository.top / "bin" / "git"
    inside.parent.mkdir()
    trap.rename(inside)
    monkeypatch.setenv("PATH", str(inside.parent))
    assert history(repository.top).reason == "git is not installed"
    assert not (trap.parent / "mark").exists()


def test_an_author_cannot_write_into_the_log(repository: Repository) -> None:
    _commit(repository, "", author="\x01M\x02R100 M a.py M b.py <\x01@x>")
    for _ in range(3):
        repository.change("a.py", "b.py", by="M\x01 R100")
    assert pairs(repository.top) == {("a.py", "b.py"): (1.0, 6)}


def test_the_repository_is_left_as_it_was(repository: Repository) -> None:
    before = {path: path.stat().st_mtime_ns for path in repository.top.rglob("*")}
    history(repository.top)
    assert {path: path.stat().st_mtime_ns for path in repository.top.rglob("*")} == before


def _commit(repository: Repository, header: str, author: str = "Ann <ann@people.example>") -> None:
    """Write a commit by hand; it changes nothing."""
    tree, parent = repository.git("rev-parse", "HEAD^{tree}", "HEAD").split()
    people = "".join(f"{role} {author} 1700009999 +0000\n" for role in ("author", "committer"))
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        cwd=repository.top,
        input=f"tree {tree}\nparent {parent}\n{people}{header}\nM\n".encode(),
        capture_output=True,
        check=True,
    )
    repository.git("update-ref", "refs/heads/main", made.stdout.decode().strip())
