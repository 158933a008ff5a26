"""How is text of the analysed code written into Markdown, so that it stays text?"""

from __future__ import annotations

import re
from urllib.parse import quote

_MARKS = re.compile(r"([\\`*_\[\]<>|#~&$])")
_SPACE = re.compile(r"\s+")
_AT_START = re.compile(r"( *)(\d+(?=[.)](?: |$))|(?=[-+=:]))([-+=:.)])")
_PLAIN_CODE = re.compile(r"[^`|\\$]+")


class Written(str):
    """A text that is Markdown already."""

    __slots__ = ()


def written(value: object) -> str:
    """Write a value as text of one line, unless it is Markdown already; for every expression of a template."""
    if isinstance(value, int | float):
        return str(value)
    return value if isinstance(value, Written) else escaped(str(value))


def escaped(text: str) -> Written:
    """Write a text so that a reader sees its characters: white space as one space, what steers a display by number."""
    marked = _MARKS.sub(r"\\\1", _one_line(text))
    start = _AT_START.match(marked)
    return Written(f"{start[1]}{start[2]}\\{marked[start.start(3) :]}" if start else marked)


def code(text: str) -> Written:
    """Write a name as code; one that a code span or a table could not hold, as text."""
    line = _one_line(text).strip()
    return Written(f"`{line}`") if _PLAIN_CODE.fullmatch(line) else escaped(text)


def place(text: str, template: str) -> Written:
    """Write ``path:line``, as a link if there is a template."""
    path, _, line = text.rpartition(":")
    if not template:
        return code(text)
    url = template.replace("{path}", quote(path, errors="backslashreplace")).replace("{line}", line)
    return Written(f"[{escaped(text)}]({_MARKS.sub(_in_hex, url).replace(' ', '%20')})")


def _one_line(text: str) -> str:
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in _SPACE.sub(" ", text)
    )


def _in_hex(found: re.Match[str]) -> str:
    return found[1] if found[1] in "_#&~$*" else f"%{ord(found[1]):02X}"
