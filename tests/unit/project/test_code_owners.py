"""Who owns which file, by CODEOWNERS files as GitHub, GitLab and Bitbucket read them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analyzer.model.teams import CodeOwners
from analyzer.project.code_owners import MOST_LINES, MOST_TRIED, PLACES, Rules, read_code_owners
from repositories import module


def owners(root: Path, *paths: str, top: Path | None = None) -> CodeOwners:
    return read_code_owners(root, [module(path) for path in paths], top)


def put(root: Path, place: str, text: str) -> None:
    (root / place).parent.mkdir(parents=True, exist_ok=True)
    (root / place).write_text(text)


def test_the_last_line_that_matches_holds_and_may_mean_nobody() -> None:
    rules = Rules(
        "# who owns what\n"
        "*         @shop/core   # by default\n"
        "*.py      @shop/python ann@shop.example\n"
        "/billing/ @shop/billing @shop/audit\n"
        "/billing/old.py\n"
        "/people/  @bob @ann @bob\n"
    )
    assert {path: rules.owners(path) for path in ("x.txt", "a/x.py", "billing/x.py", "billing/old.py", "people/x")} == {
        "x.txt": ("@shop/core",),
        "a/x.py": ("@shop/python",),  # who stands beside a team is left out
        "billing/x.py": ("@shop/billing", "@shop/audit"),
        "billing/old.py": (),
        "people/x": ("@ann @bob",),  # people are one team
    }
    assert not rules.not_understood


def test_lines_that_are_no_rules_are_passed_over() -> None:
    text = (
        "* @a/all\n!x.py @a/b\nx.py someone\n@@@Group @bob\n[Section] @a/b\n/ @a/b\n" + "y" * 3000 + " @a/b\nz.py @a/z"
    )
    rules = Rules(text, sections=False)
    assert rules.not_understood == [2, 3, 4, 5, 6, 7]
    assert (rules.owners("x.py"), rules.owners("z.py")) == (("@a/all",), ("@a/z",))


def test_owners_are_teams_people_roles_and_mail() -> None:
    rules = Rules(
        "a @@maintainer\nb @shop/billing:random(2) @shop/é_x-y.z/deep\nc ann+x@shop.example\n"
        'd =cmd("@a")\ne @\nf @<b>\ng a@b@c\n',
        sections=True,
    )
    assert [rules.owners(path) for path in "abcdefg"] == [
        ("@@maintainer",),
        ("@shop/billing", "@shop/é_x-y.z/deep"),
        ("ann+x@shop.example",),
        *[()] * 4,
    ]


def test_sections_have_default_owners_and_an_answer_each() -> None:
    rules = Rules(
        "* @all\n"
        "[Back End][2] @shop/back\n"
        "*.py\n"
        "/billing/ @shop/billing\n"
        "^[Audit] @shop/audit\n"
        "/billing/\n"
        "!/billing/test.py\n"
        "/billing/test.py\n"
        "[back end] @shop/late\n"
        "/late/\n"
        "# [Comment] @x\n"
    )
    assert rules.owners("README") == ("@all",)
    assert rules.owners("x/a.py") == ("@all", "@shop/back")
    assert rules.owners("billing/a.py") == ("@all", "@shop/billing", "@shop/audit")
    assert rules.owners("billing/test.py") == ("@all", "@shop/billing")  # excluded: no later line takes it back
    assert rules.owners("late/a.py") == ("@all", "@shop/late")  # names count in both cases, their sections are one


def test_what_is_no_owner_is_left_out_by_gitlab_alone() -> None:
    assert Rules("* @a\n*.py someone", sections=True).owners("x.py") == ()
    assert Rules("* @a\n*.py someone", sections=False).owners("x.py") == ("@a",)


@pytest.mark.parametrize("place", PLACES)
def test_the_file_is_found_where_forges_look(tmp_path: Path, place: str) -> None:
    put(tmp_path, place, "/app/ @shop/app\n")
    assert owners(tmp_path, "app/x.py", "setup.py") == CodeOwners(place, (("app/x.py", ("@shop/app",)),))


def test_the_first_place_holds(tmp_path: Path) -> None:
    for place in PLACES:
        put(tmp_path, place, f"* @at/{place.partition('/')[0]}\n")
    for place in PLACES:
        found = owners(tmp_path, "x.py")
        assert (found.path, found.owned) == (place, (("x.py", (f"@at/{place.partition('/')[0]}",)),))
        (tmp_path / place).unlink()
    assert owners(tmp_path, "x.py") == CodeOwners()


def test_below_the_top_of_a_repository_paths_are_those_of_the_repository(tmp_path: Path) -> None:
    inner = tmp_path / "src" / "app"
    inner.mkdir(parents=True)
    put(tmp_path, "CODEOWNERS", "/src/app/billing/ @shop/billing\n/app/ @nobody/here\n")
    assert owners(inner, "billing/x.py", "x.py", top=tmp_path).owned == (("billing/x.py", ("@shop/billing",)),)
    assert owners(inner, "billing/x.py") == CodeOwners()  # the repository is not to be looked at
    put(inner, "CODEOWNERS", "/x.py @inner/one\n")
    assert owners(inner, "x.py", "billing/x.py", top=tmp_path).owned == (("billing/x.py", ("@shop/billing",)),)
    assert owners(inner, "x.py").owned == (("x.py", ("@inner/one",)),)


def test_what_cannot_be_read_is_said_and_the_next_place_holds(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    put(outside, "CODEOWNERS", "* @secret/team\n")
    root = tmp_path / "root"
    root.mkdir()
    (root / ".github").symlink_to(outside)
    (root / "CODEOWNERS").symlink_to(outside / "CODEOWNERS")
    put(root, "docs/CODEOWNERS", "* @a\0b\n")
    put(root, ".gitlab/CODEOWNERS", "* @shop/core\n")
    found = owners(root, "x.py")
    assert (found.path, found.owned) == (".gitlab/CODEOWNERS", (("x.py", ("@shop/core",)),))
    assert found.notes == (
        ".github/CODEOWNERS is not read: symbolic link, not followed",
        "CODEOWNERS is not read: symbolic link, not followed",
        "docs/CODEOWNERS is not read: not a document: holds a NUL byte",
    )


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    many = "more than 500 sections and patterns with wildcards for one folder"
    for text, why in (
        ("".join(f"[s{n}]\n/a @b\n" for n in range(MOST_TRIED)), many),
        ("x\n" * (MOST_LINES + 1), "it has more than 50,000 lines"),
        (
            "".join(f"/a{n}*\n" for n in range(MOST_TRIED + 1)),
            many,
        ),
        ("#" * 4_000_001, "document of more than 4 million bytes"),
    ):
        put(tmp_path, "CODEOWNERS", text)
        assert owners(tmp_path, "x.py") == CodeOwners(notes=(f"CODEOWNERS is not read: {why}",))


def test_patterns_of_many_folders_are_no_burden(tmp_path: Path) -> None:
    put(tmp_path, "CODEOWNERS", "".join(f"parts/p{number}/* @shop/p{number}\n" for number in range(2 * MOST_TRIED)))
    assert owners(tmp_path, "parts/p777/x.py").owned == (("parts/p777/x.py", ("@shop/p777",)),)


def test_a_pipe_or_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "docs" / "CODEOWNERS").mkdir(parents=True)
    os.mkfifo(tmp_path / "CODEOWNERS")
    assert owners(tmp_path, "x.py") == CodeOwners()


def test_lines_without_a_rule_are_noted(tmp_path: Path) -> None:
    put(tmp_path, "CODEOWNERS", "* @a\nx.py someone\n")
    assert owners(tmp_path, "x.py").notes == ("CODEOWNERS: no rule in line 2",)
    put(tmp_path, "CODEOWNERS", "* @a\nx.py someone\ny.py someone\n")
    assert owners(tmp_path, "x.py").notes == ("CODEOWNERS: no rule in 2 lines, the first is line 2",)


def test_a_file_that_is_about_other_things_is_of_no_use(tmp_path: Path) -> None:
    put(tmp_path, "CODEOWNERS", "/docs/ @shop/docs\n")
    assert owners(tmp_path, "x.py") == CodeOwners(notes=("CODEOWNERS gives no file that was read to anybody",))


@given(some.text(some.characters(codec="utf-8") | some.sampled_from("*?/\\[]!@# \n^"), max_size=80))
def test_any_text_is_read_to_the_end(text: str) -> None:
    for sections in (None, False, True):
        for owner in Rules(text, sections).owners("a/b.py"):
            assert "@" in owner
