"""Calls from the acquirer, and from our own till."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from ridehailing.services import wallet

hooks = Blueprint("hooks", __name__)


@hooks.post("/acquirer")
def acquirer() -> ResponseReturnValue:
    body = request.get_json()
    if body.get("event") == "chargeback":
        wallet.chargeback(body["reference"])
    return "", 202


@hooks.post("/give-back/<int:payment_id>")
def give_back(payment_id: int) -> ResponseReturnValue:
    body = request.get_json()
    return jsonify(left_cents=wallet.refund(payment_id, int(body["cents"]), body.get("reason", "goodwill")))
