"""Which routes has zou? Its application object exists on import; no database, key-value store or index is asked."""

from __future__ import annotations

import os

from listing import flask_routes, quiet, show


def main() -> None:
    """Import the application and print its routes."""
    os.environ.setdefault("SECRET_KEY", "none")
    with quiet():
        from zou.app import app

        routes = list(flask_routes(app))
    show("zou", ["zou"], routes, ["zou", "Flask", "Werkzeug"])


if __name__ == "__main__":
    main()
