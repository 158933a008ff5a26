"""Which method and path does the name of an entry point say, and how are its variables spelled in a contract?"""

from __future__ import annotations

import re

from analyzer.contracts.addresses import Address

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_ANGLED = re.compile(r"<(?:[^<>:]*:)?\s*\*?([A-Za-z_]\w*)[^<>]*>")
_NAMED_GROUP = re.compile(r"\(\?P<([A-Za-z_]\w*)>")
_BRACED = re.compile(r"\{\*?([A-Za-z_]\w*)(?:[:=][^{}]*)?\}")
_PLAIN = re.compile(r"[^\s()\[\]\\^$|?*+]*\Z")


def address_of(name: str) -> Address | None:
    """Return the address of an entry point over HTTP by its name; nothing where its path is a pattern or computed."""
    method, _, path = name.partition(" ")
    if method not in _METHODS or not path.startswith("/") or "…" in path:
        return None
    spelled = _BRACED.sub(r"{\1}", _ANGLED.sub(r"{\1}", _without_groups(path)))
    return Address(method, spelled) if _PLAIN.match(spelled) and "<" not in spelled else None


def _without_groups(path: str) -> str:
    """Return a path whose named groups stand in braces, whatever they match."""
    found = _NAMED_GROUP.search(path)
    while found is not None:
        depth, end = 1, found.end()
        while end < len(path) and depth:
            depth += {"(": 1, ")": -1}.get(path[end], 0) * (path[end - 1] != "\\")
            end += 1
        path = f"{path[: found.start()]}{{{found.group(1)}}}{path[end:]}"
        found = _NAMED_GROUP.search(path)
    return path.replace("\\.", ".").replace("\\-", "-").replace("^", "").replace("$", "")
