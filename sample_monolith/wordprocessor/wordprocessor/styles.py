"""How runs look, and giving a look to them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from wordprocessor import history

if TYPE_CHECKING:
    from wordprocessor.paper import Run
    from wordprocessor.sheet import Sheet


@dataclass(frozen=True)
class Style:
    tag: str
    align: str = "justify"
    indent: int = 0
    checked: bool = True


STYLES: dict[str, Style] = {
    "body": Style("p"),
    "title": Style("h1", align="center"),
    "quote": Style("blockquote", indent=4),
    "code": Style("pre", align="left", checked=False),
}


def define(name: str, style: Style) -> None:
    if style.align not in {"left", "center", "justify"}:
        raise ValueError(f"no such alignment: {style.align}")
    STYLES.update({name: style})


def is_checked(name: str) -> bool:
    return name not in STYLES or STYLES[name].checked


def apply(sheet: Sheet, paragraph: int, name: str) -> None:
    if name not in STYLES:
        raise KeyError(f"no style {name!r}")
    here = sheet.paragraphs[paragraph]
    looks = [(run, run.style) for run in here.runs]
    _restyle([(run, name) for run in here.runs])
    history.record(f"style {name}", partial(_restyle, looks))
    sheet.move(paragraph, 0)


def _restyle(looks: list[tuple[Run, str]]) -> None:
    for run, name in looks:
        run.style = name
