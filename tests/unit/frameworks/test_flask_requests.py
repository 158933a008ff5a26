"""What Flask's routes take and give: strings of Python, answers worked out by hand."""

from __future__ import annotations

from served import inputs


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
