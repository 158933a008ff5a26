"""Which paths the patterns of CODEOWNERS match, by the forges' own examples and by a slow second opinion."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from analyzer.project.owner_patterns import LONGEST, MOST_STARS, LastMatch, split_pattern

GITHUB = [
    ("*", "a.py a/b/c.py", ""),
    ("**", "a.py a/b/c.py", ""),
    ("/", "", "a.py a/b.py"),
    ("*.js", "x.js a/b/x.js", "x.jsx js/x.py"),
    ("/build/logs/", "build/logs/a build/logs/b/c", "build/logs src/build/logs/a"),
    ("docs/*", "docs/a.md", "docs/a/b.md src/docs/a.md"),
    ("apps/", "apps/x src/apps/y/z", "apps src/apps"),
    ("/docs/", "docs/x docs/y/z", "src/docs/x"),
    ("/scripts", "scripts scripts/a/b", "x/scripts scripts2/a"),
    ("**/logs", "logs/a build/logs/b deeply/nested/logs/c logs", "blogs/a"),
    ("/apps/github", "apps/github/a apps/github", "apps/githubs"),
    ("src/app", "src/app src/app/a/b", "x/src/app/a"),
    ("app.py", "app.py src/app.py app.py/x", "my_app.py"),
    ("/a/**/z", "a/z a/b/z a/b/c/z/y", "z b/a/z"),
    ("/a/**", "a/b a/b/c", "a b/a/b"),
    ("a/**/b/**/c/", "a/b/c/1 a/x/b/y/y/c/1", "a/b/c a/c/b/1"),
    ("/*_test*/x?.py", "my_test/x1.py a_tests/xy.py", "test/x1.py my_test/x.py my_test/x12.py"),
    ("/a*b*c.py", "abc.py a-b-b-c.py abcbc.py", "ab.py a/b/c.py abc.pyc"),
    (r"/with\ space/", "with~space/a", "with/a"),
    (r"/odd\*.py", "odd*.py", "odd1.py"),
    ("/pages/[id].py", "pages/[id].py", "pages/i.py"),
    ("//a//b", "a/b a/b/c", "b"),
]
GITLAB = [
    ("README.md", "README.md docs/README.md", "README.mdx"),
    ("ee/docs", "ee/docs x/ee/docs", "ee/docs/a.md"),
    ("/docs/", "docs/a docs/b/c", "x/docs/a"),
    ("/docs/*", "docs/a.md", "docs/b/c.md"),
    ("lib/", "lib/a x/lib/b/c", "lib"),
    ("docs/**/*.md", "docs/a.md docs/b/c.md x/docs/a.md", "docs/a.txt"),
    ("*", "a a/b/c", ""),
]


@pytest.mark.parametrize(
    ("pattern", "paths", "others", "gitlab"),
    [(*one, False) for one in GITHUB] + [(*one, True) for one in GITLAB],
)
def test_a_pattern_holds_what_the_forge_says(pattern: str, paths: str, others: str, gitlab: bool) -> None:
    segments = split_pattern(pattern, gitlab)
    found = LastMatch([segments] if segments else [], descends=not gitlab)
    for path in paths.replace("~", " ").split():
        if "~" not in paths:
            assert found.of(path) == 0, path
    if "~" in paths:
        assert found.of(paths.replace("~", " ")) == 0
    for path in others.split():
        assert found.of(path) == -1, path


def test_of_several_the_last_holds_however_it_is_looked_up() -> None:
    patterns = ["*", "*.py", "/a/", "/a/b.py", "b.py", "/a/*.py", "a/", "/a/**/x.py"]
    found = LastMatch([split_pattern(one, False) or [] for one in patterns], descends=True)
    assert {path: patterns[found.of(path)] for path in ("r", "c.py", "a/b.py", "x/b.py", "a/x", "a/b/x.py")} == {
        "r": "*",
        "c.py": "*.py",
        "a/b.py": "a/",
        "x/b.py": "b.py",
        "a/x": "a/",
        "a/b/x.py": "/a/**/x.py",
    }
    assert found.most_tried == 4


def test_only_the_patterns_of_the_folders_around_a_path_are_tried() -> None:
    patterns = ["*.py", "/a/*", "/a/b/*", "/a/b/*.py", "/a/c/x?", "/d/*", "/d/e"]
    assert LastMatch([split_pattern(one, False) or [] for one in patterns], descends=True).most_tried == 4
    assert LastMatch([], descends=True).most_tried == 0


def test_what_is_too_long_or_has_too_many_stars_is_no_pattern() -> None:
    assert split_pattern("a" * LONGEST, False) == ["**", "a" * LONGEST]
    assert split_pattern("a" * (LONGEST + 1), False) is None
    assert split_pattern("*a" * MOST_STARS, False) is not None
    assert split_pattern("*a" * (MOST_STARS + 1), False) is None


def test_hostile_patterns_end() -> None:
    stars = LastMatch([split_pattern("*a" * MOST_STARS + "b", False) or []], descends=True)
    assert stars.of("a" * 4_000) == -1
    folders = LastMatch([split_pattern("/" + "**/a/" * (MOST_STARS // 2) + "b", False) or []], descends=True)
    assert folders.of("a/" * 2_000 + "c") == -1


_SEGMENTS = some.sampled_from(["a", "b", "ab", "*", "**", "a*", "*b", "?", "a?", "*a*b", "a*b*", "**b"])
_PATTERNS = some.builds(
    lambda lead, names, end: lead + "/".join(names) + end,
    some.sampled_from(["", "/"]),
    some.lists(_SEGMENTS, min_size=1, max_size=5),
    some.sampled_from(["", "/"]),
)
_PATHS = some.lists(some.text("ab", min_size=1, max_size=4), min_size=1, max_size=5).map("/".join)


def slowly(names: list[str], parts: list[str], descends: bool) -> bool:
    """Try everything, segment by segment."""
    if not names:
        return not parts
    if names[0] == "**":
        if len(names) == 1:
            return bool(parts)
        return any(slowly(names[1:], parts[place:], descends) for place in range(len(parts)))
    wanted = names[0].replace("?", ".").replace("*", ".*") if names[0] != "*" else ".+"
    if not parts or not re.fullmatch(wanted, parts[0]):
        return False
    if len(names) == 1 and descends and names[0] != "*":
        return True
    return slowly(names[1:], parts[1:], descends)


@given(some.lists(_PATTERNS, max_size=6), _PATHS, some.booleans())
def test_the_last_that_matches_wins(patterns: list[str], path: str, gitlab: bool) -> None:
    split = [split_pattern(one, gitlab) or [] for one in patterns]
    parts = path.split("/")
    fits = [number for number, names in enumerate(split) if slowly(names, parts, not gitlab)]
    assert LastMatch(split, not gitlab).of(path) == max(fits, default=-1)
