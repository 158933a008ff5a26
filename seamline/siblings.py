"""Are the ``analyzer`` and ``reports`` that Python would import the ones that belong to this ``seamline``?

Their names are plain ones, and a monolith or another distribution may hold packages of the same name.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

_NAMES = ("analyzer", "reports")


def check_siblings() -> None:
    """Make sure that our own packages are found.

    In a process of the command line, which runs nothing but this tool, they are put first. In any other process the
    import path is the caller's: ImportError says what stands in the way and what to do.
    """
    home = Path(__file__).resolve().parent.parent
    strangers = {name: found for name in _NAMES if (found := _found(name)) != home / name}
    if not strangers:
        return
    if Path(sys.argv[0] if sys.argv else "").stem in ("seamline", "-m"):
        sys.path.insert(0, str(home))
        return
    name, found = next(iter(strangers.items()))
    raise ImportError(
        f"seamline needs its own package {name!r} but Python finds {found or 'none'}; "
        f"take that folder off the import path, or install seamline in an environment of its own"
    )


def _found(name: str) -> Path | None:
    spec = find_spec(name)
    return Path(spec.origin).resolve().parent if spec is not None and spec.origin else None
