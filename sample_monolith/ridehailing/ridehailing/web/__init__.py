from __future__ import annotations

from flask import Flask, Response, jsonify

from ridehailing.utils import DomainError


def create_app() -> Flask:
    from ridehailing.web import backoffice, driver_pages, hooks, rider_pages

    app = Flask(__name__)
    app.register_blueprint(rider_pages.pages, url_prefix="/ride")
    app.register_blueprint(driver_pages.pages, url_prefix="/drive")
    app.register_blueprint(backoffice.desk, url_prefix="/desk")
    app.register_blueprint(hooks.hooks, url_prefix="/hooks")
    app.register_error_handler(DomainError, show_error)
    return app


def show_error(error: DomainError) -> tuple[Response, int]:
    return jsonify(error=str(error)), error.status
