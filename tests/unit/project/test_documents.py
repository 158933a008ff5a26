"""Documents beside the code: what they say, and what hostile ones cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.project.documents import find, read


def test_a_document_is_plain_mappings_lists_and_texts(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: &x {b: 1, c: [yes, null]}\nd: *x\ne: !!python/name:os.system\n")
    plain = {"b": "1", "c": ["yes", "null"]}
    assert read(path) == {"a": plain, "d": plain, "e": ""}


@pytest.mark.parametrize("text", ["a: [", "\t- a: b: c", "[" * 100_000, "- " * 5_000, "\x00"])
def test_a_document_that_is_broken_or_too_deep_says_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    assert read(path) is None


def test_aliases_are_shared_not_copied(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    path.write_text("\n".join(lines))
    document = read(path)
    assert isinstance(document, dict)
    assert len(document) == 40


def test_only_documents_inside_the_tree_are_found(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "shop").mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("a: 1")
    (tree / "shop" / "api.yaml").write_text("a: 1")
    (tree / "shop" / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    folders = ["", "shop"]
    assert find(str(tree), folders, "./api.yaml") == tree / "shop" / "api.yaml"
    for name in ("../secret.yaml", "link.yaml", "absent.yaml", "api.txt", str(tmp_path / "secret.yaml")):
        assert find(str(tree), folders, name) is None
