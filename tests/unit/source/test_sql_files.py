from __future__ import annotations

from pathlib import Path

from analyzer.model.options import Options
from analyzer.source.discovery import discover
from analyzer.source.sql_files import read_sql_files


def test_every_file_of_sql_is_read_or_says_why_not(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    contents = {
        "m.py": b"",
        "a.sql": b"SELECT 1;\r\nSELECT 2",
        "b.sql.postgres": b"\xef\xbb\xbfSELECT 1",
        "c.ddl": "-- coding: cp1251\nж".encode("cp1251"),
        "latin.sql": b"-- \xe9",
        "wide.sql": "SELECT 1".encode("utf-16"),
        "nul.sql": b"SELECT\0",
        "large.sql": b" " * 4_000_001,
        "dump.sql.gz": b"",
        "tests/d.sql": b"SELECT 1",
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "link.sql").symlink_to(tmp_path / "a.sql")
    files, left_out = read_sql_files(discover(tmp_path, Options()))
    assert {file.path: file.text for file in files} == {
        "a.sql": "SELECT 1;\nSELECT 2",
        "b.sql.postgres": "SELECT 1",
        "c.ddl": "-- coding: cp1251\nж",
        "latin.sql": "-- é",
        "wide.sql": "SELECT 1",
    }
    assert [(one.path, one.reason) for one in left_out] == [
        ("large.sql", "SQL of more than 4 million bytes"),
        ("nul.sql", "not SQL: holds a NUL byte"),
    ]


def test_a_tree_of_sql_alone_leaves_modules_alone(tmp_path: Path) -> None:
    (tmp_path / "m.py").write_text("")
    (tmp_path / "a.sql").write_text("SELECT 1")
    tree = discover(tmp_path, Options(exclude=("*.sql",)))
    assert tree.sql == ()
    assert [file.path for file in discover(tmp_path, Options()).files] == ["m.py"]
