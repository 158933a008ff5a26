from __future__ import annotations

from datetime import date

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET, require_POST

from shop.http import body_of, staff_only, wanted
from shop.tax import calc


@require_GET
def rates(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"zones": calc.overview()})


@require_POST
def change(request: HttpRequest) -> JsonResponse:
    staff_only(request)
    zone, tax_class, permille, since = wanted(body_of(request), "zone", "tax_class", "permille", "since")
    calc.change_rate(zone, tax_class, int(permille), date.fromisoformat(since))
    return JsonResponse({"zone": zone}, status=201)
