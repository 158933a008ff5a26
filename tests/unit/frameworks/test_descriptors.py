"""What helpers read that are told by descriptors which input to read: strings of Python, answers worked out by hand."""

from __future__ import annotations

import pytest

from served import inputs

_HELPER = """
from flask import Flask, request, abort
from flask.views import MethodView
app = Flask(__name__)
class Reading:
    def read(self, descriptors, location=None):
        if location is None:
            location = ["values", "json"] if request.is_json else ["values"]
        elif isinstance(location, str):
            location = [location]
        parts = []
        for name in location:
            if name == "json":
                body = request.get_json(silent=True)
                if isinstance(body, dict):
                    parts.append(body)
            else:
                parts.append(getattr(request, name))
        found = {}
        for descriptor in descriptors:
            many = False
            kind = str
            required = False
            default = None
            if isinstance(descriptor, (list, tuple)):
                if len(descriptor) == 4:
                    name, default, required, kind = descriptor
                elif len(descriptor) == 3:
                    name, default, required = descriptor
                elif len(descriptor) == 2:
                    name, default = descriptor
                else:
                    raise ValueError
            elif isinstance(descriptor, str):
                name = descriptor
            found[name] = self._one(parts, name, default, required, kind)
        return found
    @staticmethod
    def _one(parts, name, default, required, kind):
        part = next((one for one in parts if name in one), None)
        if part is None:
            if required:
                raise LookupError(name)
            return default
        def convert(value):
            if value is None or kind is None:
                return value
            try:
                return kind(value)
            except ValueError:
                raise LookupError(name)
        return convert(part.get(name))
"""


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('[("mail", None, True)], location="values"', ["query mail: string"]),
        ('[("mail", None, False)], location="values"', ["query mail?: string"]),
        ('[("mail", None)]', ["query mail?: string"]),
        ('["mail"]', ["query mail?: string"]),
        ('[("limit", 100, False, int)]', ["query limit?: integer = 100"]),
        ('[("limit", None, True, int)]', ["query limit: integer"]),
        (
            '[("count", "weighted", False, str), ("mail", "", True)]',
            ['query count?: string = "weighted"', "query mail: string"],
        ),
    ],
)
def test_descriptors_of_a_list(call: str, expected: list[str]) -> None:
    text = f"""{_HELPER}
class View(MethodView, Reading):
    def get(self):
        return self.read({call})
app.add_url_rule("/a", view_func=View.as_view("view"))
"""
    (found,) = inputs(text).values()
    assert found == expected


@pytest.mark.parametrize(
    ("body", "is_required"),
    [
        ("if value is None:\n        if required:\n            abort(400)\n        return default", True),
        ("if required:\n        if value is None:\n            abort(400)", True),
        ("if required and value is None:\n        abort(400)", True),
        ("if not required and value is None:\n        abort(400)", False),
        ("if value is None:\n        if not required:\n            abort(400)", False),
        ("if default:\n        if value is None:\n            if required:\n                abort(400)", False),
        (
            "if value is None:\n        if b():\n            return 1\n        if required:\n            abort(400)",
            False,
        ),
        (
            "if value is None:\n        if required:\n            abort(400)\n        if b():\n            return 1",
            True,
        ),
    ],
)
def test_a_helper_that_refuses_what_is_required(body: str, *, is_required: bool) -> None:
    text = f"""
from flask import Flask, request, abort
app = Flask(__name__)
def read(name, required, default=None):
    value = request.args.get(name)
    {body}
    return value
@app.get("/a")
def handle():
    return read("x", True)
"""
    (found,) = inputs(text).values()
    assert found == ["query x: string" if is_required else "query x?: string"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if value is None:\n        return default\n    return value", "query x?: integer = 7"),
        ("if not value:\n        return default\n    return value", "query x?: integer = 7"),
        ("if value is None:\n        return default\n    return other(value)", "query x?: string"),
        ("if value == 'all':\n        return default\n    return value", "query x?: string"),
    ],
)
def test_what_a_helper_returns_for_an_input_that_is_not_there(body: str, expected: str) -> None:
    text = f"""
from flask import Flask, request
app = Flask(__name__)
def read(name, default):
    value = request.args.get(name)
    {body}
@app.get("/a")
def handle():
    return read("x", 7)
"""
    (found,) = inputs(text).values()
    assert found == [expected]


def test_what_a_handler_answers_for_an_input_that_is_not_there_is_no_default() -> None:
    text = """
from flask import Flask, request
app = Flask(__name__)
@app.get("/a")
def handle():
    value = request.args.get("x")
    if value is None:
        return "nothing"
    return value
"""
    (found,) = inputs(text).values()
    assert found == ["query x?: string"]


def test_attributes_that_stand_for_one_header() -> None:
    text = """
from flask import Flask, request, abort
app = Flask(__name__)
@app.get("/a")
def handle():
    if request.if_none_match.contains("1"):
        return request.headers["user-agent"]
    if not request.authorization:
        abort(401)
    log(request.user_agent.string, request.content_type, request.range)
"""
    (found,) = inputs(text).values()
    assert found == [
        "header Authorization: string",
        "header If-None-Match?: string",
        "header Range?: string",
        "header user-agent?: string",
    ]


def test_attributes_of_other_libraries_that_stand_for_one_header() -> None:
    text = """
from aiohttp import web
async def handle(request):
    return web.Response(text=str(request.if_modified_since))
app = web.Application()
app.router.add_get("/a", handle)
"""
    (found,) = inputs(text).values()
    assert found == ["header If-Modified-Since?: string"]
