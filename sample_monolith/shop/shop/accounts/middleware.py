from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from shop.accounts import services


class TokenMiddleware:
    """Knows the customer by the token of the session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user_id = None
        request.is_staff = False
        token = request.headers.get("X-Token") or request.COOKIES.get("session")
        who = services.who_is(token) if token else None
        if who is not None:
            request.user_id = who.user_id
            request.is_staff = who.is_staff
        return self.get_response(request)
