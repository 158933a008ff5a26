"""Sheets on disk: JSON with styles, plain text or HTML without a way back."""

from __future__ import annotations

import json
from pathlib import Path

from wordprocessor import export, history, spelling, styles
from wordprocessor.paper import Paragraph, Run
from wordprocessor.sheet import Sheet


def load(path: Path) -> Sheet:
    text = path.read_text(encoding="utf-8")
    history.forget()
    if path.suffix != ".json":
        return Sheet(text.removesuffix("\n"))
    content = json.loads(text)
    for word in content["words"]:
        spelling.learn(word)
    sheet = Sheet()
    sheet.paragraphs = [_paragraph(runs) for runs in content["paragraphs"]] or [Paragraph()]
    return sheet


def _paragraph(runs: list[list[str]]) -> Paragraph:
    return Paragraph([Run(text, style if style in styles.STYLES else "body") for text, style in runs])


def save(sheet: Sheet, path: Path) -> None:
    if path.suffix == ".json":
        content = {
            "words": sorted(spelling.USER_WORDS),
            "paragraphs": [[[run.text, run.style] for run in paragraph.runs] for paragraph in sheet.paragraphs],
        }
        path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    elif path.suffix == ".html":
        with open(path, "w", encoding="utf-8") as out:
            export.write_html(sheet, out)
    else:
        path.write_text(sheet.text() + "\n", encoding="utf-8")
