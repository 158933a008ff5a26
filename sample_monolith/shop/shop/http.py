"""Requests in, JSON out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import View

from shop.utils import DomainError, Forbidden, Invalid

CART_COOKIE = "cart"


class DomainErrorMiddleware:
    """Turns broken rules into answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DomainError):
            return JsonResponse({"error": str(exception)}, status=exception.status)
        return None


class ApiView(View):
    """A view that takes and gives JSON."""

    def body(self) -> dict[str, Any]:
        return body_of(self.request)

    def answer(self, payload: Any, status: int = 200) -> JsonResponse:
        return JsonResponse(payload, status=status, safe=False)


def body_of(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        return request.POST.dict()
    try:
        payload = json.loads(request.body or b"{}")
    except ValueError:
        raise Invalid("the body is not JSON") from None
    if not isinstance(payload, dict):
        raise Invalid("an object is wanted")
    return payload


def wanted(payload: dict[str, Any], *names: str) -> list[Any]:
    missing = [name for name in names if payload.get(name) in (None, "")]
    if missing:
        raise Invalid(f"missing: {', '.join(missing)}")
    return [payload[name] for name in names]


def user_id_of(request: HttpRequest) -> int:
    user_id = getattr(request, "user_id", None)
    if user_id is None:
        raise Forbidden("please log in")
    return user_id


def staff_only(request: HttpRequest) -> int:
    user_id = user_id_of(request)
    if not getattr(request, "is_staff", False):
        raise Forbidden("staff only")
    return user_id


def cart_token_of(request: HttpRequest) -> str | None:
    return request.COOKIES.get(CART_COOKIE) or request.headers.get("X-Cart")
