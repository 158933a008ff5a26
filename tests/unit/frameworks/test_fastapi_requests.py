"""What FastAPI's handlers take and give: strings of Python, answers worked out by hand."""

from __future__ import annotations

from served import inputs, served, shape

HEAD = """
from typing import Annotated, Optional
from enum import Enum
from uuid import UUID
from fastapi import FastAPI, APIRouter, Depends, Query, Header, Body, File, Form, Path, Request, UploadFile, status
from pydantic import BaseModel
app = FastAPI()
class Item(BaseModel):
    name: str
    price: float = 1.0
class Kind(str, Enum):
    A = "a"
"""


def handler(text: str) -> list[str]:
    (found,) = inputs(HEAD + text).values()
    return found


def test_parameters_stand_where_their_types_say() -> None:
    text = """
@app.post("/items/{item_id}")
def f(item_id: int, item: Item, kind: Kind, q: Optional[str] = None, size: int = 10, request: Request = None): ...
"""
    assert handler(text) == [
        "body *: data(app.Item)",
        "path item_id: integer",
        "query kind: data(app.Kind)",
        "query q?: string | null",
        "query size?: integer = 10",
    ]


def test_markers_say_where_a_parameter_stands() -> None:
    text = """
@app.post("/x")
def f(
    a: Annotated[list[str], Query()], user_agent: Annotated[str | None, Header()] = None,
    b: int = Form(...), c: UploadFile = File(...), d: str = Query(None, alias="dd"),
): ...
"""
    assert handler(text) == [
        "file c: binary",
        "form b: integer",
        "header user-agent?: string | null",
        "query a: array[string]",
        "query dd?: string",
    ]


def test_several_bodies_have_names() -> None:
    assert handler('@app.put("/x")\ndef f(a: Item, b: Item): ...\n') == [
        "body a: data(app.Item)",
        "body b: data(app.Item)",
    ]
    assert handler('@app.put("/x")\ndef f(a: Item = Body(..., embed=True)): ...\n') == ["body a: data(app.Item)"]


def test_dependencies_bring_their_own_parameters() -> None:
    text = """
class Paging:
    def __init__(self, page: int = 1): ...
def token(x_token: Annotated[str, Header()]): ...
def user(request: Request, t: str = Depends(token)):
    return request.cookies.get("session")
Paged = Annotated[Paging, Depends()]
@app.get("/x", dependencies=[Depends(user)])
def f(paging: Paged): ...
"""
    assert handler(text) == ["cookie session?: string", "header x-token: string", "query page?: integer = 1"]


def test_results_and_codes_are_those_that_are_said() -> None:
    text = """
@app.post("/a", response_model=list[Item], status_code=status.HTTP_201_CREATED)
def a(): ...
@app.get("/b")
def b() -> Item: ...
"""
    found = served(HEAD + text)
    assert shape(found["POST /a"].result.shape) == "array[data(app.Item)]"
    assert found["POST /a"].statuses == (201,)
    assert shape(found["GET /b"].result.shape) == "data(app.Item)"
