"""Where could this Python monolith be cut into services? ``analyze`` reads it without running it.

>>> import seamline
>>> result = seamline.analyze("path/to/monolith")  # doctest: +SKIP
"""

from __future__ import annotations

import os
import sys

# ``python -m`` puts the current folder first on the path, and a ``token.py`` of the analysed tree would be run. Before
# this line nothing may be imported that Python has not loaded by itself.
if sys.argv[:1] == ["-m"] and not __file__.startswith(f"{sys.path[0]}{os.sep}"):
    del sys.path[0]

from pathlib import Path
from typing import TYPE_CHECKING

from seamline.siblings import check_siblings

if TYPE_CHECKING:
    from analyzer.model.analysis import Analysis
    from analyzer.model.options import Options

check_siblings()

__all__ = ["__version__", "analyze"]


def analyze(path: str | Path, options: Options | None = None) -> Analysis:
    """Analyse the Python source below ``path`` (a folder or one file) and return the result.

    Raises ``analyzer.errors.AnalyzerError`` where the path or an option cannot be used, and where there is nothing to
    analyse.
    """
    from analyzer.kept import analyze as run
    from analyzer.model.options import Options as Defaults

    return run(Path(path), options or Defaults())


def __getattr__(name: str) -> str:
    """Look the version up only when it is asked for: reading package metadata costs more than ``--help`` may."""
    if name == "__version__":
        from analyzer.assemble import tool_version

        return tool_version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
