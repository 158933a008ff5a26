"""Controllers that have no end."""

from __future__ import annotations

from pathlib import Path

from trees import analysed


def test_controllers_in_more_places_than_a_program_can_have_are_one_row(tmp_path: Path) -> None:
    attributes = [f"    a{number} = {{below}}()\n" for number in range(40)]
    levels = "".join(
        f"class Level{level}(object):\n" + "".join(attributes).format(below=f"Level{level - 1}")
        for level in range(1, 5)
    )
    leaf = "class Level0(object):\n    @pecan.expose()\n    def index(self):\n        return 1\n"
    result = analysed(tmp_path, {"m.py": f"import pecan\n{leaf}{levels}app = pecan.make_app(Level4())\n"})
    assert 5_000 < len(result.entry_points) < 20_000
    assert [(one.kind, one.line, one.reason) for one in result.unresolved if one.kind == "entry_point"] == [
        ("entry_point", 129, "controllers stand in more than 20000 places; the rest is passed over")
    ]
