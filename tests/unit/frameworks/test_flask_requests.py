"""What Flask's routes take and give: strings of Python, answers worked out by hand."""

from __future__ import annotations

import pytest

from served import inputs, served, shape


def handler(body: str, method: str = "POST", parameters: str = "", path: str = "/a") -> list[str]:
    indented = body.replace("\n", "\n    ")
    text = f"""
from flask import Flask, request, jsonify, abort
import json
app = Flask(__name__)
@app.route("{path}", methods=["{method}"])
def handle({parameters}):
    {indented}
"""
    (found,) = inputs(text).values()
    return found


def test_parts_of_a_request_are_places() -> None:
    body = """
request.args["a"]
request.form["b"]
request.files["c"]
request.headers["D"]
request.cookies["e"]
request.json["f"]
"""
    assert handler(body) == [
        "body f: unknown",
        "cookie e: string",
        "file c: binary",
        "form b: string",
        "header D: string",
        "query a: string",
    ]


def test_a_name_that_a_text_puts_together_of_constants() -> None:
    text = """
from flask import Flask, request
from flask.views import MethodView
app = Flask(__name__)
class Bulk(MethodView):
    kind = "order"
    def name(self):
        return self.kind
    def post(self, other):
        for part in ("a", "b"):
            request.form[f"{part}_{self.kind}"]
        request.form.getlist(f"selected_{self.name()}")
        request.form[f"x_{other}"]
app.add_url_rule("/a", view_func=Bulk.as_view("bulk"))
"""
    (found,) = inputs(text).values()
    assert [one for one in found if not one.startswith("form *")] == [
        "form a_order: string",
        "form b_order: string",
        "form selected_order?: array[string]",
    ]


def test_responses_of_failure_that_are_returned() -> None:
    text = """
from flask import Flask, request, jsonify, make_response
from functools import wraps
app = Flask(__name__)
def limited(code=429):
    def decorator(f):
        @wraps(f)
        def inner(*a):
            if full():
                return {"error": "slow"}, code
            return f(*a)
        return inner
    return decorator
def error(text, code=400):
    return jsonify(message=text), code
def passing(code):
    return error("p", code)
@app.route("/a", methods=["GET", "POST"])
@limited()
def handle():
    if request.method == "POST":
        return "no", 418
    if full(): return jsonify({"error": "gone"}), 404
    if full(): return error("b")
    if full(): return passing(409)
    if full(): return make_response("w", 502)
    return {}, 201
@app.route("/b")
@limited(503)
def other():
    return parse("x", 404)
"""
    told = {
        name: [(each.status, each.exception.rpartition(".")[2], each.message) for each in one.refused]
        for name, one in served(text).items()
    }
    slow = (429, "TOO_MANY_REQUESTS", "slow")
    assert told["GET /a"] == [
        (404, "NOT_FOUND", "gone"),
        (400, "BAD_REQUEST", ""),
        (409, "CONFLICT", ""),
        (502, "BAD_GATEWAY", "w"),
        slow,
    ]
    assert told["POST /a"] == [(418, "IM_A_TEAPOT", "no"), slow]
    assert told["GET /b"] == [(503, "SERVICE_UNAVAILABLE", "slow")]


def test_an_item_is_required_and_get_is_not() -> None:
    body = "a = request.args['a']\nb = request.args.get('b')\n"
    body += "c = request.args.get('c', 5)\nd = request.args.get('d', type=int)"
    assert handler(body) == ["query a: string", "query b?: string", "query c?: integer = 5", "query d?: integer"]


def test_converters_and_annotations_shape_the_path() -> None:
    found = handler("return ''", "GET", "order_id, key: str, day", "/o/<int:order_id>/<uuid:key>/<day>")
    assert found == ["path day: string", "path key: string(uuid)", "path order_id: integer"]


def test_a_body_of_which_nothing_is_read_has_no_name() -> None:
    assert handler("data = request.get_json()\nstore(data)") == ["body *: map[unknown]"]


def test_keys_of_a_body_are_inputs_of_their_own() -> None:
    body = 'data = request.get_json(force=True)\nname = data["name"].strip()\nage = int(data.get("age", 0))'
    assert handler(body) == ["body age?: integer = 0", "body name: string"]


def test_a_body_that_is_handed_on_stays_open() -> None:
    assert handler('data = request.json\nx = data["x"]\nsave(**data)') == ["body *: map[unknown]", "body x: unknown"]


def test_a_body_that_is_read_as_json() -> None:
    assert handler('data = json.loads(request.data)\nreturn data["x"]') == ["body x: unknown"]


def test_what_helpers_of_the_class_are_told_to_read_counts() -> None:
    text = """
from flask import request
from flask_restful import Api, Resource
class Args:
    def get_text(self, name, default=None):
        return request.args.get(name, default)
    def get_page(self):
        return int(self.get_text("page", 1))
class Orders(Resource, Args):
    def get(self):
        return {"orders": [], "state": self.get_text("state"), "page": self.get_page()}
api = Api()
api.add_resource(Orders, "/orders")
"""
    assert inputs(text) == {"GET /orders": ["query page?: integer = 1", "query state?: string"]}


def test_rows_that_are_handed_to_a_helper_are_inputs() -> None:
    text = """
from flask import Flask, request
app = Flask(__name__)
def get_args(rows):
    sources = [request.values]
    if request.is_json:
        sources.append(request.get_json())
    found = {}
    for row in rows:
        required, kind, default = False, str, None
        if isinstance(row, str):
            name = row
        elif len(row) == 2:
            name, default = row
        else:
            name, default, required, kind = row
        found[name] = parse(sources, name, default, required)
    return found
def parse(sources, name, default, required):
    source = next((one for one in sources if name in one), None)
    if source is None:
        return default
    return source.get(name)
@app.post("/a")
def handle():
    return get_args(["first", ("second", 2), ("third", None, True, int)])
"""
    (found,) = inputs(text).values()
    assert [one.partition(":")[0] for one in found] == ["body first?", "body second?", "body third?"]


def test_keys_of_a_copy_are_those_of_the_request() -> None:
    body = """
found = {}
for key, value in request.args.items():
    if key != "page":
        found[key] = value
one = found["one"]
same = {k: v for k, v in request.args.items()}
two = same.get("two")
"""
    assert handler(body, "GET") == ["query one: string", "query two?: string"]


def test_a_key_that_the_handler_sets_itself_is_no_input() -> None:
    assert handler('data = request.json\ndata["x"] = 1\ny = data["x"] + data["y"]') == ["body y: unknown"]


def test_only_the_branch_of_the_method_is_read() -> None:
    body = 'if request.method == "GET":\n    return request.args["a"]\nreturn request.form["b"]'
    assert handler(body, "GET") == ["query a: string"]
    assert handler(body, "POST") == ["form b: string"]


def test_what_is_refused_without_is_required() -> None:
    body = """
data = request.json
if not data.get("a") or "b" not in data:
    abort(400)
c = data.get("c")
if c is None:
    return {"error": "c"}, 400
d = data.get("d")
try:
    e = data["e"]
except KeyError:
    e = None
if c:
    f = data["f"]
"""
    assert [one.removeprefix("body ").partition(":")[0] for one in handler(body + "\nb = data['b']")] == [
        "a",
        "b",
        "c",
        "d?",
        "e?",
        "f?",
    ]


@pytest.mark.parametrize("code", ["HTTPStatus.BAD_REQUEST", "status.HTTP_422_UNPROCESSABLE_ENTITY", "422"])
def test_a_code_by_its_name_refuses_as_a_number_does(code: str) -> None:
    body = f'a = request.json.get("a")\nif a is None:\n    return {{"error": "a"}}, {code}'
    assert handler(body) == ["body a: unknown"]
    assert handler(body.replace(code, "HTTPStatus.OK")) == ["body a?: unknown"]


def test_decorators_of_the_project_read_for_the_handler() -> None:
    text = """
from functools import wraps
from flask import Flask, request
app = Flask(__name__)
def guarded(function):
    @wraps(function)
    def inner(*args, **kwargs):
        if not request.headers.get("X-Token"):
            raise ValueError
        return function(*args, **kwargs)
    return inner
@app.get("/a")
@guarded
def handle():
    return ""
"""
    assert inputs(text) == {"GET /a": ["header X-Token: string"]}


SCHEMAS = """
from flask import Flask, request
from flask.views import MethodView
from flask_smorest import Blueprint
from marshmallow import Schema, fields
from pydantic import BaseModel
from webargs import fields as wf
from webargs.flaskparser import use_kwargs
app = Flask(__name__)
blp = Blueprint("b", __name__)
class Order(Schema):
    id = fields.Int(required=True)
    name = fields.Str(load_default="x")
class Model(BaseModel):
    a: int
"""


def test_schemas_are_the_body() -> None:
    text = """
@blp.route("/a", methods=["POST"])
@blp.arguments(Order)
@blp.response(201, Order(many=True))
def a(order): ...
@app.post("/b")
def b():
    return Order().load(request.get_json()).name
@app.post("/c")
def c():
    return Model.model_validate(request.json)
@app.post("/d")
def d():
    return Model(**request.json)
@app.get("/e")
@use_kwargs({"x": wf.Int(required=True), "y": wf.List(wf.Str())}, location="query")
def e(x, y): ...
@blp.route("/f", methods=["GET"])
@blp.arguments(Order, location="query")
def f(order): ...
"""
    assert inputs(SCHEMAS + text) == {
        "POST /a": ["body *: data(app.Order)"],
        "POST /b": ["body *: data(app.Order)"],
        "POST /c": ["body *: data(app.Model)"],
        "POST /d": ["body *: data(app.Model)"],
        "GET /e": ["query x: integer", "query y?: array[string]"],
        "GET /f": ["query id: integer", 'query name?: string = "x"'],
    }
    answer = served(SCHEMAS + text)["POST /a"]
    assert (shape(answer.result.shape), answer.statuses) == ("array[data(app.Order)]", (201,))


def test_parsers_say_what_they_take() -> None:
    text = """
from flask_restful import Api, Resource, reqparse
api = Api()
shared = reqparse.RequestParser()
shared.add_argument("state", choices=("a", "b"), location="args")
class Orders(Resource):
    def post(self):
        parser = reqparse.RequestParser()
        parser.add_argument("size", type=int, required=True, location="json")
        parser.add_argument("tag", action="append", location="form")
        return parser.parse_args()
    def get(self):
        return shared.parse_args()["state"]
api.add_resource(Orders, "/orders")
"""
    assert inputs(text) == {
        "POST /orders": ["body size: integer", "form tag?: array[string]"],
        "GET /orders": ['query state?: constants("a" | "b")'],
    }


def answer(body: str) -> tuple[str, tuple[int, ...]]:
    imports = "from flask import Flask, jsonify, make_response, redirect"
    text = f"{imports}\napp = Flask('')\n@app.post('/a')\ndef f():\n    {body}\n"
    (found,) = served(text).values()
    return shape(found.result.shape), found.statuses


def test_codes_and_shapes_of_answers() -> None:
    assert answer("return 'x'") == ("string", (200,))
    assert answer("return {'a': 1, 'b': 2}, 201") == ("map[integer]", (201,))
    assert answer("return '', 204") == ("null", (204,))
    assert answer("return jsonify([1, 2])") == ("array[integer]", (200,))
    assert answer("return make_response(jsonify({'a': 'x'}), 202)") == ("map[string]", (202,))
    assert answer("return redirect('/x')") == ("null", (302,))
    assert answer("return {'message': 'no'}, 404") == ("unknown", ())


def test_the_request_by_another_name() -> None:
    files = {
        "common.py": """
from typing import cast
import flask
from werkzeug.local import LocalProxy
request = cast(flask.Request, LocalProxy(find))
other: flask.Request = LocalProxy(find)
def find():
    return flask.request
third = LocalProxy(find)
""",
        "app.py": """
from flask import Flask
from common import request, other, third
app = Flask(__name__)
def page(default=1):
    return request.args.get("page", default)
@app.get("/a")
def handle() -> str:
    page()
    return other.args["x"] + third.args["y"]
""",
    }
    assert inputs(files) == {"GET /a": ["query page?: integer = 1", "query x: string", "query y: string"]}
    assert shape(served(files)["GET /a"].result.shape) == "string"


def test_a_get_carries_no_form() -> None:
    assert handler('if "save" in request.form:\n    save()\nrequest.args.get("a")', "GET") == ["query a?: string"]


def test_a_view_answers_what_the_base_answers_for_it() -> None:
    text = """
from flask import Flask
from flask.views import MethodView
app = Flask(__name__)
class Base(MethodView):
    def delete(self, key):
        if not self.known(key):
            return {"error": "unknown"}, 404
        return "", 204
class Orders(Base):
    def delete(self, key):
        return super().delete(key)
app.add_url_rule("/orders/<key>", view_func=Orders.as_view("orders"))
"""
    (found,) = [one for name, one in served(text).items() if name.startswith("DELETE")]
    assert (found.statuses, shape(found.result.shape)) == ((204,), "null")


def test_a_body_that_may_be_left_out_for_what_a_call_says() -> None:
    text = """
from flask import Flask, request, abort
app = Flask(__name__)
def listed(required=True):
    data = request.get_json(silent=True)
    if not isinstance(data, list):
        if not required and data in (None, {{}}):
            return None
        abort(400)
    return data
def key(required):
    data = request.json
    name = data.get("name")
    if not name:
        if not required:
            return ""
        abort(400)
    return name
@app.post("/a")
def handle():
    return {}
"""
    assert inputs(text.format("listed()")) == {"POST /a": ["body *: array[unknown]"]}
    assert inputs(text.format("listed(True)")) == {"POST /a": ["body *: array[unknown]"]}
    assert inputs(text.format("listed(required=False)")) == {"POST /a": ["body *?: array[unknown]"]}
    assert inputs(text.format("key(True)")) == {"POST /a": ["body name: unknown"]}
    assert inputs(text.format("key(False)")) == {"POST /a": ["body name?: unknown"]}


def test_a_body_that_has_to_be_a_list() -> None:
    refused = "data = request.json\nif not isinstance(data, list):\n    abort(400)\nfor one in data:\n    print(one)"
    either = "data = request.json\nif isinstance(data, list):\n    print(data)\nstore(data)"
    assert handler(refused) == ["body *: array[unknown]"]
    assert handler(either) == ["body *: unknown"]
    wrapped = "data = request.json\nif not isinstance(data, list):\n    data = [data]\nstore(data)"
    assert handler(wrapped) == ["body *: unknown"]
    key = 'ids = request.json.get("ids")\nif not isinstance(ids, list):\n    abort(400)'
    assert handler(key) == ["body ids: array[unknown]"]


@pytest.mark.parametrize(
    ("loop", "expected"),
    [
        ("[store(one) for one in self.sent]", "array[unknown]"),
        ("[store(one) for one in self.all()]", "array[unknown]"),
        ("store(self.sent)", "map[unknown]"),
        ("[store(self.sent.get(one)) for one in self.sent]", "map[unknown]"),
    ],
)
def test_a_body_that_is_kept_and_looped_over_is_a_list(loop: str, expected: str) -> None:
    text = f"""
from flask import Flask, request
from flask.views import MethodView
app = Flask(__name__)
class Rows(MethodView):
    def post(self):
        self.sent = request.json
        self.work()
    def all(self):
        return self.sent
    def work(self):
        {loop}
app.add_url_rule("/rows", view_func=Rows.as_view("rows"))
"""
    assert inputs(text)["POST /rows"] == [f"body *: {expected}"]


def test_a_name_that_is_put_together_of_two_texts() -> None:
    text = """
from flask import Flask, request
app = Flask(__name__)
def key_of(field):
    return request.args.get(field + "_id")
@app.route("/a")
def handle():
    return {"shop": key_of("shop")}
"""
    assert inputs(text) == {"GET /a": ["query shop_id?: string"]}


def test_what_a_decorator_reads_depends_on_its_arguments() -> None:
    text = """
from flask import Flask, request
app = Flask(__name__)
def shared(secret=False):
    def decorator(view):
        def wrapped(token):
            if secret:
                request.args.get("password")
            return view(token)
        return wrapped
    return decorator
@app.route("/a/<token>")
@shared()
def handle(token):
    return {}
@app.route("/b/<token>")
@shared(secret=True)
def other(token):
    return {}
"""
    found = inputs(text)
    assert [one.partition(":")[0] for one in found["GET /a/<token>"]] == ["path token"]
    assert [one.partition(":")[0] for one in found["GET /b/<token>"]] == ["path token", "query password?"]
