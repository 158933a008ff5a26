"""``seamline explain`` as a user meets it."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from seamline.cli.main import main
from trees import write

PARTS = (
    "def {a}():\n    {b}()\n    {c}()\n\ndef {b}():\n    {c}()\n\n"
    "def {c}():\n    {a}()\n\ndef {d}():\n    {a}()\n    {b}()\n"
)
TREE = {
    "bill.py": PARTS.format(a="charge", b="refund", c="invoice", d="remind"),
    "ship.py": "import bill\n\n" + PARTS.format(a="send", b="pack", c="weigh", d="track") + "    bill.charge()\n",
    "seamline.toml": "services = 2\n",
}
TRACK = """\
    ship.track (function, ship.py:13)
    It is in ship, with stability 100 %; the runner-up is bill, 100 % behind.
    Pulled to ship by: calls 58 %, words 12 %, its module 6 %.
    Pulled to bill by: calls 18 %, words 4 %, its module 2 %.

      Pull by   ship   bill
      call      58 %   18 %
      word      12 %    4 %
      module     6 %    2 %
      all       76 %   24 %

    Strongest reasons for ship
      29 %  calls ship.pack                   ship.py:15
      29 %  calls ship.send                   ship.py:14
      12 %  word "ship" (4 of its 5 in ship)

    Strongest reasons for bill
      18 %  calls bill.charge                 ship.py:16
       4 %  word "ship" (1 of its 5 in bill)
       2 %  module ship (1 of its 5 in bill)

    What would move it
      If the 2 strongest edges to ship (it calls ship.pack, calls ship.send: 58 % of its pull) went away, or the \
strongest one (29 %) led to bill instead, bill would pull more.
    """


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, TREE)


def test_the_whole_output_of_a_tiny_tree(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "track", "."]) == 0
    out, err = capfd.readouterr()
    assert not err
    assert out == textwrap.dedent(TRACK)


def test_a_saved_result_gives_the_same(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", ".", "-q"]) == 0
    assert main(["explain", "ship.track"]) == 0
    saved = capfd.readouterr().out
    assert main(["explain", "ship.track", "seamline.json"]) == 0
    assert main(["explain", "ship.track", "."]) == 0
    assert capfd.readouterr().out == saved * 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["track"], "cannot read seamline.json: No such file or directory; give a saved result"),
        (["track", "nowhere"], "cannot read nowhere: No such file or directory; give a saved result"),
        (["track", "seamline.toml"], "this is not a result of seamline"),
        (["trick", "."], "the result has no definition, module or table trick; did you mean ship.track?"),
        ([], "Missing argument 'NAME'; see `seamline explain --help`"),
    ],
)
def test_errors_are_one_line_and_code_2(capfd: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    assert main(["explain", *arguments]) == 2
    out, err = capfd.readouterr()
    assert err.startswith(f"seamline: {says}")
    assert err.count("\n") == 1
    assert not out
