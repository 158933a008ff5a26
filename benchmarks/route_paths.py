"""When are two spellings the same path? When they have the same fixed parts, and holes at the same places.

A variable part is a hole, whatever its name, type or spelling: ``<int:pk>``, ``{pk}``, ``(?P<pk>[0-9]+)``, ``[a-z]*``,
and the ``*`` of a part that is not known. A group is one hole, also one with alternatives. Anchors and optional marks
of regular expressions go, ``//`` is ``/``, and a slash at the end counts.
"""

from __future__ import annotations

HOLE = "{}"
QUANTIFIERS = "*+?{"
CLASSES = "dDwWsS"


def normalised(rule: str, mount: str = "") -> str:
    """Return a path with a hole for each part that is not fixed."""
    pieces: list[str] = []
    at = 0
    while at < len(rule):
        piece, at = _piece(rule, at)
        pieces.append(piece)
    path = "/" + "".join(pieces)
    while "//" in path:
        path = path.replace("//", "/")
    while HOLE + HOLE in path:
        path = path.replace(HOLE + HOLE, HOLE)
    mount = mount.strip("/")
    return path.removeprefix(f"/{mount}") or "/" if mount and f"{path}/".startswith(f"/{mount}/") else path


def _piece(rule: str, at: int) -> tuple[str, int]:
    """Return what the part that starts here becomes, and where the next one starts."""
    here, after = rule[at], rule[at + 1 : at + 2]
    if here in "<{":
        end = rule.find(">" if here == "<" else "}", at)
        return (HOLE, end + 1) if end > 0 else (here, at + 1)
    if here in "([":
        return HOLE, _quantified(rule, _closed(rule, at))
    if here == "\\" and after:
        if after in CLASSES:
            return HOLE, _quantified(rule, at + 2)
        return ("" if after in "AZzbB" else after), at + 2
    if here == "." and after and after in "*+":
        return HOLE, _quantified(rule, at + 1)
    if here == "*":
        return HOLE, at + 1
    return ("" if here in "^$?" else here), at + 1


def _closed(rule: str, at: int) -> int:
    """Return where the group or class of characters that starts here has ended."""
    depth, in_class = 0, False
    while at < len(rule):
        here = rule[at]
        if here == "\\":
            at += 1
        elif in_class:
            in_class = here != "]"
        elif here == "[":
            in_class = True
        elif here in "()":
            depth += 1 if here == "(" else -1
        at += 1
        if depth == 0 and not in_class:
            break
    return at


def _quantified(rule: str, at: int) -> int:
    """Return where what repeats the part before has ended."""
    while at < len(rule) and rule[at] in QUANTIFIERS:
        if rule[at] != "{":
            at += 1
            continue
        end = rule.find("}", at)
        if end < 0 or not rule[at + 1 : end].replace(",", "").isdigit():
            break
        at = end + 1
    return at
