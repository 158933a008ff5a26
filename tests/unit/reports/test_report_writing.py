"""Is what reaches the disk whole, and is trouble found before the work?"""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from reports.errors import ReportError
from reports.render.output import check_writable, write


def test_a_file_is_written_and_replaced(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    write(str(target), b"one")
    write(str(target), b"two")
    assert target.read_bytes() == b"two"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_a_folder_is_made_and_strangers_in_it_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "csv"
    folder.mkdir()
    (folder / "mine.txt").write_text("keep")
    write(str(folder), {"a.csv": b"a", "b.csv": b"b"})
    assert sorted(p.name for p in folder.iterdir()) == ["a.csv", "b.csv", "mine.txt"]


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_nothing_half_written_stays(trouble: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.csv").write_bytes(b"old")
    real = Path.write_bytes

    def fail_on_b(path: Path, data: bytes) -> int:
        if "b.csv" in path.name:
            real(path, data[:1])
            raise trouble
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", fail_on_b)
    with pytest.raises((KeyboardInterrupt, ReportError)):
        write(str(tmp_path), {"a.csv": b"new", "b.csv": b"new"})
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.csv": b"old"}


def test_stdout_takes_a_file_but_no_folder(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write("-", b"{}")
    assert capfdbinary.readouterr().out == b"{}"
    with pytest.raises(ReportError, match="folder of files and cannot go to stdout"):
        check_writable("-", is_folder=True)


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write(str(pipe), b"through")
    reader.join(5)
    assert read == [b"through"]
    assert pipe.is_fifo()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write(str(link), b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_trouble_is_found_before_the_work(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    cases = {
        (str(tmp_path / "none" / "report.html"), False): "does not exist; create it first",
        (str(tmp_path), False): "it is a folder; give the name of a file in it",
        (str(file), True): "a file of that name stands there",
    }
    for (target, is_folder), reason in cases.items():
        with pytest.raises(ReportError, match=reason):
            check_writable(target, is_folder)
    check_writable(str(tmp_path / "report.html"), is_folder=False)
    check_writable(str(tmp_path / "csv"), is_folder=True)


def test_no_permission_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(ReportError, match="no permission"):
        check_writable(str(tmp_path / "report.html"), is_folder=False)
