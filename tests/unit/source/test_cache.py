from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import analyzer.reading
from analyzer.model.options import Options
from analyzer.pipeline import analyze
from analyzer.source import cache as cache_module
from analyzer.source.cache import Cache, cache_file
from trees import write

MAKER = b"code"


def kept(file: Path, maker: bytes = MAKER) -> tuple[Cache, list[str]]:
    said: list[str] = []
    return Cache(file, maker, said.append), said


def fill(file: Path, **contents: bytes) -> None:
    cache, _ = kept(file)
    for name, content in contents.items():
        cache.put(cache.key(name.encode()), content)
    cache.close()


def test_what_was_put_is_there_for_the_next_run(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "files.sqlite"
    fill(file, a=b"1", b=b"2")
    cache, said = kept(file)
    assert [cache.get(cache.key(name)) for name in (b"a", b"b", b"c")] == [b"1", b"2", None]
    assert said == []


def test_other_code_finds_nothing(tmp_path: Path) -> None:
    fill(tmp_path / "f", a=b"1")
    cache, _ = kept(tmp_path / "f", b"newer code")
    assert cache.get(cache.key(b"a")) is None


@pytest.mark.parametrize("content", [b"no database at all" * 100, b""])
def test_a_damaged_file_is_made_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "f"
    file.write_bytes(content)
    cache, said = kept(file)
    assert len(said) == bool(content)
    cache.put(b"k", b"v")
    cache.close()
    assert kept(file)[0].get(b"k") == b"v"


def test_a_file_of_another_format_is_made_anew(tmp_path: Path) -> None:
    file = tmp_path / "f"
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
    cache, said = kept(file)
    assert "made anew" in said[0]
    assert cache.get(b"k") is None


def test_pages_that_rot_cost_the_cache_and_not_the_run(tmp_path: Path) -> None:
    file = tmp_path / "f"
    fill(file, **{f"n{number}": b"x" * 500 for number in range(200)})
    content = bytearray(file.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    file.write_bytes(content)
    cache, said = kept(file)
    for number in range(200):
        cache.get(cache.key(f"n{number}".encode()))
    cache.close()
    assert said
    again, said = kept(file)
    again.put(b"k", b"v")
    again.close()
    assert (kept(file)[0].get(b"k"), said) == (b"v", [])


def test_a_place_that_cannot_be_written_costs_the_cache_and_not_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache, said = kept(tmp_path / "file" / "files.sqlite")
    cache.put(b"k", b"v")
    assert cache.get(b"k") is None
    cache.close()
    assert len(said) == 1
    assert "going on without it" in said[0]


def test_a_full_disk_costs_the_cache_and_not_the_run(tmp_path: Path) -> None:
    cache, said = kept(tmp_path / "f")
    assert cache._connection is not None
    cache._connection.execute("PRAGMA max_page_count = 3")
    cache.put(b"k", b"v" * 100_000)
    cache.close()
    assert "full" in said[0]
    assert kept(tmp_path / "f")[0].get(b"k") is None


def test_the_longest_unused_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "LARGEST", 250)
    for day, name in enumerate(("old", "used", "new")):
        monkeypatch.setattr(cache_module.time, "time", lambda day=day: day * 100_000)
        cache, _ = kept(tmp_path / "f")
        cache.get(b"used")
        cache.put(name.encode(), b"x" * 100)
        cache.close()
    cache, _ = kept(tmp_path / "f")
    assert [cache.get(name) is not None for name in (b"old", b"used", b"new")] == [False, True, True]


def test_two_runs_at_once_leave_it_whole(tmp_path: Path) -> None:
    write(tmp_path, {f"app/m{number}.py": f"x = {number}\n" for number in range(60)})
    command = [sys.executable, "-m", "seamline", "analyze", "app", "-v", "--output", "json=-"]
    environment = os.environ | {"SEAMLINE_CACHE": str(tmp_path / "cache")}
    runs = [
        subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(3)
    ]
    ended = [(run.communicate(), run.returncode) for run in runs]
    assert {code for _, code in ended} == {0}
    assert len({out for (out, _), _ in ended}) == 1
    assert not any(b"the cache" in err for (_, err), _ in ended)
    with sqlite3.connect(tmp_path / "cache" / "files.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("SELECT COUNT(*) FROM results").fetchone() == (61,)  # the result too


def test_only_changed_files_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAMLINE_CACHE", str(tmp_path / "cache"))
    tree = write(tmp_path / "src", {"app/a.py": "import app.b\n", "app/b.py": "x = 1\n", "app/bad.py": "def (\n"})
    read: list[str] = []
    real = analyzer.reading.read_file
    monkeypatch.setattr(analyzer.reading, "read_file", lambda path: (read.append(Path(path).name), real(path))[1])
    first = analyze(tree, Options(jobs=1))
    assert read == ["a.py", "b.py", "bad.py"]
    assert analyze(tree, Options(jobs=1)) == first
    assert read == ["a.py", "b.py", "bad.py"]
    (tree / "app" / "b.py").write_text("y = 2\n", encoding="utf-8")
    analyze(tree, Options(jobs=1))
    assert read[3:] == ["b.py"]
    without = analyze(tree, Options(jobs=1, cache=False))
    assert read[4:] == ["a.py", "b.py", "bad.py"]
    assert without == analyze(tree, Options(jobs=1))


def test_a_row_that_is_no_result_counts_as_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEAMLINE_CACHE", str(tmp_path / "cache"))
    tree = write(tmp_path / "src", {"app/a.py": "import app.b\n"})
    first = analyze(tree, Options(jobs=1))
    with sqlite3.connect(cache_file()) as connection:
        connection.execute("UPDATE results SET content = x'c1'")
    assert analyze(tree, Options(jobs=1)) == first
