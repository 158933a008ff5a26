"""Everything that real trees hold: no file stops a run, none is lost, and each says what became of it."""

from __future__ import annotations

import csv
import errno
import io
from pathlib import Path

import pytest

from analyzer.extract import read_file as reader
from analyzer.model.options import Options
from analyzer.pipeline import analyze
from reports.render.as_csv import write_csv
from seamline.cli.main import main
from trees import write

CYRILLIC = "ж.py"

FILES: dict[str, tuple[bytes, str, str]] = {
    "bom.py": (b"\xef\xbb\xbfimport good\n", "parsed", ""),
    "latin.py": (b"# -*- coding: latin-1 -*-\nx = '\xe9'\nimport good\n", "parsed", ""),
    "crlf.py": (b"import good\r\nx = 1\r\n", "parsed", ""),
    "old_mac.py": (b"import good\rx = 1\r", "parsed", ""),
    "empty.py": (b"", "parsed", ""),
    "good.py": (b"def f(): ...\n", "parsed", ""),
    "json.py": (b"import good\n", "parsed", ""),
    CYRILLIC: (b"import good\n", "parsed", ""),
    "newer.py": (b"type X = int\nimport good\n", "lowered", "syntax newer than the running Python, read by libcst"),
    "sum.py": (b"x = " + b"1 + " * 10_000 + b"1\nimport good\n", "parsed", ""),
    "nul.py": (b"x = 1\0\n", "unread", "not Python source: holds a NUL byte"),
    "klingon.py": (b"# coding: klingon\n", "unread", "not text in its declared encoding: unknown encoding: klingon"),
    "undecodable.py": (b"x = '\xe9'\n", "unread", "not text in its declared encoding, line 1"),
    "python2.py": (b"def f():\n    print 'x'\n", "unread", "Python 2 print statement, line 2"),
    "octal.py": (b"mode = 0777\n", "unread", "Python 2 octal number, line 1"),
    "tabs.py": (b"if x:\n\ty = 1\n        z = 2\n", "unread", "tabs and spaces mixed, line 3"),
    "deep.py": (b"x = " + b"(" * 300 + b")" * 300 + b"\n", "unread", "too many nested parentheses, line 1"),
    "broken.py": (b"def f(:\n", "unread", "invalid syntax, line 1"),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "tree"
    root.mkdir()
    for name, (content, _, _) in FILES.items():
        (root / name).write_bytes(content)
    (root / "dangling.py").symlink_to(root / "gone.py")
    (root / "loop.py").symlink_to(root / "loop.py")
    return root


def test_every_file_is_listed_with_what_became_of_it(tree: Path) -> None:
    result = analyze(tree, Options(jobs=1))
    rows = csv.DictReader(io.StringIO(write_csv(result)["modules.csv"].decode()))
    found = {row["path"]: (row["status"], row["reason"]) for row in rows}
    expected = {name: (status, reason) for name, (_, status, reason) in FILES.items()}
    links = dict.fromkeys(("dangling.py", "loop.py"), ("skipped", "symbolic link, not followed"))
    assert found == expected | links
    unread = sum(status == "unread" for _, status, _ in FILES.values())
    assert (result.coverage.files_unread, result.coverage.files_skipped) == (unread, 2)
    importers = {edge.importer for edge in result.imports if edge.imported == "good"}
    assert importers == {"bom", "latin", "crlf", "old_mac", "json", "newer", "sum", "ж"}


def test_the_user_sees_one_line_and_the_report_counts(
    tree: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tree.parent)
    assert main(["analyze", "tree", "--output", "html=r.html"]) == 0
    assert "8 of 20 files could not be read; the report lists them\n" in capfd.readouterr().err
    page = (tree.parent / "r.html").read_text(encoding="utf-8")
    assert "8 files unread" in page
    assert "Python 2 print statement, line 2" in page


def test_a_file_that_cannot_be_opened_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": "x = 1\n", "secret.py": "x = 1\n"})
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "secret.py":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    result = analyze(tmp_path, Options(jobs=1))
    assert {module.path: module.reason for module in result.modules} == {
        "a.py": "",
        "secret.py": "cannot be opened: Permission denied",
    }


def test_a_folder_that_cannot_be_opened_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, {"a.py": "x = 1\n", "closed/b.py": "x = 1\n"})
    from analyzer.source import discovery

    real = discovery.os.scandir

    def refuse(folder: str | Path) -> object:
        if str(folder).endswith("closed"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(folder)

    monkeypatch.setattr(discovery.os, "scandir", refuse)
    result = analyze(tmp_path, Options(jobs=1))
    assert result.project.notes == ("left out: cannot be opened: Permission denied: closed/",)


def test_generated_code_of_a_hundred_thousand_lines_is_read(tmp_path: Path) -> None:
    rows = "".join(f"    ({number}, 'name {number}'),\n" for number in range(100_000))
    write(tmp_path, {"data.py": f"ROWS = [\n{rows}]\ndef after(): ...\n"})
    result = analyze(tmp_path, Options(jobs=1))
    assert [(d.name, d.line) for d in result.definitions] == [("data.after", 100_003)]


def test_names_in_any_alphabet_and_the_wrong_root(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "проект/заказ/__init__.py": "",
            "проект/заказ/модель.py": "from заказ import счёт\n",
            "проект/заказ/счёт.py": "def итог(): ...\n",
            "label_studio/label_studio/__init__.py": "",
            "label_studio/label_studio/core.py": "from label_studio import users\n",
            "label_studio/label_studio/users.py": "",
        },
    )
    result = analyze(tmp_path, Options(jobs=1))
    edges = {(edge.importer, edge.imported) for edge in result.imports}
    assert edges == {("заказ.модель", "заказ.счёт"), ("label_studio.core", "label_studio.users")}
    assert [root.path for root in result.project.roots] == [".", "label_studio", "проект"]


def test_an_absurd_expression_is_read_or_refused_but_never_a_crash(tmp_path: Path) -> None:
    deep = {
        "calls.py": "x = " + "f(" * 90 + ")" * 90 + "\n",
        "chain.py": "x = a" + ".b()" * 5_000 + "\n",
        "nest.py": "".join(f"{'    ' * depth}if x:\n" for depth in range(90)) + "    " * 90 + "y = 1\n",
        "lists.py": "x = " + "[" * 150 + "]" * 150 + "\n",
        "power.py": "x = " + "2**" * 3_000 + "1\n",
        "nots.py": "x = " + "not " * 3_000 + "y\n",
    }
    write(tmp_path, deep | {"good.py": "def f(): ...\n"})
    result = analyze(tmp_path, Options(jobs=1))
    assert {module.path for module in result.modules} == {*deep, "good.py"}
    assert "good.f" in {definition.name for definition in result.definitions}


def test_reading_never_changes_the_recursion_limit(tmp_path: Path) -> None:
    import sys

    before = sys.getrecursionlimit()
    write(tmp_path, {"a.py": "x = 1\n"})
    reader.read_file(str(tmp_path / "a.py"))
    analyze(tmp_path, Options(jobs=1))
    assert sys.getrecursionlimit() == before


def test_documents_that_cannot_be_read_are_listed_counted_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    root = write(tmp_path / "tree", {"good.sql": "create table orders (id int);", "broken.yaml": "paths: [\n"})
    write(root, {"m.py": "import connexion\napp = connexion.FlaskApp(__name__)\napp.add_api('broken.yaml')\n"})
    write(root, {"secret.sql": "select 1", "unasked.json": "{"})
    (root / "cut.sql").write_bytes(b"\xff\xfeS")
    (root / "dump.sql").write_bytes(b" " * 4_000_001)
    (root / "link.sql").symlink_to(root / "good.sql")
    real = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "secret.sql":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    reasons = {
        "broken.yaml": "document that is no YAML or JSON",
        "cut.sql": "SQL that is not text in its encoding",
        "dump.sql": "SQL of more than 4 million bytes",
        "secret.sql": "SQL that cannot be opened: Permission denied",
    }
    monkeypatch.chdir(tmp_path)
    assert main(["analyze", "tree", "-v", "--output", "html=r.html", "--jobs", "1", "--strict"]) == 4
    said = capfd.readouterr().err
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "4 of 6 files could not be read; the report lists them\n" in said
    assert "4 files unread" in page
    links = {"link.sql": "symbolic link, not followed"}
    for path, reason in (reasons | links).items():
        assert f"left out {path}: {reason}\n" in said
        assert reason in page
    result = analyze(root, Options(jobs=1))
    assert {one.path: one.reason for one in result.project.unread_documents} == reasons
    assert (result.coverage.documents, result.coverage.documents_unread) == (5, 4)
    assert set(result.project.notes) >= {f"left out: {reason}: {path}" for path, reason in reasons.items()}
    assert [table.name for table in result.tables] == ["orders"]
