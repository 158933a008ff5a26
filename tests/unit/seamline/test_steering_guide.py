"""The guide of steering says what is so."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from analyzer.model.options import Options, SteeredService
from seamline.cli.main import main
from seamline.config.load import load_options
from trees import write

GUIDE = (Path(__file__).parents[3] / "docs" / "guide" / "steering.md").read_text(encoding="utf-8")
EXAMPLE, CONTRADICTIONS, MISS = re.findall(r"```(?:toml)?\n(.*?)```", GUIDE, re.DOTALL)
IN_THE_FILE, ON_THE_PROGRAM = CONTRADICTIONS.splitlines()


def test_the_example_is_read_and_shows_every_key_of_a_service(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(EXAMPLE, encoding="utf-8")
    options = load_options(tmp_path, None, {})
    assert all(getattr(options, key) for key in ("shared_kernel", "exclude", "weights", "accepted"))
    billing = options.service[0]
    assert all(getattr(billing, field.name) for field in msgspec.structs.fields(SteeredService))
    assert options != Options()


CODE = {"shop/__init__.py": "", "shop/models.py": "class Invoice: ...\n", "shop/billing.py": "class Invoice: ...\n"}


def on_lines(lines: dict[int, str]) -> str:
    return "\n".join(lines.get(number, "") for number in range(1, max(lines) + 1)) + "\n"


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ({12: "service.billing.pin = ['shop.tax']", 31: "service.catalog.pin = ['shop.tax']"}, IN_THE_FILE),
        (
            {9: "service.billing.pin = ['shop.*.Invoice']", 14: "service.sales.seed = ['shop.models.I*']"},
            ON_THE_PROGRAM,
        ),
        ({1: "service.billing.pin = ['shop', 'shop.bills.Invoice']"}, MISS),
    ],
)
def test_the_messages_are_the_ones_shown(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    lines: dict[int, str],
    message: str,
) -> None:
    write(tmp_path, CODE | {"seamline.toml": on_lines(lines)})
    monkeypatch.chdir(tmp_path)
    assert main(["analyze", ".", "--output", "json=out.json"]) == (0 if message is MISS else 2)
    assert message.strip() in capfd.readouterr().err
