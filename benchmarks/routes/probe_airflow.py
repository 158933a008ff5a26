"""Which routes has airflow's web server? Its factory builds it on an empty SQLite file, with the default providers."""

from __future__ import annotations

import os
import tempfile

from listing import flask_routes, quiet, show


def main() -> None:
    """Create the tables, build the web application and print its routes."""
    with tempfile.TemporaryDirectory() as home, quiet():
        os.environ.update(
            AIRFLOW_HOME=home,
            AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{home}/airflow.db",
            AIRFLOW__CORE__LOAD_EXAMPLES="False",
            AIRFLOW__WEBSERVER__SECRET_KEY="none",  # noqa: S106 - nobody signs in
        )
        from airflow.utils.db import initdb
        from airflow.www.app import create_app

        initdb()
        routes = list(flask_routes(create_app()))
    versions = ["apache-airflow", "apache-airflow-providers-fab", "Flask", "Flask-AppBuilder", "connexion", "Werkzeug"]
    show("airflow", ["airflow", "-airflow.providers"], routes, versions)


if __name__ == "__main__":
    main()
