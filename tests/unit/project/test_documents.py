"""Documents beside the code: what they say, and what hostile ones cannot do."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.project.documents import Plain, find, read
from analyzer.source.documents import Documents


def said(root: Path, text: str) -> tuple[Plain | None, list[str]]:
    (root / "a.yaml").write_text(text)
    documents = Documents(root, ["a.yaml"])
    return read(documents, "a.yaml"), [one.reason for one in documents.left_out]


def test_a_document_is_plain_mappings_lists_and_texts(tmp_path: Path) -> None:
    plain = {"b": "1", "c": ["yes", "null"]}
    text = "a: &x {b: 1, c: [yes, null]}\nd: *x\ne: !!python/name:os.system\n"
    assert said(tmp_path, text) == ({"a": plain, "d": plain, "e": ""}, [])


@pytest.mark.parametrize("text", ["a: [", "\t- a: b: c", "[" * 100_000, "- " * 5_000, ""])
def test_a_document_that_is_broken_or_too_deep_says_why_it_says_nothing(tmp_path: Path, text: str) -> None:
    assert said(tmp_path, text) == (None, ["document that is no YAML or JSON"])


def test_aliases_are_shared_not_copied(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40))]
    document, _ = said(tmp_path, "\n".join(lines))
    assert isinstance(document, dict)
    assert len(document) == 40


def test_only_documents_of_the_tree_are_found() -> None:
    documents = Documents(Path(), ["shop/api.yaml", "shop/a.sql"])
    folders = ["", "shop"]
    assert find(documents, folders, "./api.yaml") == find(documents, folders, "shop/api.yaml") == "shop/api.yaml"
    for name in ("../api.yaml", "absent.yaml", "api.txt", "a.sql", "shop/../shop/api.yaml"):
        assert find(documents, folders, name) == ""
