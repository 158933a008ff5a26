"""How is a value written in TOML, so that no text of the analysed code can be more than a value?"""

from __future__ import annotations

import json
from collections.abc import Iterable

from reports.render.spelling import plain

WIDTH = 120


def quoted(text: str) -> str:
    """Write a text as a basic string; what JSON escapes, TOML escapes alike, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def array(key: str, texts: Iterable[str]) -> str:
    """Write a key with an array of texts, on one line if they fit."""
    values = [quoted(text) for text in texts]
    line = f"{key} = [{', '.join(values)}]"
    return line if len(line) <= WIDTH else "\n".join([f"{key} = [", *(f"    {value}," for value in values), "]"])


def comment(text: str) -> str:
    """Write a text as a comment of one line."""
    return f"# {plain(text)}"


def filled(texts: Iterable[str]) -> list[str]:
    """Write texts as items of an array, as many on a line as fit."""
    lines: list[str] = []
    for value in map(quoted, texts):
        if lines and len(lines[-1]) + len(value) + 2 <= WIDTH:
            lines[-1] += f" {value},"
        else:
            lines.append(f"    {value},")
    return lines
