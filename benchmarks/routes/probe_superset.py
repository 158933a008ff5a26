"""Which routes has superset? Its factory builds the application on an empty SQLite file, without caches or queues.

The two features that bring routes of their own are on.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from listing import flask_routes, quiet, show

CONFIG = """
SECRET_KEY = "none"
SQLALCHEMY_DATABASE_URI = "sqlite:///{home}/superset.db"
RATELIMIT_ENABLED = False
FEATURE_FLAGS = {{"ENABLE_EXTENSIONS": True, "GLOBAL_TASK_FRAMEWORK": True}}
"""


def main() -> None:
    """Build the application and print its routes."""
    with tempfile.TemporaryDirectory() as home, quiet():
        config = Path(home) / "superset_config.py"
        config.write_text(CONFIG.format(home=home), encoding="utf-8")
        os.environ.update(SUPERSET_HOME=home, SUPERSET_CONFIG_PATH=str(config))
        from superset.app import create_app

        routes = list(flask_routes(create_app()))
    show("superset", ["superset"], routes, ["apache-superset", "Flask", "Flask-AppBuilder", "Werkzeug"])


if __name__ == "__main__":
    main()
