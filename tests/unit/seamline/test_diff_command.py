"""``seamline diff`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from analyzer.model.analysis import Analysis
from analyzer.model.contracts import (
    Border,
    Caller,
    Channel,
    Contract,
    Effect,
    Form,
    Idempotence,
    Input,
    Operation,
    OperationKind,
)
from analyzer.model.interfaces import Parameter, Place, Result
from analyzer.model.location import Location
from analyzer.model.shapes import Origin, Shape, ShapeKind
from reports.render.as_json import write_json
from seamline.cli.main import main
from trees import analysed

TREE = {"shop.py": "def get_trip(trip_id: int) -> int:\n    return trip_id\n"}
NUMBER, TEXT = Shape(ShapeKind.INTEGER), Shape(ShapeKind.STRING)
CALLERS = tuple(Caller("bill.charge", "billing", "bill.py", line) for line in (3, 4, 5, 9))


def trip(shape: Shape, **more: object) -> Operation:
    known = Operation(
        "trips", "get_trip", OperationKind.CALL, ("shop.get_trip",), Location("shop.py", 1), Form.READ_BY_KEY,
        Channel.REST, "it reads", "GET", "/trips/{trip_id}",
        (Input(Parameter("trip_id", "positional", shape, origin=Origin.ANNOTATION), Place.PATH),),
        Result(shape, origin=Origin.ANNOTATION), 200, (), Effect.READS, Idempotence.YES, "it reads", (), (), CALLERS,
        (), 1.0,
    )  # fmt: skip
    return msgspec.structs.replace(known, **more)


def save(path: Path, analysis: Analysis, *operations: Operation) -> None:
    contract = Contract("trips", operations, (), (), Border(0, 0, 0, 0, 0.0, 0, 0, 0))
    path.write_bytes(write_json(msgspec.structs.replace(analysis, contracts=(contract,))))


@pytest.fixture(autouse=True)
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = analysed(tmp_path, TREE)
    save(tmp_path / "old.json", found, trip(NUMBER))
    save(tmp_path / "new.json", found, trip(TEXT))
    save(tmp_path / "slow.json", found, trip(NUMBER, idempotent=Idempotence.NO))
    save(tmp_path / "none.json", msgspec.structs.replace(found, definitions=()))
    bare = msgspec.structs.replace(found, contracts=())
    (tmp_path / "bare.json").write_bytes(write_json(bare))


def test_a_breaking_change(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.json", "new.json", "--contracts"]) == 1
    out, err = capfd.readouterr()
    callers = "callers: billing bill.py:3, billing bill.py:4, billing bill.py:5 and 1 more"
    assert out.splitlines() == [
        f"BREAKS trips get_trip: input trip_id takes less than before (integer → string) shop.py:1; {callers}",
        f"BREAKS trips get_trip: result gives more than before (integer → string) shop.py:1; {callers}",
    ]
    assert err == "2 breaking changes of 1 operation, 0 warnings, 0 compatible changes\n"


def test_what_does_no_harm_is_told_who_asks(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "none.json", "old.json", "--contracts", "-q"]) == 0
    assert capfd.readouterr() == ("", "")
    assert main(["diff", "none.json", "old.json", "--contracts", "-v"]) == 0
    assert capfd.readouterr().out.startswith("FITS   trips get_trip: is new shop.py:1; callers: ")


def test_a_warning_breaks_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.json", "slow.json", "--contracts"]) == 0
    assert capfd.readouterr().out.startswith(
        "WARNS  trips get_trip: can no longer be repeated safely (yes → no) shop.py:1"
    )


def test_equal_results_have_nothing_to_say(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.json", "old.json", "--contracts", "-v", "--format", "json"]) == 0
    assert json.loads(capfd.readouterr().out) == {"breaking": 0, "warnings": 0, "compatible": 0, "changes": []}


def test_as_json(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.json", "none.json", "--contracts", "--format", "json"]) == 1
    found = json.loads(capfd.readouterr().out)
    (change,) = found.pop("changes")
    assert found == {"breaking": 1, "warnings": 0, "compatible": 0}
    assert (change["rule"], change["grade"], change["at"]) == (
        "operation-removed",
        "breaking",
        {"path": "shop.py", "line": 1},
    )
    assert [one["line"] for one in change["callers"]] == [3, 4, 5, 9]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["old.json", "new.json"], "say what to compare: --contracts is what two results can be compared by; see"),
        (["old.json", "gone.json", "--contracts"], "cannot read gone.json: No such file or directory"),
        (["shop.py", "old.json", "--contracts"], "shop.py: this is not a result of seamline"),
        (
            ["bare.json", "old.json", "--contracts"],
            "bare.json holds services without contracts; run `seamline analyze`",
        ),
        (["old.json", "--contracts"], "Missing argument 'NEW'"),
    ],
)
def test_errors_are_one_line_and_code_2(capfd: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    assert main(["diff", *arguments]) == 2
    out, err = capfd.readouterr()
    assert err.startswith(f"seamline: {says}")
    assert err.count("\n") == 1
    assert not out
