"""From which folders has the code of the services its names?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analyzer.model.analysis import Analysis
from reports.views.boundaries import BESIDE


def source_roots(analysis: Analysis, places: Mapping[str, str]) -> tuple[str, ...]:
    """Return the roots that hold code of a service; of two, one in the other, the inner one first."""
    roots = sorted((one.path for one in analysis.project.roots), key=lambda path: (path == ".", -len(path), path))
    used = {root_of(one.path, one.name, roots) for one in analysis.modules if places.get(one.name, BESIDE) != BESIDE}
    return tuple(root for root in roots if root in used) or (".",)


def root_of(path: str, name: str, roots: Iterable[str]) -> str:
    """Return the root from which a file has its name; empty where a tool would name it otherwise."""
    file = path.removesuffix(".py").removesuffix("/__init__")
    inner = name.replace(".", "/")
    return next((root for root in roots if file == (inner if root == "." else f"{root}/{inner}")), "")
