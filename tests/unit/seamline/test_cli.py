"""The product as a user meets it: a folder, what is typed, the exit code, the line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from seamline.cli.main import main
from trees import write

APP = {"app.py": "def f():\n    return g()\ndef g(): ...\n"}


@pytest.mark.parametrize(
    ("files", "arguments", "code", "says"),
    [
        (APP, ["analyze", "nowhere"], 2, "nowhere does not exist"),
        ({"notes.txt": "x"}, ["analyze", "."], 3, "no Python file below"),
        ({"old.py": "print 'x'\n"}, ["analyze", "."], 3, "Python 2 print statement, line 1"),
        ({"tests/test_x.py": ""}, ["analyze", "."], 3, "--with-tests"),
        (
            APP | {"bad.py": "def (\n"},
            ["analyze", ".", "--output", "json=out.json"],
            0,
            "1 of 2 files could not be read",
        ),
        (APP | {"bad.py": "def (\n"}, ["analyze", ".", "--strict", "--output", "json=out.json"], 4, "1 of 2 files"),
        (APP, ["analyze", ".", "--output", "pdf=x"], 2, "no format 'pdf'"),
        (APP, ["analyze", ".", "--output", "html"], 2, "not FORMAT=PATH"),
        (APP, ["analyze", ".", "--output", "html=missing/x.html"], 2, "does not exist"),
        (APP, ["analyze", ".", "--output", "json=a", "--output", "html=a"], 2, "two outputs would go to a"),
        (APP, ["analyze", ".", "--services", "many"], 2, "services must be a number or a range"),
        (APP, ["analyze", ".", "--jobs", "x"], 2, "--jobs"),
        (APP, ["analyze"], 2, "Missing argument 'PATH'"),
        (APP | {"seamline.toml": "sevices = 3\n"}, ["analyze", "."], 2, "did you mean 'services'?"),
        (APP | {"seamline.toml": "= 3\n"}, ["analyze", "."], 2, "not valid TOML"),
        (APP, ["analyze", ".", "--config", "none.toml"], 2, "cannot read the configuration"),
        (APP | {"seamline.toml": "[service.a]\npins = ['app']\n"}, ["analyze", "."], 2, "did you mean 'pin'?"),
        (
            APP | {"seamline.toml": "[service.a]\npin = 'app'\n"},
            ["analyze", "."],
            2,
            "seamline.toml:2: service.a.pin must be a list",
        ),
        (APP | {"seamline.toml": "service = ['a']\n"}, ["analyze", "."], 2, "service must be a table for each service"),
        (APP | {"seamline.toml": "[service]\na = 'app'\n"}, ["analyze", "."], 2, "service.a must be a table with pin,"),
        (APP | {"seamline.toml": "[service.'Shared Kernel']\n"}, ["analyze", "."], 2, "no service may be called"),
        (
            APP | {"seamline.toml": "[service.a]\ntables = ['t']\n[service.b]\ntables = ['t']\n"},
            ["analyze", "."],
            2,
            "seamline.toml:2 and :4: table 't' is given to a and to b",
        ),
        (
            APP | {"seamline.toml": "shared_kernel = ['app']\n[service.a]\npin = ['app']\n"},
            ["analyze", "."],
            2,
            "seamline.toml:1 and :3: pattern 'app' is given to shared kernel and to a",
        ),
        (
            APP | {"seamline.toml": "[service.a]\npin = ['gone']\n"},
            ["analyze", ".", "--output", "json=out.json"],
            0,
            "steering: pin of service a: 'gone' fits no definition or module",
        ),
        (
            APP | {"seamline.toml": "[service.a]\npin = ['app.*']\n[service.b]\npin = ['*pp.f']\n"},
            ["analyze", "."],
            2,
            "seamline.toml:2 and :4: app.f is pinned to a by 'app.*' and pinned to b by '*pp.f'",
        ),
        (
            APP | {"pyproject.toml": "[tool.seamline]\n[tool.seamline.weights]\ncal = 1\n"},
            ["analyze", "."],
            2,
            "pyproject.toml:3: this version does not know the kind of edge 'cal'; did you mean 'call'?",
        ),
        (APP, ["report", "app.py"], 2, "this is not a result of seamline"),
        (APP, ["report", "none.json"], 2, "cannot read none.json"),
    ],
)
def test_errors_are_one_line_and_a_code(  # noqa: PLR0913, PLR0917
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    files: dict[str, str],
    arguments: list[str],
    code: int,
    says: str,
) -> None:
    write(tmp_path, files)
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == code
    out, err = capfd.readouterr()
    assert says in err
    assert not out
    assert all(len(line) < 400 for line in err.splitlines())
    assert "Traceback" not in err


def test_defaults_write_the_report_and_the_result_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, APP)
    monkeypatch.chdir(tmp_path)
    assert main(["analyze", "."]) == 0
    assert (tmp_path / "seamline-report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert json.loads((tmp_path / "seamline.json").read_bytes())["schema_version"] == 1
    before = (tmp_path / "seamline-report.html").read_bytes()
    assert main(["report", "seamline.json"]) == 0
    assert (tmp_path / "seamline-report.html").read_bytes() == before


def test_stdout_takes_a_result_and_stderr_the_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, APP)
    monkeypatch.chdir(tmp_path)
    assert main(["analyze", ".", "-v", "--output", "json=-"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["project"]["roots"][0]["path"] == "."
    assert "source root .:" in err


def test_a_flag_beats_the_environment_which_beats_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, APP | {"pyproject.toml": "[tool.seamline]\nseed = 1\nresolution = 2.0\nexclude = ['x/']\n"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEAMLINE_SEED", "2")
    assert main(["analyze", ".", "--resolution", "0.5", "--output", "json=out.json"]) == 0
    options = json.loads((tmp_path / "out.json").read_bytes())["options"]
    assert (options["seed"], options["resolution"], options["exclude"]) == (2, 0.5, ["x/"])


def test_a_result_says_what_was_steered_but_not_in_which_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steering = "[weights]\ncall = 2\n[service.a]\nseed = ['app']\n[[accepted]]\nfinding = 'join:t'\nreason = 'r'\n"
    monkeypatch.chdir(tmp_path)
    for name, comment in (("one.json", ""), ("two.json", "# moved\n\n")):
        write(tmp_path, APP | {"seamline.toml": comment + steering})
        assert main(["analyze", ".", "--output", f"json={name}"]) == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    result = json.loads((tmp_path / "one.json").read_bytes())
    assert result["options"]["accepted"] == [{"finding": "join:t", "reason": "r", "until": ""}]
    assert {row["kind"]: row["weight"] for row in result["partition"]["weights"]}["call"] == 2
    assert main(["report", "two.json", "--output", "html=r.html"]) == 0


def test_an_accepted_finding_comes_back_on_the_day_after_its_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    tables = 'import sqlite3\nC = sqlite3.connect("x")\ndef {0}(): C.execute("UPDATE trips SET a = 1")\n'
    write(tmp_path, {"a.py": tables.format("one"), "b.py": tables.format("two")})
    write(
        tmp_path,
        {
            "seamline.toml": """\
[service.a]
pin = ["a"]
[service.b]
pin = ["b"]
[[accepted]]
finding = "shared-table:trips"
reason = "trips leave last"
until = 2027-06-30
[[accepted]]
finding = "shared-table:trip"
reason = "it was renamed"
"""
        },
    )
    seen = {}
    for day in ("2027-06-30", "2027-07-01"):
        assert main(["analyze", ".", "--today", day, "--output", "json=out.json"]) == 0
        (found,) = json.loads((tmp_path / "out.json").read_bytes())["findings"]
        seen[day] = (found["status"], found["reason"], found["until"])
    assert seen["2027-06-30"] == ("accepted", "trips leave last", "2027-06-30")
    assert seen["2027-07-01"] == ("expired", "trips leave last", "2027-06-30")
    assert "accepted finding 'shared-table:trip' is not among the findings" in capsys.readouterr().err


def test_a_monolith_with_packages_of_our_names_is_analysed(tmp_path: Path) -> None:
    write(tmp_path, {"analyzer/__init__.py": "raise SystemExit('ran')\n", "reports/__init__.py": "1 / 0\n"})
    command = [sys.executable, "-m", "seamline", "analyze", ".", "--output", "json=out.json"]
    shadowed = _clean() | {"PYTHONPATH": str(tmp_path)}
    for environment in (_clean(), shadowed):
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
        assert ran.returncode == 0, ran.stderr
    imported = [sys.executable, "-c", "import seamline"]
    ran = subprocess.run(imported, cwd=tmp_path, capture_output=True, text=True, check=False, env=shadowed)
    assert "seamline needs its own package 'analyzer'" in ran.stderr


def test_a_tree_with_names_of_the_standard_library_is_not_run(tmp_path: Path) -> None:
    hostile = f"open({str(tmp_path / 'ran')!r}, 'w')\nraise SystemExit('ran')\n"
    names = ("pathlib", "token", "typing", "secrets", "sqlite3", "json", "dataclasses", "click", "msgspec", "inspect")
    write(tmp_path, {f"{name}.py": hostile for name in names})
    for run in (["-m", "seamline"], [str(Path(sys.executable).parent / "seamline")]):
        command = [sys.executable, *run, "analyze", ".", "--output", "json=out.json"]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=_clean())
        assert ran.returncode == 0, ran.stderr
    assert not (tmp_path / "ran").exists()


def test_help_loads_nothing_heavy() -> None:
    code = (
        "import sys\nfrom seamline.cli.main import main\nmain(['--help'])\n"
        "print(sorted({'pandas', 'libcst', 'networkx', 'numpy', 'sqlglot', 'jinja2'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_clean())
    assert ran.stdout.splitlines()[-1] == "[]"


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("SEAMLINE", "PYTHON"))}
