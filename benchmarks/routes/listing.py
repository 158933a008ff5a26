"""What routes does a started application have? Runs inside the environment of that application, never in ours.

Each probe beside this file starts one application and hands its router here; the list is printed as JSON. A row says
the methods, the rule as the framework spells it, the framework's name for the route, the view, and, where the code of
the view is inherited from another class, the function that runs. HEAD and OPTIONS are left out: frameworks add them.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import inspect
import json
import platform
import sys
from collections.abc import Callable, Iterable, Iterator

DEPTH = 20
"""How many wrappers around a view are looked through."""
Row = dict[str, object]


def flask_routes(app) -> Iterator[Row]:
    """Yield a row for each rule of a Flask application's map and each function that serves some of its methods."""
    for rule in app.url_map.iter_rules():
        served: dict[tuple[str, str], list[str]] = {}
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            served.setdefault(_flask_view(app.view_functions.get(rule.endpoint), method), []).append(method)
        for (view, function), methods in served.items():
            row: Row = {"methods": methods, "rule": rule.rule, "endpoint": rule.endpoint, "view": view}
            yield row | ({"function": function} if function != view else {})


def _flask_view(view, method: str) -> tuple[str, str]:
    if view is None:
        return "", ""
    name = method.lower()
    whole = getattr(view, "view_class", None)
    if whole is not None and hasattr(whole, name):
        return f"{dotted(whole)}.{name}", dotted(unwrapped(getattr(whole, name)))
    view = unwrapped(whole or view)
    return dotted(view), _function(view)


def _function(view) -> str:
    """Return where the function of a view was written: that of a bound method may be inherited."""
    return dotted(unwrapped(view.__func__) if inspect.ismethod(view) else view)


def django_routes(patterns, prefix: str = "") -> Iterator[Row]:
    """Yield a row for each pattern below a resolver; each serves every method, or looks itself."""
    for pattern in patterns:
        rule = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from django_routes(pattern.url_patterns, rule)
            continue
        whole = getattr(pattern.callback, "view_class", None)
        view = whole or unwrapped(pattern.callback)
        names = sorted({*whole.http_method_names} - {"head", "options"}) if whole else ()
        handlers = {name.upper(): dotted(unwrapped(getattr(whole, name))) for name in names if hasattr(whole, name)}
        row = {"methods": [], "handlers": handlers, "rule": rule, "endpoint": pattern.name or "", "view": dotted(view)}
        yield row | ({"function": _function(view)} if _function(view) != dotted(view) else {})


def unwrapped(view: Callable[..., object]) -> Callable[..., object]:
    """Return what stands behind decorators and partial applications; a bound method stays bound."""
    for _ in range(DEPTH):
        if inspect.ismethod(view):
            break
        inner = getattr(view, "__wrapped__", None) or getattr(view, "func", None) or _closed_over(view)
        if inner is None:
            break
        view = inner
    return view


def _closed_over(view: Callable[..., object]) -> Callable[..., object] | None:
    """Return the one function that a function for any arguments calls, where its decorator kept no trace of it."""
    code = getattr(view, "__code__", None)
    if code is None or not code.co_flags & inspect.CO_VARARGS or not code.co_flags & inspect.CO_VARKEYWORDS:
        return None
    held = [cell.cell_contents for cell in view.__closure__ or ()]
    functions = [one for one in held if inspect.isroutine(one)]
    return functions[0] if len(functions) == 1 else None


def dotted(thing) -> str:
    """Return ``module:qualified.name``; for a bound method, of the class that its instance has."""
    if inspect.ismethod(thing):
        owner = thing.__self__
        return f"{dotted(owner if inspect.isclass(owner) else type(owner))}.{unwrapped(thing.__func__).__name__}"
    named = thing if hasattr(thing, "__qualname__") else type(thing)
    return f"{named.__module__}:{named.__qualname__}"


def show(application: str, packages: list[str], routes: Iterable[Row], versions: list[str]) -> None:
    """Print the list, sorted, a route a line, with the versions that matter.

    ``packages`` are those of the analysed tree; one with a minus sign before it is below them, but another's.
    """
    rows = sorted({json.dumps(row, separators=(",", ":")) for row in routes}, key=_order)
    head = {
        "application": application,
        "packages": packages,
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in versions},
    }
    print(json.dumps(head)[:-1] + ', "routes": [')
    print(",\n".join(rows) + "\n]}")


def _order(row: str) -> tuple[object, ...]:
    route = json.loads(row)
    return route["rule"], route["methods"], row


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Send what an application prints while it starts to standard error: standard output is for the list."""
    with contextlib.redirect_stdout(sys.stderr):
        yield
