from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from shop.http import body_of, staff_only, user_id_of, wanted
from shop.payment import services


@require_POST
def pay(request: HttpRequest, order_id: int) -> JsonResponse:
    user_id_of(request)
    (secret,) = wanted(body_of(request), "secret")
    return JsonResponse({"reference": services.capture(order_id, str(secret))})


@require_POST
def give_back(request: HttpRequest, order_id: int) -> JsonResponse:
    staff_only(request)
    payload = body_of(request)
    (cents,) = wanted(payload, "cents")
    return JsonResponse({"refund": services.refund(order_id, int(cents), payload.get("reason", ""))}, status=201)
