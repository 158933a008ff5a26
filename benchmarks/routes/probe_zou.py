"""Which routes has zou? Its applications exist on import; no database, key-value store or index is asked.

The one of the API, with administration allowed, and the one of the event stream, which is a process of its own.
"""

from __future__ import annotations

import os

from listing import flask_routes, quiet, show


def main() -> None:
    """Import the applications and print their routes."""
    os.environ.update(SECRET_KEY="none", ADMIN_TOKEN="none")  # noqa: S106 - nobody signs in
    with quiet():
        from zou import event_stream
        from zou.app import app

        routes = [*flask_routes(app), *flask_routes(event_stream.app)]
    show("zou", ["zou"], routes, ["zou", "Flask", "Werkzeug"])


if __name__ == "__main__":
    main()
