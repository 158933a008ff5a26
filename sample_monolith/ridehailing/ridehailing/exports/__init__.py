from __future__ import annotations

import importlib
from collections.abc import Iterable


def run(name: str, argument: str) -> Iterable[str]:
    """Each export is a module of this package with a function `rows`."""
    if not name.isidentifier():
        raise ValueError(f"not an export: {name}")
    module = importlib.import_module(f"{__name__}.{name}")
    return module.rows(argument)
