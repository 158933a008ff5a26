"""A FastAPI server that answers every operation of an OpenAPI document with an example of its schemas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from examples import example, resolved
from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse
from jsonschema import Draft202012Validator

WANTED = "x-wanted-status"
"""The header by which a caller asks for a response code."""


def server(document: dict[str, Any]) -> FastAPI:
    """Serve a document: each request is held to what the operation says it takes."""
    app = FastAPI(openapi_url=None)
    for path, item in document["paths"].items():
        for method, operation in item.items():
            app.add_api_route(path, _handler(operation, document), methods=[method.upper()])
    return app


def fits(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """Say what speaks against a value."""
    whole = {**schema, "components": document["components"]}
    return [error.message for error in Draft202012Validator(whole).iter_errors(value)]


def _handler(operation: dict[str, Any], document: dict[str, Any]) -> Callable[[Request], Any]:
    async def handle(request: Request) -> Response:
        wrong = [*_wrong_parameters(request, operation, document), *await _wrong_body(request, operation, document)]
        if wrong:
            return JSONResponse(wrong, status_code=422)
        code = request.headers.get(WANTED) or next(iter(operation["responses"]))
        content = operation["responses"][code].get("content", {})
        for media, one in content.items():
            if media.endswith("json"):
                made = example(one["schema"], document)
                return JSONResponse(made, status_code=int(code), media_type=media)
        return Response(b"abc" if content else b"", status_code=int(code), media_type=next(iter(content), None))

    return handle


def _wrong_parameters(request: Request, operation: dict[str, Any], document: dict[str, Any]) -> list[str]:
    wrong = []
    sources = {"path": request.path_params, "query": request.query_params, "header": request.headers}
    for one in operation.get("parameters", ()):
        text = {**sources, "cookie": request.cookies}[one["in"]].get(one["name"])
        types = resolved(one["schema"], document).get("type", "string")
        if text is None and one.get("required") and types not in ("object", "array"):
            wrong.append(f"{one['name']} is missing")
        elif types in ("integer", "number") and text is not None and not text.replace(".", "").isdigit():
            wrong.append(f"{one['name']} is {text}")
    return wrong


async def _wrong_body(request: Request, operation: dict[str, Any], document: dict[str, Any]) -> list[str]:
    content = operation.get("requestBody", {}).get("content", {})
    media = request.headers.get("content-type", "").partition(";")[0]
    if media == "application/json" and media in content:
        return fits(await request.json(), content[media]["schema"], document)
    if media and content and media not in content:
        return [f"{media} was not asked for"]
    return []
