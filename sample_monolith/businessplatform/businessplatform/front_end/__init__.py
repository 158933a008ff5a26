"""What people and machines see of the platform."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from businessplatform.front_end import api, pages
from businessplatform.rules import HouseError


def create_app() -> FastAPI:
    app = FastAPI(title="Business platform", docs_url=None, redoc_url=None)
    app.include_router(pages.router)
    app.include_router(api.router, prefix="/api")
    app.add_exception_handler(HouseError, show_error)
    return app


def show_error(request: Request, error: HouseError) -> JSONResponse:
    return JSONResponse({"error": str(error)}, status_code=error.status)
