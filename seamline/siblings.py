"""Are the ``analyzer`` and ``reports`` that Python would import the ones that belong to this ``seamline``?

Their names are plain ones, and a monolith or another distribution may hold packages of the same name.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

_NAMES = ("analyzer", "reports")


def check_siblings() -> None:
    """Raise ImportError, with what to do, if another package would be imported in the place of one of ours."""
    home = Path(__file__).resolve().parent.parent
    for name in _NAMES:
        spec = find_spec(name)
        found = Path(spec.origin).resolve().parent if spec is not None and spec.origin else None
        if found != home / name:
            where = found or "nowhere"
            raise ImportError(
                f"seamline needs its own package {name!r} but Python finds {where}; run the command `seamline` "
                f"outside that folder and without PYTHONPATH, or install it in an environment of its own"
            )
