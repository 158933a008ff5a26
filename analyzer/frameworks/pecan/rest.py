"""Which requests does a ``RestController`` answer with which of its methods?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from analyzer.frameworks.pecan.exposed import Exposed

_ITEMS = {"get_one": "GET", "put": "PUT", "patch": "PATCH", "delete": "DELETE"}
_PAGES = {"edit": ("GET", "edit"), "get_delete": ("GET", "delete"), "post_delete": ("POST", "delete")}
_PLAIN = {"get_all": "GET", "post": "POST"}
_AFTER = ("PUT", "DELETE")  # whose arguments follow the name of an action

Row = tuple[str, tuple[str, ...], int]  # method, parts of the path below the controller's, definition


def identifying(exposed: Mapping[str, Exposed], passed: int) -> tuple[str, ...] | None:
    """Return the parameters that tell one object; ``passed`` are those of controllers above. None without a getter."""
    getter = exposed.get("get_one") or exposed.get("get")
    return None if getter is None else getter.needed[passed:]


def rest_rows(exposed: Mapping[str, Exposed], actions: Mapping[str, tuple[str, ...]], passed: int) -> Iterator[Row]:
    """Yield what a controller answers; ``actions`` are its custom ones with their HTTP methods."""
    for name, one in exposed.items():
        needed = one.needed[passed:]
        parts = tuple(f"<{parameter}>" for parameter in needed)
        if name in _PLAIN:
            yield _PLAIN[name], (), one.definition
        elif name == "get":
            if parts or "get_all" not in exposed:
                yield "GET", parts, one.definition
        elif name == "get_one" and not parts and "get_all" in exposed:
            continue  # without what tells one object, all are meant
        elif name in _ITEMS:
            most = len(needed) if name in ("get_one", "delete") else _most(identifying(exposed, passed))
            yield _ITEMS[name], parts[:most], one.definition
        elif name in _PAGES:
            method, last = _PAGES[name]
            yield method, (*parts, last), one.definition
        elif name == "new":
            yield "GET", ("new",), one.definition
        elif name == "_default":
            yield "ANY", ("*",), one.definition
    yield from _of_actions(exposed, actions, passed)


def _most(identity: tuple[str, ...] | None) -> int:
    """How many parameters of ``put`` and ``patch`` stand in the path: as many as tell an object apart."""
    return 1 if identity is None else len(identity)


def _of_actions(exposed: Mapping[str, Exposed], actions: Mapping[str, tuple[str, ...]], passed: int) -> Iterator[Row]:
    for action, methods in actions.items():
        for method in methods:
            one = exposed.get(f"{method.lower()}_{action}") or exposed.get(action)
            if one is not None:
                parts = tuple(f"<{parameter}>" for parameter in one.needed[passed:]) if method == "GET" else ()
                yield method, (action, *parts) if method in _AFTER else (*parts, action), one.definition
