"""Shows how a page of one's own is hung into the application. Not part of the system."""

from __future__ import annotations

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from ridehailing import cache, settings
from ridehailing.jobs import queue
from ridehailing.services import dispatch, fleet

page = Blueprint("own", __name__)


@page.get("/calm/<zone_code>")
def calm(zone_code: str) -> ResponseReturnValue:
    dispatch.SURGE.pop(zone_code, None)
    cache.put(f"words:lost-found:{zone_code}", ("Calm", "{what}"))
    settings.TIP_LIMIT_CENTS = 10_000
    queue.publish("offers", {"trip_id": 0})
    return jsonify(driver=fleet.load(1).full_name)
