"""Does a body that is one object or one list stay what it is, in every output?"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import msgspec
import pytest

from analyzer.compare.contracts import compare_contracts
from analyzer.model.analysis import Analysis
from analyzer.model.contract_changes import Grade
from analyzer.model.contracts import Operation
from reports.render.formats import render
from trees import analysed

API = """
    from fastapi import APIRouter, Body, FastAPI
    from flask import Blueprint, request
    from pydantic import BaseModel
    from shop.store import Order, Session

    router = APIRouter()
    pages = Blueprint("pages", __name__)

    class OrderIn(BaseModel):
        number: int

    @router.post("/orders")
    def add(given: OrderIn):
        Session().add(Order(number=given.number))

    @router.post("/named")
    def named(body: OrderIn = Body(embed=True)):
        Session().add(Order(number=body.number))

    @router.post("/two")
    def two(body: OrderIn, other: OrderIn):
        Session().add(Order(number=body.number))

    @pages.route("/many", methods=["POST"])
    def many():
        numbers = request.json
        if not isinstance(numbers, list):
            return "no", 400
        for number in numbers:
            Session().add(Order(number=number))
        return "yes"
"""
STORE = """
    from sqlalchemy import Column, Integer
    from sqlalchemy.orm import Session, declarative_base

    Base = declarative_base()

    class Order(Base):
        __tablename__ = "orders"
        id = Column(Integer, primary_key=True)
        number = Column(Integer)
"""
MAIN = """
    from fastapi import FastAPI
    from flask import Flask
    from shop.api import pages, router

    app = FastAPI()
    app.include_router(router)
    site = Flask(__name__)
    site.register_blueprint(pages)
"""


@pytest.fixture(scope="module")
def analysis(tmp_path_factory: pytest.TempPathFactory) -> Analysis:
    files = {"shop/__init__.py": "", "shop/api.py": API, "shop/store.py": STORE, "shop/main.py": MAIN}
    return analysed(tmp_path_factory.mktemp("shop"), files)


def operations(analysis: Analysis) -> dict[str, Operation]:
    return {one.path: one for contract in analysis.contracts for one in contract.operations}


def files(analysis: Analysis, output: str) -> dict[str, str]:
    """The files of an output."""
    made = render(analysis, output)
    assert isinstance(made, dict)
    return {name: content.decode() for name, content in made.items()}


def bodies(analysis: Analysis) -> dict[str, Any]:
    """The schema of the body at each path, with the data types resolved no further."""
    found: dict[str, Any] = {}
    for name, text in files(analysis, "openapi").items():
        paths = json.loads(text)["paths"] if name.endswith(".json") else {}
        for path, methods in paths.items():
            found[path] = methods["post"]["requestBody"]["content"]["application/json"]["schema"]
    return found


def test_only_what_is_the_whole_body_has_no_name(analysis: Analysis) -> None:
    found = {path: [each.parameter.name for each in one.inputs] for path, one in operations(analysis).items()}
    assert found == {"/orders": [""], "/named": ["body"], "/two": ["body", "other"], "/many": [""]}


def test_openapi_wraps_only_what_has_a_name(analysis: Analysis) -> None:
    found = bodies(analysis)
    assert found["/orders"]["$ref"] == "#/components/schemas/OrderIn"
    assert list(found["/named"]["properties"]) == ["body"]
    assert list(found["/two"]["properties"]) == ["body", "other"]
    assert found["/many"]["type"] == "array"


def test_tables_and_pages_say_that_it_is_the_body(analysis: Analysis) -> None:
    rows = csv.DictReader(io.StringIO(files(analysis, "csv")["endpoints.csv"]))
    assert {row["path"]: row["inputs"] for row in rows} == {
        "/orders": "(body): OrderIn",
        "/named": "body: OrderIn",
        "/two": "body: OrderIn;other: OrderIn",
        "/many": "(body)",
    }
    pages = "".join(text for _, text in sorted(files(analysis, "portal").items()))
    assert pages.count("| the body | body |") == 2


def test_a_body_that_is_wrapped_now_breaks_who_sends_it_bare(analysis: Analysis) -> None:
    (contract,) = (one for one in analysis.contracts if one.operations)
    bare = operations(analysis)["/orders"]
    (given,) = bare.inputs
    named = msgspec.structs.replace(given, parameter=msgspec.structs.replace(given.parameter, name="body"))
    wrapped = msgspec.structs.replace(bare, inputs=(named,))
    old, new = (msgspec.structs.replace(contract, operations=(one,)) for one in (bare, wrapped))
    found = [(one.grade, one.rule) for one in compare_contracts((old,), (new,)).changes]
    assert (Grade.BREAKING, "input-required-added") in found
