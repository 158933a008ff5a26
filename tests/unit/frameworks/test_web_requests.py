"""What routes of other web frameworks take: strings of Python, answers worked out by hand."""

from __future__ import annotations

import pytest

from served import inputs

AIOHTTP = """
from aiohttp import web
async def handle(request):
    page = int(request.query.get("page", 1))
    token = request.headers["X-Token"]
    data = await request.json()
    return web.json_response({"name": data["name"]})
app = web.Application()
app.router.add_post("/a/{key}", handle)
"""
SANIC = """
from sanic import Sanic, json
app = Sanic("x")
@app.post("/a/<key:int>")
async def handle(request, key):
    return json({"a": request.args.get("page"), "b": request.form["b"], "c": request.json["c"]})
"""
BOTTLE = """
from bottle import route, request
@route("/a/<key:int>", method="POST")
def handle(key):
    return {"a": request.query.page, "b": request.forms.get("b"), "c": request.json["c"]}
"""
TORNADO = r"""
from tornado.web import Application, RequestHandler
import json
class Base(RequestHandler):
    def page(self):
        return int(self.get_argument("page", "1"))
class Handler(Base):
    def post(self, key):
        self.page()
        data = json.loads(self.request.body)
        self.write({"b": self.get_body_argument("b"), "c": data["c"]})
app = Application([(r"/a/(\d+)", Handler)])
"""
PYRAMID = """
from pyramid.config import Configurator
from pyramid.view import view_config
@view_config(route_name="a", request_method="POST")
def handle(request):
    return {"k": request.matchdict["key"], "p": request.GET.get("page"), "c": request.json_body["c"]}
config = Configurator()
config.add_route("a", "/a/{key}")
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (AIOHTTP, ["body name: unknown", "header X-Token: string", "path key: string", "query page?: integer = 1"]),
        (SANIC, ["body c: unknown", "form b: string", "path key: integer", "query page?: string"]),
        (BOTTLE, ["body c: unknown", "form b?: string", "path key: integer", "query page?: string"]),
        (TORNADO, ["body c: unknown", "form b: string", 'form page?: integer = "1"', "path key: integer"]),
        (PYRAMID, ["body c: unknown", "path key: string", "query page?: string"]),
    ],
)
def test_every_framework_has_its_words(text: str, wanted: list[str]) -> None:
    (found,) = inputs(text).values()
    assert found == wanted
