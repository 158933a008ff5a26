"""What stands beside an operation in a file: where it is, who calls it, and how sure all of that is."""

from __future__ import annotations

from typing import Any

from analyzer.model.contracts import Caller, Failure, Offer, Operation
from reports.views.cannot_cross import cannot_cross
from reports.views.shape_words import crosses

Json = dict[str, Any]


def evidence(one: Operation) -> Json:
    """Say on what an operation rests; places are ``path:line``."""
    said: Json = {
        "kind": one.kind.value,
        "definitions": list(one.definitions),
        "at": str(one.at),
        "form": one.form.value,
        "channel": one.channel.value,
        "channel_reason": one.channel_reason,
        "effect": one.effect.value,
        "reads": list(one.reads),
        "changes": list(one.changes),
        "idempotent": one.idempotent.value,
        "idempotent_reason": one.idempotent_reason,
        "in_loop": one.in_loop,
        "in_transaction": one.in_transaction,
        "callers": [_caller(caller) for caller in one.callers],
        "endpoints": [
            {"kind": end.kind, "name": end.name, "definition": end.definition, "at": f"{end.path}:{end.line}"}
            for end in one.endpoints
        ],
        "live": [
            {"parameter": taken.parameter.name, "is": taken.live, "instead": taken.instead, "crosses": crosses(taken)}
            for taken in one.inputs
            if taken.live or not crosses(taken)
        ],
        "live_result": one.live_result,
        "cannot_cross": list(cannot_cross(one)),
        "confidence": one.confidence,
        "doubts": list(one.doubts),
    }
    return {name: value for name, value in said.items() if value not in ("", [])}


def offers(one: Operation) -> Json:
    """Give the better forms that are offered to some callers, for a file."""
    return {"x-seamline-offers": [_offer(offer) for offer in one.offers]} if one.offers else {}


def failure(one: Failure) -> Json:
    """Say which exception becomes a response code, by which rule, and where it is raised."""
    said: Json = {
        "exception": one.exception,
        "status": one.status,
        "message": one.message,
        "others": list(one.others),
        "reason": one.reason,
        "implied": one.implied,
        "at": [str(place) for place in one.evidence],
    }
    return {name: value for name, value in said.items() if value not in ("", [], False)}


def _caller(one: Caller) -> Json:
    return {
        "service": one.service,
        "definition": one.definition,
        "at": f"{one.path}:{one.line}",
        **({"in_loop": True} if one.in_loop else {}),
        **({"in_transaction": True} if one.in_transaction else {}),
        **({"transaction": one.transaction} if one.transaction else {}),
    }


def _offer(one: Offer) -> Json:
    return {"what": one.what, "reason": one.reason, "at": [str(place) for place in one.evidence]}
