from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from shop.http import body_of, staff_only, wanted
from shop.inventory import stock
from shop.main.helpers import stock_badge
from shop.utils import check_quantity


@require_GET
def level(request: HttpRequest, variant_id: int) -> JsonResponse:
    return JsonResponse({"free": stock.available(variant_id), "badge": stock_badge(variant_id)})


@require_POST
def delivery(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    payload = body_of(request)
    variant_id, quantity = wanted(payload, "variant", "quantity")
    stock.receive(int(variant_id), check_quantity(quantity, 9999), payload.get("remark", ""))
    return JsonResponse({"free": stock.available(int(variant_id))}, status=201)


@require_POST
def count(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    variant_id, counted = wanted(body_of(request), "variant", "counted")
    difference = stock.stocktake(int(variant_id), check_quantity(counted, 9999))
    return JsonResponse({"difference": difference, "sold": stock.turnover(int(variant_id))})


@require_GET
def shortages(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    return JsonResponse({"shortages": stock.shortages()})
