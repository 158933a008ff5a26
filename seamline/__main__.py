"""``python -m seamline``."""

from __future__ import annotations

import sys

from seamline.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
