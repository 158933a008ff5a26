from __future__ import annotations

from pathlib import Path

from analyzer.model.options import Options
from analyzer.source.discovery import discover
from analyzer.source.documents import Documents

CONTENTS = {
    "m.py": b"",
    "a.sql": b"SELECT 1;\r\nSELECT 2",
    "b.sql.postgres": b"\xef\xbb\xbfSELECT 1",
    "c.ddl": "-- coding: cp1251\nж".encode("cp1251"),
    "latin.sql": b"-- \xe9",
    "slow.sql": b"-- coding: punycode\n-- \xe9",
    "wide.sql": "SELECT 1".encode("utf-16"),
    "cut.sql": b"\xff\xfeS",
    "nul.sql": b"SELECT\0",
    "large.sql": b" " * 4_000_001,
    "dump.sql.gz": b"",
    "tests/d.sql": b"SELECT 1",
    "api.yaml": "ä: 1".encode(),
    "latin.json": b'"\xe9"',
    ".hidden.yml": b"a: 1",
}


def opened(root: Path, options: Options) -> Documents:
    tree = discover(root, options)
    return Documents(tree.root, tree.documents)


def write(root: Path) -> None:
    (root / "tests").mkdir()
    for name, content in CONTENTS.items():
        (root / name).write_bytes(content)
    (root / "link.sql").symlink_to(root / "a.sql")


def test_every_file_of_sql_is_read_or_says_why_not(tmp_path: Path) -> None:
    write(tmp_path)
    documents = opened(tmp_path, Options())
    assert documents.sql == {
        "a.sql": "SELECT 1;\nSELECT 2",
        "b.sql.postgres": "SELECT 1",
        "c.ddl": "-- coding: cp1251\nж",
        "latin.sql": "-- é",
        "slow.sql": "-- coding: punycode\n-- é",
        "wide.sql": "SELECT 1",
    }
    assert [(one.path, one.reason) for one in documents.left_out] == [
        ("large.sql", "SQL of more than 4 million bytes"),
        ("cut.sql", "SQL that is not text in its encoding"),
        ("nul.sql", "not SQL: holds a NUL byte"),
    ]
    assert documents.number_asked == 9
    left_out = discover(tmp_path, Options()).left_out
    assert [(one.path, one.reason) for one in left_out] == [("link.sql", "symbolic link, not followed")]


def test_other_documents_are_opened_when_they_are_asked_for(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "elsewhere.yaml").symlink_to("/etc/passwd")
    documents = opened(tmp_path, Options())
    assert documents.number_asked == 0
    assert documents.read("api.yaml") == "ä: 1"
    for name in ("latin.json", "elsewhere.yaml", "absent.yaml", "../secret.yaml", "m.py", ".hidden.yml", "/etc/passwd"):
        assert documents.read(name) is None
    assert [(one.path, one.reason) for one in documents.left_out] == [
        ("latin.json", "document that is not text in its encoding"),
        ("elsewhere.yaml", "symbolic link, not followed"),
    ]


def test_all_documents_together_have_an_end(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("")
    for number in range(17):
        (tmp_path / f"{number:02}.sql").write_bytes(b" " * 4_000_000)
    documents = opened(tmp_path, Options())
    assert len(documents.sql) == 16
    assert [one.path for one in documents.left_out] == ["16.sql"]


def test_documents_are_included_and_excluded_like_modules(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    for name in ("m.py", "a.sql", "a.json", "shop/m.py", "shop/b.sql", "shop/b.yml"):
        (tmp_path / name).write_text("")
    assert discover(tmp_path, Options()).documents == ("a.json", "a.sql", "shop/b.sql", "shop/b.yml")
    assert discover(tmp_path, Options(exclude=("*.sql",))).documents == ("a.json", "shop/b.yml")
    assert discover(tmp_path, Options(include=("shop",))).documents == ("shop/b.sql", "shop/b.yml")


def test_sql_that_git_ignores_is_listed(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("*.sql\n*.json\n")
    for name in ("m.py", "a.sql", "a.json"):
        (tmp_path / name).write_text("")
    tree = discover(tmp_path, Options())
    assert [(one.path, one.reason) for one in tree.left_out] == [("a.sql", "ignored by git")]
    assert tree.documents == ()
