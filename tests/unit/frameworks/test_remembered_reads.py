"""Handlers that share functions: each takes what it would take if it were read alone."""

from __future__ import annotations

from served import inputs

HEADING = """
from flask import request
from flask_restful import Api, Resource
api = Api()
"""


def test_a_shared_method_reads_what_the_class_of_the_object_names() -> None:
    text = f"""{HEADING}
class Listing(Resource):
    field = "page"
    def get(self):
        return {{"rows": self.rows()}}
    def rows(self):
        return request.args.get(self.field)
class Orders(Listing): ...
class Trips(Listing):
    field = "day"
class Riders(Listing): ...
api.add_resource(Orders, "/orders")
api.add_resource(Trips, "/trips")
api.add_resource(Riders, "/riders")
"""
    assert inputs(text) == {
        "GET /orders": ["query page?: string"],
        "GET /trips": ["query day?: string"],
        "GET /riders": ["query page?: string"],
    }


def test_a_shared_function_tells_true_from_one() -> None:
    text = f"""{HEADING}
def read(default):
    return request.args.get("x", default)
class Orders(Resource):
    def get(self):
        read(1)
class Trips(Resource):
    def get(self):
        read(True)
api.add_resource(Orders, "/orders")
api.add_resource(Trips, "/trips")
"""
    assert inputs(text) == {"GET /orders": ["query x?: integer = 1"], "GET /trips": ["query x?: boolean = True"]}


def test_what_a_shared_function_demands_is_noted_for_each_handler() -> None:
    text = f"""{HEADING}
def body():
    return request.json["name"]
class Orders(Resource):
    def post(self):
        return body()
class Trips(Resource):
    def post(self):
        if request.args.get("dry"):
            return body()
class Riders(Resource):
    def post(self):
        return body()
api.add_resource(Orders, "/orders")
api.add_resource(Trips, "/trips")
api.add_resource(Riders, "/riders")
"""
    assert inputs(text) == {
        "POST /orders": ["body name: unknown"],
        "POST /riders": ["body name: unknown"],
        "POST /trips": ["body name?: unknown", "query dry?: string"],
    }


def test_an_overridden_method_is_read_for_its_class_alone() -> None:
    text = f"""{HEADING}
class Base(Resource):
    def get(self):
        return self.one()
    def one(self):
        return self.two()
    def two(self):
        return request.args.get("two")
class Orders(Base): ...
class Trips(Base):
    def two(self):
        return request.headers.get("x-two")
api.add_resource(Orders, "/orders")
api.add_resource(Trips, "/trips")
"""
    assert inputs(text) == {"GET /orders": ["query two?: string"], "GET /trips": ["header x-two?: string"]}


def test_two_spellings_of_a_header_are_one_though_a_function_is_shared() -> None:
    text = f"""{HEADING}
def token():
    value = request.headers["x-token"]
    return int(value)
class Orders(Resource):
    def get(self):
        return token()
class Trips(Resource):
    def get(self):
        request.headers.get("X-Token")
        return token()
api.add_resource(Orders, "/orders")
api.add_resource(Trips, "/trips")
"""
    assert inputs(text) == {"GET /orders": ["header x-token: integer"], "GET /trips": ["header X-Token?: integer"]}
