"""Controllers that have no end."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.frameworks.pecan import plugin
from trees import understood


def test_controllers_in_more_places_than_a_program_can_have_are_one_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugin, "_MOST", 500)
    attributes = [f"    a{number} = {{below}}()\n" for number in range(6)]
    levels = "".join(
        f"class Level{level}(object):\n" + "".join(attributes).format(below=f"Level{level - 1}")
        for level in range(1, 5)
    )
    leaf = "class Level0(object):\n    @pecan.expose()\n    def index(self):\n        return 1\n"
    result = understood(tmp_path, {"m.py": f"import pecan\n{leaf}{levels}app = pecan.make_app(Level4())\n"})
    assert 125 < len(result.entry_points) < 500
    assert [(one.kind, one.line, one.reason) for one in result.unresolved if one.kind == "entry_point"] == [
        ("entry_point", 27, "controllers stand in more than 500 places; the rest is passed over")
    ]
