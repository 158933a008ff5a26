from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import BadInputError, NothingToAnalyseError
from analyzer.model.options import Options
from analyzer.source.discovery import discover
from trees import write


def kinds(root: Path, options: Options | None = None) -> dict[str, str]:
    return {file.path: file.kind.value for file in discover(root, options or Options()).files}


def test_files_are_told_apart_by_place_and_content(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "shop/orders.py": "",
            "shop/tests/test_orders.py": "",
            "shop/conftest.py": "",
            "shop/migrations/0001_initial.py": "",
            "shop/migrations/__init__.py": "",
            "shop/contest.py": "",
            "setup.py": "",
        },
    )
    assert kinds(tmp_path) == {
        "setup.py": "script",
        "shop/conftest.py": "test",
        "shop/contest.py": "code",
        "shop/migrations/0001_initial.py": "migration",
        "shop/migrations/__init__.py": "migration",
        "shop/orders.py": "code",
        "shop/tests/test_orders.py": "test",
    }


def test_a_business_package_called_migrations_stays_code(tmp_path: Path) -> None:
    write(tmp_path, {"moves/migrations/plan.py": "", "moves/migrations/__init__.py": ""})
    assert set(kinds(tmp_path).values()) == {"code"}


def test_environments_caches_and_hidden_folders_are_not_entered(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "app.py": "",
            "env/pyvenv.cfg": "",
            "env/lib/x.py": "",
            ".tox/y.py": "",
            "node_modules/z.py": "",
            "__pycache__/a.py": "",
        },
    )
    assert list(kinds(tmp_path)) == ["app.py"]


def test_links_are_listed_and_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"root/app.py": "", "outside/secret.py": ""})
    (tmp_path / "root" / "link.py").symlink_to(tmp_path / "outside" / "secret.py")
    (tmp_path / "root" / "loop").symlink_to(tmp_path / "root")
    skipped = {file.path: file.skipped for file in discover(tmp_path / "root", Options()).files}
    assert skipped == {"app.py": "", "link.py": "symbolic link, not followed"}


def test_include_and_exclude_are_globs_as_in_gitignore(tmp_path: Path) -> None:
    write(tmp_path, {"a/x.py": "", "a/legacy/y.py": "", "b/z.py": ""})
    assert list(kinds(tmp_path, Options(exclude=("**/legacy/**",)))) == ["a/x.py", "b/z.py"]
    assert list(kinds(tmp_path, Options(include=("b/",)))) == ["b/z.py"]


def test_one_file_can_be_given(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "", "other.py": ""})
    assert list(kinds(tmp_path / "app.py")) == ["app.py"]


def test_what_cannot_be_analysed_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="does not exist"):
        discover(tmp_path / "nowhere", Options())
    with pytest.raises(NothingToAnalyseError, match="no Python file below"):
        discover(tmp_path, Options())
    write(tmp_path, {"notes.txt": ""})
    with pytest.raises(BadInputError, match=r"not a \.py file"):
        discover(tmp_path / "notes.txt", Options())


def left_out(root: Path) -> dict[str, str]:
    return {one.path: one.reason for one in discover(root, Options()).left_out}


def test_what_git_ignores_is_left_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/info/exclude": "scratch.py\n",
            ".gitignore": "/out/\n*_local.py\n",
            "app.py": "",
            "scratch.py": "",
            "out/made.py": "",
            "shop/out/kept.py": "",
            "shop/settings_local.py": "",
            "shop/.gitignore": "!keep_local.py\n/draft.py\n",
            "shop/keep_local.py": "",
            "shop/draft.py": "",
            "shop/deep/draft.py": "",
        },
    )
    assert list(kinds(tmp_path)) == ["app.py", "shop/deep/draft.py", "shop/keep_local.py", "shop/out/kept.py"]
    assert left_out(tmp_path) == dict.fromkeys(
        ("out/", "scratch.py", "shop/draft.py", "shop/settings_local.py"), "ignored by git"
    )


def test_rules_around_the_tree_hold_unless_they_leave_it_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        {".git/HEAD": "", ".gitignore": "/src/gen/\n/build/\n", "src/gen/a.py": "", "src/b.py": "", "build/c.py": ""},
    )
    assert list(kinds(tmp_path / "src")) == ["b.py"]
    assert list(kinds(tmp_path / "build")) == ["c.py"]
    assert list(kinds(tmp_path / "src" / "gen")) == ["a.py"]


def test_without_a_repository_the_folders_around_say_nothing(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.py\n", "src/b.py": ""})
    assert list(kinds(tmp_path / "src")) == ["b.py"]


def test_copies_of_others_code_are_told_from_a_business_with_vendors(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "shop/_vendor/clock/__init__.py": "",
            "shop/vendor/clock/__init__.py": "",
            "market/vendor/models.py": "",
            "market/vendor/rating/rules.py": "",
            "market/vendors/views.py": "",
            "app.py": "",
        },
    )
    skipped = {
        file.path for file in discover(tmp_path, Options()).files if file.skipped == "copy of a third party's code"
    }
    assert skipped == {"shop/_vendor/clock/__init__.py", "shop/vendor/clock/__init__.py"}


def test_builds_environments_links_and_notebooks_are_said(tmp_path: Path) -> None:
    write(
        tmp_path / "root",
        {
            "pyproject.toml": "",
            "build/lib/shop/cart.py": "",
            "shop/cart.py": "",
            "shop/build/lib/brick.py": "",
            "shop/look.ipynb": "{}",
            "env/pyvenv.cfg": "",
            "env/x.py": "",
        },
    )
    (tmp_path / "root" / "link").symlink_to(tmp_path)
    (tmp_path / "root" / "broken.py").symlink_to(tmp_path / "gone")
    tree = discover(tmp_path / "root", Options())
    assert {file.path: file.skipped for file in tree.files} == {
        "broken.py": "symbolic link, not followed",
        "shop/build/lib/brick.py": "",
        "shop/cart.py": "",
        "shop/look.ipynb": "notebook",
    }
    assert left_out(tmp_path / "root") == {
        "build/": "copy made by a build",
        "env/": "virtual environment",
        "link/": "symbolic link to a folder",
    }
