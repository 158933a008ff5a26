from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from shop.catalog import browse
from shop.http import body_of, staff_only, wanted
from shop.main import helpers
from shop.main.models import Brand, Holiday, LoginLog


@require_GET
def home(request: HttpRequest) -> JsonResponse:
    best = [teaser.title for teaser in browse.teasers() if teaser.rank is not None]
    return JsonResponse({"shop": helpers.SENDER, "best": best, "menu": browse.menu()})


@require_GET
def brands(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"brands": list(Brand.objects.order_by("name").values_list("name", flat=True))})


@require_POST
def gift_card(request: HttpRequest) -> JsonResponse:
    (code,) = wanted(body_of(request), "code")
    return JsonResponse({"cents": helpers.gift_card_left(code)})


@require_GET
def holidays(request: HttpRequest) -> JsonResponse:
    days = Holiday.objects.order_by("day")
    return JsonResponse({"holidays": [f"{row.day:%d.%m.%Y} {row.name}" for row in days]})


@require_GET
def login_log(request: HttpRequest, user_id: int) -> JsonResponse:
    staff_only(request)
    rows = LoginLog.objects.filter(user_id=user_id).order_by("-at")[:50]
    return JsonResponse({"log": [[row.at.isoformat(), row.succeeded] for row in rows]})
