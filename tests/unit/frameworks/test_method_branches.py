"""Which lines of a handler the method of the request rules out: worked out by hand."""

from __future__ import annotations

import pytest

from analyzer.frameworks.request_reads.method_branches import MethodBranches
from analyzer.interpret import interpret
from analyzer.progress import Progress
from trees import linked

HEAD = """
def view(request, self=None):
    a()
"""


def skipped(body: str, method: str) -> list[tuple[int, int]]:
    program = linked({"m.py": HEAD + body}).program
    definition = next(one.id for one in program.definitions if one.name == "m.view")
    return list(MethodBranches(program).of(definition, method))


@pytest.mark.parametrize(
    ("test", "get", "post"),
    [
        ("request.method == 'POST'", False, True),
        ("'POST' == request.method", False, True),
        ("self.request.method != 'GET'", False, True),
        ("request.method in ('POST', 'PUT')", False, True),
        ("not request.method in ['GET']", False, True),
        ("request.method == 'POST' and x", False, None),
        ("request.method == 'POST' or x", None, True),
        ("request.POST", False, None),
        ("x", None, None),
        ("request.method == verb", None, None),
    ],
)
def test_the_method_decides_a_test(test: str, get: bool | None, post: bool | None) -> None:
    body = f"    if {test}:\n        b(\n            1)\n    else:\n        c()\n    d()\n"
    lines = {True: [(8, 8)], False: [(5, 7)], None: []}
    assert [(first, min(last, 8)) for first, last in skipped(body, "GET")] == lines[get]
    assert [(first, min(last, 8)) for first, last in skipped(body, "POST")] == lines[post]
    assert skipped(body, "ANY") == []


def test_nothing_behind_a_branch_that_returns_runs() -> None:
    body = "    if request.method == 'GET':\n        return b()\n    c()\n    d()\n"
    assert skipped(body, "GET") == [(6, 7)]
    assert skipped(body, "POST") == [(5, 5)]


def test_of_a_route_for_two_methods_each_has_its_own_errors() -> None:
    text = """
    from flask import Flask, abort, request
    app = Flask(__name__)
    @app.route("/a", methods=["GET", "POST"])
    def view():
        if request.method == "POST":
            abort(409)
        return {}
    """
    found = interpret(linked({"m.py": text}), Progress()).interfaces.served
    assert [(one.name, one.ruled_out) for one in found] == [("GET /a", (("m.view", 7, 7),)), ("POST /a", ())]
