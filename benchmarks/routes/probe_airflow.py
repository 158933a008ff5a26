"""Which routes has airflow? Its web server's factory builds it on an empty SQLite file, with the default providers.

The APIs that are off by default are on. The server of logs is a process of its own.
"""

from __future__ import annotations

import os
import tempfile

from listing import flask_routes, quiet, show


def main() -> None:
    """Create the tables, build the applications and print their routes."""
    with tempfile.TemporaryDirectory() as home, quiet():
        os.environ.update(
            AIRFLOW_HOME=home,
            AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home}/airflow.db",
            AIRFLOW__CORE__LOAD_EXAMPLES="False",
            AIRFLOW__API__ENABLE_EXPERIMENTAL_API="True",
            AIRFLOW__WEBSERVER__RUN_INTERNAL_API="True",
            AIRFLOW_ENABLE_AIP_44="true",
            AIRFLOW__WEBSERVER__SECRET_KEY="none",  # noqa: S106 - nobody signs in
        )
        from airflow.utils import serve_logs
        from airflow.utils.db import initdb
        from airflow.www.app import create_app

        initdb()
        routes = [*flask_routes(create_app()), *flask_routes(serve_logs.create_app())]
    versions = ["apache-airflow", "apache-airflow-providers-fab", "Flask", "Flask-AppBuilder", "connexion", "Werkzeug"]
    show("airflow", ["airflow", "-airflow.providers"], routes, versions)


if __name__ == "__main__":
    main()
