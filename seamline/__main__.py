"""``python -m seamline``."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.path and sys.path[0] == str(Path.cwd()) and not (Path.cwd() / "seamline" / "siblings.py").exists():
    del sys.path[0]  # the current folder may be the monolith, with packages of our names

if __name__ == "__main__":
    from seamline.cli.main import main

    sys.exit(main())
